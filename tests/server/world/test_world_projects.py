"""Projects in a world's file: what is wrong with one is told with its line, and what is right is laid as it is said."""

from datetime import UTC, date, datetime

import pytest

from etax_client.domain.bureau.projects import ProjectRole, ProjectState
from etax_client.server.world.world_file import WorldError, parse_world
from etax_client.server.world.world_projects import row_of
from tests.server.bureau.projecting import H1, PJ1, PJ3
from tests.server.bureau.tying import unit_id_of
from tests.server.running import Running

WORLD = """
account_password = "Etax@2026"
declaration_password = "Unit2026a"

[[units]]
taxpayer_id = "91130199MA0HB0109Y"
name = "一"
bureau = { province = "河北省" }

[[units]]
taxpayer_id = "91110199MA0BJ01077"
name = "二"

[[projects]]
unit = "91130199MA0HB0109Y"
number = "冀〔2026〕1234号"
name = "工程"

[[people]]
name = "甲"
document_type = "resident_id"
document_number = "440199198805120030"
bureau = { mobile = "13900000001", projects = [{ number = "冀(2026)1234" }, { number = "冀〔2026〕1234号", role = "contact" }] }
"""
NUMBER, NAME, UNIT = 'number = "冀〔2026〕1234号"\nname', 'name = "工程"', 'unit = "91130199MA0HB0109Y"'


def test_a_project_and_whom_it_names() -> None:
    """By any spelling of its number; both roles may be one person's."""
    world = parse_world(WORLD)
    [project], [person] = world.projects, world.people
    assert (project.state, person.bureau and [each.role for each in person.bureau.projects]) == ("reported", list(ProjectRole))


@pytest.mark.parametrize(
    ("was", "becomes", "line", "field"),
    [
        (UNIT, 'unit = "91110199MA0BJ01077"', 15, "unit"),
        (UNIT, 'unit = "91110199MA0BJ99999"', 15, "unit"),
        (NUMBER, 'number = "123 号"\nname', 16, "number"),
        (NUMBER, f'number = "{"1" * 65}"\nname', 16, "number"),
        (NAME, 'name = ""', 17, "name"),
        (NAME, f'{NAME}\nplace = "{"路" * 101}"', 18, "place"),
        (NAME, f'{NAME}\nkind = "source"', 14, "state"),
        (NAME, f"{NAME}\nsince = 2026-01-02\nuntil = 2026-01-01", 19, "until"),
        (NAME, f'{NAME}\n[[projects]]\n{UNIT}\nnumber = "冀（2026）1234"\nname = "又"', 20, "number"),
        ('{ number = "冀(2026)1234" }', '{ number = "冀(2025)1234" }', 23, "bureau.projects"),
        ('role = "contact"', 'role = "handler"', 23, "bureau.projects"),
        (NAME, f'{NAME}\ncolour = "red"', 18, "colour"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(was: str, becomes: str, line: int, field: str) -> None:
    assert WORLD.count(was) == 1
    with pytest.raises(WorldError) as wrong:
        parse_world(WORLD.replace(was, becomes))
    assert (wrong.value.field, wrong.value.line) == (field, line), wrong.value.why


def test_days_are_those_at_the_tax_office() -> None:
    """The last one is in it; without a first one it is the day on which the world is laid."""
    [project] = parse_world(WORLD.replace(NAME, f"{NAME}\nuntil = 2026-12-31")).projects
    now = datetime(2026, 11, 20, 23, tzinfo=UTC)
    row = row_of(project, 1, now)
    assert row["begins_at"] == datetime(2026, 11, 20, 16, tzinfo=UTC), "the 21st in Shanghai"
    assert row["ends_at"] == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert row["checked_in_at"] is None
    assert project.until == date(2026, 12, 31)


async def test_the_demos_are_laid(server: Running) -> None:
    services = server.services
    found = {each.number: each for each in services.project_office.seen(unit_id_of(services, H1), 10)}
    assert [found[number].state for number in (PJ1, PJ3)] == [ProjectState.checked_in, ProjectState.reported]
    assert [(each.name, each.role) for each in found[PJ3].people] == [("林涛", ProjectRole.contact)]
