"""What the doctor says of terminal, keyring, settings, address and server."""

import os
import tty
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from etax_client import doctor
from etax_client.api.carrier import Accident, Garbled, Reply, Unreachable, Why
from etax_client.clock import ManualClock
from etax_client.doctor import Finding, Grade
from etax_client.domain.secret import Secret
from etax_client.domain.servers.server_info import ServerInfo
from etax_client.domain.servers.server_urls import UrlFault
from etax_client.machine import settings
from etax_client.machine.vault import Backend, Reason, Vault
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.wire import spelling
from tests.machine.test_terminal import pty

XTERM = {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}
URL = "http://127.0.0.1:8765"


class Answering:
    """A carrier that gives one answer."""

    def __init__(self, answer: Reply | Accident) -> None:
        self.answer = answer
        self.closed = False

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        token: Secret | None = None,
        patience: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        if isinstance(self.answer, Accident):
            raise self.answer
        return self.answer

    async def close(self) -> None:
        self.closed = True


def info(clock: ManualClock, *, simulated: bool = True, ahead: timedelta = timedelta()) -> Reply:
    said = ServerInfo("etax-client", "0.1.0", simulated, "national", "phase-1", clock.now() + ahead, False)
    return Reply(200, "application/json", spelling.write(said))


def keys(findings: list[Finding]) -> list[str]:
    return [finding.phrase.key for finding in findings]


def test_a_terminal_that_a_killed_program_left_raw_is_named() -> None:
    """It shows nothing of what is typed: `reset` brings it back."""
    with pty() as made:
        assert "doctor.terminal_raw" not in keys(doctor.examine_terminal([made.stream] * 3, XTERM))
        tty.setraw(made.stream.fileno())
        found = [each for each in doctor.examine_terminal([made.stream] * 3, XTERM) if each.phrase.key == "doctor.terminal_raw"]
    assert [each.grade for each in found] == [Grade.bad]
    assert "reset" in words().tell(found[0].phrase)


def test_a_good_terminal() -> None:
    with pty(100, 30, answers=(b"\x1b[1;2R", b"\x1b[1;2R", b"\x1b[1;3R")) as made:
        findings = doctor.examine_terminal([made.stream] * 3, {**XTERM, "COLORTERM": "truecolor"})
    assert keys(findings) == ["doctor.term", "doctor.size", "doctor.colours_all", "doctor.encoding", "doctor.widths"]
    assert {finding.grade for finding in findings} == {Grade.good}


def test_a_terminal_with_faults() -> None:
    with pty(70, 22, answers=(b"\x1b[1;2R", b"\x1b[1;3R", b"\x1b[1;3R")) as made:
        findings = doctor.examine_terminal([made.stream] * 3, {"TERM": "xterm", "NO_COLOR": "1", "LANG": "de_DE.ISO-8859-1"})
    assert keys(findings) == ["doctor.term", "doctor.size_tight", "doctor.colours_off", "doctor.encoding_other", "doctor.width_block"]
    assert [finding.grade for finding in findings] == [Grade.good, Grade.hint, Grade.hint, Grade.bad, Grade.hint]


def test_a_small_one_a_dumb_one_and_none() -> None:
    with pty(40, 10, answers=(b"\x1b[1;2R",) * 3) as made:
        small = doctor.examine_terminal([made.stream] * 3, XTERM)
        dumb = doctor.examine_terminal([made.stream] * 3, {**XTERM, "TERM": "dumb"})
    assert {"doctor.size_small", "doctor.width_han"} <= set(keys(small))
    assert "doctor.term_dumb" in keys(dumb)
    reads, writes = os.pipe()
    with os.fdopen(reads) as stream, os.fdopen(writes, "w"):
        nothing = doctor.examine_terminal([stream] * 3, XTERM)
    assert not any(map(doctor.all_well, ([*small], [*dumb], [*nothing])))


@pytest.mark.parametrize(
    ("lang", "answers", "key"),
    [
        ("zh_CN.UTF-8", (b"\x1b[1;3R", b"\x1b[1;3R", b"\x1b[1;4R"), "doctor.encoding_unspoken"),
        ("zh_CN.GBK", (b"\x1b[1;2R", b"\x1b[1;2R", b"\x1b[1;3R"), "doctor.encoding_other"),
    ],
)
def test_a_terminal_that_speaks_another_encoding_is_named(lang: str, answers: tuple[bytes, ...], key: str) -> None:
    """What it draws tells it even where the locale promises UTF-8: the two bytes of ñ are one Chinese letter in GBK."""
    with pty(answers=answers) as made:
        found = doctor.examine_terminal([made.stream] * 3, {"TERM": "xterm-256color", "LANG": lang})
    assert [finding.phrase.key for finding in found if finding.grade is Grade.bad] == [key]


def test_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    assert keys(doctor.examine_settings(path)) == ["doctor.settings_none"]
    settings.save(path, settings.Settings())
    assert keys(doctor.examine_settings(path)) == ["doctor.settings"]
    path.write_text("colour = 1\n")
    assert keys(doctor.examine_settings(path)) == ["doctor.settings_unknown"]
    (tmp_path / "file").touch()
    assert keys(doctor.examine_settings(tmp_path / "file" / "settings.toml")) == ["doctor.settings_fixed"]
    assert keys(doctor.examine_settings(None)) == ["settings.no_home"]
    path.write_text("\n\ntheme = 7\n")
    [finding] = doctor.examine_settings(path)
    assert finding.grade is Grade.bad
    assert finding.phrase.params["line"] == 3


class NoBackend:
    def __call__(self) -> Backend:
        raise OSError


async def test_no_keyring_is_a_hint_only() -> None:
    """KEY-2: memory only is the normal case on a server."""
    finding = await doctor.examine_keyring(Vault(NoBackend()))
    assert (finding.grade, finding.phrase.key) == (Grade.hint, "doctor.keyring_none")


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (None, "doctor.server_none"),
        (UrlFault.plain_http, "url.plain_http"),
        (UrlFault.real_tax_office, "url.real_tax_office"),
        (UrlFault.malformed, "url.malformed"),
    ],
)
def test_an_address_at_fault_is_told_and_nobody_is_asked(fault: UrlFault | None, key: str) -> None:
    """TLS-3."""
    assert doctor.address_fault(fault).phrase.key == key


@pytest.mark.parametrize(
    ("minutes", "key", "apart"),
    [(0, "doctor.clock", None), (1, "doctor.clock", None), (3, "doctor.clock_apart", 3), (-90, "doctor.clock_apart", 90)],
)
async def test_a_server_that_answers(minutes: int, key: str, apart: int | None) -> None:
    """How far the clocks are apart is told without a sign: which of the two is wrong nobody knows."""
    clock = ManualClock()
    carrier = Answering(info(clock, ahead=timedelta(minutes=minutes)))
    findings = await doctor.examine_server(carrier, URL, clock)
    assert keys(findings) == ["doctor.server", key]
    assert findings[-1].phrase.params.get("minutes") == apart
    assert carrier.closed


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        *((Unreachable(why, sent=False), f"doctor.server_{why.value}") for why in Why),
        (Garbled("html"), "doctor.server_foreign"),
        (Reply(200, "text/html", b"<html>"), "doctor.server_foreign"),
        (info(ManualClock(), simulated=False), "doctor.server_foreign"),
    ],
)
async def test_a_server_that_is_not_there_or_not_ours(answer: Reply | Accident, key: str) -> None:
    """MCK-1: one that does not call itself simulated is not talked to."""
    carrier = Answering(answer)
    findings = await doctor.examine_server(carrier, URL, ManualClock())
    assert keys(findings) == [key]
    assert not doctor.all_well(findings)
    assert carrier.closed


@pytest.mark.parametrize("language", list(Language))
def test_every_reason_has_words(language: Language) -> None:
    say = words(language)
    for name in [f"keyring.{reason.value}" for reason in Reason] + [f"url.{fault.value}" for fault in UrlFault]:
        assert say.knows(name), name
    for name in [f"settings.{why.value}" for why in settings.Why] + [f"doctor.server_{why.value}" for why in Why]:
        assert say.knows(name), name
