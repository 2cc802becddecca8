"""The pytest plugin in somebody else's suite: what it loads, modes of pytest-asyncio, parallel runs, databases, a test that fails."""

import subprocess
import sys
from pathlib import Path

from tests.testing.suites import INI, run_suite

OURS = {"etax_client", "etax_client.testing", "etax_client.testing.plugin"}

LOADED = f"""
import sys

def test_nothing_of_ours_is_loaded_before_it_is_used():
    assert {{name for name in sys.modules if name.split(".")[0] == "etax_client"}} <= {OURS!r}
    assert not {{"textual", "litestar", "sqlalchemy", "httpx"}} & sys.modules.keys()
"""


def test_loading_the_plugin_loads_nothing_of_ours() -> None:
    """Else coverage, which starts later, would lose the lines of every module that is loaded here; and a suite without us stays fast."""
    program = "import etax_client.testing.plugin, sys; print(*sorted(n for n in sys.modules if n.split('.')[0] in "
    program += "('etax_client', 'textual', 'litestar', 'httpx', 'msgspec', 'rich')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert set(done.stdout.split()) == OURS, done.stdout + done.stderr


def test_strict_mode_in_parallel_with_a_database_that_all_share(tmp_path: Path) -> None:
    """Two processes, one database: each run has a world of its own, which is gone afterwards."""
    ini = INI.replace("asyncio_mode = auto", "asyncio_mode = strict") + f"etax_database = {tmp_path / 'shared.sqlite3'}\n"
    test = """
import pytest

@pytest.mark.asyncio
async def test_alone(etax_run):
    async with etax_run(account_locked="wangfang") as etax:
        assert [session.login_name for session in await etax.control.sessions()] == []
        await etax.login.with_password("liming", "Etax@2026")
        assert "单位总数: 6" in etax.screen_text()
        assert [session.login_name for session in await etax.control.sessions()] == ["liming"]
        assert len((await etax.control.worlds())) >= 2
"""
    outcome = run_suite(
        tmp_path,
        "-n",
        "2",
        "--dist",
        "load",
        files={"test_first.py": test, "test_second.py": test.replace("liming", "zhaoqiang").replace("单位总数: 6", "单位总数")},
        ini=ini,
    )
    assert "2 passed" in outcome.text, outcome.text
    assert (tmp_path / "shared.sqlite3").exists()
    assert list((tmp_path / "shared.sqlite3.worlds").glob("*.sqlite3")) == []


FAILING = """
import pytest

async def test_runs_that_fail(etax_run):
    async with etax_run(language="en") as first:
        pass
    async with etax_run() as etax:
        await etax.login.with_password("liming", "Wrong@2026")
        assert "单位总数" in etax.screen_text()

async def test_the_wrong_screen(etax_run):
    async with etax_run() as etax:
        await etax.units.enter(1)

async def test_what_never_comes(etax_run, monkeypatch):
    from etax_client.testing import driver
    monkeypatch.setattr(driver, "PATIENCE", 0.05)
    async with etax_run() as etax:
        await etax.wait_for("no such thing")

@pytest.mark.etax("socket")
async def test_a_marker_without_names(etax_run):
    pass

@pytest.mark.etax(speed=3)
async def test_a_marker_with_another_name(etax_run):
    pass

@pytest.mark.etax(over="pigeon")
async def test_another_way(etax_run):
    async with etax_run():
        pass
"""


def test_what_a_failing_test_shows(tmp_path: Path) -> None:
    outcome = run_suite(tmp_path, "--tb=short", files={"test_0_loaded.py": LOADED, "test_1_failing.py": FAILING})
    assert "1 passed" in outcome.text, outcome.text
    assert "4 failed" in outcome.text, outcome.text
    assert "2 errors" in outcome.text
    first, _, rest = outcome.text.partition("etax: the screen at the end of run 2")
    assert "etax: the screen at the end of run 1" in first
    assert "Real-name login" in first
    screen, _, journal = rest.partition("etax: the journal of run 2")
    assert "您还有 4 次机会" in screen
    assert "POST /api/sessions 401" in journal
    assert "[LOG-04]" in journal
    assert "Wrong@2026" not in screen + journal.partition("test_the_wrong_screen")[0], "no secret in a report (SEC-1)"
    assert "UnitsScreen is not what is shown" in outcome.text
    assert "no such thing never came" in outcome.text
    assert "the marker etax takes over and database by name" in outcome.text
    assert "over: process or socket, not pigeon" in outcome.text


def test_option_marker_and_ini_say_where_the_data_are(tmp_path: Path) -> None:
    """The nearest wins: the marker, then the option, then the ini file."""
    test = """
import pytest
from pathlib import Path

async def test_option(etax_run):
    async with etax_run():
        assert Path("option.sqlite3").exists()

@pytest.mark.etax(database="marker.sqlite3")
class TestMarker:
    @pytest.mark.etax(over="socket")
    async def test_marker(self, etax_run):
        async with etax_run(person="liming") as etax:
            assert Path("marker.sqlite3").exists()
            assert etax.app.desk.place.pages.startswith("http://127.0.0.1:")
            assert "/w/test-" in etax.app.desk.place.pages
"""
    ini = INI + "etax_database = ini.sqlite3\n"
    outcome = run_suite(tmp_path, "--etax-database", "option.sqlite3", files={"test_places.py": test}, ini=ini)
    assert "2 passed" in outcome.text, outcome.text
    assert not (tmp_path / "ini.sqlite3").exists()
