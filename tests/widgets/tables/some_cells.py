"""A table to test with: a name that stays, two amounts, one thing to choose, and one that is not edited."""

from decimal import Decimal, InvalidOperation

from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.tables.cells import Cells
from etax_client.widgets.tables.columns import Column

WRONG = phrase("plain", text="须为数字")
KINDS = {"a": phrase("plain", text="甲类"), "b": phrase("plain", text="乙类")}


def amount(text: str) -> str | Phrase:
    try:
        value = Decimal(text.replace(",", "")) if text else None
    except InvalidOperation:
        return WRONG
    if value is None:
        return ""
    return f"{value:.2f}" if value.is_finite() and 0 <= value < 10**8 else WRONG


def kind(text: str) -> str | Phrase:
    named = {told.params["text"]: value for value, told in KINDS.items()}
    return text if text in KINDS or not text else named.get(text, WRONG)


def said(text: str) -> Phrase:
    return phrase("plain", text=text)


COLUMNS = (
    Column("name", said("姓名"), 10, frozen=True),
    Column("income", said("本期收入"), 12, amount, right=True, summed=True),
    Column("fund", said("住房公积金"), 12, amount, right=True, summed=True),
    Column("kind", said("所得项目"), 8, kind, labels=KINDS),
    Column("tax", said("税额"), 12, right=True, summed=True),
)


def some_cells(rows: int) -> Cells:
    cells = Cells(COLUMNS)
    cells.load((n, (f"示例{n}号", f"{1000 + n}.00", "", "a", "1.50")) for n in range(rows))
    return cells
