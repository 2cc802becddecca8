"""The unit list under faults on demand: what is said and kept, and that after a lost answer it shows what the server has (IDM-2, TUI-3)."""

import pytest
from sqlalchemy import select

from etax_client.screens.dialogs.add_units import AddUnitsDialog
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.server.store.tables import listings
from etax_client.texts.words import Language
from etax_client.widgets.units.unit_table import UnitTable
from etax_client.wire import paths
from tests.driving import Driver
from tests.screens.faults import CARRIED_OUT, LANGUAGES, OF_DEEDS, OF_READING, SOME_DEEDS, fault, faulty, said, sent

SECOND, NEW = "91440199MA0QJ0207Y", "91440199MA0QJ03038"
UNSURE = ("drop", *CARRIED_OUT)


def ids(etax: Driver) -> list[str]:
    """The list as it stands on the screen."""
    table = etax.app.screen_stack[1].query_one(UnitTable)
    return [unit.taxpayer_id for index in range(table.total) if (unit := table.row_of(index)) is not None]


def truth(etax: Driver) -> list[str]:
    """The list of who is logged in, as the server has it."""
    profile = etax.app.desk.session.profile
    assert profile is not None
    with etax.server.state.services.store.read() as connection:
        mine = select(listings.c.taxpayer_id).where(listings.c.person_id == int(profile.person_id))
        return list(connection.execute(mine.order_by(listings.c.position, listings.c.unit_id)).scalars())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_list_that_does_not_come(language: Language) -> None:
    """What was read before stays; F5 reads again; nothing is called unknown, since nothing was to be changed."""
    async with faulty(language=language) as etax:
        await etax.log_in()
        whole = ids(etax)
        for index, (scenario, expected) in enumerate(OF_READING.items()):
            fault(etax, scenario, "GET", (paths.UNITS, paths.UNIT_TOTALS)[index % 2])
            await etax.press("f5")
            said(etax, expected)
            assert ids(etax) == whole
            await etax.press("f5")
            assert expected[language] not in etax.text()


@pytest.mark.parametrize("scenario", ["drop", "garble=html", "status=503;retry-after=2"])
async def test_a_list_that_does_not_come_at_first(scenario: str) -> None:
    async with faulty() as etax:
        fault(etax, scenario, "GET", paths.UNITS)
        await etax.log_in()
        said(etax, OF_READING[scenario])
        await etax.press("f5")
        assert "单位总数: 6" in etax.text()
        assert len(ids(etax)) == 6


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_unit_that_does_not_open(language: Language) -> None:
    """The cursor and what was searched for stay, so that the next Enter tries the same unit."""
    async with faulty(language=language) as etax:
        await etax.log_in()
        await etax.press("slash")
        await etax.paste("0QJ0")
        await etax.press("enter", "down")
        for scenario, expected in OF_READING.items():
            fault(etax, scenario, "GET", "/api/units/*/home")
            await etax.press("enter")
            said(etax, expected)
            assert "0QJ0" in etax.text()
            assert not isinstance(etax.app.screen, VerifyDialog)
        await etax.press("enter")
        assert isinstance(etax.app.screen, VerifyDialog)
        assert SECOND in str(etax.app.screen.query_one("UnitFacts").render())


@pytest.mark.parametrize(("scenario", "language"), SOME_DEEDS)
async def test_adding(scenario: str, language: Language) -> None:
    """UNT-04: what was typed stays; leaving the dialog shows the list as it is."""
    async with faulty(language=language) as etax:
        await etax.log_in("wangfang")
        before = ids(etax)
        fault(etax, scenario, "POST", paths.UNITS)
        await etax.press("a")
        for _ in range(2):
            await etax.paste(NEW)
            await etax.press("enter")
        said(etax, OF_DEEDS[scenario])
        assert isinstance(etax.app.screen, AddUnitsDialog)
        assert etax.text().count(NEW) == 2
        assert sent(etax, "POST", paths.UNITS) == 1
        await etax.press("escape")
        assert ids(etax) == truth(etax) == ([*before, NEW] if scenario in CARRIED_OUT else before)


async def test_adding_again_after_a_lost_answer() -> None:
    """IDM-1: the same request again brings the answer that was lost."""
    async with faulty() as etax:
        await etax.log_in("wangfang")
        fault(etax, "lose-answer", "POST", paths.UNITS)
        await etax.press("a")
        for _ in range(2):
            await etax.paste(NEW)
            await etax.press("enter")
        await etax.press("enter")
        assert "已添加 1 个单位" in etax.text()
        assert NEW in ids(etax)


@pytest.mark.parametrize("scenario", ["drop", "lose-answer"])
async def test_adding_several(scenario: str) -> None:
    """The lines stay in the box."""
    async with faulty() as etax:
        await etax.log_in("wangfang")
        before = ids(etax)
        fault(etax, scenario, "POST", paths.UNITS)
        await etax.press("a", "f2")
        await etax.paste(f"{NEW}\n91440199MA0QJ06026")
        await etax.press("tab", "tab", "tab", "enter")
        said(etax, OF_DEEDS[scenario])
        assert NEW in etax.text()
        await etax.press("escape", "enter")  # a list that was pasted is asked about
        assert ids(etax) == truth(etax)
        assert len(ids(etax)) == len(before) + (2 if scenario == "lose-answer" else 0)


@pytest.mark.parametrize("filtered", [False, True])
@pytest.mark.parametrize(("scenario", "language"), SOME_DEEDS)
async def test_removing(scenario: str, language: Language, filtered: bool) -> None:
    """The list shows at once what the server has, and what was said stays on the screen; after a lost answer, what was found out."""
    async with faulty(language=language) as etax:
        await etax.log_in()
        before = truth(etax)
        if filtered:
            await etax.press("slash")
            await etax.paste("0QJ0")
            await etax.press("enter")
        await etax.press("down")
        fault(etax, scenario, "DELETE", "/api/units/*")
        await etax.press("delete", "enter")
        found_out = {Language.zh: "已核对：移出", Language.en: "Checked: removing"}
        said(etax, found_out if scenario in UNSURE else OF_DEEDS[scenario])
        if scenario in UNSURE and language is Language.zh:
            assert ("已完成" if scenario in CARRIED_OUT else "未完成") in etax.text()
        expected = [unit for unit in before if unit != SECOND] if scenario in CARRIED_OUT else before
        assert ids(etax) == truth(etax) == expected
        assert len([request for request in etax.carrier.sent if request[0] == "DELETE"]) == 1


async def test_removing_while_the_server_goes_away_altogether() -> None:
    """That the result is unknown weighs more than that the list can't be read."""
    async with faulty() as etax:
        await etax.log_in()
        fault(etax, "lose-answer", "DELETE", "/api/units/*")
        fault(etax, "drop", "GET", "*", None)
        await etax.press("delete", "enter")
        said(etax, OF_DEEDS["lose-answer"])
        etax.server.state.services.faults.remove()
        await etax.press("f5")
        assert ids(etax) == truth(etax)
        assert len(ids(etax)) == 5
        assert "结果未知" not in etax.text()


@pytest.mark.parametrize(("scenario", "language"), SOME_DEEDS)
async def test_ordering(scenario: str, language: Language) -> None:
    """UNT-05: a refusal leaves the order as it was laid; after a lost answer the list shows the order that the server has."""
    async with faulty(language=language) as etax:
        await etax.log_in()
        before = truth(etax)
        moved = [before[1], before[0], *before[2:]]
        await etax.press("s", "right_square_bracket")
        fault(etax, scenario, "PUT", paths.UNIT_ORDER)
        await etax.press("d")
        said(etax, OF_DEEDS[scenario])
        assert sent(etax, "PUT", paths.UNIT_ORDER) == 1
        if scenario in UNSURE:
            assert ids(etax) == truth(etax) == (moved if scenario in CARRIED_OUT else before)
            await etax.press("f5")
            assert OF_DEEDS[scenario][language] not in etax.text()
        else:
            assert (ids(etax), truth(etax)) == (moved, before)
            await etax.press("d")
            assert ids(etax) == truth(etax) == moved


async def test_ordering_on_the_way_out() -> None:
    """The question 「要设定为默认排序吗」 leads to the same."""
    async with faulty() as etax:
        await etax.log_in()
        await etax.press("s", "right_square_bracket", "escape")
        fault(etax, "lose-answer", "PUT", paths.UNIT_ORDER)
        await etax.press("enter")
        said(etax, OF_DEEDS["lose-answer"])
        assert ids(etax) == truth(etax)


async def test_a_deed_over_a_broken_socket() -> None:
    async with faulty(over="socket") as etax:
        await etax.log_in()
        for scenario, left in (("lose-answer", 5), ("truncate", 4), ("drop", 4)):
            fault(etax, scenario, "DELETE", "/api/units/*")
            await etax.press("delete", "enter")
            assert ("未完成" if scenario == "drop" else "已完成") in etax.text()
            assert "未在列表中" not in etax.text(), "what was taken off on purpose is not offered again"
            assert ids(etax) == truth(etax)
            assert len(ids(etax)) == left
