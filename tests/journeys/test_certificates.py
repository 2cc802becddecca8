"""A certificate's whole life through the client's screens: issued, used, revoked, run out, in both languages (CA, VER-06)."""

import tempfile
from pathlib import Path

import pytest

from etax_client.clock import ManualClock
from etax_client.demo import DemoCertificates
from etax_client.screens.home import HomeScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.server.world.world_file import read_world
from etax_client.testing.running import StartRun
from tests.driving import driving

SAID = {
    "zh": ("CA 证书", "证书已被吊销", "证书已到期"),
    "en": ("certificate, at", "This certificate has been revoked", "This certificate has expired"),
}


@pytest.mark.parametrize("language", list(SAID))
@pytest.mark.parametrize("over", ["process", "socket"])
async def test_a_certificate_from_its_issue_to_its_end(etax_run: StartRun, tmp_path: Path, language: str, over: str) -> None:
    """CA-01, CA-02, VER-04: for a unit that had none before; what it opened stays open."""
    opened, revoked, expired = SAID[language]
    async with etax_run(person="liming", language=language, over=over) as etax:
        first = await etax.verify_by_certificate(2)
        assert opened in etax.screen_text()
        await etax.control.revoke_certificate(first.certificate.serial)
        await etax.home.switch_unit()
        await etax.units.enter(2)
        etax.on(HomeScreen)
        await etax.home.log_out()
        await etax.login.with_password("liming", "Etax@2026")
        file = tmp_path / "unit.p12"
        file.write_bytes(first.file)
        await etax.units.enter(2)
        await etax.verify.with_certificate(file, first.pin.reveal())
        assert revoked in etax.screen_text()
        second = await etax.control.issue_certificate(first.certificate.taxpayer_id, days=1)
        await etax.control.expire_certificate(second.certificate.serial)
        file.write_bytes(second.file)
        await etax.fill("#pin-field", second.pin.reveal())
        await etax.press("enter")
        assert expired in etax.screen_text()
        await etax.press("escape", "escape")
        etax.on(UnitsScreen)
        [*_, row] = (await etax.control.journal(path="/api/units/2/certificate-verification")).rows
        assert (row.decided, row.rule) == ("certificate_expired", "CA-02")


async def test_a_locked_unit_opens_by_certificate(etax_run: StartRun) -> None:
    """VER-02, VER-06: the lock is of the declaration password's guesses."""
    async with etax_run(person="liming", unit_locked=1) as etax:
        await etax.verify_by_certificate(1)
        etax.on(HomeScreen)


async def test_a_demo_without_a_disk_has_no_certificates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """ENV-1: neither where there is no folder for them, nor where the disk is full by then."""
    world = read_world()
    async with driving(clock=ManualClock()) as etax:
        with DemoCertificates(world) as certificates:
            certificates.files[0].path.parent.rmdir()
            certificates.issue(etax.server.state.services)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with DemoCertificates(world) as without:
        assert without.files == ()


async def test_the_demos_files_open_their_units_and_are_gone_at_its_end() -> None:
    """0600 in a folder of their own."""
    with DemoCertificates(read_world()) as certificates:
        [one] = certificates.files
        async with driving(clock=ManualClock()) as etax:
            certificates.issue(etax.server.state.services)
            assert one.path.stat().st_mode & 0o077 == 0
            assert one.path.parent.stat().st_mode & 0o077 == 0
            await etax.log_in()
            await etax.press("enter", "f6")
            await etax.fill("#file-field", str(one.path))
            await etax.fill("#pin-field", one.pin)
            await etax.press("enter")
            assert isinstance(etax.app.screen, HomeScreen)
    assert not one.path.parent.exists()


async def test_the_demo_offers_its_file_and_its_pin() -> None:
    with DemoCertificates(read_world()) as certificates:
        async with driving(certificates=certificates.files) as etax:
            certificates.issue(etax.server.state.services)
            await etax.log_in()
            await etax.press("enter", "f6")
            assert "演示 PIN：123456" in etax.text()
            await etax.paste("123456")
            await etax.press("enter")
            assert isinstance(etax.app.screen, HomeScreen)
            assert all(each.certificates == () for each in etax.saved)
