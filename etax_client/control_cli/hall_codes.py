"""Hall codes, from the shell."""

from collections.abc import Awaitable, Iterator

import click

from etax_client.api.control import Control
from etax_client.control_cli.door import Command, once
from etax_client.control_cli.tables import Table
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import HallCodeSeen
from etax_client.domain.identity.hall_codes import Slip, mask_on_slip
from etax_client.domain.local_time import local_time
from etax_client.domain.testing import durations
from etax_client.shell import Failure
from etax_client.texts.words import Words


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    types = click.Choice([kind.value for kind in DocumentType])

    @command("hall-code", "issue")
    @click.argument("person", required=False)
    @click.option("--type", "kind", type=types, metavar="TYPE", help=say("help.hall_type"))
    @click.option("--number", metavar="NUMBER", help=say("help.hall_number"))
    @click.option("--name", metavar="NAME", help=say("help.hall_name"))
    @click.option("--nationality", metavar="XX", help=say("help.hall_nationality"))
    @click.option("--correct", is_flag=True, help=say("help.hall_correct"))
    def issue(person: str | None, kind: str | None, number: str | None, name: str | None, nationality: str | None, correct: bool) -> None:
        by_document = None not in (number, name)
        if (person is not None) is by_document or (person is not None and (kind or number or name or nationality or correct)):
            raise Failure(say("control.person_or_document"))
        document_type = None if person is not None else DocumentType(kind or DocumentType.resident_id)

        def ask(control: Control) -> Awaitable[Slip]:
            return control.issue_hall_code(
                person, document_type=document_type, number=number, name=name, nationality=nationality, correct=correct
            )

        once(words, ask, lambda slip: [_slip(words, slip)])

    @command("hall-code", "list")
    @click.argument("person", required=False)
    def list_codes(person: str | None) -> None:
        once(words, lambda control: control.hall_codes(person), lambda found: _codes(words, found))


def _slip(words: Words, slip: Slip) -> str:
    until = local_time(slip.expires_at)
    return words.say("control.hall_code", code=slip.code.reveal(), name=slip.name, number=mask_on_slip(slip.document_number), until=until)


def _codes(words: Words, found: tuple[HallCodeSeen, ...]) -> Iterator[str]:
    heads = ("control.id", "hall.codes.state", "control.person_name", "control.document", "hall.codes.at", "control.ends_in")
    rows = [
        (
            one.code_id,
            words.say(f"hall.state.{one.state}"),
            one.name,
            one.document_number,
            local_time(one.issued_at),
            durations.spell(one.seconds) if one.seconds else None,
        )
        for one in found
    ]
    return Table([words.say(head) for head in heads]).lines(rows)
