"""What a spreadsheet would change, told line by line before anything is changed (PER-05)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_LINES = 100_000


class Verdict(StrEnum):
    """What becomes of a line."""

    new = "new"
    changed = "changed"
    unchanged = "unchanged"
    misfilled = "misfilled"
    """A cell breaks a rule; who sends lines has judged them by the same rules before."""
    twice = "twice"
    """An earlier line is of the same."""
    awaiting = "awaiting"
    """Someone whose report is still to be answered."""
    unknown = "unknown"
    """Income of somebody who is not in 人员信息采集."""
    other_name = "other_name"
    """Income of someone who has another name there."""
    not_accepted = "not_accepted"
    """Income of someone who may not be declared: not reported with success, or 非正常."""

    @property
    def is_wrong(self) -> bool:
        return self not in (Verdict.new, Verdict.changed, Verdict.unchanged)


@dataclass(frozen=True, slots=True)
class SentLine:
    """A line as it was typed: its number in the sheet, and what stands in the columns that the sheet has, by name, empty ones included.

    Of someone who is there already, what the sheet has no column for stays as it is.
    """

    number: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """`faults`: of a misfilled one, what is wrong by column, as it is spelled on the wire."""

    number: int
    verdict: Verdict
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """How many lines would come to what, of all that were sent so far; `wrong` are those of the last ones sent."""

    counts: Mapping[Verdict, int] = field(default_factory=dict)
    wrong: tuple[JudgedLine, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return self.counts.get(verdict, 0)

    @property
    def wrong_count(self) -> int:
        return sum(count for verdict, count in self.counts.items() if verdict.is_wrong)


@dataclass(frozen=True, slots=True)
class Imported:
    """What has become of it."""

    added: int
    changed: int
