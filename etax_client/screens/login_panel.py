"""Beside the login, where there is room: what this is, what to do, and in the demo its people, of whom a click is one (looks.md)."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from etax_client.domain.safe_text import safe_text
from etax_client.screens.desk import DemoPerson, Desk
from etax_client.texts.words import phrase
from etax_client.widgets import sizes
from etax_client.widgets.said import Said, wrapped

_ABOVE = 7
"""Rows above the people."""


class LoginPanel(Vertical):
    """Where it is low, what a person shows is told of the one under the cursor only."""

    DEFAULT_CSS = """
    LoginPanel { height: 100%; background: $surface; }
    LoginPanel Said { width: 100%; }
    LoginPanel #product { text-style: bold; color: $primary; }
    LoginPanel #simulation { color: $warning; margin: 1 0; }
    LoginPanel #people-title { text-style: bold; margin: 0 0 1 0; }
    LoginPanel #person-note { height: 2; margin: 1 0 0 0; color: $quiet; }
    LoginPanel OptionList {
        height: auto; max-height: 1fr; border: none; background: transparent; padding: 0; text-wrap: nowrap; scrollbar-size-vertical: 1;
        &:focus { border: none; background-tint: transparent; }
        &>.option-list--option { padding: 0; }
        &>.option-list--option-highlighted { background: transparent; color: $foreground; text-style: none; }
        &>.option-list--option-hover { background: $panel; }
        &:focus>.option-list--option-highlighted { background: $focus-ground; color: $foreground; }
    }
    """

    class Chosen(Message):
        def __init__(self, person: DemoPerson) -> None:
            super().__init__()
            self.person = person

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._people = desk.place.people
        self._list = OptionList(*(Option(each.name) for each in self._people), markup=False)
        self._note = Said(desk.words, id="person-note")

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield Said(words, phrase("panel.product"), id="product")
        yield Said(words, phrase("panel.simulation"), id="simulation")
        if self._people:
            yield Said(words, phrase("panel.people"), id="people-title")
            yield self._list
            yield self._note
        else:
            yield Said(words, phrase("panel.todo"))

    def on_resize(self) -> None:
        self._note.display = self._low
        self.reword()

    @property
    def _low(self) -> bool:
        return sizes.classes(self.screen.size)[sizes.COMPACT]

    def reword(self) -> None:
        width = max(1, self._list.content_size.width - 2)  # one for a scrollbar that comes and goes
        notes = [[] if self._low else wrapped(safe_text(self._desk.words.tell(each.note)), width - 2) for each in self._people]
        airy = not self._low and sum(len(note) + 2 for note in notes) <= self.content_size.height - _ABOVE
        for at, (person, note) in enumerate(zip(self._people, notes, strict=True)):
            self._list.replace_option_prompt_at_index(at, self._told(person, [*note, ""] if airy else note))

    def _told(self, person: DemoPerson, note: Sequence[str]) -> Content:
        name = Content.styled(safe_text(person.name), "bold")
        line = Content.assemble(name, "  ", safe_text(person.login_name or self._desk.words.say("people.unregistered")))
        quiet = self.app.theme_variables.get("quiet", "")
        return Content("\n").join([line, *(Content.styled(f"  {each}", quiet) for each in note)])

    @on(OptionList.OptionHighlighted)
    def _under_cursor(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._note.say(self._people[event.option_index].note)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._people[event.option_index]))
