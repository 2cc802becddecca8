"""Sample spreadsheets to practise 导入 with: one of each template, and one of people with eight different mistakes (PER-05)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from etax_client.domain.filing.cells import Cell
from etax_client.domain.filing.income import ITEMS, Column, IncomeRow, Item, ReturnKind, Use, kind_of
from etax_client.domain.filing.people import PayeeFacts, PayeeField
from etax_client.domain.filing.people_rules import judge
from etax_client.domain.filing.people_template import COLUMNS, SHEET
from etax_client.domain.identity.resident_ids import check_character
from etax_client.sheets.templates import income_export, people_export, people_rows, people_sheet
from etax_client.texts.words import Words

_NAMES = ("方文静", "高志远", "何小雨", "江一帆", "孔令怡", "林海涛", "马晓明", "宁静", "潘子轩", "秦月", "邵东", "唐心怡")
_COUNTY = "440199"
"""There is no such county: the numbers are nobody's."""
_FIELD = {column.field: place for place, column in enumerate(COLUMNS)}
_MISTAKES: tuple[Callable[[list[Cell]], None], ...] = (
    lambda row: _put(row, PayeeField.name, None),
    lambda row: _put(row, PayeeField.document_number, _other_check(str(row[_FIELD[PayeeField.document_number]]))),
    lambda row: _put(row, PayeeField.document_number, _rounded(str(row[_FIELD[PayeeField.document_number]]))),
    lambda row: _put(row, PayeeField.document_type, "身份证明"),
    lambda row: _put(row, PayeeField.birth, "1970-01-01"),
    lambda row: _put(row, PayeeField.mobile, "1380000"),
    lambda row: _put(row, PayeeField.employed_from, "2026-02-30"),
    lambda row: _put(row, PayeeField.left_on, "2019-12-31"),
)
"""One for each line: no name; a wrong check digit; a number that a spreadsheet has rounded; no such document; another birthday than the
number says; a mobile number that is too short; a day that there is not; gone before they came."""
_MOST = 20
"""People in a sample of income."""


def samples(accepted: Sequence[PayeeFacts], today: date, words: Words) -> Mapping[str, bytes]:
    """By the name of the file, without its ending. Of income: for those of the unit who may be declared. Slow: to be called in a thread."""
    people = [_person(place, today) for place in range(len(_NAMES))]
    found = {
        words.say("sample.name", title=SHEET): people_export(people, words),
        words.say("sample.mistaken", title=SHEET, count=len(_MISTAKES)): _mistaken(people, words),
    }
    for item in Item:
        fitting = [facts for facts in accepted if facts.is_domestic or kind_of(item) is ReturnKind.nonresidents]
        rows = [(facts, _row(item, place)) for place, facts in enumerate(fitting[:_MOST])]
        found[words.say("sample.name", title=ITEMS[item].title)] = income_export(item, rows, words)
    return found


def _person(place: int, today: date) -> PayeeFacts:
    first = f"{_COUNTY}{1980 + place}{place % 9 + 1:02}15{place + 201:03}"
    judged = judge(
        {
            PayeeField.work_number: f"S{place + 1:03}",
            PayeeField.name: _NAMES[place],
            PayeeField.document_type: "resident_id",
            PayeeField.document_number: first + check_character(first),
            PayeeField.employment: "employee",
            PayeeField.mobile: f"138000001{place:02}",
            PayeeField.employed_from: "2020-03-01",
        },
        today,
    )
    if judged.facts is None:
        raise AssertionError(judged.faults)
    return judged.facts


def _mistaken(people: Sequence[PayeeFacts], words: Words) -> bytes:
    rows = [list(row) for row in people_rows(people)]
    for row, mistake in zip(rows, _MISTAKES, strict=False):
        mistake(row)
    return people_sheet(rows, words)


def _put(row: list[Cell], field: PayeeField, cell: Cell) -> None:
    row[_FIELD[field]] = cell


def _other_check(number: str) -> str:
    return number[:-1] + ("1" if number[-1] == "0" else "0")


def _rounded(number: str) -> Decimal:
    """As a spreadsheet keeps what is typed as a number: fifteen digits, then zeros."""
    return Decimal(number[:15] + "000")


def _row(item: Item, place: int) -> IncomeRow:
    sheet = ITEMS[item]
    amounts = {name: amount for name, column in sheet.amounts.items() if (amount := _amount(column, place)) is not None}
    return IncomeRow(0, amounts, next(iter(sheet.labours), None))


def _amount(column: Column, place: int) -> Decimal | None:
    if column.use is Use.income:
        return Decimal(8_000 + 500 * place)
    return Decimal(640 + 40 * place) if column.name == "pension" else None
