"""A unit's facts and a person's are the same to whoever spells them: none is forgotten in one place, or of another type."""

import inspect
from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from typing import Any, get_type_hints

import msgspec
import pytest

from etax_client.api.control import Control
from etax_client.domain.testing.tester_views import KnownPerson, KnownUnit
from etax_client.domain.units.units import NAMING, Unit, UnitFacts, UnitSort
from etax_client.server.store.tables import accounts, persons, units
from etax_client.server.world.world_file import WorldPerson, WorldUnit
from etax_client.texts.catalogue import catalogue
from etax_client.wire.control.people import PersonEntry, UnitEntry

LAID = {"locked", "declaration_password", "bureau", "payees", "made_up_people", "claims", "months", "bank"}
"""What a world's file says of a unit beside its facts."""
OF_A_PERSON = {"locked", "password", "hall_code", "bureau", "hall", "shows_zh", "shows_en"}


def kinds(described: type[Any], but: Iterable[str]) -> dict[str, Any]:
    return {name: kind for name, kind in get_type_hints(described).items() if name not in set(but)}


def test_a_world_s_file_spells_every_fact() -> None:
    """docs/worlds.md."""
    assert kinds(WorldUnit, LAID) == kinds(UnitFacts, {"unit_id"})
    assert kinds(WorldPerson, OF_A_PERSON) == kinds(KnownPerson, {"person_id", "guessing", "face"})
    assert set(NAMING) == {field.name for field in fields(KnownPerson) if field.type == tuple[str, ...]}


def test_the_list_and_the_door_show_every_fact() -> None:
    """UNT-01; and a list is sorted by nothing else."""
    for shown in (Unit, KnownUnit):
        assert kinds(UnitFacts, ()).items() <= kinds(shown, ()).items()
    assert set(UnitSort) - {UnitSort.custom} <= {field.name for field in fields(UnitFacts)}


def test_the_store_has_a_column_for_every_fact() -> None:
    assert set(kinds(UnitFacts, {"unit_id"})) | {"id", "declaration_hash", "made_up_people"} == set(units.columns.keys())
    assert set(kinds(WorldPerson, {*OF_A_PERSON, *NAMING})) <= {*persons.columns.keys(), *accounts.columns.keys()}


@pytest.mark.parametrize(
    ("verb", "more", "entry"), [(Control.add_unit, UnitEntry, WorldUnit), (Control.add_person, PersonEntry, WorldPerson)]
)
def test_whoever_adds_one_may_say_every_fact(verb: Any, more: type[Any], entry: type[msgspec.Struct]) -> None:
    said = (inspect.signature(verb).parameters.keys() - {"self", "more"}) | get_type_hints(more).keys()
    assert said == {field.name for field in msgspec.structs.fields(entry)} - {"shows_zh", "shows_en"}


def test_every_fact_has_its_names() -> None:
    """In the journal; and, if the list shows it, above its column and where one sorts by it, with words for each of its codes."""
    codes = {code for sort in UnitSort for code in _codes(get_type_hints(Unit).get(sort))}
    shown = {f"table.{name}" for name in {*UnitSort, *codes}} | {f"units.sort.{name}" for name in UnitSort}
    said = {f"journal.field.{name}" for entry in (WorldUnit, WorldPerson) for name in kinds(entry, ())}
    assert shown | said <= catalogue().keys()


def _codes(kind: Any) -> Iterable[str]:
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
