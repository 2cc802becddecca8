"""Words from the shell: reads options and settings, says what is wrong with them, and picks one composition root, imported late."""

import asyncio
import errno
import io
import os
import re
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import platformdirs

from etax_client import __version__, crash, settings, shell, terminal
from etax_client.clock import SystemClock
from etax_client.domain.masking import mask_identifier
from etax_client.domain.policies import POLICIES, Phase
from etax_client.domain.safe_text import safe_text
from etax_client.domain.server_urls import UrlFault, is_loopback, judge
from etax_client.settings import Settings
from etax_client.texts.catalogue import words as make_words
from etax_client.texts.words import Words
from etax_client.vault import Vault

if TYPE_CHECKING:
    from etax_client.doctor import Finding

PROGRAM = "etax-client"
WRONG_USE = 2
FAILED = 1
STOPPED = 130


def run(arguments: Sequence[str]) -> int:
    """Do what the shell's words ask; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that is not UTF-8 shows ? rather than a crash
    words = make_words(shell.language(arguments, os.environ, _chosen_language()))
    try:
        status = program(words).main(list(arguments), PROGRAM, standalone_mode=False, obj=words)
    except Failure as failure:
        _complain(words.say("shell.error", text=failure.text))
        return failure.status
    except click.ClickException as error:
        _complain(shell.complaint(error, words))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(words.say("shell.stopped"), err=True)
        return STOPPED
    except Exception as error:  # a traceback may show what was typed
        if os.environ.get("ETAX_DEV") == "1":
            raise
        click.echo(crash_notice(error, words), err=True)
        return FAILED
    return status if isinstance(status, int) else 0


def _complain(text: str) -> None:
    """What was typed may stand in it: every line passes the filter (TUI-1)."""
    click.echo("\n".join(safe_text(line, 400) for line in text.split("\n")), err=True)


def crash_notice(error: BaseException, words: Words) -> str:
    path = crash.report(error, crash.crash_folder())
    return words.say("shell.crashed", path=path) if path else words.say("shell.crashed_no_report")


class Failure(Exception):
    """Something is not as the command needs it: the sentence to say and the exit status."""

    def __init__(self, text: str, status: int = WRONG_USE) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


def program(words: Words) -> click.Group:
    """The command line in these words."""
    say = words.say
    language = click.option("--lang", type=click.Choice(list(settings.LANGUAGE_NAMES)), expose_value=False, help=say("shell.lang"))

    @click.group(PROGRAM, cls=shell.SpokenGroup, invoke_without_command=True, help=f"{say('help.program')}\n\n{say('help.program_more')}")
    @click.option("--server", metavar="URL", help=say("help.server"))
    @click.option("--insecure-lan", is_flag=True, help=say("help.client_insecure"))
    @language
    @click.version_option(__version__, message=f"{PROGRAM} %(version)s", help=say("shell.version"))
    @click.pass_context
    def group(context: click.Context, server: str | None, insecure_lan: bool) -> int:
        return 0 if context.invoked_subcommand else _client(words, server, insecure_lan)

    def command(*path: str) -> Callable[[Callable[..., Any]], click.Command]:
        parent = config if len(path) > 1 else group
        return lambda function: parent.command(path[-1], help=say("help." + "_".join(path)))(language(function))

    @command("demo")
    @click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=say("help.keep"))
    def demo(keep: Path | None) -> int:
        return _demo(words, keep)

    @command("serve")
    @click.option("--host", default="127.0.0.1", metavar="HOST", help=say("help.host"))
    @click.option("--port", default=8765, type=click.IntRange(1, 65535), metavar="N", help=say("help.port"))
    @click.option("--database", metavar="URL", help=say("help.database"))
    @click.option("--workers", default=1, type=click.IntRange(1, 64), metavar="N", help=say("help.workers"))
    @click.option("--policy", default="national", type=click.Choice(list(POLICIES)), help=say("help.policy"))
    @click.option("--phase", default=Phase.phase_1.value, type=click.Choice([phase.value for phase in Phase]), help=say("help.phase"))
    @click.option("--insecure-lan", is_flag=True, help=say("help.serve_insecure"))
    def serve(host: str, port: int, database: str | None, workers: int, policy: str, phase: str, insecure_lan: bool) -> int:
        if not is_loopback(host) and not insecure_lan:
            raise Failure(say("serve.insecure_host", host=safe_text(host)))
        return _serve(words, host, port, workers, database=database, policy=policy, phase=Phase(phase))

    @command("doctor")
    @click.option("--server", metavar="URL", help=say("help.server"))
    def doctor(server: str | None) -> int:
        return _doctor(words, server)

    @group.group("config", help=say("help.config"))
    @language
    def config() -> None:
        pass

    @command("config", "path")
    def config_path() -> None:
        click.echo(settings.settings_path())

    @command("config", "show")
    def config_show() -> None:
        chosen = _load(words)
        click.echo(settings.write(replace(chosen, remembered=tuple(map(mask_identifier, chosen.remembered)))), nl=False)
        unknown = settings.unknown_names(settings.settings_path())
        if unknown:
            click.echo(words.say("settings.unknown", names=safe_text(", ".join(unknown))), err=True)

    @command("config", "set")
    @click.argument("name")
    @click.argument("value")
    def config_set(name: str, value: str) -> None:
        _set(words, name, value)

    return group


def _client(words: Words, server: str | None, insecure_lan: bool) -> int:
    chosen = _load(words)
    address = server or os.environ.get("ETAX_SERVER") or chosen.server
    if address is None:
        return _offer_demo(words, chosen)
    url = judge(address, insecure_lan=insecure_lan or chosen.insecure_lan)
    if isinstance(url, UrlFault):
        raise Failure(words.say(f"url.{url.value}"))
    _need_terminal(words)
    from etax_client.client import run_client

    return run_client(url.text, chosen, settings_path=settings.settings_path(), language=words.language)


def _offer_demo(words: Words, chosen: Settings) -> int:
    click.echo(words.say("start.no_server"), err=True)
    if not (terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stderr)):
        return WRONG_USE
    if not click.confirm(words.say("start.demo_instead"), default=True, err=True):
        return WRONG_USE
    return _demo(words, None)


def _demo(words: Words, keep: Path | None) -> int:
    chosen = _load(words)
    _need_terminal(words)
    from etax_client.demo import run_demo

    return run_demo(chosen, settings_path=settings.settings_path(), language=words.language, keep=keep)


def _serve(words: Words, host: str, port: int, workers: int, *, database: str | None, policy: str, phase: Phase) -> int:
    from etax_client.server.serve import serve
    from etax_client.server.settings import ServerSettings
    from etax_client.server.store.errors import StoreError

    where = database or str(_default_database())
    chosen = ServerSettings(database=where, policy=policy, phase=phase, hosts=_names_of(host))

    def ready(url: str) -> None:
        click.echo(words.say("serve.ready", url=url, database=without_password(where)))

    try:
        return serve(chosen, host=host, port=port, workers=workers, on_ready=ready)
    except KeyboardInterrupt:  # the usual way to stop a server
        return 0
    except StoreError as error:
        raise Failure(words.say(f"store.{error.fault.value}"), FAILED) from None
    except OSError as error:
        raise Failure(_why_not_listening(words, host, port, error), FAILED) from None


def without_password(database: str) -> str:
    """A database URL as it may be shown."""
    return re.sub(r"(://[^:@/]*):[^@]*@", r"\1:***@", database)


def _names_of(host: str) -> tuple[str, ...]:
    """The names under which other machines may ask for this one (WEB-1); loopback's own are known to the server."""
    if is_loopback(host):
        return ()
    if host not in ("0.0.0.0", "::"):  # noqa: S104  # asked for with --insecure-lan
        return (host,)
    name = socket.gethostname()
    return (name, *{str(entry[4][0]) for entry in socket.getaddrinfo(name, None)})


def _default_database() -> Path:
    folder = platformdirs.user_data_path(PROGRAM, appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "etax.sqlite3"


def _why_not_listening(words: Words, host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return words.say("serve.not_here", host=safe_text(host))
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return words.say("serve.port_taken", port=port)
    raise error


def _doctor(words: Words, server: str | None) -> int:
    """Look at everything, say it line by line; 0 when all is well."""
    from etax_client import doctor

    path = settings.settings_path()
    findings = [*doctor.examine_terminal((sys.stdin, sys.stdout, sys.stderr), os.environ), *doctor.examine_settings(path)]
    try:
        chosen = settings.load(path)
    except settings.BrokenSettings:
        chosen = Settings()
    address = server or os.environ.get("ETAX_SERVER") or chosen.server
    findings += asyncio.run(_examine_outside(address, chosen.insecure_lan))
    for finding in findings:
        click.echo(words.say(f"doctor.{finding.grade.value}", text=safe_text(words.tell(finding.phrase), 400)))
    well = doctor.all_well(findings)
    click.echo(words.say("doctor.all_well" if well else "doctor.not_well"))
    return 0 if well else FAILED


async def _examine_outside(address: str | None, insecure_lan: bool) -> "list[Finding]":
    from etax_client import doctor
    from etax_client.api.http import HttpCarrier

    findings = [await doctor.examine_keyring(Vault())]
    wrong = doctor.examine_address(address, insecure_lan=insecure_lan)
    if wrong is not None or address is None:
        return [*findings, *([wrong] if wrong else [])]
    carrier = HttpCarrier(address.strip())
    return [*findings, *await doctor.examine_server(carrier, address.strip(), SystemClock())]


def _set(words: Words, name: str, value: str) -> None:
    chosen = _load(words)
    if name not in settings.NAMES:
        raise Failure(words.say("settings.no_such_name", name=safe_text(name, 40), names=", ".join(settings.NAMES)))
    if name == "server" and value:
        url = judge(value, insecure_lan=chosen.insecure_lan)
        if isinstance(url, UrlFault):
            raise Failure(words.say(f"url.{url.value}"))
        value = url.text
    try:
        changed = settings.choose(chosen, name, value)
    except settings.WrongValue:
        raise Failure(words.say("settings.no_such_value", name=name, form=_form(words, name))) from None
    try:
        settings.save(settings.settings_path(), changed)
    except OSError:
        raise Failure(words.say("settings.not_saved", path=settings.settings_path()), FAILED) from None
    click.echo(words.say("settings.saved", name=name, value=value if value else "-"))


def _form(words: Words, name: str) -> str:
    choices = {"theme": settings.THEME_NAMES, "language": settings.LANGUAGE_NAMES}.get(name)
    if choices:
        return words.say("shell.form_choice", choices=", ".join(choices))
    default = getattr(Settings(), name)
    kind = "switch" if isinstance(default, bool) else "list" if isinstance(default, tuple) else "text"
    return words.say(f"settings.form_{kind}")


def _load(words: Words) -> Settings:
    try:
        return settings.load(settings.settings_path())
    except settings.BrokenSettings as error:
        raise Failure(words.tell(shell.broken_settings(error)), FAILED) from None


def _chosen_language() -> str | None:
    """The settings' language; whatever is wrong with them is said by the command that needs them."""
    try:
        return settings.load(settings.settings_path()).language
    except settings.BrokenSettings:
        return None


def _need_terminal(words: Words) -> None:
    streams = (sys.stdin, sys.stdout, sys.stderr)
    unfit = terminal.unfit(streams, os.environ)
    if unfit is None:
        return
    size = terminal.size(sys.stdin) if unfit is terminal.Unfit.small else None
    columns, rows = (size.columns, size.rows) if size else (0, 0)
    name = safe_text(os.environ.get("TERM", "") or "-", 40)
    raise Failure(words.say(f"start.{unfit.value}", name=name, columns=columns, rows=rows))
