"""A line above the unit list: units that one is authorised for and has not in it, or an authorisation that runs out soon (AUT-04)."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from typing_extensions import override

from etax_client.domain.units.units import UnitTotals
from etax_client.texts.words import Words, phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said


class UnitNews(Horizontal):
    """One thing at a time, and none again that was put aside; there is no line where there is nothing to say."""

    DEFAULT_CSS = """
    UnitNews { height: auto; width: 100%; padding: 0 1; background: $surface; display: none; }
    UnitNews Said { width: 1fr; color: $warning; }
    UnitNews PushButton { margin: 0 0 0 1; }
    """

    class AddWanted(Message):
        """The units that one is authorised for are to be added."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._said = Said(words)
        self._add = PushButton(words, phrase("units.add"), id="add-authorised")
        self._later = PushButton(words, phrase("units.news.aside"), id="news-aside")
        self._put_aside: set[object] = set()
        self._about: object = None
        self._taken_off: set[str] = set()
        self.unlisted: tuple[str, ...] = ()
        """The taxpayer ids of those that are not in the list."""

    @override
    def compose(self) -> ComposeResult:
        yield self._said
        yield self._add
        yield self._later

    def show(self, totals: UnitTotals) -> None:
        self.unlisted = tuple(one for one in totals.unlisted if one not in self._taken_off)
        ends = next((one for one in totals.ends_soon if one not in self._put_aside), None)
        if self.unlisted and totals.units and self.unlisted not in self._put_aside:
            self._about = self.unlisted
            self._said.say(phrase("units.unlisted.ask", count=len(self.unlisted)))
        elif ends is not None:
            self._about = ends
            self._said.say(phrase("units.ends_soon", unit=ends.unit, day=ends.day.isoformat()))
        else:
            self._about = None
        self.display, self._add.display = self._about is not None, self._about == self.unlisted
        self._totals = totals

    def take(self) -> tuple[str, ...]:
        """Those that are being added: they are not offered a second time meanwhile."""
        taken, self.unlisted = self.unlisted, ()
        self.display = False
        return taken

    def taken_off(self, taxpayer_id: str) -> None:
        """Its owner wants it in the list no more, and is not asked about it again here."""
        self._taken_off.add(taxpayer_id)

    @on(PushButton.Pressed, "#add-authorised")
    def _add_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.post_message(self.AddWanted())

    @on(PushButton.Pressed, "#news-aside")
    def _aside_pressed(self, event: PushButton.Pressed) -> None:
        """On to the next thing."""
        event.stop()
        self._put_aside.add(self._about)
        self.show(self._totals)
        if not self.display:
            self.screen.focus_next("UnitTable")
