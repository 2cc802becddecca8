"""At the tester's door: where it is, by which token it opens, what it answered, and what went wrong in a sentence."""

import asyncio
import codecs
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, TextIO, TypeVar, Unpack

import click

from etax_client import targets
from etax_client.api.carrier import Accident, Carrier, How, Reply
from etax_client.api.control import Control
from etax_client.api.control_door import Turned
from etax_client.api.pinning import carrier_to
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.safe_text import safe_text
from etax_client.domain.secret import Secret
from etax_client.machine import settings
from etax_client.screens.explain import explain
from etax_client.shell import FAILED, Failure, has_terminal
from etax_client.texts.words import Words
from etax_client.wire import spelling

T = TypeVar("T")
Command = Callable[..., Callable[[Callable[..., Any]], click.Command]]
"""What makes a command of a function, by the words that call it."""
Tell = Callable[[T], Iterable[str]]
TOKEN_VARIABLE = "ETAX_CONTROL_TOKEN"  # noqa: S105
USUAL_SERVER = "http://127.0.0.1:8765"
IDS = click.IntRange(1, spelling.LARGEST_INTEGER)
_NOTED = "etax_client.control."
_TOKEN = re.compile("[A-Za-z0-9._~+/=-]+")


def options(words: Words, *, hidden: bool) -> list[click.Parameter]:
    """Options that may stand before and behind a command's name; `hidden` ones work all the same."""
    say = words.say
    noted: dict[str, Any] = {"expose_value": False, "callback": _note}
    return [
        click.Option(["--server"], metavar="URL", hidden=hidden, help=say("help.control_server"), **noted),
        click.Option(["--pin"], metavar="PIN", hidden=hidden, help=say("help.pin"), **noted),
        click.Option(["--world"], metavar="NAME", hidden=hidden, help=say("help.control_world_name"), **noted),
        click.Option(["--insecure-lan"], is_flag=True, hidden=hidden, help=say("help.client_insecure"), **noted),
        click.Option(["--json"], is_flag=True, help=say("help.control_json"), **noted),
        click.Option(["--lang"], type=click.Choice(list(settings.LANGUAGE_NAMES)), expose_value=False, help=say("shell.lang")),
    ]


def _note(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value:
        context.meta[_NOTED + str(parameter.name)] = value


def _noted(name: str) -> Any:
    """An option of the door's, wherever it stood; those of the program itself count as well."""
    context = click.get_current_context()
    return context.meta.get(_NOTED + name) or context.find_root().params.get(name)


def once(words: Words, ask: Callable[[Control], Awaitable[T]], tell: Tell[T]) -> None:
    """Ask, and say the answer: as lines, or as it came. Raises Failure."""

    async def work(control: Control, carrier: Overheard) -> None:
        found = await ask(control)
        if _noted("json"):
            say_all([harmless_json(carrier.body)] if carrier.body else [])
        else:
            say_all(tell(found))

    _run(words, work)


def follow(words: Words, ask: Callable[[Control], AsyncIterator[list[T]]], tell: Tell[list[T]]) -> None:
    """Say what comes, until Ctrl+C: as lines, or each as JSON on a line of its own. Raises Failure."""

    async def work(control: Control, carrier: Overheard) -> None:
        async for found in ask(control):
            say_all((harmless_json(spelling.write(row)) for row in found) if _noted("json") else tell(found))

    try:
        _run(words, work)
    except KeyboardInterrupt:  # the usual way to stop following
        return


def say_all(lines: Iterable[str]) -> None:
    try:
        for line in lines:
            click.echo(line)
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


class Overheard:
    """A Carrier that keeps the last answer as it came, and how it was asked for."""

    def __init__(self, inner: Carrier) -> None:
        self._inner = inner
        self.body = b""
        self.method = ""

    async def send(self, method: str, path: str, **how: Unpack[How]) -> Reply:
        self.method = method
        reply = await self._inner.send(method, path, **how)
        self.body = reply.body
        return reply

    async def close(self) -> None:
        await self._inner.close()


def _run(words: Words, work: Callable[[Control, Overheard], Awaitable[None]]) -> None:
    chosen = targets.load_settings(words)
    address = targets.address_of(_noted("server"), chosen) or USUAL_SERVER
    url = targets.server_at(words, address, chosen, insecure_lan=bool(_noted("insecure_lan")))
    pin = targets.pin_of(words, url, _noted("pin"), chosen)
    world = targets.world_called(words, _noted("world"))
    token = _token(words)

    async def at_the_door() -> None:
        carrier = Overheard(carrier_to(url, pin))
        try:
            try:
                await work(Control(carrier, token, world), carrier)
            except Turned as turned:
                raise Failure(await _why(words, turned, Control(carrier, token, world), Control(carrier, token)), FAILED) from None
        except Accident as accident:
            happened = words.tell(explain(accident, harmless=carrier.method == "GET"))
            raise Failure(words.say("control.accident", url=url.text, text=happened), FAILED) from None
        finally:
            await carrier.close()

    asyncio.run(at_the_door())


async def _why(words: Words, turned: Turned, here: Control, main: Control) -> str:
    """What a refusal means: that of the door itself, of a world that there is not, or of what was asked for."""
    code = turned.refused.code
    if code in (RefusalCode.not_found, RefusalCode.session_ended):
        refused = await _refusal(here)
        if refused is RefusalCode.session_ended:
            return words.say("control.wrong_token")
        if refused is RefusalCode.not_found:
            return words.say("control.shut" if await _refusal(main) else "control.no_world")
    sentence = words.say("control.not_found") if code is RefusalCode.not_found else words.tell(explain(turned.refused))
    field, detail = turned.refused.field or "", turned.detail or ""
    more = detail if field and detail.startswith(field) else ": ".join(filter(None, (field, detail)))
    return words.say("control.because", text=sentence, more=more) if more else sentence


async def _refusal(control: Control) -> RefusalCode | None:
    """Why the door doesn't even tell the time."""
    try:
        await control.clock()
    except Turned as turned:
        return turned.refused.code
    return None


def _token(words: Words) -> Secret:
    """Never an option: it would stand in the list of processes."""
    typed = os.environ.get(TOKEN_VARIABLE)
    if not typed and has_terminal():
        typed = click.prompt(words.say("control.ask_token"), hide_input=True, err=True)
    if not typed:
        raise Failure(words.say("control.no_token"))
    token = typed.strip()
    if not _TOKEN.fullmatch(token):
        raise Failure(words.say("control.wrong_token"), FAILED)
    return Secret(token)


def harmless_json(body: bytes) -> str:
    """An answer as it came, on one line; whatever a terminal would obey, or the output could not hold, is spelled out."""
    found = json.loads(body)
    text = json.dumps(found, ensure_ascii=False)
    return text if _holds_everything(sys.stdout) and safe_text(text, 2 * len(text)) == text else json.dumps(found)


def _holds_everything(stream: TextIO) -> bool:
    return codecs.lookup(stream.encoding or "ascii").name == "utf-8"
