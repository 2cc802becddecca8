"""The keys that mean the same on every screen (commands.md)."""

from dataclasses import replace

from etax_client.screens.desk import Desk
from etax_client.widgets.frame import Key

HELP = Key("f1", "app.help", "key.help", "bz", priority=True)
COMMANDS = Key("ctrl+p", "app.commands", "key.commands", "ml", "Ctrl+P", priority=True, leads_to_all=True)
LANGUAGE = Key("f8", "app.language", "key.language", "zyw", priority=True)
PHONE = Key("f9", "app.phone", "key.phone", "sj", priority=True)
PAGES = Key("f10", "app.pages", "key.pages", "wy", priority=True)
SETTINGS = Key("ctrl+s", "app.settings", "key.settings", "sz", "Ctrl+S", shown=False, priority=True)
QUIT = Key("ctrl+q", "app.ask_quit", "key.quit", "tccx", "Ctrl+Q", priority=True)
OK = Key("enter", "ok", "key.ok", label="Enter")
DELETE = Key("delete", "delete", "key.delete", "sc", "Del")
RUB_OUT = replace(DELETE, key="backspace")
LEAVE = Key("escape", "leave", "key.back", "fh", "Esc")
"""Out of a dialog."""
EVERYWHERE = (LANGUAGE, COMMANDS, SETTINGS, QUIT)


def beside(desk: Desk) -> tuple[Key, ...]:
    """The phone and the server's pages, where there are any."""
    phone = (PHONE,) if desk.has_phone else ()
    return phone if desk.browser is None else (*phone, PAGES)


def everywhere(desk: Desk) -> tuple[Key, ...]:
    """These, and the keys that mean the same everywhere."""
    return (*beside(desk), *EVERYWHERE)
