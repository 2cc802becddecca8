"""The keys that mean the same on every screen (commands.md)."""

from etax_client.screens.desk import Desk
from etax_client.widgets.frame import Key

HELP = Key("f1", "app.help", "key.help", "bz", priority=True)
COMMANDS = Key("ctrl+p", "app.command_palette", "key.commands", "ml", "Ctrl+P")
LANGUAGE = Key("f8", "app.language", "key.language", "zyw", priority=True)
PHONE = Key("f9", "app.phone", "key.phone", "sj", priority=True)
SETTINGS = Key("ctrl+s", "app.settings", "key.settings", "sz", "Ctrl+S", shown=False, priority=True)
QUIT = Key("ctrl+q", "app.ask_quit", "key.quit", "tccx", "Ctrl+Q", priority=True)
EVERYWHERE = (LANGUAGE, COMMANDS, SETTINGS, QUIT)


def phone(desk: Desk) -> tuple[Key, ...]:
    """The phone, where there is one to use beside the client."""
    return () if desk.phone is None else (PHONE,)


def everywhere(desk: Desk) -> tuple[Key, ...]:
    """The phone, and the keys that mean the same everywhere."""
    return (*phone(desk), *EVERYWHERE)
