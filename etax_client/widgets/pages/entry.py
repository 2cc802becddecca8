"""A place to fill in: its label beside or above it, the client's own field, and a line for its hint or what is wrong with it."""

from collections.abc import Sequence
from typing import TypeAlias

from rich.cells import cell_len
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size, Spacing
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.pages.page import Choice, Field, FieldKind
from etax_client.domain.secret import Secret
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.fields.choice_field import ChoiceField
from etax_client.widgets.fields.pick_list import Pick, PickList
from etax_client.widgets.fields.secret_field import LONGEST, SecretField
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.fields.tick_box import TickBox
from etax_client.widgets.said import wrapped

FieldWidget: TypeAlias = TextField | SecretField | PickList | ChoiceField | TickBox
_SHORT = 20
"""Characters up to which a field is as wide as what goes into it."""
_DAY = 10
_PATH = 4096


class Entry(Horizontal):
    """The message line is always reserved, so that nothing moves; an error stands there in the hint's place."""

    DEFAULT_CSS = """
    Entry { height: auto; width: 100%; color: $foreground; text-wrap: nowrap; }
    Entry > TextField, Entry > SecretField, Entry > ChoiceField { width: 1fr; max-width: 44; }
    Entry > TickBox { width: 1fr; height: auto; padding: 0; text-wrap: wrap; }
    Entry > .entry--label { color: $foreground; }
    Entry > .entry--hint { color: $quiet; }
    Entry > .entry--error { color: $error; text-style: bold; }
    """
    COMPONENT_CLASSES = {"entry--label", "entry--hint", "entry--error"}

    def __init__(self, words: Words, field: Field, beside: Sequence[Widget] = ()) -> None:
        self.field = field
        self.widget = _widget(words, field)
        super().__init__(self.widget, *beside)
        self._words = words
        self._error: Phrase | None = phrase("plain", text=field.error) if field.error else None
        self._column = 0
        self._field_rows = 1

    # --- what stands in it

    @property
    def value(self) -> str | Secret:
        """As a page's form sends it: a day in the order year-month-day, of a tick box what it ticks or nothing."""
        widget = self.widget
        if isinstance(widget, SecretField):
            return widget.peek()
        if isinstance(widget, TickBox):
            return self.field.ticks if widget.ticked else ""
        if isinstance(widget, PickList):
            return widget.value
        if isinstance(widget, ChoiceField):
            return widget.value or ""
        day = read_day(widget.value) if self.field.kind is FieldKind.date else None
        return day.isoformat() if day else widget.value

    @property
    def typed(self) -> str | None:
        """The same where it is no secret, and may be put back into it."""
        value = self.value
        return None if isinstance(value, Secret) else value

    @property
    def is_sent(self) -> bool:
        """A box without its tick, and a list of which nothing is picked, are left out of a form."""
        return bool(self.typed) or not isinstance(self.widget, TickBox | PickList)

    def put(self, value: str) -> None:
        """Put back what had been typed."""
        widget = self.widget
        if isinstance(widget, TextField):
            widget.value = value
        elif isinstance(widget, TickBox):
            widget.ticked = bool(value)
        elif isinstance(widget, PickList):
            widget.action_pick(next((at for at, one in enumerate(self.field.choices) if one.value == value), len(self.field.choices)))
        elif isinstance(widget, ChoiceField):
            self.choose(value)

    def choose(self, value: str) -> None:
        """Take one of a select's choices."""
        if isinstance(self.widget, ChoiceField):
            chosen = self.choice(value)
            self.widget.choose(value, phrase("plain", text=_called(chosen)) if chosen and value else None)
            self.refresh(layout=True)

    def choice(self, value: str) -> Choice | None:
        return next((one for one in self.field.choices if one.value == value), None)

    def wrong(self) -> Phrase | None:
        """What is wrong with it that one needs no server for."""
        value = self.value
        text = value.reveal() if isinstance(value, Secret) else value
        if self.field.required and not text.strip():
            choosing = isinstance(self.widget, ChoiceField | PickList | TickBox)
            return phrase("reader.choose_it" if choosing else "reader.fill_it")
        if self.field.kind is FieldKind.date and text.strip() and read_day(text) is None:
            return phrase("reader.no_day")
        return None

    def complain(self, what: Phrase | None) -> None:
        self._error = what
        self.refresh(layout=True)

    @property
    def in_error(self) -> bool:
        return self._error is not None

    # --- how it looks

    def set_column(self, column: int) -> None:
        """So many cells for labels at the left; 0 puts them above."""
        top = 0 if column else len(wrapped(self.field.label, self.content_size.width or 40)) if self.label_width else 0
        margin = Spacing(top, 0, 0, column + 2 if column else 0)
        if (column, margin) != (self._column, self.widget.styles.margin):
            self._column = column
            self.widget.styles.margin = margin
            self.refresh(layout=True)

    @property
    def label_width(self) -> int:
        return 0 if isinstance(self.widget, TickBox) else cell_len(self.field.label)

    def reword(self) -> None:
        self.refresh(layout=True)

    def _labels(self, width: int) -> list[str]:
        return [] if isinstance(self.widget, TickBox) or not self.field.label else wrapped(self.field.label, self._column or width)

    def _messages(self, width: int) -> list[str]:
        hint = self.field.hint
        if isinstance(self.widget, ChoiceField) and (chosen := self.choice(self.widget.value or "")) is not None:
            hint = chosen.note or hint
        room = width - (self._column + 3 if self._column else 0)
        hints = wrapped(hint, room)
        if self._error is None:
            return hints
        told = wrapped(self._words.tell(self._error), room)
        return told + [""] * (len(hints) - len(told))

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._field_rows = super().get_content_height(container, viewport, width)
        return max(self._field_rows + len(self._messages(width)), len(self._labels(width)))

    @override
    def render(self) -> Content:
        width = self.content_size.width
        labels, messages = self._labels(width), self._messages(width)
        style = ".entry--hint" if self._error is None else ".entry--error"
        lines: list[Content] = []
        for place in range(self.content_size.height):
            label = labels[place] if place < len(labels) else ""
            at = place - self._field_rows
            message = messages[at] if 0 <= at < len(messages) else ""
            if not self._column:
                lines.append(Content.assemble((label, ".entry--label"), (message, style)))
            else:
                blank = " " * (self._column - cell_len(label))
                lines.append(Content.assemble(blank, (label, ".entry--label"), "   ", (message, style)))
        return Content("\n").join(lines)


def is_asked(entry: Entry, form: Sequence[Entry]) -> bool:
    """Whether its form asks for it, by what is chosen in the form now."""
    deciding = [each for each in form if any(one.parts for one in each.field.choices)]
    chosen = [each.choice(each.typed or "") for each in deciding]
    return not entry.field.part or not deciding or any(one is not None and entry.field.part in one.parts for one in chosen)


def _widget(words: Words, field: Field) -> FieldWidget:
    if field.kind is FieldKind.password:
        return SecretField(max_length=min(field.most or LONGEST, LONGEST))
    if field.kind is FieldKind.tick:
        return TickBox(words, phrase("plain", text=field.label), ticked=bool(field.value))
    if field.kind is FieldKind.radio:
        return PickList([Pick(one.value, one.label, one.note) for one in field.choices], field.value)
    if field.kind is FieldKind.select or field.choices:
        return _chooser(words, field)
    most = {FieldKind.date: 0, FieldKind.file: _PATH}.get(field.kind, field.most or 0)
    shown = field.placeholder or (words.say("reader.day_form") if field.kind is FieldKind.date else "")
    text = TextField(field.value, shown, max_length=most)
    if field.kind is FieldKind.date or 0 < most <= _SHORT:
        text.styles.width = max(most, _DAY) + 6
    return text


def _chooser(words: Words, field: Field) -> ChoiceField:
    chooser = ChoiceField(words)
    chosen = next((one for one in field.choices if one.value == field.value), None)
    if chosen is not None and chosen.value:
        chooser.choose(chosen.value, phrase("plain", text=_called(chosen)))
    elif field.value:
        chooser.choose(field.value, phrase("plain", text=field.value))
    elif chosen is not None:
        chooser.choose(chosen.value, phrase("plain", text=chosen.label) if chosen.label else None)
    return chooser


def _called(choice: Choice) -> str:
    """Of a suggestion it is the value that goes into the field."""
    return choice.label or choice.value
