"""Above the unit list: what it is searched by, and what is done to it, in two rows where one is too short (UNT-03 to UNT-05)."""

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from typing_extensions import override

from etax_client.texts.words import Words, phrase
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class UnitTools(Container):
    """The screen hears its fields and buttons."""

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._words = words
        self._by_id = TextField(id="query-id", max_length=20)
        self._by_name = TextField(id="query-name", max_length=50)

    @override
    def compose(self) -> ComposeResult:
        with Horizontal(id="asked"):
            for label, field in (("units.taxpayer_id", self._by_id), ("units.name", self._by_name)):
                yield Said(self._words, phrase(label), classes="tool-label")
                yield field
            yield self._button("query")
        with Horizontal(id="acts"):
            for name in ("add", "remove", "arrange"):
                yield self._button(name)

    def _button(self, name: str) -> PushButton:
        return PushButton(self._words, phrase(f"units.{name}"), id=name)

    @property
    def taxpayer_id(self) -> str:
        return self._by_id.value.strip()

    @property
    def unit_name(self) -> str:
        return self._by_name.value.strip()

    def clear_query(self) -> None:
        self._by_id.value = self._by_name.value = ""
