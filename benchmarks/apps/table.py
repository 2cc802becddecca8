"""The same unit list in our table or in Textual's: `table.py ours|datatable ROWS`."""

import sys
from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from etax_client.domain.units.units import DepartmentFiling, Filing, Unit
from etax_client.texts.catalogue import words
from etax_client.widgets.themes import THEMES
from etax_client.widgets.units.unit_table import UnitTable


def units(start: int, end: int) -> Sequence[Unit]:
    return [
        Unit(n + 1, f"91440199MA{n:08}", f"广东示例第{n}号有限公司", "", DepartmentFiling.unregistered, Filing.pending, Filing.none)
        for n in range(start, end)
    ]


class Ours(App[None]):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "etax-light"

    def compose(self) -> ComposeResult:
        yield UnitTable(words())

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        table = self.query_one(UnitTable)
        table.reset(self.rows)
        table.put(0, units(0, min(100, self.rows)), self.rows)
        table.focus()

    def on_paged_table_wanted(self, event: UnitTable.Wanted) -> None:
        self.query_one(UnitTable).put(event.start, units(event.start, event.end), self.rows)


class Theirs(App[None]):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        table = self.query_one(DataTable)
        table.clear(columns=True)
        table.add_columns("序号", "纳税人识别号", "纳税人名称", "部门", "分部门申报", "综合所得申报", "经营所得")
        table.add_rows((str(u.unit_id), u.taxpayer_id, u.name, "", "未备案", "待申报", "") for u in units(0, self.rows))
        table.focus()


def main() -> None:
    kind, rows = sys.argv[1], int(sys.argv[2])
    (Ours if kind == "ours" else Theirs)(rows).run()


if __name__ == "__main__":
    main()
