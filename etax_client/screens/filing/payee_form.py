"""What a unit says of someone whom it pays: each field is judged as one types, and is there when it applies (PER-02, FLW-04, FLW-05)."""

from collections.abc import Mapping
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from typing_extensions import override

from etax_client.domain.filing.people import DOMESTIC, Payee, PayeeField
from etax_client.domain.filing.people_rules import JudgedPayee, PayeeFaults, fault_of_change, judge, spelled
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day, local_time
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.explain import explain
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.payee_fields import MORE, SECTIONS, PayeeFieldRow, differences
from etax_client.screens.forms.rare_characters import enter_rare_character
from etax_client.screens.work import Work
from etax_client.texts import payee_lines
from etax_client.texts.words import phrase
from etax_client.widgets.fields.name_field import NameField
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_SAVE = Key("f2", "save", "payee.save", "bc")
_MORE = Key("f6", "more", "payee.more", "gdxx")
_BACK = Key("escape", "back", "key.back", "fh", "Esc")
_OWN = (
    *(RefusalCode.malformed, RefusalCode.payee_listed, RefusalCode.outdated),
    *(RefusalCode.payee_awaiting, RefusalCode.payee_unknown),
)
_USUAL = {True: DocumentType.resident_id, False: DocumentType.foreign_passport}
_TOLD = (PayeeField.nationality, PayeeField.birth, PayeeField.sex)
_FIRST = (PayeeField.document_type, PayeeField.document_number, PayeeField.name)


class PayeeForm(Screen[Payee | None]):
    """It returns who was saved, or None. What was typed stays while it is open, whatever lies over it meanwhile (FLW-05)."""

    CSS_PATH = "payee_form.tcss"
    BINDINGS = bindings((_SAVE, _MORE, keys.HELP, _BACK))
    GUIDE = ("payee.place", "help.payee")

    def __init__(self, desk: Desk, work: Work, payee: Payee | None = None, *, domestic: bool) -> None:
        super().__init__()
        self._desk = desk
        self._work = work
        self._people = partial(desk.api.people, work.unit_id)
        self._payee = payee
        self._types = tuple(each for each in DocumentType if (each in DOMESTIC) is domestic)
        self._begun = dict(spelled(payee)) if payee is not None else {PayeeField.document_type: _USUAL[domestic].value}
        self._texts: dict[PayeeField, str] = dict(self._begun)
        self._told: Mapping[PayeeField, str] = {} if payee is None else self._judged().told
        self._left: set[PayeeField] = set()
        self._rows: dict[PayeeField, PayeeFieldRow] = {}
        self._headings: dict[Said, tuple[PayeeField, ...]] = {}
        self._sheet = VerticalScroll(classes="sheet -long", can_focus=False)
        self._status = Said(desk.words, id="status")
        self._button = PushButton(desk.words, phrase("payee.save"), id="save", classes="-primary")
        self._asking = Asking(desk, work, self, self._status, self._lost)

    @property
    def keys(self) -> tuple[Key, ...]:
        more = () if self._has_more else (_MORE,)
        return (_SAVE, *more, _BACK, keys.HELP, *keys.everywhere(self._desk))

    @property
    def _has_more(self) -> bool:
        return MORE[0] in self._rows

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (action == "more" and self._has_more)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        heading = phrase("payee.heading.add") if self._payee is None else phrase("payee.heading.change", name=self._payee.name)
        yield Said(words, heading, id="heading")
        with self._sheet:
            for title, fields in SECTIONS:
                yield from self._section(title, fields)
            if any(field in self._texts for field in MORE):
                yield from self._section("payee.section.more", MORE)
        yield self._status
        with Horizontal(classes="actions"):
            yield PushButton(words, phrase("payee.more"), id="more")
            yield PushButton(words, phrase("key.back"), id="back")
            yield self._button
        yield KeyLine(words, self.keys)

    def _section(self, title: str, fields: tuple[PayeeField, ...]) -> ComposeResult:
        heading = Said(self._desk.words, phrase(title), classes="section")
        self._headings[heading] = fields
        yield heading
        for field in fields:
            row = self._rows[field] = PayeeFieldRow(self._desk, field, self._types, self._texts.get(field, ""))
            yield row

    def on_mount(self) -> None:
        self.query_one("#more").display = not self._has_more
        self._show()
        first = self._first_fault(self._judged().faults) or PayeeField.document_number
        self._rows[first].focus_field()

    # --- what was typed, and what is wrong with it

    def _judged(self) -> JudgedPayee:
        return judge(self._texts, local_day(self._desk.clock.now()))

    def _faults(self, judged: JudgedPayee) -> PayeeFaults:
        if judged.facts is None or self._payee is None:
            return judged.faults
        return fault_of_change(self._payee, judged.facts)

    def _first_fault(self, faults: PayeeFaults) -> PayeeField | None:
        """In the order of the form."""
        return next((field for field in self._rows if field in faults), None)

    @on(PayeeFieldRow.Said)
    def _said(self, event: PayeeFieldRow.Said) -> None:
        event.stop()
        if event.text:
            self._texts[event.field] = event.text
        else:
            self._texts.pop(event.field, None)
        self._fill_in(self._judged().told)
        self._show()

    def enter(self, field: PayeeField, text: str) -> None:
        """As if it had been typed or chosen there."""
        self._rows[field].put(text)
        self._rows[field].post_message(PayeeFieldRow.Said(field, text))

    def _fill_in(self, told: Mapping[PayeeField, str]) -> None:
        """What the number tells goes where nothing was typed; what an earlier number told goes with it."""
        if told == self._told:
            return  # the user may have emptied a field
        before, self._told = self._told, told
        for field in _TOLD:
            if self._texts.get(field, "") in ("", before.get(field)):
                text = told.get(field, "")
                self._texts = {name: said for name, said in {**self._texts, field: text}.items() if said}
                self._rows[field].put(text)

    def _show(self, *, all_of_them: bool = False) -> PayeeFaults:
        """Each field that applies, with what is wrong once it has been left."""
        faults = self._faults(self._judged())
        for field, row in self._rows.items():
            row.show(self._texts, self._told)
            fault = faults.get(field)
            if fault is not None and (all_of_them or field in self._left):
                row.error(payee_lines.fault(field, fault, self._texts))
            else:
                row.clear()
        for heading, fields in self._headings.items():
            heading.display = any(self._rows[field].display for field in fields)
        return faults

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        row = next((row for row in self._rows.values() if row.field is event.widget), None)
        if row is not None and (row.name_of in self._texts or row.name_of not in _FIRST):
            self._left.add(row.name_of)
            self._show()

    @on(TextField.Submitted)
    def _submitted(self, event: TextField.Submitted) -> None:
        """Enter goes on to the next field that still needs the user; with none left, it saves."""
        event.stop()
        faults, order = self._faults(self._judged()), list(self._rows)
        at = next((place for place, field in enumerate(order) if self._rows[field].field is event.input), len(order))
        lacking = next((field for field in order[at + 1 :] if field in faults), None)
        if lacking is None or order[at] in faults:
            self.action_save()
        else:
            self._rows[lacking].focus_field()

    @on(NameField.RareCharacterWanted)
    def _rare_character(self, event: NameField.RareCharacterWanted) -> None:
        event.stop()
        enter_rare_character(self, self._desk, event.field)

    @on(PushButton.Pressed, "#more")
    async def action_more(self) -> None:
        """Addresses, bank and the like, which few fill in."""
        if not self._has_more:
            await self._sheet.mount(*self._section("payee.section.more", MORE))
            self.query_one("#more").display = False
            self.query_one(KeyLine).show(self.keys)
            self._show()
            self._rows[MORE[0]].focus_field()

    # --- saving

    @on(PushButton.Pressed, "#save")
    def action_save(self) -> None:
        faults = self._show(all_of_them=True)
        self._left.update(self._rows)
        first = self._first_fault(faults)
        if first is not None:
            self._asking.say(phrase("payee.faults", count=len(faults)), wrong=True)
            self._rows[first].focus_field()
            return
        if faults:  # in a field that is not shown yet
            self.run_worker(self._show_more(), group="errand-more", exclusive=True, description="more fields")
            return
        if not self._button.held:
            self.run_worker(self._save(), group="act", description="save a person")

    async def _show_more(self) -> None:
        await self.action_more()
        self.action_save()

    async def _save(self, over: Payee | None = None) -> None:
        """`over`: whose version it replaces, if another one than was looked at."""
        old, texts = over or self._payee, dict(self._texts)
        people = self._people()
        request = partial(people.add, texts) if old is None else partial(people.change, old.payee_id, old.version, texts)
        self._button.hold()
        try:
            outcome = await self._asking.ask(request, phrase("payee.saving"), harmless=False, own=_OWN)
        finally:
            self._button.ready()
        if isinstance(outcome, Payee):
            self._leave(outcome)
        elif outcome is not None:
            await self._refused(outcome)

    async def _refused(self, refused: Refused) -> None:
        if refused.code is RefusalCode.outdated:
            self.run_worker(self._decide(refused), group="dialog", exclusive=True, description="changed meanwhile")
            return
        self._asking.say(explain(refused), wrong=True)
        row = self._rows.get(PayeeField(refused.field)) if refused.field in set(PayeeField) else None
        if row is not None:
            row.error(explain(refused))
            row.focus_field()

    async def _decide(self, refused: Refused) -> None:
        """Somebody else has changed them: who, when, and in what both differ; one of both stays (FLW-04)."""
        if self._payee is None:
            return
        theirs = await self._asking.ask(partial(self._people().one, self._payee.payee_id), phrase("payee.reading"))
        if not isinstance(theirs, Payee):
            return
        at = "" if refused.changed_at is None else local_time(refused.changed_at)[5:16]
        told = phrase("payee.outdated", who=refused.changed_by or "", at=at, both=differences(self._texts, spelled(theirs)))
        question = AskDialog(self._desk, told, phrase("payee.keep_mine"), no=phrase("payee.take_theirs"))
        answer = await self.app.push_screen_wait(question)
        if answer:
            self.run_worker(self._save(theirs), group="act", description="save a person")
        elif answer is not None:
            self._take(theirs)

    def _take(self, theirs: Payee) -> None:
        self._payee, self._begun = theirs, spelled(theirs)
        self._texts = dict(self._begun)
        self._told = self._judged().told
        for field, row in self._rows.items():
            row.put(self._texts.get(field, ""))
        self._show()

    # --- leaving

    @on(PushButton.Pressed, "#back")
    def action_back(self) -> None:
        if self._texts == self._begun:
            self._leave(None)
        else:
            self.run_worker(self._ask_to_leave(), group="dialog", exclusive=True, description="leave a form")

    async def _ask_to_leave(self) -> None:
        if await self.app.push_screen_wait(AskDialog(self._desk, phrase("payee.leave_ask"), phrase("payee.discard"))):
            self._leave(None)

    def _leave(self, saved: Payee | None) -> None:
        if self.is_active:
            self.dismiss(saved)

    def _lost(self) -> None:
        """The unit stays closed: what was typed stays too, until the user leaves it."""
        self._asking.say(phrase("refused.unit_closed"), wrong=True)

    @property
    def unfinished(self) -> bool:
        """Whether something would be lost if the program ended now."""
        return self._texts != self._begun
