"""Where a month's return stands, in one line each: its tax, its annexes, and its way to the tax office (CAL-09, SUB-01, SUB-02)."""

from datetime import datetime
from math import ceil

from etax_client.domain.filing.returns import MonthReturn, ReturnState, SentReturn, Stage
from etax_client.domain.local_time import local_time
from etax_client.texts.amounts import grouped
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.countdown import remaining


def taxes(found: MonthReturn, left: float | None = None) -> Phrase:
    """`left` are the seconds that a calculation under way still takes."""
    rows = sum(each.rows for each in found.items)
    if not rows:
        return phrase("return.taxes.none")
    if found.running is not None:
        counted = phrase("return.taxes.running", done=found.running, rows=rows)
        return counted if left is None else phrase("return.taxes.running_left", counted=counted, seconds=ceil(left))
    if found.tax is None or found.calculated_at is None:
        return phrase("return.taxes.open")
    if found.outdated:
        return phrase("return.taxes.outdated")
    at, failed = local_time(found.calculated_at), sum(each.failed for each in found.items)
    if failed:
        return phrase("return.taxes.failed", failed=failed, at=at)
    return phrase("return.taxes.done", tax=grouped(found.tax), at=at)


def annexes(found: MonthReturn) -> Phrase:
    if not found.annexes:
        return phrase("annex.none_apply")
    count = sum(each.differences for each in found.annexes)
    return phrase("annex.differ", count=count) if count else phrase("annex.all_fit")


def sending(found: MonthReturn, now: datetime) -> Phrase:
    last, stage = found.last, found.progress.stage
    if stage in (Stage.sent, Stage.voiding):
        return phrase(f"return.send.{stage}", left=left(last if stage is Stage.sent else found.in_force, now))
    if last is not None and last.state is ReturnState.failed and stage is not Stage.filed:
        return phrase("return.send.failed", reason=last.reason)
    if stage is Stage.correcting:
        return phrase("return.send.correcting")
    if found.progress.redo:
        return phrase("return.send.redo")
    if found.in_force is not None and stage is Stage.filed:
        if found.in_force.reason:
            return phrase("return.send.void_failed", reason=found.in_force.reason)
        return phrase("return.send.filed", receipt=found.in_force.receipt)
    return phrase("return.send.filling")


def left(on_way: SentReturn | None, now: datetime) -> str:
    """Until an answer is there at the latest."""
    if on_way is None or on_way.answer_at is None:
        return remaining(0)
    return remaining((on_way.answer_at - now).total_seconds())
