"""What the tax hall asks for at its counter, what it finds wrong, and what it keeps of a code (REG-02, REG-07)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from etax_client.domain.faults import Invalid
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.identity_numbers import Contradiction

MOST_BY_PROXY = 10
"""People whom one handler gets codes for at a time: what a page can hold."""


class Paper(StrEnum):
    """What a handler hands over, in the order of 003, 二(二)."""

    authorisation = "authorisation"
    principals_copy = "principals_copy"
    handlers_document = "handlers_document"
    detail_list = "detail_list"


def papers_for(people: int) -> tuple[Paper, ...]:
    """The papers that must have been seen; the list (annex 2) only where one handler comes for several."""
    return tuple(paper for paper in Paper if paper is not Paper.detail_list or people > 1)


def missing(seen: Collection[Paper], people: int) -> tuple[Paper, ...]:
    return tuple(paper for paper in papers_for(people) if paper not in seen)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who someone says they are, as typed from their document; the nationality is an alpha-2 code."""

    document_type: DocumentType
    number: str
    name: str
    nationality: str | None = None
    birth: date | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Proxy:
    """A unit's handler who comes for foreigners: unit and handler as annex 1 names them."""

    taxpayer_id: str
    handler_name: str
    handler_number: str
    papers: frozenset[Paper]
    people: tuple[Claim, ...]


class HallReason(StrEnum):
    """Why the hall can't do it, where the document itself is right."""

    differs = "differs"
    """The document is known with another name, or another fact: to be put right on purpose only."""
    already_registered = "already_registered"
    not_registered = "not_registered"
    twice = "twice"
    not_for_foreigners = "not_for_foreigners"
    unit_unknown = "unit_unknown"
    handler_unknown = "handler_unknown"
    handler_not_entitled = "handler_not_entitled"
    paper_missing = "paper_missing"
    nobody = "nobody"
    too_many = "too_many"


@dataclass(frozen=True, slots=True)
class HallFault:
    """One thing that is wrong, at a field of the form: `name`, `unit`, `papers.detail_list`, `people.2.number` (the first is 1)."""

    field: str
    why: HallReason | Invalid | Contradiction

    def at(self, place: str) -> "HallFault":
        return HallFault(f"{place}.{self.field}", self.why)


@dataclass(frozen=True, slots=True)
class Declined:
    """The hall does nothing of what was asked, and says everything that is wrong at once; never empty."""

    faults: tuple[HallFault, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """A person whose real name the hall has taken down; `is_new` if nobody had before, `raises` if it has raised their level (BJ-55)."""

    person_id: int
    name: str
    document_type: DocumentType
    document_number: str
    is_new: bool
    raises: bool = False


class HallCodeState(StrEnum):
    issued = "issued"
    used = "used"
    burned = "burned"
    """Void after wrong tries (COD-5)."""
    replaced = "replaced"
    expired = "expired"


@dataclass(frozen=True, slots=True)
class HallCodeSeen:
    """A code as it is kept: to whom it was given and what became of it, never the code itself; `seconds` that it has left."""

    code_id: int
    state: HallCodeState
    name: str
    document_type: DocumentType
    document_number: str
    nationality: str | None
    issued_at: datetime
    expires_at: datetime
    seconds: int
