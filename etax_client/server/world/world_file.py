"""The people and units of a world, from a TOML file (docs/worlds.md); cheap to import, since the demo's login screen lists the people."""

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec.structs import replace

from etax_client.domain.bureau.projects import ending_of
from etax_client.domain.faults import Invalid
from etax_client.domain.guessing.methods import Method
from etax_client.domain.identity import hall_codes, identity_numbers, login_names, mobiles
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.numbers import visible
from etax_client.domain.safe_text import is_clean
from etax_client.domain.secret import Secret
from etax_client.domain.sessions import emails
from etax_client.domain.text_files import NotText, text_in
from etax_client.domain.units import taxpayer_ids
from etax_client.domain.units.units import NAMING, DepartmentFiling, Filing
from etax_client.server.services.filing.taxes.laid import WorldBank, WorldMonth
from etax_client.server.world.world_claims import WorldClaim, flaw_of_claims
from etax_client.server.world.world_months import Period, flaw_of_months
from etax_client.server.world.world_payees import MOST_MADE_UP, WorldPayee, flaw_of_payees
from etax_client.server.world.world_projects import WorldProject, WorldProjectRole, flaw_of_project, flaw_of_roles
from etax_client.server.world.world_ties import WorldTie, flaw_of_ties
from etax_client.server.world.world_units import Password, WorldAgreement, WorldBureau, WorldBureauUnit, flaw_of_agreements, why_not_typed

T = TypeVar("T")
BUREAU = "bureau."
"""Before a name that is one at the bureau alone, and before its field."""
LONGEST_NAME = 50
LONGEST_UNIT_NAME = 200
LONGEST_TEXT = 50
"""Of a department, or a document's number."""


class WorldError(Exception):
    """A world that can't be used: why, and the field and line where they are known."""

    def __init__(self, why: str, line: int | None = None, field: str | None = None) -> None:
        super().__init__(why if line is None else f"line {line}: {why}")
        self.why = why
        self.line = line
        self.field = field


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an entry, and in which of its fields."""

    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.field}: {self.why}"


class WorldUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A withholding unit; `declaration_password` overrides the world's. `bureau` is what it is at the Beijing bureau."""

    taxpayer_id: str
    name: str
    department: str = ""
    department_filing: DepartmentFiling = DepartmentFiling.unregistered
    income_filing: Filing = Filing.none
    business_filing: Filing = Filing.none
    has_certificate: bool = False
    locked: bool = False
    declaration_password: Password | None = None
    payees: tuple[WorldPayee, ...] = ()
    made_up_people: Annotated[int, msgspec.Meta(ge=0, le=MOST_MADE_UP)] = 0
    """So many more, made when somebody first enters."""
    claims: tuple[WorldClaim, ...] = ()
    months: tuple[WorldMonth, ...] = ()
    bank: WorldBank | None = None
    bureau: WorldBureauUnit | None = None


class WorldBureauAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's account at the Beijing bureau; with `no_password` none was ever set, else `password` overrides the world's.

    An `old` one is from before the new login; `face` was looked at once.
    """

    login_name: str | None = None
    mobile: str | None = None
    email: str | None = None
    password: Password | None = None
    no_password: bool = False
    old: bool = False
    face: bool = False
    locked: Method | None = None
    """What it is locked by when the world is laid (BJ-42)."""
    ties: tuple[WorldTie, ...] = ()
    projects: tuple[WorldProjectRole, ...] = ()


class WorldHallRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the hall has taken down of a person who came with papers; without a number if none was given."""

    mobile: str | None = None


class WorldPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person; without a login name there is no account, but perhaps a hall code that waits (REG-02).

    The lists hold taxpayer ids; `password` overrides the world's.
    """

    name: str
    document_type: DocumentType
    document_number: str
    login_name: str | None = None
    mobile: str | None = None
    password: Password | None = None
    locked: bool = False
    hall_code: Password | None = None
    bureau: WorldBureauAccount | None = None
    hall: WorldHallRecord | None = None
    lists: tuple[str, ...] = ()
    legal_representative: tuple[str, ...] = ()
    finance_officer: tuple[str, ...] = ()
    filing: tuple[str, ...] = ()
    management: tuple[str, ...] = ()
    shows_zh: str = ""
    shows_en: str = ""

    def naming(self) -> dict[str, tuple[str, ...]]:
        """The fields that name units, with the taxpayer ids in them."""
        return {how: getattr(self, how) for how in NAMING}

    def units_named(self) -> set[str]:
        tied = () if self.bureau is None else (tie.unit for tie in self.bureau.ties)
        return {*(number for numbers in self.naming().values() for number in numbers), *tied}

    def names(self) -> dict[str, str]:
        """What nobody else of the same world may have, by field."""
        found = {"login_name": self.login_name, "mobile": self.mobile, "document_number": f"{self.document_type}:{self.document_number}"}
        if self.bureau is not None:
            for field, name in (("login_name", self.bureau.login_name), ("mobile", self.bureau.mobile), ("email", self.bureau.email)):
                found[f"{BUREAU}{field}"] = None if name is None else f"{BUREAU}{name}"
        return {field: name for field, name in found.items() if name is not None}


class World(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    account_password: str
    declaration_password: str
    bureau: WorldBureau = WorldBureau()
    units: tuple[WorldUnit, ...] = ()
    people: tuple[WorldPerson, ...] = ()
    agreements: tuple[WorldAgreement, ...] = ()
    projects: tuple[WorldProject, ...] = ()
    deadlines: dict[Period, date] = {}


def read_world(path: str | None = None) -> World:
    """The world of a file, or the demo's. Raises WorldError."""
    if path is None:
        return _demo_world()
    try:
        text = text_in(Path(path).read_bytes())
    except OSError as error:
        raise WorldError(error.strerror or "not readable") from None
    except NotText:
        raise WorldError("neither UTF-8 nor UTF-16 with its mark: save it as UTF-8") from None
    return parse_world(text)


def parse_world(text: str, *, judges_payees: bool = True) -> World:
    """The world that a TOML text describes. Raises WorldError."""
    try:
        world = _as_seen(msgspec.convert(tomllib.loads(text), World))
    except msgspec.ValidationError as error:
        raise _misshapen(text, str(error)) from None
    except ValueError as error:
        found = re.search(r"at line (\d+)|at (end)", str(error))
        raise WorldError(str(error), None if found is None else int(found[1] or len(text.splitlines()))) from None
    except RecursionError:
        raise WorldError("nested too deeply") from None
    _check(world, text, judges_payees)
    return world


def read_entry(found: object, kind: type[T]) -> T:
    """A person or a unit from plain values, as TOML gives them. Raises WorldError."""
    try:
        return _as_seen(msgspec.convert(found, kind))
    except msgspec.ValidationError as error:
        raise _misshapen("", str(error)) from None


def _as_seen(found: T) -> T:
    """Numbers of units and people, and people's names, without what can't be seen in them; a unit's name may be as odd as it likes."""
    if isinstance(found, World):
        kinds = ("units", "people", "agreements", "projects")
        return replace(found, **{kind: tuple(map(_as_seen, getattr(found, kind))) for kind in kinds})
    if isinstance(found, WorldUnit):
        return replace(found, taxpayer_id=visible(found.taxpayer_id))
    if isinstance(found, WorldPerson):
        numbers = {field: tuple(map(visible, numbers)) for field, numbers in found.naming().items()}
        names = {field: visible(name) for field in ("name", "document_number", "login_name", "mobile") if (name := getattr(found, field))}
        bureau = None if found.bureau is None else _as_seen(found.bureau)
        return replace(found, **names, **numbers, bureau=bureau)
    if isinstance(found, WorldBureauAccount):
        names = {field: visible(name) for field in ("login_name", "mobile", "email") if (name := getattr(found, field))}
        return replace(found, **names, ties=tuple(map(_as_seen, found.ties)), projects=tuple(map(_as_seen, found.projects)))
    if isinstance(found, WorldTie):
        return replace(found, unit=visible(found.unit))
    if isinstance(found, WorldAgreement):
        return replace(found, agency=visible(found.agency), principal=visible(found.principal))
    if isinstance(found, WorldProject):
        return replace(found, unit=visible(found.unit), number=visible(found.number))
    if isinstance(found, WorldProjectRole):
        return replace(found, number=visible(found.number))
    return found


def flaw_of_unit(unit: WorldUnit, known: set[str], *, judges_payees: bool = True) -> Flaw | None:
    """The first thing that is wrong with a unit; `known` are the taxpayer ids that others have."""
    judged = taxpayer_ids.judge(unit.taxpayer_id, datetime.now(UTC).date())
    if isinstance(judged, Invalid) or judged.number != unit.taxpayer_id:
        return Flaw("taxpayer_id", f"{unit.taxpayer_id!r} is not a taxpayer id")
    if unit.taxpayer_id in known:
        return Flaw("taxpayer_id", f"{unit.taxpayer_id!r} is used twice")
    limits = [("name", unit.name, 1, LONGEST_UNIT_NAME), ("department", unit.department, 0, LONGEST_TEXT)]
    passwords = {"declaration_password": unit.declaration_password}
    if unit.bureau is not None:
        limits += [(f"{BUREAU}{name}", getattr(unit.bureau, name) or "", 0, LONGEST_TEXT) for name in ("province", "authority")]
        passwords[f"{BUREAU}enterprise_password"] = unit.bureau.enterprise_password
    flaw = _flaw_of_texts(limits) or next(filter(None, (_flaw_of_password(*each) for each in passwords.items())), None)
    if flaw is not None or not judges_payees:
        return flaw
    why = flaw_of_payees(unit.payees, local_day(datetime.now(UTC)))
    if why is not None:
        return Flaw("payees", why)
    numbers = {payee["document_number"] for payee in unit.payees}
    why = flaw_of_claims(unit.claims, numbers, local_day(datetime.now(UTC)))
    if why is not None:
        return Flaw("claims", why)
    why = flaw_of_months(unit.months, numbers)
    return None if why is None else Flaw("months", why)


def flaw_of_person(person: WorldPerson, known: set[str], taken: set[str], projects: Collection[str] = ()) -> Flaw | None:
    """The first thing that is wrong with a person.

    `known` are the units that there are, `taken` the names that others have, `projects` the numbers that there are, as they are compared.
    """
    limits = (("name", person.name, 1, LONGEST_NAME), ("document_number", person.document_number, 1, LONGEST_TEXT))
    flaw = _flaw_of_texts(limits) or _flaw_of_numbers(person) or _flaw_of_password("password", person.password)
    if flaw is not None:
        return flaw
    for field, name in person.names().items():
        if name in taken:
            return Flaw(field, f"{name!r} is used twice")
    if person.hall is not None and person.hall.mobile is not None and mobiles.judge(person.hall.mobile) != person.hall.mobile:
        return Flaw("hall.mobile", "not a mobile number of eleven digits")
    return _flaw_of_bureau(person.bureau, projects) or _flaw_of_hall_code(person) or _flaw_of_units(person, known)


@cache
def _demo_world() -> World:
    """Read once in a process, as it never changes; its payees are judged by a test, so that no start waits for it (P2)."""
    text = resources.files("etax_client").joinpath("data", "world.toml").read_text(encoding="utf-8")
    return parse_world(text, judges_payees=False)


def _check(world: World, text: str, judges_payees: bool) -> None:
    """What the types can't say: numbers that are none, names used twice, units that there are not."""
    passwords = {"account_password": world.account_password, "declaration_password": world.declaration_password}
    for field, password in {**passwords, "enterprise_password": world.bureau.enterprise_password}.items():
        flaw = _flaw_of_password(field, password)
        if flaw is not None:
            raise WorldError(str(flaw), _line_of(text, field=field), field)
    known: set[str] = set()
    for index, unit in enumerate(world.units):
        _raise(text, "units", index, flaw_of_unit(unit, known, judges_payees=judges_payees))
        known.add(unit.taxpayer_id)
    numbers, from_elsewhere = set[str](), {unit.taxpayer_id for unit in world.units if unit.bureau is not None and unit.bureau.province}
    for index, project in enumerate(world.projects):
        flawed = flaw_of_project(project, from_elsewhere, numbers)
        _raise(text, "projects", index, None if flawed is None else Flaw(*flawed))
        numbers.add(ending_of(project.number))
    taken: set[str] = set()
    for index, person in enumerate(world.people):
        _raise(text, "people", index, flaw_of_person(person, known, taken, numbers))
        taken.update(person.names().values())
    agencies = {unit.taxpayer_id for unit in world.units if unit.bureau is not None and unit.bureau.agency}
    if (found := flaw_of_agreements(world.agreements, known, agencies)) is not None:
        _raise(text, "agreements", found[0], Flaw(*found[1:]))


def _raise(text: str, kind: str, index: int, flaw: Flaw | None) -> None:
    if flaw is not None:
        raise WorldError(str(flaw), _line_of(text, kind, index, flaw.field), flaw.field)


def _flaw_of_texts(limits: Sequence[tuple[str, str, int, int]]) -> Flaw | None:
    for field, value, shortest, longest in limits:
        if not shortest <= len(value) <= longest:
            return Flaw(field, f"must have {shortest} to {longest} characters")
        if not is_clean(value):
            return Flaw(field, "has a character that no text may hold")
    return None


def _flaw_of_numbers(person: WorldPerson) -> Flaw | None:
    judged = identity_numbers.judge(person.document_type, person.document_number, datetime.now(UTC).date())
    if isinstance(judged, Invalid):
        return Flaw("document_number", f"not the number of a {person.document_type}: {judged.fault}")
    if judged.number != person.document_number:
        return Flaw("document_number", f"is to be written as {judged.number!r}")
    if person.login_name is not None and login_names.judge(person.login_name) != person.login_name:
        return Flaw("login_name", f"{person.login_name!r} is not a login name")
    if person.mobile is not None and mobiles.judge(person.mobile) != person.mobile:
        return Flaw("mobile", "not a mobile number of eleven digits")
    return None


def _flaw_of_bureau(account: WorldBureauAccount | None, projects: Collection[str]) -> Flaw | None:
    if account is None:
        return None
    if account.login_name is not None and login_names.judge(account.login_name, login_names.OF_THE_BUREAU) != account.login_name:
        return Flaw("bureau.login_name", f"{account.login_name!r} is not a user name of the bureau's")
    if account.mobile is not None and mobiles.judge(account.mobile) != account.mobile:
        return Flaw("bureau.mobile", "not a mobile number of eleven digits")
    if account.email is not None and emails.judge(account.email) != account.email:
        return Flaw("bureau.email", "not an e-mail address in small letters")
    if account.no_password and account.password is not None:
        return Flaw("bureau.password", "is for accounts that have one")
    why = flaw_of_roles(account.projects, projects)
    return Flaw("bureau.projects", why) if why is not None else _flaw_of_password("bureau.password", account.password)


def _flaw_of_password(field: str, password: str | None) -> Flaw | None:
    why = why_not_typed(password)
    return None if why is None else Flaw(field, why)


def _flaw_of_hall_code(person: WorldPerson) -> Flaw | None:
    if person.hall_code is None:
        return None
    if person.login_name is not None:
        return Flaw("hall_code", "is for people without an account")
    read = hall_codes.read(Secret(person.hall_code))
    is_one = read is not None and read.reveal() == person.hall_code
    return None if is_one else Flaw("hall_code", "must have 6 digits and capital letters")


def _flaw_of_units(person: WorldPerson, known: set[str]) -> Flaw | None:
    for field, numbers in person.naming().items():
        strange = [number for number in numbers if number not in known]
        if strange:
            return Flaw(field, f"there is no unit {strange[0]!r}")
        if len(set(numbers)) < len(numbers):
            return Flaw(field, "a unit is named twice")
    if set(person.legal_representative) & set(person.finance_officer):
        return Flaw("finance_officer", "is the legal representative of that unit")
    why = None if person.bureau is None else flaw_of_ties(person.bureau.ties, person.finance_officer, known)
    return None if why is None else Flaw("bureau.ties", why)


def _misshapen(text: str, why: str) -> WorldError:
    """What msgspec says: `... - at `$.people[0].name``, or `... field `name` - at `$.people[0]``."""
    place = re.search(r"\$\.(people|units|agreements|projects)\[(\d+)\](?:\.(\w+))?|\$\.(\w+)", why)
    named = re.search(r" field `([\w-]+)`", why)
    kind, index, inner, outer = place.groups() if place else (None, None, None, None)
    field = named[1] if named else inner or outer
    return WorldError(why, _line_of(text, kind, int(index or 0), field), field)


_NOT_BARE = re.compile(r"\"\"\"(?:\\.|[^\\])*?\"{3,5}|'''.*?'{3,5}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*", re.DOTALL)
"""Strings and comments of TOML: nothing in them is a heading or a field."""


def _line_of(text: str, kind: str | None = None, index: int = 0, field: str | None = None) -> int | None:
    """The line of a field in the entry with that place among its kind, or where the entry begins; outside all entries for no kind."""
    bare = _NOT_BARE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text).split("\n")
    start: int | None = 0
    if kind is not None:
        heads = [number for number, line in enumerate(bare, 1) if re.match(rf"\s*\[\[\s*{kind}\s*\]\]", line)]
        start = heads[index] if index < len(heads) else None
    if start is None:
        return None
    for number, line in enumerate(bare[start:], start + 1):
        if field is not None and re.match(rf"\s*{field.partition('.')[0]}\s*=", line):
            return number
        if re.match(r"\s*\[\[?\s*[A-Za-z]", line):
            break
    return start or None
