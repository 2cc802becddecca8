"""A month's return, from filling in to its answer, its correction and its end, as functions of the old state (SUB-02, SUB-03).

Each function gives the new state, or None where that may not happen now.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.filing.annexes.annexes import AnnexSums
from etax_client.domain.filing.income import Item, ReturnKind

ANSWER_AFTER = timedelta(seconds=30)
"""The tax office takes so long to answer, by the world's clock; whoever asks 立即获取 has it at once."""


class ReturnType(StrEnum):
    """申报类型: 正常申报, 更正申报."""

    normal = "normal"
    correction = "correction"


class ReturnState(StrEnum):
    """Of what was sent: 申报处理中, 申报成功, 申报失败, 作废处理中, 作废成功; `replaced` by a correction that is 申报成功."""

    processing = "processing"
    accepted = "accepted"
    failed = "failed"
    voiding = "voiding"
    voided = "voided"
    replaced = "replaced"


class Stage(StrEnum):
    """Where a month's return is."""

    filling = "filling"
    sent = "sent"
    filed = "filed"
    correcting = "correcting"
    voiding = "voiding"


@dataclass(frozen=True, slots=True)
class Progress:
    """`on_way`: sent and not answered yet; `redo`: an earlier month has changed, so that this one must be computed and sent again."""

    in_force: bool = False
    on_way: ReturnType | None = None
    correcting: bool = False
    voiding: bool = False
    redo: bool = False

    @property
    def stage(self) -> Stage:
        if self.on_way is not None:
            return Stage.sent
        if self.voiding:
            return Stage.voiding
        if self.correcting:
            return Stage.correcting
        return Stage.filed if self.in_force else Stage.filling

    @property
    def may_be_edited(self) -> bool:
        """Rows of income, and so the calculation."""
        return self.stage in (Stage.filling, Stage.correcting)


EMPTY = Progress()


def sent(old: Progress) -> Progress | None:
    """发送申报: a return, or a correction of the one in force, sent whole."""
    if not old.may_be_edited:
        return None
    return replace(old, on_way=ReturnType.correction if old.in_force else ReturnType.normal)


def answered(old: Progress, *, accepted: bool) -> Progress | None:
    """申报成功: it is in force from now on; 申报失败: all is as it was before it was sent."""
    if old.on_way is None:
        return None
    return Progress(in_force=True) if accepted else replace(old, on_way=None)


def corrected(old: Progress) -> Progress | None:
    """更正: begins with a copy of what is in force."""
    return replace(old, correcting=True) if old.stage is Stage.filed else None


def withdrawn(old: Progress) -> Progress | None:
    """撤销更正: what is in force stands as it was; a mark by an earlier month stays."""
    return replace(old, correcting=False) if old.stage is Stage.correcting else None


def void_asked(old: Progress, kind: ReturnType, *, paid: bool, later_filed: bool) -> Progress | None:
    """作废: only 正常申报 that nothing was paid for, and no later month filed on."""
    if old.stage is not Stage.filed or kind is not ReturnType.normal or paid or later_filed:
        return None
    return replace(old, voiding=True)


def void_answered(old: Progress, *, accepted: bool) -> Progress | None:
    """作废成功: the month is to be filed again, its rows are still there; 作废失败: it stays in force."""
    if not old.voiding:
        return None
    return EMPTY if accepted else replace(old, voiding=False)


def earlier_changed(old: Progress) -> Progress:
    """An earlier month of the year was filed or corrected since: what was computed from it no longer holds (SUB-03)."""
    return replace(old, redo=old.in_force)


@dataclass(frozen=True, slots=True)
class ItemSums:
    """One item of a month: `tax` and `failed` once it is calculated (INC-01)."""

    item: Item
    people: int
    rows: int
    income: Decimal
    deductions: Decimal
    tax: Decimal | None = None
    failed: int = 0


@dataclass(frozen=True, slots=True)
class SentReturn:
    """A version of a month's return; each stays readable (SUB-03)."""

    return_id: int
    period: str
    kind: ReturnKind
    number: int
    """Which version it is, from 1."""
    type: ReturnType
    state: ReturnState
    people: int
    income: Decimal
    tax: Decimal
    sent_at: datetime
    sent_by: str
    answer_at: datetime | None = None
    """Until when an answer is on its way, at the latest."""
    receipt: str = ""
    reason: str = ""
    """Why it failed, or was not voided."""


class Unready(StrEnum):
    """Why a return can't be sent now (SUB-02: 是否可申报)."""

    not_now = "not_now"
    """It is on its way, or in force."""
    empty = "empty"
    not_calculated = "not_calculated"
    outdated = "outdated"
    failed_rows = "failed_rows"
    annexes = "annexes"
    """What they state is not what the rows say (SUB-01)."""
    earlier_month = "earlier_month"
    """An earlier month has to be sent first (SUB-03)."""


@dataclass(frozen=True, slots=True)
class MonthReturn:
    """A return of a month as the desk shows it; `outdated`: something that it was computed from has changed (CAL-09)."""

    kind: ReturnKind
    version: int
    """Of the last change that its tax depends on: what is sent is what was looked at (FLW-04)."""
    progress: Progress
    items: tuple[ItemSums, ...]
    people: int
    income: Decimal
    tax: Decimal | None
    calculated_at: datetime | None
    outdated: bool
    running: int | None
    """Of how many rows a calculation under way knows the tax."""
    unready: tuple[Unready, ...]
    last: SentReturn | None
    """The newest version that was sent."""
    in_force: SentReturn | None
    paid: Decimal
    unpaid: Decimal
    refund: Decimal
    """Paid too much after a correction: to be asked for, never paid by itself (SUB-03)."""
    late_days: int
    late_fee: Decimal
    annexes: tuple[AnnexSums, ...] = ()
    """Those that apply."""


@dataclass(frozen=True, slots=True)
class MonthDesk:
    """A month of a unit; `revision` grows with everything that changes in the unit's filing (FLW-04)."""

    period: str
    revision: int
    deadline: date
    announced: bool
    """Else 待公布."""
    returns: tuple[MonthReturn, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A later month that must be computed and sent again, with the tax in force and the new one, if it is computed (SUB-03)."""

    period: str
    stage: Stage
    old_tax: Decimal
    new_tax: Decimal | None
