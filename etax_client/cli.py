"""Words from the shell: reads options and settings, says what is wrong with them, and picks one composition root, imported late."""

import asyncio
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from etax_client import __version__, shell, targets
from etax_client.clock import SystemClock
from etax_client.domain.masking import mask_identifier
from etax_client.domain.policies import POLICIES, Phase
from etax_client.domain.safe_text import safe_text
from etax_client.domain.servers import pins
from etax_client.domain.servers.pins import Pin
from etax_client.domain.servers.server_urls import ServerUrl, UrlFault, judge, within
from etax_client.machine import crash, files, settings, starting, terminal
from etax_client.machine.settings import Settings
from etax_client.machine.vault import Vault
from etax_client.shell import FAILED, WRONG_USE, Failure, check_clock
from etax_client.targets import load_settings
from etax_client.texts.catalogue import words as make_words
from etax_client.texts.words import Words

if TYPE_CHECKING:
    from etax_client.doctor import Finding
    from etax_client.server.listening.lan import Endpoint

PROGRAM = "etax-client"
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
        with suppress(OSError):  # the terminal may be what is gone
            click.echo(crash_notice(error, words), err=True)
        return FAILED
    return status if isinstance(status, int) else 0


def _complain(text: str) -> None:
    """What was typed may stand in it: every line passes the filter (TUI-1)."""
    click.echo("\n".join(safe_text(line, 400) for line in text.split("\n")), err=True)


def crash_notice(error: BaseException, words: Words) -> str:
    path = crash.report(error, files.log_folder())
    return words.say("shell.crashed", path=path) if path else words.say("shell.crashed_no_report")


def program(words: Words) -> click.Group:
    """The command line in these words."""
    say = words.say
    language = click.option("--lang", type=click.Choice(list(settings.LANGUAGE_NAMES)), expose_value=False, help=say("shell.lang"))

    pin = click.option("--pin", metavar="PIN", help=say("help.pin"))

    about = f"{say('help.program')}\n\n{say('help.program_more')}"

    @click.group(PROGRAM, cls=shell.SpokenGroup, late={"control": lambda: _control(words)}, invoke_without_command=True, help=about)
    @click.option("--server", metavar="URL", help=say("help.server"))
    @pin
    @click.option("--world", metavar="NAME", help=say("help.world"))
    @click.option("--insecure-lan", is_flag=True, help=say("help.client_insecure"))
    @language
    @click.version_option(__version__, message=f"{PROGRAM} %(version)s", help=say("shell.version"))
    @click.pass_context
    def group(context: click.Context, server: str | None, pin: str | None, world: str | None, insecure_lan: bool) -> int:
        return 0 if context.invoked_subcommand else _client(words, server, pin, world, insecure_lan)

    def command(*path: str) -> Callable[[Callable[..., Any]], click.Command]:
        parent = config if len(path) > 1 else group
        return lambda function: parent.command(path[-1], help=say("help." + "_".join(path)))(language(function))

    @command("demo")
    @click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=say("help.keep"))
    @click.option("--phone", is_flag=True, help=say("help.phone"))
    @click.option("--lan", is_flag=True, help=say("help.lan"))
    @click.option("--host", metavar="HOST", help=say("help.demo_host"))
    @click.option("--port", type=click.IntRange(1, 65535), metavar="N", help=say("help.demo_port"))
    @click.option("--insecure-lan", is_flag=True, help=say("help.demo_insecure"))
    def demo(keep: Path | None, phone: bool, lan: bool, host: str | None, port: int | None, insecure_lan: bool) -> int:
        for option, given, wanted in (("--port", port, phone or lan), ("--host", host, lan), ("--insecure-lan", insecure_lan, lan)):
            if given and not wanted:
                raise Failure(say("demo.alone", option=option))
        check_clock(words, SystemClock().now())
        if not (phone or lan):
            return _demo(words, keep)
        return _demo(words, keep, lambda: _endpoint(words, host if lan else "127.0.0.1", port or 0, lan, insecure_lan))

    @command("serve")
    @click.option("--host", default="127.0.0.1", metavar="HOST", help=say("help.host"))
    @click.option("--port", default=8765, type=click.IntRange(1, 65535), metavar="N", help=say("help.port"))
    @click.option("--database", metavar="URL", help=say("help.database"))
    @click.option("--workers", default=1, type=click.IntRange(1, 64), metavar="N", help=say("help.workers"))
    @click.option("--policy", default="national", type=click.Choice(list(POLICIES)), help=say("help.policy"))
    @click.option("--phase", default=Phase.phase_1.value, type=click.Choice([phase.value for phase in Phase]), help=say("help.phase"))
    @click.option("--control", is_flag=True, help=say("help.control_door"))
    @click.option("--seed", type=click.IntRange(0, 9999), metavar="N", help=say("help.seed"))
    @click.option("--tls", is_flag=True, help=say("help.tls"))
    @click.option("--insecure-lan", is_flag=True, help=say("help.serve_insecure"))
    def serve(host: str, port: int, workers: int, control: bool, tls: bool, insecure_lan: bool, phase: str, **kept: Any) -> int:
        if kept["seed"] is not None and not control:
            raise Failure(say("serve.seed_alone"))
        check_clock(words, SystemClock().now())
        with starting.quickly():
            from etax_client import serving
            from etax_client.server.settings import ServerSettings

            endpoint = serving.opened(words, host, port, tls=tls, insecure_lan=insecure_lan)
            return serving.serve(words, endpoint, ServerSettings(phase=Phase(phase), **kept), workers, control=control)

    @command("web")
    @click.option("--host", default="127.0.0.1", metavar="HOST", help=say("help.web_host"))
    @click.option("--port", default=8766, type=click.IntRange(1, 65535), metavar="N", help=say("help.web_port"))
    @click.option("--server", metavar="URL", help=say("help.web_server"))
    @pin
    def web(host: str, port: int, server: str | None, pin: str | None) -> int:
        if pin and not server:
            raise Failure(say("web.pin_alone"))
        check_clock(words, SystemClock().now())
        return _web(words, host, port, server, pin)

    @command("backup")
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--database", metavar="URL", help=say("help.database"))
    @click.option("--yes", is_flag=True, help=say("help.yes"))
    def backup(file: Path, database: str | None, yes: bool) -> int:
        from etax_client import serving

        return serving.back_up(words, file, database, yes=yes)

    @command("restore")
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--database", metavar="URL", help=say("help.database"))
    @click.option("--yes", is_flag=True, help=say("help.yes"))
    def restore(file: Path, database: str | None, yes: bool) -> int:
        from etax_client import serving

        return serving.restore(words, file, database, yes=yes)

    @command("doctor")
    @click.option("--server", metavar="URL", help=say("help.server"))
    @pin
    def doctor(server: str | None, pin: str | None) -> int:
        return _doctor(words, server, pin)

    @group.group("config", help=say("help.config"))
    @language
    def config() -> None:
        pass

    @command("config", "path")
    def config_path() -> None:
        click.echo(settings.settings_path() or words.say("settings.no_home"))

    @command("config", "show")
    def config_show() -> None:
        chosen = load_settings(words)
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


def _client(words: Words, server: str | None, pin: str | None, world: str | None, insecure_lan: bool) -> int:
    chosen = load_settings(words)
    address = targets.address_of(server, chosen)
    if address is None:
        return _offer_demo(words, chosen)
    url = targets.server_at(words, address, chosen, insecure_lan=insecure_lan)
    known, world = targets.pin_of(words, url, pin, chosen), targets.world_called(words, world)
    _need_terminal(words)
    visiting = terminal.in_a_browser(os.environ)
    path = None if visiting else settings.settings_path()
    with starting.quickly():
        from etax_client.client import run_client

        return run_client(within(url, world), known, chosen, settings_path=path, language=words.language, visiting=visiting)


def _web(words: Words, host: str, port: int, server: str | None, pin: str | None) -> int:
    """Each visitor's client is told its server by its command line: an address and the fingerprint of a public key, no secrets."""
    client = ["--lang", words.language.value]
    if server is None:
        client = ["demo", *client]
    else:
        chosen = load_settings(words)
        url = targets.server_at(words, server, chosen, insecure_lan=False)
        known = targets.pin_of(words, url, pin, chosen)
        client += ["--server", url.text]
        client += ["--pin", str(known)] if known else []
        client += [] if url.secure or url.loopback else ["--insecure-lan"]
    from etax_client.web.serve import serve

    return serve(words, host, port, client)


def _control(words: Words) -> click.Group:
    from etax_client.control_cli.program import control

    return control(words)


def _offer_demo(words: Words, chosen: Settings) -> int:
    click.echo(words.say("start.no_server"), err=True)
    if not (terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stderr)):
        return WRONG_USE
    if not click.confirm(words.say("start.demo_instead"), default=True, err=True):
        return WRONG_USE
    return _demo(words, None)


def _demo(words: Words, keep: Path | None, open_endpoint: "Callable[[], Endpoint] | None" = None) -> int:
    chosen = load_settings(words)
    _need_terminal(words)
    with starting.quickly():
        from etax_client import serving
        from etax_client.demo import run_demo

        visiting = terminal.in_a_browser(os.environ)
        path, endpoint = None if visiting else settings.settings_path(), open_endpoint() if open_endpoint else None
        demo = partial(run_demo, chosen, settings_path=path, language=words.language, keep=keep, endpoint=endpoint, visiting=visiting)
        return serving.told(words, demo)


def _endpoint(words: Words, host: str | None, port: int, lan: bool, insecure_lan: bool) -> "Endpoint":
    """Where the demo's pages are served: on loopback in the clear, in the local network by TLS."""
    from etax_client import serving

    return serving.opened(words, host, port, tls=lan and not insecure_lan, insecure_lan=insecure_lan)


def _doctor(words: Words, server: str | None, pin: str | None) -> int:
    """Look at everything, say it line by line; 0 when all is well."""
    from etax_client import doctor

    path = settings.settings_path()
    findings = [*doctor.examine_terminal((sys.stdin, sys.stdout, sys.stderr), os.environ), *doctor.examine_settings(path)]
    try:
        chosen = settings.load(path)
    except settings.BrokenSettings:
        chosen = Settings()
    address = targets.address_of(server, chosen)
    url = None if address is None else judge(address, insecure_lan=chosen.insecure_lan)
    known = targets.pin_of(words, url, pin, chosen) if isinstance(url, ServerUrl) else None
    findings += asyncio.run(_examine_outside(url, known))
    for finding in findings:
        click.echo(words.say(f"doctor.{finding.grade.value}", text=safe_text(words.tell(finding.phrase), 400)))
    well = doctor.all_well(findings)
    click.echo(words.say("doctor.all_well" if well else "doctor.not_well"))
    return 0 if well else FAILED


async def _examine_outside(url: ServerUrl | UrlFault | None, pin: Pin | None) -> "list[Finding]":
    from etax_client import doctor
    from etax_client.api.pinning import carrier_to

    findings = [await doctor.examine_keyring(Vault())]
    if not isinstance(url, ServerUrl):
        return [*findings, doctor.address_fault(url)]
    return [*findings, *await doctor.examine_server(carrier_to(url, pin), url.text, SystemClock())]


def _set(words: Words, name: str, value: str) -> None:
    chosen = load_settings(words)
    if name not in settings.NAMES:
        raise Failure(words.say("settings.no_such_name", name=safe_text(name, 40), names=", ".join(settings.NAMES)))
    if name == "server" and value:
        url = judge(value, insecure_lan=chosen.insecure_lan)
        if isinstance(url, UrlFault):
            raise Failure(words.say(f"url.{url.value}"))
        value = url.text
    if name == "pins" and value:
        value = _known_pins(words, value)
    try:
        changed = settings.choose(chosen, name, value)
    except settings.WrongValue:
        raise Failure(words.say("settings.no_such_value", name=name, form=_form(words, name))) from None
    path = settings.settings_path()
    try:
        settings.save(path, changed)
    except OSError:
        raise Failure(words.say("settings.not_saved", path=path) if path else words.say("settings.no_home"), FAILED) from None
    click.echo(words.say("settings.saved", name=name, value=value if value else "-"))


def _known_pins(words: Words, typed: str) -> str:
    """Servers with their pins, as they are kept."""
    known: tuple[str, ...] = ()
    for line in reversed(typed.split(",")):
        server, _, spelled = line.strip().partition(" ")
        url, pin = judge(server), pins.read(spelled)
        if not isinstance(url, ServerUrl) or not url.secure or pin is None:
            raise Failure(words.say("settings.no_such_value", name="pins", form=_form(words, "pins")))
        known = pins.with_pin(url.origin, pin, known)
    return ",".join(known)


def _form(words: Words, name: str) -> str:
    if name == "pins":
        return words.say("settings.form_pins")
    choices = {"theme": settings.THEME_NAMES, "language": settings.LANGUAGE_NAMES}.get(name)
    if choices:
        return words.say("shell.form_choice", choices=", ".join(choices))
    default = getattr(Settings(), name)
    kind = "switch" if isinstance(default, bool) else "list" if isinstance(default, tuple) else "text"
    return words.say(f"settings.form_{kind}")


def _chosen_language() -> str | None:
    """The settings' language; whatever is wrong with them is said by the command that needs them, and a visitor has none."""
    if terminal.in_a_browser(os.environ):
        return None
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
