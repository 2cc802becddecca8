"""Spreadsheets: why one cannot be taken, and what a template says of its columns."""

from etax_client.domain.filing.cells import Unreadable
from etax_client.domain.filing.tables import NoTable
from etax_client.texts.words import Phrase, phrase

TEXTS: dict[str, tuple[str, str]] = {
    "sheet.unreadable.kind": ("不是可以导入的表格，请选择 .xlsx、.xls 或 .csv 文件", "Not a spreadsheet: choose .xlsx, .xls or .csv"),
    "sheet.unreadable.protected": (
        "受保护的工作簿，请另存为 .xlsx 后再导入",
        "A protected workbook: save it as .xlsx without a password first",
    ),
    "sheet.unreadable.damaged": ("文件已损坏，请用表格软件打开，另存为 .xlsx 后再导入", "Damaged: open it, save it as .xlsx, import that"),
    "sheet.unreadable.too_large": ("文件超过 {most} MB，请分成几个文件导入", "Larger than {most} MB: split it into several files"),
    "sheet.unreadable.too_many_rows": ("超过 {rows} 行，请分成几个文件导入", "More than {rows} rows: split it into several files"),
    "sheet.unreadable.too_many_columns": ("超过 {columns} 列，请使用下载的模板", "More than {columns} columns: use the template"),
    "sheet.unreadable.empty": ("文件是空的，请选择其他文件", "The file is empty: choose another"),
    "sheet.missing.headings": ("缺少列：{headings}。表头请与模板一致。", "Missing columns: {headings}. Use the template's headings."),
    "sheet.missing.twice": ("列重复：{headings}。请只保留一列。", "Twice there: {headings}. Keep one column of each."),
    "sheet.missing.unknown_amounts": (
        "模板中没有的列含有金额：{headings}。请删除这些列，或改用模板的表头。",
        "Amounts in columns that the template does not have: {headings}. Delete them, or use its headings.",
    ),
    "sheet.missing.several": (
        "多个工作表有同样的表头：{headings}。请只保留一个。",
        "The same headings in several sheets: {headings}. Keep one.",
    ),
    "sheet.missing.no_rows": ("表头下没有数据，请填写后再导入", "Nothing below the headings: fill it in first"),
    "sheet.between": ("、", ", "),
    "sheet.then": ("；", "; "),
    "sheet.practice": ("模拟环境 仅供练习", "Simulation for practice only"),
    "sheet.guide": ("填表说明", "How to fill in"),
    "sheet.guide.heading": ("列", "Column"),
    "sheet.guide.hint": ("填写要求", "What goes there"),
    "sheet.hint.required": ("必填", "Required"),
    "sheet.hint.amount": ("0 至 {most}，最多两位小数", "0 to {most}, two decimals at most"),
    "sheet.hint.day": ("日期，如 2026-01-05", "A day, as 2026-01-05"),
    "sheet.hint.month": ("月份，如 2026-01", "A month, as 2026-01"),
    "sheet.hint.country": ("国家或地区的中文名称，如 中国", "Country or region, by its Chinese name"),
    "sheet.hint.number": ("文本格式，超过 15 位的数字才不会丢失末尾", "As text, or digits after the 15th are lost"),
    "sheet.hint.choice": ("从列表中选择", "Choose from the list"),
    "sheet.hint.several": ("可填多项，用顿号分开：{choices}", "Several, with commas between: {choices}"),
    "sheet.wrong": ("错误原因", "What is wrong"),
}


def unreadable(why: Unreadable, *, most: int, rows: int, columns: int) -> Phrase:
    """`most`: bytes."""
    return phrase(f"sheet.unreadable.{why}", most=most // 1024 // 1024, rows=f"{rows:,}", columns=columns)


def missing(why: NoTable, between: str) -> Phrase:
    """`between`: what stands between headings in the language of the moment."""
    return phrase(f"sheet.missing.{why.why}", headings=between.join(why.headings))
