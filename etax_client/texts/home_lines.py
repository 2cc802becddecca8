"""How the places of 办税首页 stand in a month, and what is to be done next there (FLW-01)."""

from collections.abc import Mapping, Sequence

from etax_client.domain.filing.deductions.sums import WaitingClaims
from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.people_list import PayeeCounts
from etax_client.domain.filing.people_states import ReportState
from etax_client.domain.filing.returns import MonthDesk, MonthReturn, Stage
from etax_client.texts.amounts import grouped
from etax_client.texts.words import Phrase, phrase

_WAITING = (ReportState.pending, ReportState.awaiting, ReportState.failed)
_RETURNS = {"income": ReturnKind.residents, "nonresidents": ReturnKind.nonresidents}


def of_people(counts: PayeeCounts) -> Sequence[Phrase]:
    waiting = (
        f"home.people.{state}" for state in (ReportState.pending, ReportState.awaiting, ReportState.failed) if counts.report.get(state)
    )
    told = [phrase(key, count=counts.report[ReportState(key.rpartition(".")[2])]) for key in waiting]
    return [phrase("home.people.all", count=counts.total), *told]


def of_deductions(waiting: WaitingClaims) -> Sequence[Phrase]:
    return [phrase("home.deductions.waiting", count=waiting.people) if waiting.people else phrase("home.deductions.none")]


def of_month(month: MonthDesk) -> Mapping[str, Sequence[Phrase]]:
    """By the place's name."""
    found = {each.kind: each for each in month.returns}
    told = {place: _return(found[kind]) for place, kind in _RETURNS.items() if kind in found}
    return {**told, "payment": [_owed(month.returns)]}


def next_step(month: MonthDesk | None, counts: PayeeCounts | None, offered: Sequence[str]) -> tuple[Phrase, str | None] | None:
    """What to do, and the place where it is done; None until it is known."""
    if counts is not None and "people" in offered:
        if not counts.total:
            return phrase("home.next.people"), "people"
        if pending := counts.report.get(ReportState.pending):
            return phrase("home.next.report", count=pending), "people"
    if month is None:
        return None
    main = next((each for each in month.returns if each.kind is ReturnKind.residents), None)
    step = "nothing" if main is None else _step(main)
    if step == "filed":
        step = "pay" if any(each.unpaid for each in month.returns) else "done"
    place = {"pay": "payment", "nothing": None, "done": None}.get(step, "income")
    return phrase(f"home.next.{step}"), place if place in offered else None


def _step(found: MonthReturn) -> str:
    stage = found.progress.stage
    if stage is Stage.sent:
        return "wait"
    if stage is Stage.voiding:
        return "wait_void"
    if found.progress.redo:
        return "redo"
    if stage is Stage.filed:
        return "filed"
    if not any(each.rows for each in found.items):
        return "fill"
    return "calculate" if found.tax is None or found.outdated or any(each.failed for each in found.items) else "send"


def _return(found: MonthReturn) -> Sequence[Phrase]:
    if not any(each.rows for each in found.items) and not found.progress.in_force:
        return [phrase("home.income.empty")]
    tax = phrase("home.income.open") if found.tax is None or found.outdated else phrase("home.income.tax", tax=grouped(found.tax))
    stage = "redo" if found.progress.redo else found.progress.stage.value
    return [phrase(f"home.income.{stage}"), phrase("home.income.people", people=found.people, income=grouped(found.income)), tax]


def _owed(returns: Sequence[MonthReturn]) -> Phrase:
    if not any(each.in_force for each in returns):
        return phrase("home.pay.none")
    unpaid = [each for each in returns if each.unpaid]
    if unpaid:
        return phrase("home.pay.owed", amount=grouped(sum((each.unpaid for each in unpaid[1:]), unpaid[0].unpaid)))
    return phrase("home.pay.done" if any(each.paid for each in returns) else "home.pay.free")
