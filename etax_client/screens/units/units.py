"""单位管理: the list of the person's units, and the one under the cursor beside it (UNT-01 to UNT-07)."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Event
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units.units import Unit, UnitHome, UnitPage, UnitQuery, UnitSort
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.add_units import AddUnitsDialog
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.dialogs.closing import uncover
from etax_client.screens.explain import found_out, is_unsure
from etax_client.screens.messages import InVain, LogoutWanted, SessionEnded
from etax_client.screens.units import unit_keys
from etax_client.screens.units.arrangement import Arrangement
from etax_client.screens.units.unit_list import UnitList
from etax_client.screens.units.unit_news import UnitNews
from etax_client.screens.verification.unit_detail import UnitDetail
from etax_client.screens.verification.verification_form import VerificationForm
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.texts.words import phrase
from etax_client.widgets import sizes
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.soft_keypad import SoftKeypad
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.units.unit_foot import UnitFoot
from etax_client.widgets.units.unit_table import UnitTable
from etax_client.widgets.units.unit_tools import UnitTools


class UnitsScreen(Screen[None]):
    CSS_PATH = "units.tcss"
    BINDINGS = bindings((*unit_keys.BROWSING, *unit_keys.ALSO, *unit_keys.VERIFYING, *unit_keys.ARRANGING, unit_keys.BACK))
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
        self._stale = True
        self._opening: Worker[None] | None = None
        self._tools = UnitTools(desk.words, id="tools")
        self._foot = UnitFoot(desk.words, desk.clock)
        self._news = UnitNews(desk.words)
        self._list = UnitList(desk, self._foot, self._news)
        self._arrangement = Arrangement(desk, self._list, self._foot)
        self._table = self._list.table
        self._detail = UnitDetail(desk)
        """Mounted once there is room for it."""

    @property
    def arranging(self) -> bool:
        return self.has_class("-arranging")

    @property
    def keys(self) -> tuple[Key, ...]:
        if self.arranging:
            return (*unit_keys.ARRANGING, unit_keys.BACK, *keys.everywhere(self._desk))
        own = (*unit_keys.BROWSING, *unit_keys.VERIFYING)
        return (*own, *keys.beside(self._desk), *unit_keys.ALSO, unit_keys.BACK, *keys.EVERYWHERE)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        profile = self._desk.session.profile
        yield TopLine(
            words, phrase("units.place"), phrase("plain", text=profile.masked_name if profile else ""), insecure=self._desk.place.insecure
        )
        yield self._tools
        yield self._arrangement
        yield self._news
        yield Horizontal(self._list, id="master")
        yield self._foot
        yield KeyLine(words, self.keys)

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self._list.reload()
        self._list.follow()

    def on_screen_suspend(self) -> None:
        self._list.rest()

    def awaited(self, event: Event) -> Sequence[str]:
        """What is typed into a field waits for nothing that is read meanwhile."""
        typing = isinstance(self.focused, TextField | SecretField | SoftKeypad)
        return () if typing else self._list.awaited(event)

    @on(SessionEnded)
    def _ended(self) -> None:
        self._stale = True

    # --- the unit under the cursor

    @property
    def _beside(self) -> UnitDetail | None:
        """The detail, where there is room for it."""
        return self._detail if self._detail.is_attached and self._detail.display else None

    @property
    def _form(self) -> VerificationForm | None:
        """The form beside the list, while the user is at it."""
        return self._detail.form if self._beside is not None and self._detail.in_use else None

    async def on_resize(self) -> None:
        size, form = sizes.classes(sizes.room(self)), self._form
        master = self.query_one("#master")
        if not size[sizes.NARROW] and master.is_attached and not self._detail.is_attached:  # not while the client leaves
            await master.mount(self._detail)
        self._detail.card.squeeze(size[sizes.COMPACT])
        self._show_beside()
        if size[sizes.NARROW] and form is not None:
            self._table.focus()
            self.run_worker(self._verify(form.unit, form.take()), group="dialog", exclusive=True, description="verify in a dialog")

    @on(UnitTable.Highlighted)
    def _highlighted(self, event: UnitTable.Highlighted) -> None:
        event.stop()
        self._foot.show(event.row, 0 if event.row is None else self._list.passed(event.row))
        self._show_beside()

    def _show_beside(self) -> None:
        """Beside an empty list there is nothing."""
        unit = self._table.cursor_row
        self._detail.display = self._table.total > 0 and not sizes.classes(sizes.room(self))[sizes.NARROW]
        if self._beside is not None and unit is not None:
            self._detail.show(unit, self._list.passed(unit))

    @on(VerificationForm.Verified)
    def _verified(self, event: VerificationForm.Verified) -> None:
        event.stop()
        uncover(self)
        self._table.focus()
        self._stale = True
        if self.is_active:
            self.post_message(self.Opened(event.home))

    @on(VerificationForm.Settled)
    def _settled(self, event: VerificationForm.Settled) -> None:
        event.stop()
        if event.locked:
            self._list.reload(said=True)

    @on(VerificationForm.Left)
    def _left_form(self, event: VerificationForm.Left) -> None:
        event.stop()
        self._list.focus_list()

    def action_keypad(self) -> None:
        if self._form is not None:
            self._form.keypad()

    def action_forgotten(self) -> None:
        if self._form is not None:
            self._form.forgotten()

    def action_another_captcha(self) -> None:
        if self._form is not None:
            self._form.another_captcha()

    def action_certificate(self) -> None:
        if self._form is not None:
            self._form.certificate()

    # --- looking for units

    @on(TextField.Changed, "#query-id, #query-name")
    def _query_typed(self) -> None:
        self._list.look_for(self._tools.taxpayer_id, self._tools.unit_name)

    @on(TextField.Submitted, "#query-id, #query-name")
    def _query_done(self) -> None:
        self._list.focus_list()

    @on(PushButton.Pressed, "#query")
    def _query_pressed(self) -> None:
        """What was typed is looked for already: it is once more, and that is said."""
        self.action_reload()
        self._list.focus_list()

    @on(UnitTable.HeadingClicked)
    def _heading_clicked(self, event: UnitTable.HeadingClicked) -> None:
        event.stop()
        if not self.arranging:
            self._list.sort_by(event.sort)

    def action_reload(self) -> None:
        self._foot.say(None)
        self._list.reload(asked=True)

    def action_search(self) -> None:
        self.query_one("#query-id").focus()

    def action_sort_by(self) -> None:
        self.run_worker(self._choose_sort(), group="dialog", exclusive=True, description="sort")

    async def _choose_sort(self) -> None:
        offered = [Choice(column.value, phrase(f"units.sort.{column}")) for column in UnitSort]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("units.sort_title"), offered))
        if isinstance(chosen, str):
            self._list.sort_by(UnitSort(chosen))

    @on(PushButton.Pressed, "#remedy")
    def _remedy_pressed(self) -> None:
        """The one thing to do about an empty list."""
        if self._list.filtered:
            self._tools.clear_query()
        elif self._news.unlisted:
            self._add_authorised()
        else:
            self.action_add()

    # --- adding, removing, entering

    @on(PushButton.Pressed, "#add")
    def action_add(self) -> None:
        self.run_worker(self._add(), group="dialog", exclusive=True, description="add units")

    async def _add(self) -> None:
        added = await self.app.push_screen_wait(AddUnitsDialog(self._desk))
        if added:
            self._foot.say(phrase("add.done", count=added))
        if added is None or added:
            self._list.reload()

    @on(UnitNews.AddWanted)
    def _add_authorised(self) -> None:
        """Those that one may act for and has not in the list."""
        self.run_worker(self._add_now(self._news.take()), group="errand-act", description="add authorised units")

    async def _add_now(self, taxpayer_ids: Sequence[str]) -> None:
        async with self._list.telling(phrase("units.unlisted.adding")):
            outcome = await attempt(self._desk.api.add_units([(each, each) for each in taxpayer_ids]))
        if isinstance(outcome, tuple):
            self._foot.say(phrase("add.done", count=sum(one.refused is None for one in outcome)))
            self._table.focus()
        else:
            self._list.tell(outcome)
        self._list.reload(said=True)

    @on(PushButton.Pressed, "#remove")
    def action_remove(self) -> None:
        unit = self._table.cursor_row
        if unit is not None:
            self.run_worker(self._remove(unit), group="dialog", exclusive=True, description="remove a unit")

    async def _remove(self, unit: Unit) -> None:
        question = AskDialog(self._desk, phrase("units.remove_ask", name=unit.name), phrase("units.remove"))
        if await self.app.push_screen_wait(question):
            # a worker of its own: no other key may take the answer away once it has been asked for (IDM-2)
            self.run_worker(self._remove_now(unit), group="errand-act", description="remove a unit")

    async def _remove_now(self, unit: Unit) -> None:
        async with self._list.telling(phrase("units.removing", name=unit.name)):
            outcome = await attempt(self._desk.api.remove_unit(unit.unit_id))
            is_there = await self._is_listed(unit) if isinstance(outcome, Accident) and is_unsure(outcome) else None
        if outcome is None or is_there is False:
            self._news.taken_off(unit.taxpayer_id)
        if outcome is None:
            self._foot.say(phrase("units.removed", name=unit.name))
        elif is_there is not None:
            self._foot.say(found_out("units.removal", not is_there, name=unit.name))
        else:
            self._list.tell(outcome)
        self._list.reload(said=outcome is not None)

    async def _is_listed(self, unit: Unit) -> bool | None:
        """None if that is not known either."""
        found = await attempt(self._desk.api.units(UnitQuery(unit.taxpayer_id)))
        return any(one.unit_id == unit.unit_id for one in found.units) if isinstance(found, UnitPage) else None

    @on(PushButton.Pressed, "#enter-free")
    def action_enter(self) -> None:
        if self._table.cursor_row is not None:
            self._enter(self._table.cursor_row)

    @on(UnitTable.Entered)
    def _entered(self, event: UnitTable.Entered) -> None:
        event.stop()
        self._enter(event.row)

    def _enter(self, unit: Unit) -> None:
        if not self.arranging:
            self._opening = self.run_worker(self._open(unit), group="dialog", exclusive=True, description="enter a unit")

    async def _open(self, unit: Unit) -> None:
        """Straight in where this session has verified the unit, or an authorisation suffices (VER-03, VER-04); else by 在线登录."""
        async with self._list.telling(phrase("units.opening", name=unit.name)):
            outcome = await attempt(self._desk.api.unit_home(unit.unit_id))
        home = outcome if isinstance(outcome, UnitHome) else None
        if home is not None or not self.is_active:
            self.post_message(InVain())  # a password that was typed ahead was for 在线登录
        if not self.is_active:
            return  # help or the phone was opened meanwhile: nothing is put on top of what is being read
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.unit_closed:
            await self._verify(unit)
        elif isinstance(outcome, Refused | Accident):
            self._list.tell_of_reading(outcome)
            if isinstance(outcome, Refused) and outcome.code is RefusalCode.unit_not_listed:
                self._list.reload(said=True)
        else:
            self._go_in(outcome)

    async def _verify(self, unit: Unit, typed: Secret | None = None) -> None:
        """Beside the list, or in a dialog over it; `typed` has been typed already."""
        if self._beside is not None:
            await self._beside.ask(unit, self._list.passed(unit), typed)
        else:
            self._go_in(await self.app.push_screen_wait(VerifyDialog(self._desk, unit, typed)))

    def _go_in(self, home: UnitHome | None) -> None:
        self._stale = True
        if home is not None:
            self.post_message(self.Opened(home))
        else:
            self.on_screen_resume()

    def action_back(self) -> None:
        if self._opening is not None and self._opening.is_running:
            self._opening.cancel()
            self._foot.say(phrase("units.not_opened"))
        elif self.arranging:
            self._arrangement.leave()
        elif self._form is not None:
            self._form.leave()
        elif self._list.filtered:
            self._tools.clear_query()
            self._list.focus_list()
        elif isinstance(self.focused, TextField):
            self._list.focus_list()
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
        if action in unit_keys.OF_THE_FORM:
            form = self._form
            return form is not None and form.offers(action)
        if action in ("enter", "remove") and self._table.cursor_row is None:
            return False
        if action in ("enter", "add", "remove", "arrange", "sort_by", "reload", "search", "logout"):
            return not self.arranging and self._form is None
        return True

    def action_move(self, step: int) -> None:
        self._arrangement.move(step)

    def action_set_default(self) -> None:
        self._arrangement.set_default()

    @on(Arrangement.Over)
    def _arranged(self, event: Arrangement.Over) -> None:
        event.stop()
        self._table.clear_arrangement()
        self.remove_class("-arranging")
        self.query_one(KeyLine).show(self.keys)
        self._list.reload(said=event.said)
        self._table.focus()
