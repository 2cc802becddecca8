"""The clock, the worlds and their snapshots, from the shell."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from etax_client.api.control import Control
from etax_client.control_cli.door import Command, once
from etax_client.control_cli.tables import Table
from etax_client.domain.local_time import local_time
from etax_client.domain.policies import POLICIES, Phase
from etax_client.domain.servers.server_info import FASTEST
from etax_client.domain.servers.world_names import is_name
from etax_client.domain.spans import SHANGHAI
from etax_client.domain.testing import durations
from etax_client.domain.testing.tester_views import SnapshotSeen
from etax_client.domain.text_files import NotText, text_in
from etax_client.shell import Failure, sure
from etax_client.texts.words import Words
from etax_client.wire.control.worlds import ClockRequest, ClockView, WorldView

FROZEN, USUAL = 0, 1


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    yes = click.option("--yes", is_flag=True, help=say("help.control_yes"))

    @command("clock")
    @click.option("--freeze", "rate", flag_value=FROZEN, type=int, help=say("help.clock_freeze"))
    @click.option("--go", "rate", flag_value=USUAL, type=int, help=say("help.clock_go"))
    @click.option("--fast", "rate", flag_value=FASTEST, type=int, help=say("help.clock_fast"))
    @click.option("--set", "moment", metavar="ISO", help=say("help.clock_set"))
    @click.option("--advance", metavar="2h30m", help=say("help.clock_advance"))
    @click.option("--true", "true", is_flag=True, help=say("help.clock_true"))
    def clock(rate: int | None, moment: str | None, advance: str | None, true: bool) -> None:
        if true and (rate, moment, advance) != (None, None, None):
            raise Failure(say("control.true_alone"))
        asked = None if (rate, moment, advance) == (None, None, None) else _request(words, rate, moment, advance)

        async def ask(control: Control) -> ClockView:
            if true:
                return await control.release_clock()
            return await (control.clock() if asked is None else control.steer_clock(asked))

        once(words, ask, lambda view: [_clock(words, view)])

    @command("phase")
    @click.argument("phase", type=click.Choice([phase.value for phase in Phase]))
    def set_phase(phase: str) -> None:
        once(words, lambda control: control.set_phase(Phase(phase)), lambda view: [say("control.phase_set", phase=view.phase)])

    @command("reset")
    @yes
    def reset(yes: bool) -> None:
        sure(words, say("control.sure_reset"), yes=yes)
        once(words, Control.reset, lambda view: [say("control.was_reset", now=local_time(view.now))])

    @command("world", "list")
    def list_worlds() -> None:
        once(words, Control.worlds, lambda views: _worlds(words, views))

    @command("world", "make")
    @click.argument("name")
    @click.option("--toml", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=say("help.world_toml"))
    @click.option("--policy", type=click.Choice(list(POLICIES)), help=say("help.policy"))
    @click.option("--phase", type=click.Choice([phase.value for phase in Phase]), help=say("help.phase"))
    def make_world(name: str, toml: Path | None, policy: str | None, phase: str | None) -> None:
        if not is_name(name):
            raise Failure(say("world.malformed"))
        text = None if toml is None else _read(words, toml)
        in_phase = None if phase is None else Phase(phase)
        once(
            words,
            lambda control: control.make_world(name, text, policy, in_phase),
            lambda view: [say("control.world_made", name=view.name)],
        )

    @command("world", "remove")
    @click.argument("name")
    @yes
    def remove_world(name: str, yes: bool) -> None:
        if not is_name(name):
            raise Failure(say("world.malformed"))
        sure(words, say("control.sure_remove", name=name), yes=yes)
        once(words, lambda control: control.remove_world(name), lambda _: [say("control.world_removed", name=name)])

    @command("world", "load")
    @click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
    @yes
    def load_world(file: Path | None, yes: bool) -> None:
        text = None if file is None else _read(words, file)
        sure(words, say("control.sure_load"), yes=yes)
        once(words, lambda control: control.load_world(text), lambda view: [say("control.world_loaded", now=local_time(view.now))])

    @command("snapshot", "list")
    def list_snapshots() -> None:
        once(words, Control.snapshots, lambda found: _snapshots(words, found))

    @command("snapshot", "save")
    @click.argument("name")
    def save_snapshot(name: str) -> None:
        once(words, lambda control: control.save_snapshot(name), lambda kept: [say("control.saved", name=kept.name)])

    @command("snapshot", "restore")
    @click.argument("name")
    @yes
    def restore_snapshot(name: str, yes: bool) -> None:
        sure(words, say("control.sure_restore"), yes=yes)
        once(words, lambda control: control.restore_snapshot(name), lambda _: [say("control.restored", name=name)])

    @command("snapshot", "delete")
    @click.argument("name")
    @yes
    def delete_snapshot(name: str, yes: bool) -> None:
        sure(words, say("control.sure_delete"), yes=yes)
        once(words, lambda control: control.delete_snapshot(name), lambda _: [say("control.deleted", name=name)])


def _request(words: Words, rate: int | None, moment: str | None, advance: str | None) -> ClockRequest:
    shown, time = None, durations.read(advance or "0s")
    if time is None:
        raise Failure(words.say("control.no_duration"))
    if moment is not None:
        try:
            shown = datetime.fromisoformat(moment)
        except ValueError:
            raise Failure(words.say("control.no_moment")) from None
        if shown.tzinfo is None:
            shown = shown.replace(tzinfo=ZoneInfo(SHANGHAI))
    return ClockRequest(shown, time.total_seconds(), rate)


def _clock(words: Words, view: ClockView) -> str:
    pace = words.say("control.frozen" if view.rate == FROZEN else "control.usual" if view.rate == USUAL else "control.fast", rate=view.rate)
    return words.say("control.clock", now=local_time(view.now), pace=pace)


def _worlds(words: Words, views: tuple[WorldView, ...]) -> Iterator[str]:
    heads = (words.say("control.name"), words.say("control.now"), words.say("control.policy"), words.say("control.phase"))
    rows = [(view.name or words.say("control.main"), local_time(view.now), view.policy, view.phase) for view in views]
    return Table(heads).lines(rows)


def _snapshots(words: Words, found: tuple[SnapshotSeen, ...]) -> Iterator[str]:
    heads = (words.say("control.name"), words.say("control.kept_at"), words.say("control.size"))
    return Table(heads).lines([(one.name, local_time(one.made_at), one.size) for one in found])


def _read(words: Words, path: Path) -> str:
    try:
        return text_in(path.read_bytes())
    except OSError:
        raise Failure(words.say("control.not_read", path=path)) from None
    except NotText:
        raise Failure(words.say("control.not_text", path=path)) from None
