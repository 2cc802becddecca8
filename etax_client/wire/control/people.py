"""People, units, their locks and their sessions at the tester's door, as they are sent."""

from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Annotated, TypedDict

import msgspec

from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.refusals import EndReason, RefusalCode
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.domain.testing.tester_views import GuessingOf, KnownPerson, KnownUnit, SessionSeen
from etax_client.domain.units.units import DepartmentFiling, Filing
from etax_client.wire.control.verb import Order, Verb

MOST_IN_A_PAGE = 500
ENDS = (EndReason.expired, EndReason.idle, EndReason.password_reset, EndReason.replaced, EndReason.trainer)
"""The reasons that a session can be given for its end."""
Identifier = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_IDENTIFIER * 2)]


class PeopleView(msgspec.Struct, frozen=True):
    """In the order of their ids; `after` the last one come the next."""

    people: tuple[KnownPerson, ...]


class UnitsView(msgspec.Struct, frozen=True):
    """In the order of their ids; `after` the last one come the next."""

    units: tuple[KnownUnit, ...]


class PasswordRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    password: Secret


class GuessedRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the two: an account by any identifier, somebody's or nobody's, or a unit by its taxpayer id or id."""

    account: Identifier | None = None
    unit: Identifier | None = None


class FaceView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the simulated face check says of a person from now on; `pass` unless it was told otherwise."""

    outcome: FaceOutcome


class SessionsView(msgspec.Struct, frozen=True):
    """The newest first."""

    sessions: tuple[SessionSeen, ...]


_UNKNOWN = (RefusalCode.not_found,)
Entry = dict[str, object]
"""A person or a unit as in a world's file (docs/worlds.md)."""


class PersonEntry(TypedDict, total=False):
    """What may be left out of a person's: without a login name there is no account, without a password it is the world's."""

    login_name: str | None
    mobile: str | None
    password: Secret | None
    locked: bool
    hall_code: Secret | None
    bureau: Mapping[str, object] | None
    """An account at the Beijing bureau, with the fields that a world's file has for it."""
    hall: Mapping[str, object] | None
    """What the tax hall has recorded of the person; with a number if one was given there."""
    lists: Sequence[str]
    legal_representative: Sequence[str]
    finance_officer: Sequence[str]
    filing: Sequence[str]
    management: Sequence[str]


class UnitEntry(TypedDict, total=False):
    """What may be left out of a unit's: without a declaration password it is the world's."""

    department: str
    department_filing: DepartmentFiling
    income_filing: Filing
    business_filing: Filing
    has_certificate: bool
    locked: bool
    declaration_password: Secret | None
    payees: Sequence[Mapping[str, str]]
    made_up_people: int
    """So many more whom it pays, made when somebody first enters."""
    claims: Sequence[Mapping[str, str]]
    months: Sequence[Mapping[str, object]]
    bank: Mapping[str, str] | None
    bureau: Mapping[str, object] | None
    """What it is at the Beijing bureau, with the fields that a world's file has for it."""


LIST_PEOPLE = Verb("list_people", "GET", "/people", PeopleView, refuses=(RefusalCode.malformed,))
ONE_PERSON = Verb("one_person", "GET", "/people/{who:str}", KnownPerson, refuses=_UNKNOWN)
ADD_PERSON = Order("add_person", "POST", "/people", KnownPerson, Entry, status=201)
REMOVE_PERSON = Verb("remove_person", "DELETE", "/people/{who:str}", NoneType, refuses=_UNKNOWN)
SET_PASSWORD = Order("set_password", "PUT", "/people/{who:str}/password", NoneType, PasswordRequest, refuses=_UNKNOWN)
READ_FACE = Verb("read_face", "GET", "/people/{who:str}/face", FaceView, refuses=_UNKNOWN)
SET_FACE = Order("set_face", "PUT", "/people/{who:str}/face", FaceView, FaceView, refuses=_UNKNOWN)

LIST_UNITS = Verb("list_units", "GET", "/units", UnitsView, refuses=(RefusalCode.malformed,))
ONE_UNIT = Verb("one_unit", "GET", "/units/{which:str}", KnownUnit, refuses=_UNKNOWN)
ADD_UNIT = Order("add_unit", "POST", "/units", KnownUnit, Entry, status=201)
REMOVE_UNIT = Verb("remove_unit", "DELETE", "/units/{which:str}", NoneType, refuses=_UNKNOWN)
SET_DECLARATION_PASSWORD = Order(
    "set_declaration_password", "PUT", "/units/{which:str}/declaration-password", NoneType, PasswordRequest, refuses=_UNKNOWN
)

LOCK = Order("lock", "POST", "/lock", GuessingOf, GuessedRequest, refuses=_UNKNOWN)
UNLOCK = Order("unlock", "POST", "/unlock", GuessingOf, GuessedRequest, refuses=_UNKNOWN)
LIST_SESSIONS = Verb("list_sessions", "GET", "/sessions", SessionsView)
END_SESSION = Verb("end_session", "DELETE", "/sessions/{session_id:int}", NoneType, refuses=_UNKNOWN)
