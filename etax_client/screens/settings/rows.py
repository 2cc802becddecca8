"""A row of 设置: what it is, what it is set by, and where that is kept."""

from pathlib import Path

from textual.containers import Horizontal
from textual.widget import Widget

from etax_client.machine import files
from etax_client.screens.desk import Choices
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.said import Said

FILE, KEYRING, SESSION = "file", "keyring", "session"
"""Where a choice is kept."""


class SettingRow(Horizontal):
    """`place` is where it is kept as long as that can be written; None for what is nothing to keep."""

    DEFAULT_CSS = """
    SettingRow { height: auto; width: 100%; }
    SettingRow > .setting-label { width: 16; text-align: right; padding: 0 1 0 0; }
    SettingRow > .setting-place { width: 11; text-align: right; color: $quiet; }
    SettingRow > .setting-words { width: 1fr; padding: 0 1; }
    SettingRow > PushButton { margin: 0 0 0 1; }
    SettingRow > TickBox { width: 1fr; }
    """

    def __init__(self, words: Words, name: str, *controls: Widget, place: str | None = FILE) -> None:
        self._place = place
        self._told = Said(words, classes="setting-place")
        label = Said(words, phrase(f"settings.{name}"), classes="setting-label")
        super().__init__(label, *controls, *([] if place is None else [self._told]))

    def tell_place(self, kept: bool) -> None:
        if self._place is None:
            return
        self._told.say(phrase(f"settings.in_{SESSION if self._place == FILE and not kept else self._place}"))


def is_kept(choices: Choices) -> bool:
    """Whether what is chosen now is there again next time."""
    return choices.kept and choices.where is not None and files.can_write(choices.where)


def told_file(where: Path | None, kept: bool) -> Phrase:
    """Where the settings file is, or that there is none."""
    if where is None:
        return phrase("settings.no_file")
    return phrase("settings.file" if kept else "settings.file_fixed", path=str(where))
