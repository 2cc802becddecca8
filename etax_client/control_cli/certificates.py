"""The units' certificates, from the shell."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from etax_client.api.control import Control
from etax_client.control_cli.door import Command, once
from etax_client.control_cli.tables import Table
from etax_client.domain.local_time import local_time
from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import MOST_DAYS, USUAL_DAYS, CertificateSeen, IssuedCertificate, is_pin
from etax_client.shell import FAILED, Failure
from etax_client.texts.words import Words


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say

    @command("certificate", "issue")
    @click.argument("unit")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--days", type=click.IntRange(1, MOST_DAYS), default=USUAL_DAYS, metavar="N", help=say("help.certificate_days"))
    @click.option("--ask-pin", is_flag=True, help=say("help.certificate_ask_pin"))
    def issue(unit: str, file: Path, days: int, ask_pin: bool) -> None:
        # an option would stand in the list of processes
        pin = Secret(click.prompt("PIN", hide_input=True, confirmation_prompt=True, err=True)) if ask_pin else None
        if pin is not None and not is_pin(pin.reveal()):
            raise Failure(say("hall.certificates.pin_form"))
        if file.exists():
            raise Failure(say("control.certificate_file", path=file))

        async def ask(control: Control) -> IssuedCertificate:
            issued = await control.issue_certificate(unit, pin, days)
            _write(words, file, issued.file)
            return issued

        once(words, ask, lambda issued: [_issued(words, issued, file)])

    @command("certificate", "list")
    @click.argument("unit")
    def list_certificates(unit: str) -> None:
        once(words, lambda control: control.certificates(unit), lambda found: _certificates(words, found))

    @command("certificate", "revoke")
    @click.argument("serial")
    def revoke(serial: str) -> None:
        once(words, lambda control: control.revoke_certificate(serial), lambda seen: [_now(words, seen)])

    @command("certificate", "expire")
    @click.argument("serial")
    def expire(serial: str) -> None:
        once(words, lambda control: control.expire_certificate(serial), lambda seen: [_now(words, seen)])


def _write(words: Words, path: Path, data: bytes) -> None:
    """A file of mode 0600, and none that was there before. Raises Failure."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except FileExistsError:
        raise Failure(words.say("control.certificate_file", path=path), FAILED) from None
    except OSError:
        raise Failure(words.say("control.certificate_not_written", path=path), FAILED) from None


def _issued(words: Words, issued: IssuedCertificate, path: Path) -> str:
    until = local_time(issued.certificate.not_after)
    return words.say("control.certificate_issued", serial=issued.certificate.serial, until=until, pin=issued.pin.reveal(), path=path)


def _certificates(words: Words, found: tuple[CertificateSeen, ...]) -> Iterator[str]:
    heads = ("control.serial", "control.state", "control.not_before", "control.not_after")
    rows = [(each.serial, _state(words, each), local_time(each.not_before), local_time(each.not_after)) for each in found]
    return Table([words.say(head) for head in heads]).lines(rows)


def _now(words: Words, seen: CertificateSeen) -> str:
    return words.say("control.certificate_now", serial=seen.serial, state=_state(words, seen))


def _state(words: Words, seen: CertificateSeen) -> str:
    return words.say(f"control.certificate.{seen.state}")
