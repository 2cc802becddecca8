"""What a run begins with: each argument of `etax_run` does what docs/testing.md says of it."""

from pathlib import Path

import pytest

from etax_client.server.world.world_file import WorldError
from etax_client.testing.running import EtaxRun, StartRun
from tests.postgresql import Cluster

WORLD = """
account_password = "Other@2026"
declaration_password = "Other2026a"

[[units]]
taxpayer_id = "91440199MA0QJ0100K"
name = "别的单位"

[[people]]
name = "何某"
document_type = "resident_id"
document_number = "440199198805120030"
login_name = "he_mou"
password = "Own@20260"
lists = ["91440199MA0QJ0100K"]
"""


async def test_nobody_and_nothing(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        assert "实名登录" in etax.screen_text()
        assert len(etax.rows()) == 24
        assert etax.clock.now().isoformat() == "2026-11-20T02:00:00+00:00"
        assert await etax.control.sessions() == ()


@pytest.mark.parametrize("unit", [2, "91440199MA0QJ0207Y"])
async def test_a_unit_that_is_locked(etax_run: StartRun, unit: int | str) -> None:
    async with etax_run(person="liming", unit_locked=unit) as etax:
        assert ["锁定" in row for row in etax.units.rows()] == [False, True, False, True, False, False]


async def test_an_account_that_is_locked_cannot_be_let_in(etax_run: StartRun) -> None:
    with pytest.raises(AssertionError, match="已锁定，剩余 120:00"):
        async with etax_run(person="wangfang", account_locked="13800000002"):
            pytest.fail("the block has begun")


async def test_language_size_settings_and_pages(etax_run: StartRun) -> None:
    how = {"settings": {"keypad": True, "theme": "etax-dark"}, "pages": "http://127.0.0.1:1"}
    async with etax_run(language="en", size=(120, 40), **how) as etax:
        assert "Real-name login" in etax.screen_text()
        assert len(etax.rows()) == 40
        assert etax.app.theme == "etax-dark"
        assert etax.app.desk.place.pages == "http://127.0.0.1:1"
        assert "Close" in etax.screen_text(), "the soft keypad is open"


async def test_a_world_of_ones_own(etax_run: StartRun, tmp_path: Path) -> None:
    path = tmp_path / "world.toml"
    path.write_text(WORLD, encoding="utf-8")
    for world in (WORLD, path):
        async with etax_run(person="he_mou", world=world) as etax:
            assert "别的单位" in etax.units.rows()[0]
            await etax.units.enter(1, password="Other2026a")
            assert "办税首页" in etax.screen_text()
    with pytest.raises(WorldError, match=r"line 3"):
        async with etax_run(world="\n\nnonsense = 3"):
            pass


async def test_the_policy(etax_run: StartRun) -> None:
    """beijing locks until the next midnight, 14 hours from the moment at which a run begins."""
    async with etax_run(policy="beijing", account_locked="liming") as etax:
        await etax.login.with_password("liming", "Etax@2026")
        assert "剩余 14:00:00" in etax.screen_text()


async def test_the_phase(etax_run: StartRun) -> None:
    """VER-03: in phase 2 an authorisation opens a unit."""
    async with etax_run(phase="phase-2", person="liming") as etax:
        await etax.units.enter(1)
        assert "办税首页" in etax.screen_text()


async def first_captcha(etax: EtaxRun) -> str:
    await etax.login.with_password("liming", "Wrong@2026")
    return (await etax.control.latest_captcha()).answer


async def test_a_seed_repeats_the_captchas(etax_run: StartRun) -> None:
    found = []
    for seed in (1, 1, 2):
        async with etax_run(seed=seed) as etax:
            found.append(await first_captcha(etax))
    assert found[0] == found[1] != found[2]


async def test_two_runs_at_once_do_not_meet(etax_run: StartRun) -> None:
    async with etax_run(account_locked="liming") as one, etax_run(person="liming") as other:
        assert one.clock is not other.clock
        assert [len(await etax.control.sessions()) for etax in (one, other)] == [0, 1]


async def test_on_postgresql(etax_run: StartRun, postgres: Cluster) -> None:
    """Two runs share a database and do not meet; the phone's news come as soon as elsewhere."""
    database = postgres.fresh()
    async with etax_run(database=database, world=WORLD) as etax, etax_run(database=database, person="liming") as other:
        await etax.login.by_qr()
        await etax.phone.log_in("he_mou")
        await etax.phone.scan_and_confirm()
        assert "别的单位" in etax.units.rows()[0]
        assert "单位总数: 6" in other.screen_text()
        worlds = [world.name for world in await etax.control.worlds()]
        assert len(worlds) == 3
    async with etax_run(database=database) as etax:
        assert len(await etax.control.worlds()) == 2, "each run takes its world away"
