"""Tables that are edited in place."""

TEXTS: dict[str, tuple[str, str]] = {
    "grid.sum_of_all": ("合计", "Sum"),
    "grid.sum": ("合计 {rows} 行", "Sum of {rows}"),
    "grid.cell": ("第 {row} 行 {heading}", "Row {row}, {heading}"),
    "grid.cell_about": ("第 {row} 行 {about}  {heading}", "Row {row}, {about}, {heading}"),
    "grid.cell_wrong": ("{where}：{wrong}", "{where}: {wrong}"),
    "grid.pasted": ("已粘贴 {rows} 行 {columns} 列", "Pasted {rows} rows, {columns} columns"),
    "grid.pasted_wrong": ("{pasted}，其中 {wrong} 处有误", "{pasted}; {wrong} cells are wrong"),
    "grid.too_wide": (
        "粘贴内容有 {given} 列，此处起仅有 {columns} 列，未粘贴。请从更靠左的列开始。",
        "Nothing pasted: {given} columns, but only {columns} from here on. Start further left",
    ),
    "grid.too_long": (
        "粘贴内容有 {given} 行，此处起仅有 {rows} 行，未粘贴。请减少行数。",
        "Nothing pasted: {given} rows, but only {rows} from here on. Copy fewer rows",
    ),
    "grid.fixed": ("{heading}不能修改，未粘贴", "Nothing pasted: {heading} cannot be changed"),
    "grid.undone": ("已撤销，Ctrl+Y 可恢复", "Undone; Ctrl+Y restores it"),
    "grid.redone": ("已恢复", "Done again"),
    "grid.nothing_to_undo": ("没有可撤销的修改", "Nothing to undo"),
    "grid.nothing_to_redo": ("没有可恢复的修改", "Nothing to restore"),
}
