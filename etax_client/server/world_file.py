"""The people and units of a world, read from a TOML file; cheap to import, since the demo's login screen lists the people."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import msgspec

from etax_client.domain import accounts, login_names, resident_ids, taxpayer_ids
from etax_client.domain import passwords as password_rules
from etax_client.domain.documents import DocumentType
from etax_client.domain.faults import Invalid
from etax_client.domain.secret import Secret
from etax_client.domain.units import DepartmentFiling, Filing


class WorldError(Exception):
    """A world file that can't be used: why, and the line where that is known."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why if line is None else f"line {line}: {why}")
        self.why = why
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldUnit:
    """A withholding unit; `declaration_password` overrides the world's."""

    taxpayer_id: str
    name: str
    department: str = ""
    department_filing: DepartmentFiling = DepartmentFiling.unregistered
    income_filing: Filing = Filing.none
    business_filing: Filing = Filing.none
    has_certificate: bool = False
    locked: bool = False
    declaration_password: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldPerson:
    """A person; without a login name there is no account. The lists hold taxpayer ids."""

    name: str
    document_type: DocumentType
    document_number: str
    login_name: str | None = None
    mobile: str | None = None
    password: str | None = None
    locked: bool = False
    lists: tuple[str, ...] = ()
    legal_representative: tuple[str, ...] = ()
    finance_officer: tuple[str, ...] = ()
    filing: tuple[str, ...] = ()
    management: tuple[str, ...] = ()
    shows_zh: str = ""
    shows_en: str = ""

    def units_named(self) -> set[str]:
        return {*self.lists, *self.legal_representative, *self.finance_officer, *self.filing, *self.management}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    account_password: str
    declaration_password: str
    units: tuple[WorldUnit, ...] = field(default=())
    people: tuple[WorldPerson, ...] = field(default=())


def read_world(path: str | None = None) -> World:
    """The world of a file, or the demo's. Raises WorldError."""
    try:
        text = _demo_text() if path is None else Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise WorldError(error.strerror or "not readable") from None
    except UnicodeDecodeError:
        raise WorldError("not UTF-8") from None
    return parse_world(text)


def parse_world(text: str) -> World:
    """The world that a TOML text describes. Raises WorldError."""
    try:
        world = msgspec.convert(tomllib.loads(text), World)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise WorldError(str(error), int(found[1]) if found else None) from None
    except msgspec.ValidationError as error:
        found = re.search(r"\$\.(people|units)\[(\d+)\]", str(error))
        raise WorldError(str(error), _line_of(text, found[1], int(found[2])) if found else None) from None
    _check(world, text)
    return world


def demo_people() -> tuple[WorldPerson, ...]:
    """The people of the demo, for those who show whom one can log in as."""
    return read_world().people


def _demo_text() -> str:
    return resources.files("etax_client").joinpath("data", "world.toml").read_text(encoding="utf-8")


def _line_of(text: str, kind: str, index: int) -> int | None:
    """The line where the entry with that place among its kind begins."""
    heads = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().replace(" ", "") == f"[[{kind}]]"]
    return heads[index] if index < len(heads) else None


def _check(world: World, text: str) -> None:
    """What the types can't say: numbers that are none, names used twice, units that there are not."""
    if password_rules.typing_fault(Secret(world.account_password)) is not None:
        raise WorldError("account_password: nobody can type it")
    if password_rules.typing_fault(Secret(world.declaration_password)) is not None:
        raise WorldError("declaration_password: nobody can type it")
    known: set[str] = set()
    for index, unit in enumerate(world.units):
        why = _fault_of_unit(unit, known)
        if why is not None:
            raise WorldError(why, _line_of(text, "units", index))
        known.add(unit.taxpayer_id)
    taken: set[str] = set()
    for index, person in enumerate(world.people):
        why = _fault_of_person(person, known, taken)
        if why is not None:
            raise WorldError(why, _line_of(text, "people", index))


def _fault_of_unit(unit: WorldUnit, known: set[str]) -> str | None:
    judged = taxpayer_ids.judge(unit.taxpayer_id, datetime.now(UTC).date())
    if isinstance(judged, Invalid) or judged.number != unit.taxpayer_id:
        return f"taxpayer_id {unit.taxpayer_id!r}: not a taxpayer id"
    if not unit.name:
        return "name: empty"
    return f"taxpayer_id {unit.taxpayer_id!r}: used twice" if unit.taxpayer_id in known else None


def _fault_of_person(person: WorldPerson, known: set[str], taken: set[str]) -> str | None:
    if not 1 <= len(person.name) <= 50:
        return "name: must have 1 to 50 characters"
    if person.document_type is DocumentType.resident_id:
        judged = resident_ids.judge(person.document_number, datetime.now(UTC).date())
        if isinstance(judged, Invalid) or judged.number != person.document_number:
            return "document_number: not the number of a 居民身份证"
    if person.login_name is not None and login_names.judge(person.login_name) != person.login_name:
        return f"login_name {person.login_name!r}: not a login name"
    if person.mobile is not None and not accounts.is_mobile(person.mobile):
        return "mobile: not a mobile number"
    for name in (person.login_name, person.mobile, f"{person.document_type}:{person.document_number}"):
        if name is not None and name in taken:
            return f"{name!r}: used twice"
        if name is not None:
            taken.add(name)
    strangers = person.units_named() - known
    return f"unit {sorted(strangers)[0]!r}: no such unit in this file" if strangers else None
