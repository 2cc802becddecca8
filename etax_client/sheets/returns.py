"""【导出申报表】 and 查询统计 as workbooks: what was declared, in the forms of the tax authority (SUB-02, QRY-01)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from etax_client.domain.filing.annexes.annexes import FORMS, Annex, Holds, KeptLine
from etax_client.domain.filing.cells import Cell
from etax_client.domain.filing.income import ITEMS, IncomeRow, Item, ReturnKind, kind_of
from etax_client.domain.filing.returns import SentReturn
from etax_client.domain.filing.taxes.records import PersonYear
from etax_client.domain.filing.taxes.slips import Slip
from etax_client.domain.local_time import local_time
from etax_client.domain.withholding.figures import ZERO
from etax_client.sheets.templates import Whose, document_word, income_cells
from etax_client.sheets.writing import Heading, Written, write
from etax_client.texts.income_lines import heading, short
from etax_client.texts.words import Words

_TAX = "应补（退）税额"
_TOTAL = "合计"
_ALLOWANCES = ("transport", "communication", "lawyer", "tibet", "other")
_HALL: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(("收入", ("income",)), ("免税收入", ("exempt",))),
    *(("基本养老保险费", ("pension",)), ("基本医疗保险费", ("medical",)), ("失业保险费", ("unemployment",))),
    ("住房公积金", ("housing_fund",)),
    *(("累计子女教育", ("children",)), ("累计赡养老人", ("elderly",)), ("累计住房贷款利息", ("loan",)), ("累计住房租金", ("rent",))),
    *(("累计继续教育", ("education",)), ("累计3岁以下婴幼儿照护", ("infants",)), ("累计个人养老金", ("private_pension",))),
    *(("企业（职业）年金", ("annuity",)), ("商业健康保险", ("health_insurance",)), ("税延养老保险", ("deferred_pension",))),
    *(("允许扣除的税费", ("permitted_taxes",)), ("其他", _ALLOWANCES), ("准予扣除的捐赠额", ("donations",))),
    *(("减免税额", ("reliefs", "treaty")),),
)
"""Columns of 个人所得税扣缴申报表, each with the amounts that it takes together; 减免税额 takes those of treaties in."""


class Taxed(Whose, Protocol):
    """A row with whose it is and its tax, if there is one."""

    @property
    def row(self) -> IncomeRow: ...

    @property
    def tax(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Declaration:
    """A return as it is written: whose and which it is, its rows by item, its annexes."""

    unit: str
    taxpayer_id: str
    period: str
    kind: ReturnKind
    rows: Mapping[Item, Sequence[Taxed]]
    annexes: Mapping[Annex, Sequence[KeptLine]]


def standard_form(told: Declaration, words: Words) -> bytes:
    """标准表样: the sums of each item, then a sheet of each that has rows, and of each annex."""
    above, filled = _above(told, words), [item for item in told.rows if told.rows[item]]
    sums: list[Sequence[Cell]] = [[words.tell(short(item)), str(_people(told.rows[item])), *_sums(told.rows[item])] for item in filled]
    every = [each for item in filled for each in told.rows[item]]
    sums.append([_TOTAL, str(_people(every)), *_sums(every)])
    heads = [Heading(text) for text in ("所得项目", "人数", "收入", _TAX)]
    sheets = [Written("申报汇总", heads, sums, above=above)]
    sheets += [_item_sheet(item, told.rows[item], above) for item in filled]
    sheets += [_annex_sheet(annex, lines, above, words) for annex, lines in told.annexes.items() if lines]
    return write(sheets)


def hall_form(told: Declaration, words: Words) -> bytes:
    """大厅申报表样: 个人所得税扣缴申报表, one line a row, with the sums below."""
    heads = ["序号", "姓名", "身份证件类型", "身份证件号码", "是否为非居民个人", "所得项目", *(name for name, _ in _HALL), _TAX, "备注"]
    every = [(item, each) for item, rows in told.rows.items() for each in rows]
    lines: list[Sequence[Cell]] = [
        [
            *(str(at), each.name, document_word(each.document_type), each.document_number),
            *("是" if kind_of(item) is ReturnKind.nonresidents else "否", words.tell(short(item))),
            *(sum((each.row.amount(name) for name in names), ZERO) for _, names in _HALL),
            *(each.tax, each.row.remark or None),
        ]
        for at, (item, each) in enumerate(every, 1)
    ]
    totals = [sum((each.row.amount(name) for _, each in every for name in names), ZERO) for _, names in _HALL]
    lines.append([None, _TOTAL, None, None, None, None, *totals, sum((each.tax or ZERO for _, each in every), ZERO), None])
    return write([Written("个人所得税扣缴申报表", [Heading(text) for text in heads], lines, above=_above(told, words))])


def unit_records(unit: str, taxpayer_id: str, year: int, found: Iterable[SentReturn], words: Words) -> bytes:
    """单位申报记录 of a year."""
    names = ("month", "kind", "version", "type", "state", "people", "income", "tax", "receipt", "sent", "by")
    rows = [[*_record(each, words)] for each in found]
    heads = [Heading(words.say(f"record.{name}")) for name in names]
    return write([Written(words.say("stats.unit"), heads, rows, above=_bears(f"{unit} {taxpayer_id} {year}", words))])


def _record(each: SentReturn, words: Words) -> Iterable[Cell]:
    yield from (each.period, words.say(f"return.{each.kind}"), str(each.number), words.say(f"send.type.{each.type}"))
    yield from (words.say(f"send.state.{each.state}"), str(each.people), each.income, each.tax, each.receipt or None)
    yield from (local_time(each.sent_at), each.sent_by or None)


def person_year(unit: str, name: str, year: int, found: PersonYear, words: Words) -> bytes:
    """个人扣缴明细 of a year, with what it comes to."""
    names = ("month", "person", "number", "item", "income", "exempt", "tax", "receipt")
    rows: list[Sequence[Cell]] = [
        [
            *(each.period, each.line.name, each.line.document_number, words.tell(short(each.line.item))),
            *(each.line.row.amount("income"), each.line.row.amount("exempt"), each.line.tax, each.receipt or None),
        ]
        for each in found.months
    ]
    exempt = sum((each.line.row.amount("exempt") for each in found.months), ZERO)
    rows.append([words.say("record.total"), name, None, None, found.income, exempt, found.tax, None])
    heads = [Heading(words.say(f"record.{each}")) for each in names]
    return write([Written(words.say("stats.person"), heads, rows, above=_bears(f"{unit} {year}", words))])


def slip_rows(slip: Slip, words: Words) -> Iterable[tuple[str, Decimal]]:
    """What stands on a pay slip, from the income down to what is left; what is 0 is left out."""
    several = len(slip.lines) > 1
    for line in slip.lines:
        for name in ITEMS[line.item].amounts:
            if line.row.amount(name):
                told = words.tell(heading(line.item, name))
                yield words.say("slip.of_item", item=short(line.item), what=told) if several else told, line.row.amount(name)
    yield words.say("slip.withheld"), slip.withheld
    yield words.say("slip.tax"), slip.tax
    yield words.say("slip.paid"), slip.paid


def pay_slips(unit: str, slips: Sequence[Slip], words: Words) -> bytes:
    """工资条, one after another: who, what, how much."""
    heads = [Heading(words.say(f"record.{name}")) for name in ("month", "person", "number", "what", "amount")]
    rows: list[Sequence[Cell]] = [
        [slip.period, slip.name, slip.document_number, told, amount] for slip in slips for told, amount in slip_rows(slip, words)
    ]
    return write([Written(words.say("slip.title"), heads, rows, above=_bears(unit, words))])


def _bears(unit: str, words: Words) -> str:
    return f"{words.say('sheet.practice')}  {unit}"


def _above(told: Declaration, words: Words) -> str:
    return words.say("export.above", practice=words.say("sheet.practice"), period=told.period, unit=told.unit, id=told.taxpayer_id)


def _people(rows: Sequence[Taxed]) -> int:
    return len({each.row.payee_id for each in rows})


def _sums(rows: Sequence[Taxed]) -> tuple[Decimal, Decimal]:
    return sum((each.row.amount("income") for each in rows), ZERO), sum((each.tax or ZERO for each in rows), ZERO)


def _item_sheet(item: Item, rows: Sequence[Taxed], above: str) -> Written:
    heads = [*(Heading(column.heading) for column in ITEMS[item].columns), Heading(_TAX)]
    return Written(ITEMS[item].title, heads, [[*income_cells(item, each, each.row), each.tax] for each in rows], above=above)


def _annex_sheet(annex: Annex, lines: Sequence[KeptLine], above: str, words: Words) -> Written:
    form = FORMS[annex]
    heads = [Heading("姓名"), Heading("证件号码"), *(Heading(column.heading) for column in form.columns)]
    rows: list[Sequence[Cell]] = []
    for each in lines:
        cells: list[Cell] = [each.name, each.document_number]
        for column in form.columns:
            if column.holds is Holds.item:
                cells.append(words.tell(short(each.line.item)))
            elif column.holds is Holds.amount:
                cells.append(each.line.amounts.get(column.name))
            else:
                text = each.line.texts.get(column.name, "")
                cells.append(words.say(f"annex.{column.name}.{text}") if column.holds is Holds.choice and text else text or None)
        rows.append(cells)
    return Written(form.title, heads, rows, above=above)
