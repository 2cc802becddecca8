"""The order of one's own (UNT-05): its row of buttons, moving units, keeping the order or not."""

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from typing_extensions import override

from etax_client.api.carrier import attempt
from etax_client.domain.units.units import UnitSort
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.explain import is_unsure
from etax_client.screens.units.unit_list import UnitList
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.units.unit_foot import UnitFoot


class Arrangement(Horizontal):
    """Stands in the place of the tools while the list is put in order; the screen shows it, and hears when it is over."""

    class Over(Message):
        """`said`: what came of it stands on the foot."""

        def __init__(self, *, said: bool) -> None:
            super().__init__()
            self.said = said

    def __init__(self, desk: Desk, units: UnitList, foot: UnitFoot) -> None:
        super().__init__(id="arranging")
        self._desk = desk
        self._list = units
        self._foot = foot
        self._arrows = [PushButton(desk.words, phrase(f"units.{name}"), id=name) for name in ("up", "down")]

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield from self._arrows
        yield PushButton(words, phrase("units.set_default"), id="set-default", classes="-primary")
        yield PushButton(words, phrase("key.back"), id="arranged")

    def on_mount(self) -> None:
        self.choose_again()

    def choose_again(self) -> None:
        plain = "_ascii" if self._desk.choices.settings.ascii else ""
        for button in self._arrows:
            button.say(phrase(f"units.{button.id}{plain}"))

    @on(PushButton.Pressed, "#up, #down")
    def _move_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.move(-1 if event.button.id == "up" else 1)

    def move(self, step: int) -> None:
        table = self._list.table
        here, there = table.cursor_index, table.cursor_index + step
        if 0 <= there < table.total:
            table.swap(here, there)
            table.move_to(there)

    @on(PushButton.Pressed, "#set-default")
    def set_default(self) -> None:
        self.run_worker(self._set_default(), group="errand-act", description="set default order")

    async def _set_default(self) -> None:
        """What is kept is shown, also where it is unknown whether anything is: the arrangement stays only if it was not sent or refused."""
        query, moved = self._list.query_now, self._list.table.arranged()
        async with self._list.telling(phrase("units.order_keeping")):
            outcome = await attempt(self._desk.api.set_unit_order(query.sort, query.descending, moved))
        if outcome is None:
            self._foot.say(phrase("units.order_kept"))
        else:
            self._list.tell(outcome)
            if not is_unsure(outcome):
                return
        self._list.query_now = replace(query, sort=UnitSort.custom, descending=False)
        self.post_message(self.Over(said=True))

    @on(PushButton.Pressed, "#arranged")
    def leave(self) -> None:
        """An order that would be lost is asked about."""
        self.run_worker(self._leave(), group="dialog", exclusive=True, description="leave custom order")

    async def _leave(self) -> None:
        if self._list.table.arranged():
            question = AskDialog(self._desk, phrase("units.order_ask"), phrase("units.set_default"), no=phrase("units.order_drop"))
            answer = await self.app.push_screen_wait(question)
            if answer is None:
                return
            if answer:
                await self._set_default()
                return
        self._foot.say(None)
        self.post_message(self.Over(said=False))
