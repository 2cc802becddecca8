"""The keys that mean the same on every screen (interfaces.md)."""

from etax_client.widgets.frame import Key

HELP = Key("f1", "app.help", "key.help", "bz")
COMMANDS = Key("ctrl+p", "app.command_palette", "key.commands", "ml", "Ctrl+P")
LANGUAGE = Key("f8", "app.language", "key.language", "zyw")
QUIT = Key("ctrl+q", "app.ask_quit", "key.quit", "tccx", "Ctrl+Q", priority=True)
EVERYWHERE = (LANGUAGE, COMMANDS, QUIT)
