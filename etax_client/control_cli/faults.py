"""Faults on demand and the journal, from the shell."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TypedDict

import click

from etax_client.api.control import Control
from etax_client.control_cli.door import IDS, Command, follow, once
from etax_client.control_cli.tables import Table
from etax_client.domain.local_time import local_time
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.domain.testing import scenarios
from etax_client.domain.testing.scenarios import BadScenario
from etax_client.shell import Failure
from etax_client.texts.words import Words
from etax_client.wire.control.faults import MOST_TIMES, FaultView
from etax_client.wire.control.journal import MOST_ROWS, USUAL_ROWS, JournalRow


class Wanted(TypedDict):
    """What of the journal is wanted, as the door filters it."""

    person: str
    rule: str
    decided: str
    path: str


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say

    @command("faults", "list")
    def list_faults() -> None:
        once(words, Control.faults, lambda found: _faults(words, found))

    @command("faults", "add")
    @click.argument("scenario")
    @click.option("--method", default="*", metavar="METHOD", help=say("help.faults_method"))
    @click.option("--path", default="*", metavar="PATTERN", help=say("help.faults_path"))
    @click.option("--percent", type=click.IntRange(1, 100), default=100, metavar="N", help=say("help.faults_percent"))
    @click.option("--count", type=click.IntRange(1, MOST_TIMES), metavar="N", help=say("help.faults_count"))
    @click.option("--next", "once_only", is_flag=True, help=say("help.faults_next"))
    def add_fault(scenario: str, method: str, path: str, percent: int, count: int | None, once_only: bool) -> None:
        if once_only and count is not None:
            raise Failure(say("control.next_or_count"))
        try:
            scenarios.parse(scenario)
        except BadScenario as error:
            raise Failure(say("control.no_scenario", why=error)) from None
        times = 1 if once_only else count
        once(
            words,
            lambda control: control.add_fault(scenario, method=method.upper(), path=path, percent=percent, count=times),
            lambda found: _faults(words, (found,)),
        )

    @command("faults", "clear")
    @click.argument("fault", metavar="ID", required=False, type=IDS)
    def clear_faults(fault: int | None) -> None:
        once(words, lambda control: control.clear_faults(fault), lambda _: [say("control.faults_cleared")])

    @command("journal")
    @click.option("--follow", "following", is_flag=True, help=say("help.control_follow"))
    @click.option("--person", default="", metavar="NAME", help=say("help.journal_person"))
    @click.option("--rule", default="", metavar="ID", help=say("help.journal_rule"))
    @click.option("--decided", default="", metavar="OUTCOME", help=say("help.journal_decided"))
    @click.option("--path", default="", metavar="PATH", help=say("help.journal_path"))
    @click.option("--limit", default=USUAL_ROWS, type=click.IntRange(1, MOST_ROWS), metavar="N", help=say("help.journal_limit"))
    def journal(following: bool, limit: int, person: str, rule: str, decided: str, path: str) -> None:
        wanted: Wanted = {"person": person, "rule": rule, "decided": decided, "path": path}
        heads = ("control.at", "control.person", "control.status", "control.asked", "control.decided", "control.rule", "control.why")
        table = Table([say(head) for head in heads])

        def tell(rows: Iterable[JournalRow]) -> Iterator[str]:
            return table.lines(_row(words, row) for row in rows)

        if following:
            follow(words, lambda control: newly_decided(control, limit, wanted), tell)
        else:
            once(words, lambda control: control.journal(limit=limit, **wanted), lambda view: tell(view.rows))


async def newly_decided(control: Control, limit: int, wanted: Wanted) -> AsyncIterator[list[JournalRow]]:
    """The last rows of the journal, then what is decided, the oldest first."""
    view = await control.journal(limit=limit, **wanted)
    yield list(view.rows)
    while True:
        view = await control.journal(after=view.last, limit=MOST_ROWS, wait=LONGEST_WAIT, **wanted)
        if view.rows:
            yield list(view.rows)


def _faults(words: Words, found: tuple[FaultView, ...]) -> Iterator[str]:
    heads = ("control.id", "control.method", "control.path", "control.scenario", "control.percent", "control.left")
    rows = [
        (
            one.id,
            one.method,
            one.path,
            one.scenario,
            f"{one.percent}%",
            words.say("control.always") if one.left is None else one.left,
        )
        for one in found
    ]
    return Table([words.say(head) for head in heads]).lines(rows)


def _row(words: Words, row: JournalRow) -> tuple[object, ...]:
    language = words.language.value
    outcome, why = row.outcome.get(language, row.decided), row.why.get(language, row.reason)
    return local_time(row.at), row.person or row.client[:8], row.status or None, row.asked, outcome, row.rule, why
