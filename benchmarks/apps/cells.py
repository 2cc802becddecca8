"""A table of amounts that is edited in place: `cells.py ROWS`."""

import sys

from textual.app import App, ComposeResult

from etax_client.texts.catalogue import words
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.tables.cells import Cells
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.edit_table import EditTable
from etax_client.widgets.themes import THEMES

_HEADINGS = ("本期收入", "本期免税收入", "基本养老保险费", "基本医疗保险费", "失业保险费", "住房公积金", "累计子女教育", "累计住房贷款利息")


def amount(text: str) -> str | Phrase:
    """The simplest judge there is: what is measured is the table."""
    try:
        return f"{float(text.replace(',', '')):.2f}" if text else ""
    except ValueError:
        return phrase("plain", text="须为数字")


def cells(rows: int) -> Cells:
    def said(text: str) -> Phrase:
        return phrase("plain", text=text)

    name = Column("name", said("姓名"), 12, frozen=True)
    amounts = [Column(f"c{at}", said(text), 13, read=amount, right=True, summed=True) for at, text in enumerate(_HEADINGS)]
    filled = Cells((name, *amounts))
    rest = ("", "640.00", "160.00", "40.00", "960.00", "2000.00", "")
    filled.load((n, (f"示例{n}号", f"{8000 + n % 700}.00", *rest)) for n in range(1, rows + 1))
    return filled


class Table(App[None]):
    def __init__(self, rows: int) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "etax-light"
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield EditTable(words(), cells(self._rows))

    def on_mount(self) -> None:
        self.query_one(EditTable).grid.focus()


if __name__ == "__main__":
    Table(int(sys.argv[1])).run()
