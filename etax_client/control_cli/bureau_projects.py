"""Projects of units from elsewhere at the Beijing bureau, from the shell."""

from collections.abc import Iterator
from datetime import datetime

import click

from etax_client.control_cli.door import Command, once
from etax_client.control_cli.tables import Table
from etax_client.domain.testing.bureau_views import ProjectSeen
from etax_client.texts.words import Words
from etax_client.wire.control.bureau_projects import ReportRequest


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say

    @command("bureau", "projects")
    @click.option("--unit", default="", metavar="UNIT", help=say("help.control_projects_unit"))
    def projects(unit: str) -> None:
        once(words, lambda control: control.projects(unit), lambda found: _projects(words, found))

    @command("bureau", "report")
    @click.argument("unit")
    @click.argument("number")
    @click.argument("name")
    @click.option("--place", default="", metavar="TEXT", help=say("help.control_report_place"))
    @click.option("--authority", default="", metavar="TEXT", help=say("help.control_report_authority"))
    @click.option("--handler", metavar="PERSON", help=say("help.control_report_handler"))
    @click.option("--contact", metavar="PERSON", help=say("help.control_report_contact"))
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=say("help.control_report_until"))
    def report(unit: str, number: str, name: str, until: datetime | None, **told: str) -> None:
        asked = ReportRequest(unit, number, name, until=None if until is None else until.date(), **told)
        once(words, lambda control: control.report_project(asked), lambda found: _projects(words, (found,)))

    @command("bureau", "close-project")
    @click.argument("project", type=int)
    def close_project(project: int) -> None:
        once(words, lambda control: control.close_project(project), lambda _: [say("control.project_closed")])


def _projects(words: Words, found: tuple[ProjectSeen, ...]) -> Iterator[str]:
    say = words.say
    heads = [say(head) for head in ("control.id", "units.taxpayer_id", "bureau.project.number", "control.tie_state")]
    yield from Table(heads).lines([_row(words, each) for each in found])


def _row(words: Words, one: ProjectSeen) -> tuple[int, str, str, str]:
    state = " ".join([words.say(f"bureau.project.state.{one.state}"), *([] if one.until is None else [one.until.isoformat()])])
    return one.project_id, one.taxpayer_id, one.number, state
