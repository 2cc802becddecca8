"""附表填写: what stands behind amounts that a return deducts or leaves untaxed, line by line, and whether it comes to them (SUB-01)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.income import GREATEST, ITEMS, Item, ReturnKind, RowKey, Unfit, items_of
from etax_client.domain.safe_text import is_clean
from etax_client.domain.units.taxpayer_ids import judge_credit_code
from etax_client.domain.withholding.figures import CENT, ZERO
from etax_client.domain.withholding.months import Month

MOST_LINES = 9
"""Of one payee in one annex of a month."""
LONGEST = 60
MOST_HEALTH, MOST_PENSION = Decimal("200.00"), Decimal("1000.00")
"""What a month may be deducted of either insurance: 财税〔2017〕39号, 财税〔2018〕22号."""
ITEM, AMOUNT = "item", "amount"


class Annex(StrEnum):
    """减免事项, 商业健康保险, 税延养老保险, 准予扣除的捐赠."""

    reliefs = "reliefs"
    health_insurance = "health_insurance"
    deferred_pension = "deferred_pension"
    donations = "donations"


class Matter(StrEnum):
    """减免事项: what the relief is for."""

    exempt = "exempt"
    hardship = "hardship"
    """残疾、孤老、烈属."""
    disaster = "disaster"
    other = "other"
    treaty = "treaty"


class Share(StrEnum):
    """扣除比例 of a donation: up to 30 % of the taxable income, or all of it."""

    part = "30"
    whole = "100"


class Holds(StrEnum):
    """What a column holds."""

    item = "item"
    choice = "choice"
    text = "text"
    code = "code"
    """统一社会信用代码."""
    day = "day"
    amount = "amount"


@dataclass(frozen=True, slots=True)
class AnnexColumn:
    """`name` is the same in store, wire and texts, `heading` is the form's own; an amount is at most `most`."""

    name: str
    heading: str
    holds: Holds
    required: bool = True
    most: Decimal = GREATEST
    choices: tuple[str, ...] = ()


_ITEM = AnnexColumn(ITEM, "所得项目", Holds.item)
_PREMIUMS = (
    AnnexColumn("yearly", "年度保费", Holds.amount, required=False),
    AnnexColumn("monthly", "月度保费", Holds.amount),
)


def _counted(heading: str, most: Decimal = GREATEST) -> AnnexColumn:
    return AnnexColumn(AMOUNT, heading, Holds.amount, most=most)


@dataclass(frozen=True, slots=True)
class AnnexForm:
    """`counts`: the columns of income that its lines stand behind; `within`: the column that no line's amount goes beyond."""

    annex: Annex
    title: str
    counts: tuple[str, ...]
    columns: tuple[AnnexColumn, ...]
    within: str = ""


FORMS: Mapping[Annex, AnnexForm] = MappingProxyType(
    {
        form.annex: form
        for form in (
            AnnexForm(
                Annex.reliefs,
                "减免事项附表",
                ("exempt", "reliefs", "treaty"),
                (
                    _ITEM,
                    AnnexColumn("matter", "减免事项", Holds.choice, choices=tuple(Matter)),
                    AnnexColumn("document", "减免性质或协定条款", Holds.text),
                    _counted("减免金额"),
                ),
            ),
            AnnexForm(
                Annex.health_insurance,
                "商业健康保险附表",
                ("health_insurance",),
                (
                    _ITEM,
                    AnnexColumn("document", "税优识别码", Holds.text),
                    AnnexColumn("day", "保单生效日期", Holds.day),
                    *_PREMIUMS,
                    _counted("本期扣除金额", MOST_HEALTH),
                ),
                within="monthly",
            ),
            AnnexForm(
                Annex.deferred_pension,
                "税延养老保险附表",
                ("deferred_pension",),
                (
                    _ITEM,
                    AnnexColumn("document", "税延养老账户编号", Holds.text),
                    AnnexColumn("check_code", "报税校验码", Holds.text),
                    *_PREMIUMS,
                    _counted("本期扣除金额", MOST_PENSION),
                ),
                within="monthly",
            ),
            AnnexForm(
                Annex.donations,
                "准予扣除的捐赠附表",
                ("donations",),
                (
                    _ITEM,
                    AnnexColumn("receiver", "受赠单位名称", Holds.text),
                    AnnexColumn("receiver_id", "受赠单位统一社会信用代码", Holds.code),
                    AnnexColumn("document", "捐赠凭证号", Holds.text),
                    AnnexColumn("day", "捐赠日期", Holds.day),
                    AnnexColumn("donated", "捐赠金额", Holds.amount),
                    AnnexColumn("share", "扣除比例", Holds.choice, choices=tuple(Share)),
                    _counted("实际扣除金额"),
                ),
                within="donated",
            ),
        )
    }
)
COUNTED: Mapping[str, Annex] = MappingProxyType({name: form.annex for form in FORMS.values() for name in form.counts})
"""Columns of income that need an annex once they are not zero."""
TEXTS: tuple[str, ...] = tuple(
    dict.fromkeys(each.name for form in FORMS.values() for each in form.columns if each.holds not in (Holds.item, Holds.amount))
)
AMOUNTS: tuple[str, ...] = tuple(dict.fromkeys(each.name for form in FORMS.values() for each in form.columns if each.holds is Holds.amount))
"""The names of all columns of all annexes, each once: what the store keeps for a line."""
_BY_MATTER = {Matter.exempt: "exempt", Matter.treaty: "treaty"}


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """A line of a payee in an annex; `place` counts from 1. A text that is not named is empty, an amount 0."""

    payee_id: int
    item: Item
    texts: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    place: int = 1

    @property
    def key(self) -> RowKey:
        return RowKey(self.payee_id, self.place)

    @property
    def amount(self) -> Decimal:
        return self.amounts.get(AMOUNT, ZERO)


def counts_as(annex: Annex, line: AnnexLine) -> str:
    """The column of income that a line stands behind; a relief's is known by what it is for."""
    if annex is not Annex.reliefs:
        return annex.value
    matter = line.texts.get("matter", "")
    return _BY_MATTER.get(Matter(matter), Annex.reliefs.value) if matter in set(Matter) else Annex.reliefs.value


def items_with(annex: Annex, kind: ReturnKind) -> tuple[Item, ...]:
    """The items of a return in which something stands that the annex is about."""
    return tuple(item for item in items_of(kind) if any(name in ITEMS[item].amounts for name in FORMS[annex].counts))


def annexes_of(kind: ReturnKind) -> tuple[Annex, ...]:
    return tuple(annex for annex in Annex if items_with(annex, kind))


def judge(annex: Annex, line: AnnexLine, kind: ReturnKind, month: Month) -> tuple[Unfit, ...]:
    """All that is wrong with a line, in the order of the form's columns."""
    form = FORMS[annex]
    found = [(column.name, _judged(form, column, line, kind, month)) for column in form.columns]
    known = {column.name for column in form.columns}
    strange = [name for name in (*line.texts, *line.amounts) if name not in known]
    if not 1 <= line.place <= MOST_LINES:
        strange.append("place")
    return tuple(Unfit(name, fault) for name, fault in [*found, *((name, Invalid(Fault.form)) for name in strange)] if fault is not None)


def _judged(form: AnnexForm, column: AnnexColumn, line: AnnexLine, kind: ReturnKind, month: Month) -> Invalid | None:
    if column.holds is Holds.item:
        return None if line.item in items_with(form.annex, kind) and _has(form, line) else Invalid(Fault.form)
    if column.holds is Holds.amount:
        return _judged_amount(form, column, line)
    return judge_text(column, line.texts.get(column.name, ""), month)


def _has(form: AnnexForm, line: AnnexLine) -> bool:
    return counts_as(form.annex, line) in ITEMS[line.item].amounts


def _judged_amount(form: AnnexForm, column: AnnexColumn, line: AnnexLine) -> Invalid | None:
    amount = line.amounts.get(column.name, ZERO)
    if not amount.is_finite() or amount < 0:
        return Invalid(Fault.negative)
    if amount % CENT:
        return Invalid(Fault.decimals)
    if not amount:
        return Invalid(Fault.empty) if column.required else None
    beyond = column.name == AMOUNT and form.within and amount > line.amounts.get(form.within, ZERO)
    return Invalid(Fault.too_great) if amount > column.most or beyond else None


def judge_text(column: AnnexColumn, text: str, month: Month) -> Invalid | None:
    """What is wrong with what a column of words, codes or days holds; a day is none after the month that is declared."""
    if not text:
        return Invalid(Fault.empty) if column.required else None
    if len(text) > LONGEST:
        return Invalid(Fault.too_long)
    if not is_clean(text):
        return Invalid(Fault.character)
    if column.holds is Holds.choice:
        return None if text in column.choices else Invalid(Fault.form)
    if column.holds is Holds.code:
        judged = judge_credit_code(text)
        return judged if isinstance(judged, Invalid) else None if judged == text else Invalid(Fault.form)
    return _judged_day(text, month) if column.holds is Holds.day else None


def _judged_day(text: str, month: Month) -> Invalid | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Invalid(Fault.form)
    after = month.plus(1)
    last = date(after.year, after.month, 1) - timedelta(days=1)
    if day.isoformat() != text:
        return Invalid(Fault.form)
    return Invalid(Fault.too_great) if day > last else None


@dataclass(frozen=True, slots=True)
class AnnexSums:
    """An annex that applies to a return: what its columns of income come to, what its lines do, and in how many places they differ."""

    annex: Annex
    wanted: Decimal
    stated: Decimal
    lines: int
    differences: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one payee in one item: `column` of income has `wanted`, the annex states something else."""

    annex: Annex
    column: str
    item: Item
    payee_id: int
    name: str
    document_number: str
    wanted: Decimal
    stated: Decimal


@dataclass(frozen=True, slots=True)
class Differences:
    """The first of them; `total` counts all."""

    differences: tuple[Difference, ...]
    total: int


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line with whom it is for, and who said it when (FLW-04)."""

    line: AnnexLine
    version: int
    name: str
    document_number: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class AnnexPage:
    """Lines that follow one another, by payee; `total` counts all of the annex."""

    lines: tuple[KeptLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line as it shall be; `version` is the one that was looked at, 0 for one that there was not."""

    line: AnnexLine
    version: int = 0
