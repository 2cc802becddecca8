"""The list of a unit's payees: what a row says, what part of it is asked for, in which order, and the counts below (PER-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etax_client.domain.filing.people import Employment, Payee
from etax_client.domain.filing.people_states import IdentityState, PersonState, ReportState, Standing
from etax_client.domain.identity.documents import DocumentType


@dataclass(frozen=True, slots=True)
class PayeeLine:
    """A row of the list; `version` is that of the payee."""

    payee_id: int
    version: int
    name: str
    document_type: DocumentType
    document_number: str
    employment: Employment
    employed_from: date | None
    left_on: date | None
    mobile: str
    standing: Standing
    reason: str = ""


class PayeeSort(StrEnum):
    """The column that a list is sorted by; `entry` is the order in which they were added."""

    entry = "entry"
    name = "name"
    number = "number"


@dataclass(frozen=True, slots=True)
class PayeeQuery:
    """`text` is looked for in names, in their pinyin initials, and in numbers; None of a state: any."""

    text: str = ""
    person: PersonState | None = None
    report: ReportState | None = None
    identity: IdentityState | None = None
    sort: PayeeSort = PayeeSort.entry
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.person or self.report or self.identity)


@dataclass(frozen=True, slots=True)
class PayeePage:
    """Rows that follow one another; `total` counts all that the query matches."""

    payees: tuple[PayeeLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WholePayees:
    """All that is said of some."""

    payees: tuple[Payee, ...]


@dataclass(frozen=True, slots=True)
class PayeeCounts:
    """How many there are in each state, whatever the query; a state that nobody is in is left out."""

    person: Mapping[PersonState, int]
    report: Mapping[ReportState, int]
    identity: Mapping[IdentityState, int]

    @property
    def total(self) -> int:
        return sum(self.person.values())


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of 报送: so many are 待反馈 from now on, and an answer is there after so many seconds."""

    count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What 获取反馈 brought: so many 报送成功, 报送失败, and still waiting, the first of them for so many seconds."""

    accepted: int
    failed: int
    waiting: int
    seconds: int = 0
