"""单位管理: the list of the person's units (UNT-01 to UNT-07)."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.events import Event
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.units.units import Unit, UnitHome, UnitPage, UnitQuery, UnitSort, UnitTotals
from etax_client.screens import keys, unit_keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.add_units import AddUnitsDialog
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.explain import explain, is_unsure
from etax_client.screens.messages import InVain, LogoutWanted, SessionEnded
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.screens.waiting import reloaded, telling
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.units.unit_foot import UnitFoot
from etax_client.widgets.units.unit_table import UnitTable
from etax_client.widgets.units.unit_tools import ArrangingTools, UnitTools

_PAGE = 100


class UnitsScreen(Screen[None]):
    CSS_PATH = "units.tcss"
    BINDINGS = bindings((*unit_keys.BROWSING, *unit_keys.ALSO, *unit_keys.ARRANGING, unit_keys.BACK))
    AUTO_FOCUS = "UnitTable"
    GUIDE = ("units.place", "help.units")

    class Opened(Message):
        """A unit has been verified and may be entered (UNT-06)."""

        def __init__(self, home: UnitHome) -> None:
            super().__init__()
            self.home = home

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._query = UnitQuery()
        self._epoch = 0
        self._stale = True
        self._reading = False
        self._opening: Worker[None] | None = None
        self._tools = UnitTools(desk.words, id="tools")
        self._table = UnitTable(desk.words)
        self._foot = UnitFoot(desk.words, desk.clock)

    @property
    def arranging(self) -> bool:
        return self.has_class("-arranging")

    @property
    def keys(self) -> tuple[Key, ...]:
        if self.arranging:
            return (*unit_keys.ARRANGING, unit_keys.BACK, *keys.everywhere(self._desk))
        return (*unit_keys.BROWSING, *keys.phone(self._desk), *unit_keys.ALSO, unit_keys.BACK, *keys.EVERYWHERE)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        profile = self._desk.session.profile
        yield TopLine(
            words, phrase("units.place"), phrase("plain", text=profile.masked_name if profile else ""), insecure=self._desk.place.insecure
        )
        yield self._tools
        yield ArrangingTools(words, ascii=self._desk.choices.settings.ascii, id="arranging")
        yield self._table
        yield self._foot
        yield KeyLine(words, self.keys)

    def choose_again(self) -> None:
        self.query_one(ArrangingTools).draw_arrows(ascii=self._desk.choices.settings.ascii)

    @on(UnitTable.Highlighted)
    def _highlighted(self, event: UnitTable.Highlighted) -> None:
        self._foot.show(event.unit)

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self._reload(self._table.cursor_index)

    # --- reading the list

    def _reload(self, keep: int = 0, *, said: bool = False, asked: bool = False) -> None:
        """With the cursor at place `keep`; what has been `said` stays, whatever comes of it; who has `asked` is told that it was done."""
        self._epoch += 1
        self._reading = True
        self.run_worker(self._read_first(self._epoch, keep, said, asked), group="errand-list", exclusive=True, description="unit list")

    async def _read_first(self, epoch: int, keep: int, said: bool, asked: bool) -> None:
        start = max(0, keep - _PAGE // 2)
        async with nullcontext() if said else self._telling(phrase("units.loading")):
            outcome = await attempt(self._desk.api.units(self._query, at=start, limit=_PAGE))
        if epoch != self._epoch:
            return
        self._reading = False
        if not isinstance(outcome, UnitPage):
            self._tell_of_reading(outcome, said)
            return
        self._table.reset(outcome.total)
        self._table.set_sort(self._query.sort, self._query.descending)
        self._table.put(start, outcome.units, outcome.total)
        if keep:
            self._table.move_to(min(keep, max(0, outcome.total - 1)))
        if not outcome.total:
            self.post_message(InVain())
        found = self._found(outcome.total)
        if asked:
            done = reloaded(self._desk.clock.now())
            found = done if found is None else phrase("units.reloaded", reloaded=done, found=found)
        if found is not None and not said:
            self._foot.say(found)
        await self._read_totals(said)

    def _found(self, total: int) -> Phrase | None:
        if not total:
            return phrase("units.none_found" if self._filtered else "units.none")
        return phrase("units.matching", count=total) if self._filtered else None

    async def _read_totals(self, said: bool) -> None:
        totals = await attempt(self._desk.api.unit_totals())
        if isinstance(totals, UnitTotals):
            self._foot.count(totals)
        else:
            self._tell_of_reading(totals, said)

    @on(UnitTable.Wanted)
    def _wanted(self, event: UnitTable.Wanted) -> None:
        event.stop()
        if self._reading:  # what is on the screen is about to be replaced
            return
        self.run_worker(self._read_more(self._epoch, event), group="errand-page", description="unit page")

    async def _read_more(self, epoch: int, wanted: UnitTable.Wanted) -> None:
        limit = min(wanted.end - wanted.start, 200)
        start, place = wanted.place(limit)
        outcome = await attempt(self._desk.api.units(self._query, limit=limit, **place))
        if epoch != self._epoch:
            return
        if isinstance(outcome, UnitPage):
            self._table.put(start, outcome.units, outcome.total)
        elif isinstance(outcome, Refused) and outcome.code is RefusalCode.unit_not_listed:
            self._reload(self._table.cursor_index)
        else:
            self._tell_of_reading(outcome)

    def awaited(self, event: Event) -> Sequence[str]:
        """The list that is being read, but while its query is typed; and the row at the cursor, but to move on from there."""
        if isinstance(self.focused, TextField):
            return ()
        return ("errand-list", "errand-page") if self._table.lacks_row_for(event) else ("errand-list",)

    @property
    def _filtered(self) -> bool:
        return bool(self._query.taxpayer_id or self._query.name)

    @on(TextField.Changed, "#query-id, #query-name")
    def _query_typed(self) -> None:
        typed = replace(self._query, taxpayer_id=self._tools.taxpayer_id, name=self._tools.unit_name)
        if typed != self._query:
            self._query = typed
            self._foot.say(None)
            self._reload()

    @on(TextField.Submitted)
    def _query_done(self) -> None:
        self._table.focus()

    @on(PushButton.Pressed, "#query")
    def _query_pressed(self) -> None:
        """What was typed is looked for already: it is once more, and that is said."""
        self.action_reload()
        self._table.focus()

    @on(UnitTable.HeadingClicked)
    def _heading_clicked(self, event: UnitTable.HeadingClicked) -> None:
        event.stop()
        if not self.arranging:
            self._sort(event.sort)

    def _sort(self, column: UnitSort) -> None:
        again = column is self._query.sort and column is not UnitSort.custom
        self._query = replace(self._query, sort=column, descending=again and not self._query.descending)
        self._reload()

    # --- the keys

    def action_reload(self) -> None:
        self._foot.say(None)
        self._reload(self._table.cursor_index, asked=True)

    def action_search(self) -> None:
        self.query_one("#query-id").focus()

    def action_sort_by(self) -> None:
        self.run_worker(self._choose_sort(), group="dialog", exclusive=True, description="sort")

    async def _choose_sort(self) -> None:
        offered = [Choice(column.value, phrase(f"units.sort.{column}")) for column in UnitSort]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("units.sort_title"), offered))
        if isinstance(chosen, str):
            self._sort(UnitSort(chosen))

    @on(PushButton.Pressed, "#add")
    def action_add(self) -> None:
        self.run_worker(self._add(), group="dialog", exclusive=True, description="add units")

    async def _add(self) -> None:
        added = await self.app.push_screen_wait(AddUnitsDialog(self._desk))
        if added:
            self._foot.say(phrase("add.done", count=added))
        if added is None or added:
            self._reload(self._table.cursor_index)

    @on(PushButton.Pressed, "#remove")
    def action_remove(self) -> None:
        unit = self._table.cursor_unit
        if unit is not None:
            self.run_worker(self._remove(unit), group="dialog", exclusive=True, description="remove a unit")

    async def _remove(self, unit: Unit) -> None:
        question = AskDialog(self._desk, phrase("units.remove_ask", name=unit.name), phrase("units.remove"))
        if await self.app.push_screen_wait(question):
            # a worker of its own: no other key may take the answer away once it has been asked for (IDM-2)
            self.run_worker(self._remove_now(unit), group="errand-act", description="remove a unit")

    async def _remove_now(self, unit: Unit) -> None:
        async with self._telling(phrase("units.removing", name=unit.name)):
            outcome = await attempt(self._desk.api.remove_unit(unit.unit_id))
        if outcome is None:
            self._foot.say(phrase("units.removed", name=unit.name))
        else:
            self._tell(outcome)
        self._reload(self._table.cursor_index, said=outcome is not None)

    def action_enter(self) -> None:
        if self._table.cursor_unit is not None:
            self._enter(self._table.cursor_unit)

    @on(UnitTable.Entered)
    def _entered(self, event: UnitTable.Entered) -> None:
        event.stop()
        self._enter(event.unit)

    def _enter(self, unit: Unit) -> None:
        if not self.arranging:
            self._opening = self.run_worker(self._open(unit), group="dialog", exclusive=True, description="enter a unit")

    async def _open(self, unit: Unit) -> None:
        """Straight in where this session has verified the unit, or an authorisation suffices (VER-03, VER-04); else by 在线登录."""
        async with self._telling(phrase("units.opening", name=unit.name)):
            outcome = await attempt(self._desk.api.unit_home(unit.unit_id))
        home = outcome if isinstance(outcome, UnitHome) else None
        if home is not None or not self.is_active:
            self.post_message(InVain())  # a password that was typed ahead was for 在线登录
        if not self.is_active:
            return  # help or the phone was opened meanwhile: nothing is put on top of what is being read
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.unit_closed:
            home = await self.app.push_screen_wait(VerifyDialog(self._desk, unit))
        elif isinstance(outcome, Refused | Accident):
            self._tell_of_reading(outcome)
            if isinstance(outcome, Refused) and outcome.code is RefusalCode.unit_not_listed:
                self._reload(self._table.cursor_index, said=True)
            return
        self._stale = True
        if home is not None:
            self.post_message(self.Opened(home))
        else:
            self.on_screen_resume()

    @on(PushButton.Pressed, "#arranged")
    def action_back(self) -> None:
        if self._opening is not None and self._opening.is_running:
            self._opening.cancel()
            self._foot.say(phrase("units.not_opened"))
        elif self.arranging:
            self.run_worker(self._leave_arranging(), group="dialog", exclusive=True, description="leave custom order")
        elif self._filtered:
            self._tools.clear_query()
            self._table.focus()
        elif isinstance(self.focused, TextField):
            self._table.focus()
        else:
            self.action_logout()

    def action_logout(self) -> None:
        self.run_worker(self._log_out(), group="dialog", exclusive=True, description="log out")

    async def _log_out(self) -> None:
        if await self.app.push_screen_wait(AskDialog(self._desk, phrase("units.logout_ask"), phrase("key.logout"))):
            self.post_message(LogoutWanted(self._foot.status))

    # --- the custom order (UNT-05)

    @on(PushButton.Pressed, "#arrange")
    def action_arrange(self) -> None:
        self._tools.clear_query()
        self.add_class("-arranging")
        self._foot.say(phrase("units.arranging"))
        self.query_one(KeyLine).show(self.keys)
        self._table.focus()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("move", "set_default"):
            return self.arranging
        if action in ("add", "remove", "arrange", "sort_by", "reload", "search", "logout"):
            return not self.arranging
        return True

    @on(PushButton.Pressed, "#up, #down")
    def _move_pressed(self, event: PushButton.Pressed) -> None:
        self.action_move(-1 if event.button.id == "up" else 1)

    def action_move(self, step: int) -> None:
        here = self._table.cursor_index
        there = here + step
        if 0 <= there < self._table.total:
            self._table.swap(here, there)
            self._table.move_to(there)

    @on(PushButton.Pressed, "#set-default")
    def action_set_default(self) -> None:
        self.run_worker(self._set_default(), group="errand-act", description="set default order")

    async def _set_default(self) -> None:
        """What is kept is shown, also where it is unknown whether anything is: the arrangement stays only if it was not sent or refused."""
        moved = self._table.arranged()
        async with self._telling(phrase("units.order_keeping")):
            outcome = await attempt(self._desk.api.set_unit_order(self._query.sort, self._query.descending, moved))
        if outcome is None:
            self._foot.say(phrase("units.order_kept"))
        else:
            self._tell(outcome)
            if not is_unsure(outcome):
                return
        self._query = replace(self._query, sort=UnitSort.custom, descending=False)
        self._stop_arranging(said=True)

    async def _leave_arranging(self) -> None:
        if self._table.arranged():
            question = AskDialog(self._desk, phrase("units.order_ask"), phrase("units.set_default"), no=phrase("units.order_drop"))
            answer = await self.app.push_screen_wait(question)
            if answer is None:
                return
            if answer:
                await self._set_default()
                return
        self._foot.say(None)
        self._stop_arranging()

    def _stop_arranging(self, *, said: bool = False) -> None:
        self._table.clear_arrangement()
        self.remove_class("-arranging")
        self.query_one(KeyLine).show(self.keys)
        self._reload(self._table.cursor_index, said=said)
        self._table.focus()

    # --- telling

    def _telling(self, what: Phrase) -> AbstractAsyncContextManager[None]:
        self._foot.status.remove_class("-error")
        return telling(self._desk.clock, self._foot.status, what)

    def _tell_of_reading(self, outcome: Refused | Accident, said: bool = False) -> None:
        if isinstance(outcome, Refused):
            self._tell(outcome)
        elif not said:
            self._tell(outcome, harmless=True)

    def _tell(self, outcome: Refused | Accident, *, harmless: bool = False) -> None:
        self.post_message(InVain())
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended:
            self._stale = True
            self.post_message(SessionEnded(outcome.ended or EndReason.unknown))
            return
        self._foot.say(explain(outcome, harmless=harmless), wrong=True)
