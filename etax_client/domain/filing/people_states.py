"""人员状态, 报送状态, 身份验证状态: how each goes on, as functions of the old state and of what happens (PER-03, PER-04).

Each function gives the new standing, or None where that may not happen now.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

FEEDBACK_AFTER = timedelta(seconds=20)
"""The register takes so long to answer, by the world's clock."""


class PersonState(StrEnum):
    """人员状态: to whom nothing more will be paid is 非正常; whoever left and is still paid is not (PER-03)."""

    normal = "normal"
    abnormal = "abnormal"


class ReportState(StrEnum):
    """报送状态: 待报送, 待反馈, 报送成功, 报送失败."""

    pending = "pending"
    awaiting = "awaiting"
    accepted = "accepted"
    failed = "failed"


class IdentityState(StrEnum):
    """身份验证状态: 待验证, 验证中, 验证通过, 验证不通过, 暂不验证."""

    unverified = "unverified"
    verifying = "verifying"
    passed = "passed"
    failed = "failed"
    deferred = "deferred"


class Outcome(StrEnum):
    """What the register makes of someone who was reported."""

    passed = "passed"
    failed = "failed"
    deferred = "deferred"
    refused = "refused"
    """The report itself fails: nothing is known of the identity."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`was_reported` once someone has been reported: they are deleted no more."""

    person: PersonState = PersonState.normal
    report: ReportState = ReportState.pending
    identity: IdentityState = IdentityState.unverified
    was_reported: bool = False

    @property
    def may_be_declared(self) -> bool:
        """In a return, and with income (PER-04); 验证不通过 warns and does not block."""
        return self.person is PersonState.normal and self.report is ReportState.accepted

    @property
    def may_be_deleted(self) -> bool:
        return not self.was_reported


NEW = Standing()
_VERIFIED = {Outcome.passed: IdentityState.passed, Outcome.failed: IdentityState.failed, Outcome.deferred: IdentityState.deferred}


def changed(old: Standing, *, identity: bool) -> Standing | None:
    """What is said of them was changed, the name or the number among it if `identity`: it has to be reported, and verified, again."""
    if old.report is ReportState.awaiting:
        return None
    return replace(old, report=ReportState.pending, identity=IdentityState.unverified if identity else old.identity)


def marked(old: Standing, person: PersonState) -> Standing | None:
    """正常 or 非正常 from now on, which has to be reported too."""
    if old.report is ReportState.awaiting or old.person is person:
        return None
    return replace(old, person=person, report=ReportState.pending)


def reported(old: Standing) -> Standing | None:
    """报送: only what is 待报送; an identity that was verified stays so."""
    if old.report is not ReportState.pending:
        return None
    identity = IdentityState.verifying if old.identity is IdentityState.unverified else old.identity
    return replace(old, report=ReportState.awaiting, identity=identity, was_reported=True)


def answered(old: Standing, outcome: Outcome) -> Standing | None:
    """获取反馈: only what is 待反馈; a report that failed leaves the identity to be verified with the next one."""
    if old.report is not ReportState.awaiting:
        return None
    verifying = old.identity is IdentityState.verifying
    if outcome is Outcome.refused:
        return replace(old, report=ReportState.failed, identity=IdentityState.unverified if verifying else old.identity)
    return replace(old, report=ReportState.accepted, identity=_VERIFIED[outcome] if verifying else old.identity)


def verified_again(old: Standing, outcome: Outcome) -> Standing | None:
    """身份验证状态更新, once the hall has looked at the papers: only who was reported, and was not found so far."""
    may = old.report is ReportState.accepted and old.identity in (IdentityState.failed, IdentityState.deferred)
    return replace(old, identity=_VERIFIED[outcome]) if may and outcome in _VERIFIED else None
