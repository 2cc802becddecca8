"""Finds out what this terminal, keyring, settings file and server can do, and what to do about what they can't."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO

from etax_client.api.carrier import Accident, Carrier, Unreachable
from etax_client.api.etax import Etax
from etax_client.clock import Clock
from etax_client.domain.refusals import Refused
from etax_client.domain.servers.server_info import ServerInfo
from etax_client.domain.servers.server_urls import UrlFault
from etax_client.machine import files, settings, terminal
from etax_client.machine.vault import Reason, Vault
from etax_client.shell import broken_settings
from etax_client.texts.words import Phrase, phrase

CLOCKS_APART = timedelta(minutes=2)
"""Beyond this the times on the screen confuse; nothing is decided by the client's clock (LOG-10)."""


class Grade(StrEnum):
    good = "good"
    hint = "hint"
    """It works, with less."""
    bad = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; the phrase says what is so and, unless all is well, what to do."""

    grade: Grade
    phrase: Phrase


def _good(key: str, **params: object) -> Finding:
    return Finding(Grade.good, phrase(key, **params))


def _hint(key: str, **params: object) -> Finding:
    return Finding(Grade.hint, phrase(key, **params))


def _bad(key: str, **params: object) -> Finding:
    return Finding(Grade.bad, phrase(key, **params))


def all_well(findings: Sequence[Finding]) -> bool:
    return all(finding.grade is not Grade.bad for finding in findings)


def examine_terminal(streams: Sequence[IO[str]], environment: Mapping[str, str]) -> list[Finding]:
    """Size, TERM, colours, encoding, and the widths of characters; `streams` are input, output and error output."""
    name = environment.get("TERM", "")
    unfit = terminal.unfit(streams, environment)
    if unfit is terminal.Unfit.not_a_terminal:
        return [_bad("doctor.terminal_none"), _encoding(environment)]
    found = terminal.size(streams[0])
    findings = [_bad("doctor.term_dumb", name=name or "-") if unfit is terminal.Unfit.dumb else _good("doctor.term", name=name)]
    if found is None:
        findings.append(_hint("doctor.size_unknown"))
    else:
        grade = Grade.good if found.holds(terminal.GOOD) else Grade.hint if found.holds(terminal.LEAST) else Grade.bad
        key = {Grade.good: "doctor.size", Grade.hint: "doctor.size_tight", Grade.bad: "doctor.size_small"}[grade]
        findings.append(Finding(grade, phrase(key, columns=found.columns, rows=found.rows)))
    if terminal.left_raw(streams[0]):
        findings.append(_bad("doctor.terminal_raw"))
    findings += [_colours(environment), _encoding(environment)]
    if unfit is not terminal.Unfit.dumb:
        findings.append(_widths(terminal.measure_widths(streams[0].fileno(), streams[1].fileno())))
    return findings


def examine_settings(path: Path | None) -> list[Finding]:
    if path is None:
        return [_hint("settings.no_home")]
    try:
        settings.load(path)
        unknown = settings.unknown_names(path)
    except settings.BrokenSettings as error:
        return [Finding(Grade.bad, broken_settings(error))]
    if unknown:
        return [_hint("doctor.settings_unknown", path=path, names=", ".join(unknown))]
    if not files.can_write(Path(os.path.realpath(path))):
        return [_hint("doctor.settings_fixed", path=path)]
    return [_good("doctor.settings", path=path) if path.exists() else _good("doctor.settings_none", path=path)]


async def examine_keyring(vault: Vault) -> Finding:
    """KEY-2: without a keyring a session lives until the program ends, which is no fault."""
    found = await vault.check()
    if isinstance(found, Reason):
        return _hint("doctor.keyring_none", why=phrase(f"keyring.{found.value}"))
    return _good("doctor.keyring", name=found)


async def examine_server(carrier: Carrier, url: str, clock: Clock) -> list[Finding]:
    """Whether it answers, is ours, and has the same time; closes the carrier."""
    api = Etax(carrier, lambda: None)
    try:
        info = await api.info()
    except Unreachable as error:
        return [_bad(f"doctor.server_{error.why.value}", url=url)]
    except Accident:
        return [_bad("doctor.server_foreign", url=url)]
    finally:
        await api.close()
    if isinstance(info, Refused) or not info.simulated:
        return [_bad("doctor.server_foreign", url=url)]
    return [_good("doctor.server", url=url, version=info.version, policy=info.policy, phase=info.phase), _time(info, clock)]


def address_fault(fault: UrlFault | None) -> Finding:
    """What is wrong with the server's address; None says that there is none."""
    return _hint("doctor.server_none") if fault is None else _bad(f"url.{fault.value}")


def _time(info: ServerInfo, clock: Clock) -> Finding:
    apart = info.now - clock.now()
    if abs(apart) > CLOCKS_APART:
        return _hint("doctor.clock_apart", minutes=round(abs(apart).total_seconds() / 60))
    return _good("doctor.clock")


def _colours(environment: Mapping[str, str]) -> Finding:
    if environment.get("NO_COLOR"):
        return _hint("doctor.colours_off")
    if environment.get("COLORTERM", "") in ("truecolor", "24bit"):
        return _good("doctor.colours_all")
    return _good("doctor.colours_256") if "256color" in environment.get("TERM", "") else _hint("doctor.colours_few")


def _encoding(environment: Mapping[str, str]) -> Finding:
    name = terminal.codeset(environment)
    return _good("doctor.encoding") if name == terminal.UTF_8 else _bad("doctor.encoding_other", name=name)


def _widths(widths: terminal.Widths | None) -> Finding:
    if widths is None:
        return _hint("doctor.widths_unknown")
    if widths.latin != 1:
        return _bad("doctor.encoding_unspoken")
    if widths.han != 2:
        return _bad("doctor.width_han", cells=widths.han)
    return _good("doctor.widths") if widths.block == 1 else _hint("doctor.width_block", cells=widths.block)
