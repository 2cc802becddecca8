"""Which server a command means, and how it is known: address, pin and world from options, environment and settings."""

import os

from etax_client import shell
from etax_client.domain.servers import pins
from etax_client.domain.servers.pins import Pin
from etax_client.domain.servers.server_urls import ServerUrl, UrlFault, judge
from etax_client.domain.servers.world_names import MAIN, is_name
from etax_client.machine import settings, terminal
from etax_client.machine.settings import Settings
from etax_client.shell import FAILED, Failure
from etax_client.texts.words import Words


def load_settings(words: Words) -> Settings:
    """The user's; a visitor in a browser is another one, of whom nothing is remembered here. Raises Failure."""
    if terminal.in_a_browser(os.environ):
        return Settings(shared_machine=True)
    try:
        return settings.load(settings.settings_path())
    except settings.BrokenSettings as error:
        raise Failure(words.tell(shell.broken_settings(error)), FAILED) from None


def address_of(typed: str | None, chosen: Settings) -> str | None:
    """`--server`, else `ETAX_SERVER`, else the setting."""
    return typed or os.environ.get("ETAX_SERVER") or chosen.server


def server_at(words: Words, address: str, chosen: Settings, *, insecure_lan: bool) -> ServerUrl:
    """Raises Failure."""
    url = judge(address, insecure_lan=insecure_lan or chosen.insecure_lan)
    if isinstance(url, UrlFault):
        raise Failure(words.say(f"url.{url.value}"))
    return url


def pin_of(words: Words, url: ServerUrl, typed: str | None, chosen: Settings) -> Pin | None:
    """The pin to know a server by: the one that was typed, else the one that it had before. Raises Failure."""
    typed = typed or os.environ.get("ETAX_PIN")
    if typed is None:
        return pins.pin_for(url.origin, chosen.pins)
    pin = pins.read(typed)
    if pin is None:
        raise Failure(words.say("pin.malformed"))
    if not url.secure:
        raise Failure(words.say("pin.needs_https"))
    return pin


def world_called(words: Words, typed: str | None) -> str:
    """`--world`, else `ETAX_WORLD`, else the main one. Raises Failure."""
    world = typed or os.environ.get("ETAX_WORLD") or MAIN
    if world != MAIN and not is_name(world):
        raise Failure(words.say("world.malformed"))
    return world
