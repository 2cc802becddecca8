"""The command list (Ctrl+P): all that the screen underneath has keys for, and the themes, found by words or by pinyin initials."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice
from etax_client.screens.dialogs.find import FindDialog
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key, is_alive
from etax_client.widgets.themes import THEMES


@dataclass(frozen=True, slots=True)
class _Command:
    """What is done, what is shown, its initials in pinyin, and its key."""

    action: str
    text: str
    initials: str
    face: str = ""

    def fits(self, typed: str) -> bool:
        return typed in self.text.casefold() or self.initials.startswith(typed) or self.face.casefold() == typed


class CommandList(FindDialog):
    """It returns the action that was chosen, to be run on the screen underneath; what would do nothing there now is not listed."""

    def __init__(self, desk: Desk, under: Widget, *, name: str) -> None:
        super().__init__(desk, phrase("palette.title"), phrase("palette.hint"), self._matching, name=name)
        self._under = under

    def _matching(self, typed: str) -> Sequence[Choice]:
        typed = typed.casefold().strip()
        return [Choice(each.action, each.text, beside=each.face) for each in self._commands() if each.fits(typed)]

    def _commands(self) -> Iterator[_Command]:
        say = self._desk.words.say
        shown: tuple[Key, ...] = getattr(self._under, "keys", keys.EVERYWHERE)
        for key in shown:
            if key is not keys.COMMANDS and is_alive(self._under, key):
                yield _Command(key.action, say(key.text), key.initials, key.face)
        for theme in THEMES:
            text = "palette.theme_now" if theme.name == self._desk.choices.settings.theme else "palette.theme"
            yield _Command(f"app.choose_theme('{theme.name}')", say(text, name=say(f"theme.{theme.name}")), "zt")
