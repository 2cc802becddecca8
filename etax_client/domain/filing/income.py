"""收入及减除填写: the items of income, the columns of each one's sheet, and the rows that are filled in (INC-01, INC-02)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.numbers import plain
from etax_client.domain.safe_text import is_clean
from etax_client.domain.withholding.figures import CENT, ZERO

GREATEST = Decimal("99999999.99")
LONGEST_REMARK = 200
MOST_PAYMENTS = 9
"""How many rows one payee may have in an item whose payments are told apart."""
_AMOUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|\.[0-9]+")
_PLACES = 2


class Item(StrEnum):
    """所得项目 of a return; those of non-residents make a return of their own (FLW-02)."""

    wages = "wages"
    bonus = "bonus"
    labour = "labour"
    """一般劳务, 其他非连续劳务."""
    continuing = "continuing"
    """保险营销员, 证券经纪人, 其他连续劳务."""
    writing = "writing"
    royalty = "royalty"
    nonresident_wages = "nonresident_wages"
    nonresident_bonus = "nonresident_bonus"
    nonresident_labour = "nonresident_labour"
    nonresident_writing = "nonresident_writing"
    nonresident_royalty = "nonresident_royalty"


class ReturnKind(StrEnum):
    """The two returns of a month."""

    residents = "residents"
    """综合所得预扣预缴申报."""
    nonresidents = "nonresidents"
    """非居民代扣代缴."""


class Labour(StrEnum):
    """*所得项目 of the sheets of labour."""

    general = "general"
    """All of a month is one payment (CAL-05)."""
    single = "single"
    """Each is a payment of its own."""
    insurance_agent = "insurance_agent"
    securities_broker = "securities_broker"
    continuing = "continuing"
    """Interns and platform workers, which the payee tells (CAL-06)."""


class Content(StrEnum):
    """What a column holds."""

    payee = "payee"
    """Who it is: known of the payee, not of the row."""
    amount = "amount"
    choice = "choice"
    text = "text"


class Use(StrEnum):
    """What an amount is for the calculation: the part of a month or a payment that it is added to (`domain/withholding/`)."""

    income = "income"
    exempt = "exempt"
    insurance = "insurance"
    additional = "additional"
    """Summed since January in the sheet itself: taken as it stands, never added up over months."""
    other = "other"
    permitted_taxes = "permitted_taxes"
    donations = "donations"
    reliefs = "reliefs"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet; `name` is the same in store, wire and texts, `heading` is the tax authority's own."""

    name: str
    heading: str
    content: Content = Content.amount
    required: bool = False
    use: Use | None = None
    most: Decimal = GREATEST
    choices: tuple[Labour, ...] = ()


WORK_NUMBER, NAME, DOCUMENT_TYPE, DOCUMENT_NUMBER = "work_number", "name", "document_type", "document_number"
LABOUR, REMARK = "labour", "remark"


def _amounts(*columns: tuple[str, str, Use], required: bool = False) -> tuple[Column, ...]:
    return tuple(Column(name, heading, required=required, use=use) for name, heading, use in columns)


def _labour(*choices: Labour) -> Column:
    return Column(LABOUR, "所得项目", Content.choice, required=True, choices=choices)


_WHO = (
    Column(WORK_NUMBER, "工号", Content.payee),
    Column(NAME, "姓名", Content.payee, required=True),
    Column(DOCUMENT_TYPE, "证件类型", Content.payee, required=True),
    Column(DOCUMENT_NUMBER, "证件号码", Content.payee, required=True),
)
_END = (
    *_amounts(("reliefs", "减免税额", Use.reliefs), ("treaty", "协定减免", Use.reliefs)),
    Column(REMARK, "备注", Content.text),
)
_DONATIONS = _amounts(("donations", "准予扣除的捐赠额", Use.donations))
_OTHER = _amounts(("other", "其他", Use.other))
_INSURED = _amounts(("health_insurance", "商业健康保险", Use.other), ("deferred_pension", "税延养老保险", Use.other))
_TAXES = _amounts(("permitted_taxes", "允许扣除的税费", Use.permitted_taxes))
_PAID = (*_amounts(("income", "收入", Use.income), required=True), *_amounts(("exempt", "免税收入", Use.exempt)))
_WAGES = (
    *_WHO,
    *_amounts(
        ("income", "本期收入", Use.income),
        ("exempt", "本期免税收入", Use.exempt),
        ("pension", "基本养老保险费", Use.insurance),
        ("medical", "基本医疗保险费", Use.insurance),
        ("unemployment", "失业保险费", Use.insurance),
        ("housing_fund", "住房公积金", Use.insurance),
        ("children", "累计子女教育", Use.additional),
        ("education", "累计继续教育", Use.additional),
        ("loan", "累计住房贷款利息", Use.additional),
        ("rent", "累计住房租金", Use.additional),
        ("elderly", "累计赡养老人", Use.additional),
        ("infants", "累计3岁以下婴幼儿照护", Use.additional),
        ("private_pension", "累计个人养老金", Use.additional),
        ("annuity", "企业(职业)年金", Use.other),
        ("health_insurance", "商业健康保险", Use.other),
        ("deferred_pension", "税延养老保险", Use.other),
        ("transport", "公务交通费用", Use.other),
        ("communication", "通讯费用", Use.other),
        ("lawyer", "律师办案费用", Use.other),
        ("tibet", "西藏附加减除费用", Use.other),
        ("other", "其他", Use.other),
    ),
    *_DONATIONS,
    *_END,
)
_LABOUR = (*_PAID, *_INSURED, *_OTHER, *_TAXES, *_END)


def _bonus(heading: str) -> tuple[Column, ...]:
    paid = (*_amounts(("income", heading, Use.income), required=True), *_amounts(("exempt", "免税收入", Use.exempt)))
    return (*_WHO, *paid, *_OTHER, *_DONATIONS, *_END)


_NONRESIDENT = (*_WHO, *_PAID, *_OTHER, *_TAXES, *_DONATIONS, *_END)


@dataclass(frozen=True)
class Sheet:
    """An item's sheet: its name as the tax authority writes it, its columns in order, and whether a payee may have several rows in it."""

    item: Item
    title: str
    columns: tuple[Column, ...]
    several: bool = False

    @cached_property
    def amounts(self) -> Mapping[str, Column]:
        return MappingProxyType({column.name: column for column in self.columns if column.content is Content.amount})

    @cached_property
    def labours(self) -> tuple[Labour, ...]:
        """What *所得项目 may be; nothing where the sheet has no such column."""
        return next((column.choices for column in self.columns if column.content is Content.choice), ())


ITEMS: Mapping[Item, Sheet] = MappingProxyType(
    {
        sheet.item: sheet
        for sheet in (
            Sheet(Item.wages, "正常工资薪金收入", _WAGES),
            Sheet(Item.bonus, "全年一次性奖金收入", _bonus("全年一次性奖金额")),
            Sheet(Item.labour, "劳务报酬所得", (*_WHO, _labour(Labour.general, Labour.single), *_LABOUR), several=True),
            Sheet(
                Item.continuing,
                "连续劳务报酬所得",
                (*_WHO, _labour(Labour.insurance_agent, Labour.securities_broker, Labour.continuing), *_LABOUR),
            ),
            Sheet(Item.writing, "稿酬所得", (*_WHO, *_LABOUR), several=True),
            Sheet(Item.royalty, "特许权使用费所得", (*_WHO, *_LABOUR), several=True),
            Sheet(Item.nonresident_wages, "无住所个人正常工资薪金", (*_WHO, *_PAID, *_OTHER, *_DONATIONS, *_END)),
            Sheet(Item.nonresident_bonus, "无住所个人数月奖金", _bonus("数月奖金额")),
            Sheet(Item.nonresident_labour, "非居民劳务报酬所得", _NONRESIDENT, several=True),
            Sheet(Item.nonresident_writing, "非居民稿酬所得", _NONRESIDENT, several=True),
            Sheet(Item.nonresident_royalty, "非居民特许权使用费所得", _NONRESIDENT, several=True),
        )
    }
)
AMOUNTS: tuple[str, ...] = tuple(dict.fromkeys(name for sheet in ITEMS.values() for name in sheet.amounts))
"""The names of all amounts of all sheets, each once: what the store keeps for a row."""


def kind_of(item: Item) -> ReturnKind:
    """In which return an item is declared."""
    return ReturnKind.nonresidents if item.value.startswith("nonresident_") else ReturnKind.residents


def items_of(kind: ReturnKind) -> tuple[Item, ...]:
    return tuple(item for item in Item if kind_of(item) is kind)


@dataclass(frozen=True, slots=True)
class RowKey:
    """Whose row it is; `place` counts from 1 and tells apart the payments of one payee where there may be several."""

    payee_id: int
    place: int = 1


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """What is filled in for a payee in one item of one month; an amount that is not named is 0."""

    payee_id: int
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    labour: Labour | None = None
    remark: str = ""
    place: int = 1
    merged: bool = False
    """Of a bonus: it is added to the month's wages, by choice (CAL-04)."""

    @property
    def key(self) -> RowKey:
        return RowKey(self.payee_id, self.place)

    def amount(self, name: str) -> Decimal:
        return self.amounts.get(name, ZERO)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A column whose value is not as it must be, and what is wrong with it."""

    column: str
    invalid: Invalid


def read_amount(text: str, most: Decimal = GREATEST) -> Decimal | Invalid:
    """An amount in yuan as people type it, thousands apart or not; nothing is rounded; `Fault.empty` if there is none (INC-02)."""
    typed = plain(text)
    if not typed:
        return Invalid(Fault.empty)
    if typed.startswith("-"):
        return Invalid(Fault.negative)
    if _AMOUNT.fullmatch(typed) is None:
        return Invalid(Fault.form)
    if len(typed.partition(".")[2].rstrip("0")) > _PLACES:
        return Invalid(Fault.decimals)
    return _fitting(Decimal(typed.replace(",", "")), most)


def write_amount(amount: Decimal) -> str:
    """With two decimals, as it goes over the wire and into sheets."""
    return f"{amount:.2f}"


def read_row(entry: Mapping[str, str], payee_id: int) -> tuple[Item, IncomeRow]:
    """A row by the names of its columns, beside `item`, `labour` and `payee`; an amount that is none is below 0, which `judge` tells."""
    read = {name: read_amount(text) for name, text in entry.items() if name not in ("payee", "item", LABOUR, REMARK)}
    amounts = {name: Decimal(-1) if isinstance(amount, Invalid) else amount for name, amount in read.items()}
    labour = Labour(entry[LABOUR]) if entry.get(LABOUR) in set(Labour) else None
    return Item(entry.get("item", Item.wages)), IncomeRow(payee_id, amounts, labour, entry.get(REMARK, ""))


def judge(item: Item, row: IncomeRow) -> tuple[Unfit, ...]:
    """All that is wrong with a row, in the order of the columns (INC-02)."""
    sheet = ITEMS[item]
    amounts = sheet.amounts
    fitting = {name for name, amount in row.amounts.items() if name in amounts and _fits(amount, amounts[name].most)}
    found = [_judged(column, row) for column in sheet.columns if column.name not in fitting]
    strange = [] if row.amounts.keys() <= sheet.amounts.keys() else [Unfit("amounts", Invalid(Fault.form))]
    if not 1 <= row.place <= (MOST_PAYMENTS if sheet.several else 1):
        strange.append(Unfit("place", Invalid(Fault.too_great)))
    if row.labour is not None and not sheet.labours:
        strange.append(Unfit(LABOUR, Invalid(Fault.form)))
    if row.merged and item is not Item.bonus:
        strange.append(Unfit("merged", Invalid(Fault.form)))
    return (*(each for each in found if each is not None), *strange)


def sums(rows: Iterable[IncomeRow]) -> Mapping[str, Decimal]:
    """What the rows come to, column by column; columns without any are left out."""
    totals: dict[str, Decimal] = {}
    for row in rows:
        for name, amount in row.amounts.items():
            totals[name] = totals.get(name, ZERO) + amount
    return totals


def used(item: Item, row: IncomeRow) -> Mapping[Use, Decimal]:
    """What a row brings to the calculation, by what it is there for."""
    found: dict[Use, Decimal] = {}
    columns = ITEMS[item].amounts
    for name, amount in row.amounts.items():
        use = columns[name].use
        if use is not None:
            found[use] = found.get(use, ZERO) + amount
    return found


def twice(rows: Sequence[IncomeRow]) -> tuple[RowKey, ...]:
    """The keys that stand more than once: a row for each of them can't be kept."""
    counted = Counter(row.key for row in rows)
    return tuple(key for key, count in counted.items() if count > 1)


def _judged(column: Column, row: IncomeRow) -> Unfit | None:
    fault: Invalid | Decimal | None = None
    if column.content is Content.amount:
        amount = row.amounts.get(column.name)
        fault = (Invalid(Fault.empty) if column.required else None) if amount is None else _fitting(amount, column.most)
    elif column.content is Content.choice and row.labour not in column.choices:
        fault = Invalid(Fault.empty if row.labour is None else Fault.form)
    elif column.content is Content.text:
        fault = Invalid(Fault.too_long) if len(row.remark) > LONGEST_REMARK else None if is_clean(row.remark) else Invalid(Fault.character)
    return Unfit(column.name, fault) if isinstance(fault, Invalid) else None


def _fits(amount: Decimal, most: Decimal) -> bool:
    """Nearly always so, and asked of each cell of a sheet (P21)."""
    return amount.is_finite() and 0 <= amount <= most and not amount % CENT


def _fitting(amount: Decimal, most: Decimal) -> Decimal | Invalid:
    if not amount.is_finite():
        return Invalid(Fault.form)
    if amount < 0:
        return Invalid(Fault.negative)
    if amount > most:
        return Invalid(Fault.too_great)
    return Invalid(Fault.decimals) if amount % CENT else amount
