"""人员信息采集: the people whom the unit pays, what is said of each, and what becomes of their reports (PER-01 to PER-04)."""

from collections.abc import Iterable
from functools import partial

from textual import on
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.filing.imports import Imported
from etax_client.domain.filing.people import Payee
from etax_client.domain.filing.people_list import Feedback, PayeeLine, PayeeSort, Reported
from etax_client.domain.filing.people_states import PersonState, ReportState
from etax_client.domain.refusals import RefusalCode
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.filing.importing import spreadsheets
from etax_client.screens.filing.importing.exporting import export_people
from etax_client.screens.filing.importing.import_screen import ImportScreen
from etax_client.screens.filing.listed import STYLE, ListedPlace, done
from etax_client.screens.filing.payee_form import PayeeForm
from etax_client.screens.filing.people_list import STATES, PeopleList
from etax_client.screens.work import Work
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.choice_field import ChoiceField
from etax_client.widgets.filing.payee_card import PayeeCard
from etax_client.widgets.filing.payee_table import PayeeTable
from etax_client.widgets.frame import Key, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_KEYS = (
    Key("enter", "open", "people.open", "xg", "Enter"),
    Key("a", "add(True)", "people.add", "tjjnry"),
    Key("w", "add(False)", "people.add_abroad", "tjjwry"),
    Key("b", "report", "people.report", "bs"),
    Key("g", "feedback", "people.feedback", "hqfk"),
    Key("slash", "search", "people.query", "cx", "/"),
    Key("f", "filter", "people.filter", "sx"),
    Key("n", "mark", "people.mark", "fzc"),
    Key("delete", "remove", "people.remove", "sc", "Del"),
    Key("e", "export", "people.export", "dcry"),
    Key("i", "import", "people.import", "drry"),
    Key("v", "verify", "people.verify", "sfyzztgx"),
    keys.HELP,
    Key("o", "sort_by", "people.sort", "lpx"),
    Key("f5", "reload", "key.reload", "sx"),
)
_ALL = "all"


class PeopleScreen(ListedPlace[PeopleList]):
    CSS_PATH = [STYLE, "people.tcss"]
    KEYS = _KEYS
    OF_ONE = ("open", "mark", "remove")
    OWN = (RefusalCode.outdated, RefusalCode.payee_unknown, RefusalCode.payee_awaiting, RefusalCode.payee_reported)
    BINDINGS = bindings(_KEYS)
    GUIDE = ("people.place", "help.people")

    def __init__(self, desk: Desk, work: Work) -> None:
        rows = PeopleList(desk, work.unit_id)
        super().__init__(desk, work, rows, rows.table, PayeeCard(desk.words))
        self._table = rows.table
        self._people = partial(desk.api.people, work.unit_id)
        self._filter = ChoiceField(desk.words, id="filter")

    @override
    def beside_query(self) -> Iterable[Widget]:
        yield Said(self._desk.words, phrase("people.state"), classes="tool-label")
        yield self._filter

    @override
    def acts(self) -> Iterable[PushButton]:
        return (PushButton(self._desk.words, phrase(f"people.{name}"), id=name) for name in ("add", "add_abroad", "report", "feedback"))

    @override
    def act_on_none(self) -> None:
        self.action_add(True)

    def on_mount(self) -> None:  # and that of ListedPlace: Textual calls both
        self._filter.choose(_ALL, phrase("people.all"))

    # --- looking for people

    @on(PayeeTable.HeadingClicked)
    def _heading_clicked(self, event: PayeeTable.HeadingClicked) -> None:
        event.stop()
        self._list.sort_by(event.sort)

    def action_sort_by(self) -> None:
        self.run_worker(self._choose_sort(), group="dialog", exclusive=True, description="sort")

    async def _choose_sort(self) -> None:
        offered = [Choice(column.value, phrase(f"people.sort.{column}")) for column in PayeeSort]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("people.sort_title"), offered))
        if isinstance(chosen, str):
            self._list.sort_by(PayeeSort(chosen))

    @on(ChoiceField.Wanted, "#filter")
    def action_filter(self) -> None:
        self.run_worker(self._choose_state(), group="dialog", exclusive=True, description="filter")

    async def _choose_state(self) -> None:
        states = [
            Choice(name, phrase("people.counted", state=phrase(f"payee.{name}"), count=self._list.count_of(state)))
            for name, state in STATES.items()
        ]
        offered = [Choice(_ALL, phrase("people.all")), *states]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("people.filter_title"), offered))
        if isinstance(chosen, str):
            self._filter_by(chosen)

    def _filter_by(self, chosen: str) -> None:
        self._filter.choose(chosen, phrase("people.all") if chosen == _ALL else phrase(f"payee.{chosen}"))
        kind, _, _ = chosen.partition(".")
        self._list.look_for(**{each: STATES[chosen] if each == kind else None for each in ("person", "report", "identity")})

    @override
    def ask_for_all(self) -> None:
        super().ask_for_all()
        self._filter_by(_ALL)

    @override
    def action_back(self) -> None:
        if self._table.chosen and not self._list.filtered:
            self._table.let_go()
        else:
            super().action_back()

    # --- one of them

    @on(PushButton.Pressed, "#add")
    def _add_pressed(self) -> None:
        self.action_add(True)

    @on(PushButton.Pressed, "#add_abroad")
    def _add_abroad_pressed(self) -> None:
        self.action_add(False)

    def action_add(self, domestic: bool) -> None:
        self.app.push_screen(PayeeForm(self._desk, self._work, domestic=domestic), self._saved)

    @override
    async def open_one(self, row: PayeeLine) -> None:
        payee = await self._asking.ask(lambda: self._people().one(row.payee_id), phrase("people.opening", name=row.name))
        if isinstance(payee, Payee) and self.is_active:
            self.app.push_screen(PayeeForm(self._desk, self._work, payee, domestic=payee.is_domestic), self._saved)

    def action_export(self) -> None:
        """Everyone, in the columns that can be imported (PER-05)."""
        asked = export_people(self._desk, self, self._asking, self._people(), self._table.total)
        self.run_worker(asked, group="dialog", exclusive=True, description="export people")

    def action_import(self) -> None:
        """A spreadsheet of them (PER-05)."""
        self.app.push_screen(ImportScreen(self._desk, self._work, spreadsheets.people()), self._imported)

    def _imported(self, imported: Imported | None) -> None:
        if imported is not None:
            self._list.say(phrase("import.done", added=imported.added, changed=imported.changed))
            self._list.reload(said=True)

    def _saved(self, payee: Payee | None) -> None:
        if payee is not None:
            self._list.say(phrase("people.saved", name=payee.name))
            self._list.reload(said=True)

    def action_mark(self) -> None:
        """非正常, or 正常 again (PER-03)."""
        row = self._table.cursor_row
        if row is not None:
            self.run_worker(self._mark(row), group="dialog", exclusive=True, description="mark a person")

    async def _mark(self, row: PayeeLine) -> None:
        person = PersonState.normal if row.standing.person is PersonState.abnormal else PersonState.abnormal
        question = AskDialog(self._desk, phrase(f"people.mark_ask.{person}", name=row.name), phrase(f"payee.person.{person}"))
        if await self.app.push_screen_wait(question):
            self.act(partial(self._mark_now, row, person), "mark a person")

    async def _mark_now(self, row: PayeeLine, person: PersonState) -> None:
        request = partial(self._people().mark, row.payee_id, row.version, person)
        await self.carry_out(request, phrase("people.working"), lambda _: phrase(f"people.marked.{person}", name=row.name))

    def action_remove(self) -> None:
        """Only before the first report, after a question (PER-03)."""
        row = self._table.cursor_row
        if row is None:
            return
        if not row.standing.may_be_deleted:
            self._list.say(phrase("refused.payee_reported"), wrong=True)
            return
        self.run_worker(self._remove(row), group="dialog", exclusive=True, description="delete a person")

    async def _remove(self, row: PayeeLine) -> None:
        question = AskDialog(self._desk, phrase("people.remove_ask", name=row.name), phrase("people.remove"))
        if await self.app.push_screen_wait(question):
            self.act(partial(self._remove_now, row), "delete a person")

    async def _remove_now(self, row: PayeeLine) -> None:
        request = partial(self._people().remove, row.payee_id, row.version)
        await self.carry_out(lambda: done(request()), phrase("people.working"), lambda _: phrase("people.removed", name=row.name))

    # --- reports (PER-04)

    @on(PushButton.Pressed, "#report")
    def action_report(self) -> None:
        """The chosen, or all who are 待报送."""
        chosen = sorted(self._table.chosen) or None
        count = len(chosen) if chosen else self._list.count_of(ReportState.pending)
        if not count:
            self._list.say(phrase("people.none_pending"))
            return
        self.run_worker(self._report(chosen, count), group="dialog", exclusive=True, description="report people")

    async def _report(self, chosen: list[int] | None, count: int) -> None:
        question = phrase("people.report_ask.chosen" if chosen else "people.report_ask.all", count=count)
        if await self.app.push_screen_wait(AskDialog(self._desk, question, phrase("people.report"))):
            self.act(partial(self._report_now, chosen), "report people")

    async def _report_now(self, chosen: list[int] | None) -> None:
        def told(sent: Reported) -> Phrase:
            self._table.let_go()
            return phrase("people.reported", count=sent.count, seconds=sent.seconds) if sent.count else phrase("people.none_pending")

        await self.carry_out(partial(self._people().report, chosen), phrase("people.reporting"), told)

    @on(PushButton.Pressed, "#feedback")
    def action_feedback(self) -> None:
        self.act(self._feedback, "fetch feedback")

    async def _feedback(self) -> None:
        def told(found: Feedback) -> Phrase:
            if found.accepted or found.failed:
                return phrase("people.fed_back", accepted=found.accepted, failed=found.failed, waiting=found.waiting)
            return phrase("people.not_yet", count=found.waiting, seconds=found.seconds) if found.waiting else phrase("people.no_feedback")

        await self.carry_out(self._people().fetch_feedback, phrase("people.fetching"), told)

    def action_verify(self) -> None:
        """身份验证状态更新 of the chosen, or of all whom the register did not find."""
        self.act(partial(self._verify, sorted(self._table.chosen) or None), "verify people again")

    async def _verify(self, chosen: list[int] | None) -> None:
        await self.carry_out(
            partial(self._people().verify_again, chosen), phrase("people.fetching"), lambda found: phrase("people.verified", count=found)
        )
