"""专项附加扣除信息采集: what each item has come to for each payee; 下载更新, and what a clerk enters by hand (DED-01, DED-02)."""

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.events import Event
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.deductions.claims import KeptClaim
from etax_client.domain.filing.deductions.sums import DeductionLine, Downloaded, PayeeClaims
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog, Deleted
from etax_client.screens.explain import explain
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.deductions.claim_form import ClaimForm
from etax_client.screens.filing.deductions.deduction_list import DeductionList
from etax_client.screens.filing.deductions.prefill import PrefillScreen
from etax_client.screens.filing.frame import month, top_line
from etax_client.screens.messages import SessionEnded
from etax_client.screens.work import Work
from etax_client.texts import claim_lines
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets import sizes
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.filing.deduction_card import DeductionCard
from etax_client.widgets.filing.deduction_table import DeductionTable
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_KEYS = (
    Key("enter", "open", "deductions.open", "kcxx", "Enter"),
    Key("f6", "download", "deductions.download", "xzgx"),
    Key("t", "prefill", "deductions.prefill", "ytkcxx"),
    Key("slash", "search", "people.query", "cx", "/"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
)
_BACK = Key("escape", "back", "key.back", "fh", "Esc")
_NEW = "new"
_OWN = (RefusalCode.outdated, RefusalCode.claim_unknown)


class DeductionsScreen(Screen[None]):
    CSS_PATH = "deductions.tcss"
    BINDINGS = bindings((*_KEYS, _BACK))
    GUIDE = ("deductions.place", "help.deductions")

    def __init__(self, desk: Desk, work: Work) -> None:
        super().__init__()
        self._desk = desk
        self._work = work
        self._stale = True
        self._status = Said(desk.words, id="status")
        self._counted = OneLine(desk.words, id="counted")
        self._query = TextField(id="query", max_length=50)
        self._list = DeductionList(desk, work, self._status, self._counted)
        self._table = self._list.table
        self._card = DeductionCard(desk.words)
        self._asking = Asking(desk, work, self, self._status, self._leave)
        self._deductions = desk.api.deductions(work.unit_id)

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, _BACK, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        with Container(id="tools"):
            with Horizontal(id="asked"):
                yield Said(words, phrase("people.query"), classes="tool-label")
                yield self._query
                yield Said(words, phrase("deductions.until", month=month(self._work)), classes="tool-label", id="month")
            with Horizontal(id="acts"):
                yield from (PushButton(words, phrase(f"deductions.{name}"), id=name) for name in ("download", "prefill"))
        with Horizontal(id="master"):
            yield self._list
            yield VerticalScroll(self._card, id="beside", can_focus=False)
        with Vertical(id="foot"):
            yield self._counted
            yield self._status
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._table.focus()

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self._list.reload(said=self._status.phrase is not None)

    @on(SessionEnded)
    def _ended(self) -> None:
        self._stale = True

    def awaited(self, event: Event) -> Sequence[str]:
        """What is typed into a field waits for nothing that is read meanwhile."""
        return () if isinstance(self.focused, TextField) else self._list.awaited(event)

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (action == "open" and self._table.cursor_row is None)

    def _leave(self) -> None:
        if self in self.app.screen_stack and self.is_active:
            self.app.pop_screen()

    def on_resize(self) -> None:
        self._show_beside()

    @on(DeductionTable.Highlighted)
    def _highlighted(self, event: DeductionTable.Highlighted) -> None:
        event.stop()
        self._show_beside()
        self.refresh_bindings()

    def _show_beside(self) -> None:
        beside = self.query_one("#beside")
        beside.display = self._table.total > 0 and not sizes.classes(sizes.room(self))[sizes.NARROW]
        self._card.show(self._table.cursor_row)

    @on(DeductionList.Closed)
    def _found_closed(self, event: DeductionList.Closed) -> None:
        event.stop()
        self.run_worker(self._open_again(), group="dialog", exclusive=True, description="verify again")

    async def _open_again(self) -> None:
        if await self._asking.ask(self._deductions.waiting, phrase("deductions.loading")) is not None:
            self._list.reload()

    # --- looking for people

    @on(TextField.Changed, "#query")
    def _typed(self) -> None:
        self._list.look_for(self._query.value.strip())

    @on(TextField.Submitted, "#query")
    def _query_done(self) -> None:
        self._list.focus_list()

    def action_search(self) -> None:
        self._query.focus()

    @on(PushButton.Pressed, "#remedy")
    def _remedy(self) -> None:
        if self._list.filtered:
            self._query.value = ""
        else:
            self._leave()

    def action_reload(self) -> None:
        self._list.say(None)
        self._list.reload(asked=True)

    def action_back(self) -> None:
        if self._list.filtered:
            self._query.value = ""
            self._list.focus_list()
        elif isinstance(self.focused, TextField):
            self._list.focus_list()
        else:
            self._leave()

    # --- what employees filed, and the month's wages

    @on(PushButton.Pressed, "#download")
    def action_download(self) -> None:
        # side by side: no other key may take the answer away once it has been asked for (IDM-2)
        self.run_worker(self._download(), group="act", description="download deductions")

    async def _download(self) -> None:
        found = await self._asking.ask(self._deductions.download, phrase("deductions.downloading"), harmless=False)
        if isinstance(found, Downloaded):
            self._list.say(_told(found), wrong=found.clashing > 0)
        if self.is_attached:
            self._list.reload(said=True)

    @on(PushButton.Pressed, "#prefill")
    def action_prefill(self) -> None:
        self.app.push_screen(PrefillScreen(self._desk, self._work))

    # --- one payee

    @on(DeductionTable.Entered)
    def _entered(self, event: DeductionTable.Entered) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        row = self._table.cursor_row
        if row is not None:
            self.run_worker(self._open(row), group="dialog", exclusive=True, description="one payee's deductions")

    async def _open(self, row: DeductionLine) -> None:
        """What is claimed, one of which is changed or deleted, or something new."""
        request = partial(self._deductions.one, self._work.period, row.payee_id)
        found = await self._asking.ask(request, phrase("people.opening", name=row.name))
        if not isinstance(found, PayeeClaims) or not self.is_active:
            return
        claims = {str(each.claim_id): each for each in found.claims}
        offered = [Choice(value, claim_lines.line(each.texts), _from(each), deletable=True) for value, each in claims.items()]
        offered.append(Choice(_NEW, phrase("claim.add"), phrase("claim.add_note")))
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("deductions.of", name=row.name), offered))
        if isinstance(chosen, Deleted):
            claim = claims[chosen.value]
            question = AskDialog(self._desk, phrase("claim.remove_ask", claim=claim_lines.line(claim.texts)), phrase("people.remove"))
            if await self.app.push_screen_wait(question):
                self.run_worker(self._remove(row, claim.claim_id, claim.version), group="act", description="remove a deduction")
        elif isinstance(chosen, str):
            form = ClaimForm(self._desk, self._work, row.payee_id, row.name, claims.get(chosen))
            self.app.push_screen(form, partial(self._saved, row.name))

    def _saved(self, name: str, saved: bool | None) -> None:
        if saved:
            self._list.say(phrase("claim.saved", name=name))
            self._list.reload(said=True)

    async def _remove(self, row: DeductionLine, claim_id: int, version: int) -> None:
        async def remove() -> bool | Refused:
            refused = await self._deductions.remove(row.payee_id, claim_id, version)
            return True if refused is None else refused

        outcome = await self._asking.ask(remove, phrase("people.working"), harmless=False, own=_OWN)
        if isinstance(outcome, Refused):
            self._list.say(explain(outcome), wrong=True)
        elif outcome is not None:
            self._list.say(phrase("claim.removed", name=row.name))
        if self.is_attached:
            self._list.reload(said=True)


def _told(found: Downloaded) -> Phrase:
    """What came, and what stays."""
    told = phrase("deductions.downloaded", people=found.people, count=found.claims) if found.claims else phrase("deductions.nothing_new")
    return phrase("deductions.clashing", told=told, count=found.clashing) if found.clashing else told


def _from(claim: KeptClaim) -> Phrase:
    return phrase("claim.from_app") if claim.filed_at else phrase("claim.by_hand", who=claim.changed_by)
