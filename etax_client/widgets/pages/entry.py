"""A field of a page as it is filled in: what stands in it, what is wrong with it, and where one types, the client's own field."""

from dataclasses import dataclass
from typing import TypeAlias

from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.pages.page import Choice, Field, FieldKind
from etax_client.domain.secret import Secret
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.fields.secret_field import LONGEST, SecretField
from etax_client.widgets.fields.text_field import TextField

Box: TypeAlias = TextField | SecretField
_SHORT = 20
"""Characters up to which a field is as wide as what goes into it."""
_DAY = 10
_PATH = 4096
_WIDEST = 44


class Entry:
    """`box` is what one types in; where one chooses or ticks there is none."""

    def __init__(self, words: Words, field: Field) -> None:
        self.field = field
        self.error: Phrase | None = phrase("plain", text=field.error) if field.error else None
        self.box = _box(words, field)
        self.keypad = Keypad(self) if isinstance(self.box, SecretField) else None
        self._chosen = field.value

    # --- what stands in it

    @property
    def value(self) -> str | Secret:
        """As a page's form sends it: a day in the order year-month-day, of a tick box what it ticks or nothing."""
        if self.box is None:
            return self._chosen
        if isinstance(self.box, SecretField):
            return self.box.peek()
        day = read_day(self.box.value) if self.field.kind is FieldKind.date else None
        return day.isoformat() if day else self.box.value

    @property
    def typed(self) -> str | None:
        """The same where it is no secret, and may be put back into it."""
        value = self.value
        return None if isinstance(value, Secret) else value

    @property
    def is_sent(self) -> bool:
        """A box without its tick, and a list of which nothing is picked, are left out of a form."""
        return bool(self.typed) or self.field.kind not in (FieldKind.tick, FieldKind.radio)

    @property
    def is_empty(self) -> bool:
        value = self.value
        return not (value.reveal() if isinstance(value, Secret) else value).strip()

    def put(self, value: str) -> None:
        """Put back what had been typed, or take one of its choices."""
        if isinstance(self.box, TextField):
            self.box.value = value
        elif self.field.kind is not FieldKind.radio or self.choice(value) is not None:
            self._chosen = value

    def tick(self) -> None:
        self._chosen = "" if self._chosen else self.field.ticks

    def choice(self, value: str) -> Choice | None:
        return next((one for one in self.field.choices if one.value == value), None)

    @property
    def chooses(self) -> bool:
        """Whether its choices are listed elsewhere, and not on the page."""
        return self.box is None and self.field.kind not in (FieldKind.tick, FieldKind.radio)

    @property
    def under(self) -> int:
        """The place of what is chosen, or of what would be chosen first."""
        return next((place for place, one in enumerate(self.field.choices) if one.value == self._chosen), 0)

    # --- what is said of it

    @property
    def shown(self) -> str:
        """What is chosen, as it is called; of a suggestion it is the value that goes into the field."""
        chosen = self.choice(self._chosen)
        return self._chosen if chosen is None else chosen.label or chosen.value

    @property
    def hint(self) -> str:
        chosen = None if self.field.kind is FieldKind.radio else self.choice(self._chosen)
        return (chosen.note if chosen is not None else "") or self.field.hint

    @property
    def label(self) -> str:
        """What stands before it; a box that is ticked has its label behind it."""
        return "" if self.field.kind is FieldKind.tick else self.field.label

    @property
    def cells(self) -> int:
        """How wide it is at most."""
        most = 0 if self.field.kind is FieldKind.file else self.field.most or 0
        short = self.field.kind is FieldKind.date or 0 < most <= _SHORT
        return max(most, _DAY) + 6 if short and isinstance(self.box, TextField) else _WIDEST

    @property
    def in_error(self) -> bool:
        return self.error is not None

    def wrong(self) -> Phrase | None:
        """What is wrong with it that one needs no server for."""
        if self.field.required and self.is_empty:
            return phrase("reader.fill_it" if self.box else "reader.tick_it" if self.field.kind is FieldKind.tick else "reader.choose_it")
        if self.field.kind is FieldKind.date and not self.is_empty and read_day(self.typed or "") is None:
            return phrase("reader.no_day")
        return None


@dataclass(frozen=True, slots=True)
class Keypad:
    """What opens the soft keypad for a secret."""

    entry: Entry


def _box(words: Words, field: Field) -> Box | None:
    if field.kind is FieldKind.password:
        return SecretField(max_length=min(field.most or LONGEST, LONGEST))
    if field.choices or field.kind in (FieldKind.tick, FieldKind.radio, FieldKind.select):
        return None
    most = {FieldKind.date: 0, FieldKind.file: _PATH}.get(field.kind, field.most or 0)
    return TextField(
        field.value, field.placeholder or (words.say("reader.day_form") if field.kind is FieldKind.date else ""), max_length=most
    )
