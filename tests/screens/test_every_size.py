"""Every screen and dialog at every size: no word is cut, and each act is there for the mouse alone and for keys alone (looks.md)."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.screen import ModalScreen, Screen

from etax_client.screens.login import LoginScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.texts.words import Language
from etax_client.widgets.units.unit_table import UnitTable
from tests.driving import Driver, driving
from tests.screens.flows.registration_hands import ACTS, at
from tests.screens.reach import leave_by_mouse, out_of_reach_by_keys, out_of_reach_by_mouse
from tests.screens.room import cut
from tests.screens.test_keys_and_room import INSIDE, WAYS, back_to, walk

SIZES = ((80, 24), (120, 40), (200, 50))
_MORE = " …"


def shortened(etax: Driver) -> list[str]:
    """Rows in which something is left out; what users have called something may be cut in the list."""
    named = {y for screen in etax.app.screen_stack for table in screen.query(UnitTable) for y in table.region.line_range}
    return [row for y, row in enumerate(etax.rows()) if y not in named and (".." in row or "…" in row.removesuffix(_MORE))]


async def look(etax: Driver, place: str) -> None:
    screen = etax.app.screen
    assert cut(screen) == [], f"{place}:\n{etax.text()}"
    assert shortened(etax) == [], f"{place}:\n{etax.text()}"
    assert out_of_reach_by_mouse(screen) == [], f"{place}:\n{etax.text()}"
    assert out_of_reach_by_keys(screen) == [], place


async def look_along(etax: Driver, ways: dict[str, Sequence[str]], home: type[Screen[None]]) -> None:
    for place, way in ways.items():
        await walk(etax, way)
        await look(etax, place)
        if isinstance(etax.app.screen, ModalScreen):
            assert await leave_by_mouse(etax), f"{place} cannot be left by mouse\n{etax.text()}"
        if place == "arranging":
            await etax.press("escape")
        await back_to(etax, home)


@pytest.mark.parametrize("size", SIZES)
async def test_before_login(size: tuple[int, int]) -> None:
    async with driving(size=size, language=Language.en, can_stay=True) as etax:
        await look_along(etax, WAYS, LoginScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_inside(size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with driving(size=size, language=Language.en) as etax:
        await etax.log_in()
        await look_along(etax, INSIDE, UnitsScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_steps_of_a_registration(size: tuple[int, int]) -> None:
    async with at("way", size=size, language=Language.en) as (etax, wizard):
        for step, (_, act, _) in ACTS.items():
            await look(etax, step)
            await act(wizard)
        await look(etax, "code")
