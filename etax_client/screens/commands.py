"""The command list (Ctrl+P): the keys of the screen underneath, themes and languages, found by words or by pinyin initials."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets.option_list import Option
from typing_extensions import override

from etax_client.screens import keys
from etax_client.texts.words import Words
from etax_client.widgets.frame import Key
from etax_client.widgets.themes import THEMES


class EtaxPalette(CommandPalette):
    """Textual's, in our words."""

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(placeholder=words.say("palette.placeholder"), id=id)
        self._words = words

    @override
    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say that nothing was found, at once: the search is over by then."""
        self._stop_no_matches_countdown()
        if search_value:
            self.query_one(CommandList).add_option(Option(Content(self._words.say("palette.none")), disabled=True, id=self._NO_MATCHES))
        self._list_visible = bool(search_value)


class EtaxCommands(Provider):
    """Each command is shown in the current language, with its key beside it."""

    def _commands(self) -> Iterator[tuple[str, str, str, Any]]:
        """(what is shown, the pinyin initials, the key, what to call)."""
        app: Any = self.app
        words = app.desk.words
        shown: tuple[Key, ...] = getattr(self.screen, "keys", keys.EVERYWHERE)
        for key in shown:
            if key is not keys.COMMANDS:
                yield words.say(key.text), key.initials, key.face, partial(self.screen.run_action, key.action)
        for theme in THEMES:
            name = words.say("palette.theme", name=words.say(f"theme.{theme.name}"))
            yield name, "zt", "", partial(app.choose_theme, theme.name)

    @override
    async def discover(self) -> Hits:
        for text, _, key, call in self._commands():
            yield DiscoveryHit(_face(text, key), call, text=text)

    @override
    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        typed = query.casefold().strip()
        for text, initials, key, call in self._commands():
            score = max(matcher.match(text), 0.9 if initials.startswith(typed) else 0)
            if score > 0:
                yield Hit(score, _face(text, key), call, text=text)


def _face(text: str, key: str) -> Content:
    return Content.assemble(text, (f"  {key}" if key else "", "dim"))
