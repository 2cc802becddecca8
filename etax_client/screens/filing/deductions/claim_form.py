"""What a clerk enters for an employee: a kind of deduction and its fields, judged as one types (DED-01, FLW-04, FLW-05)."""

from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.filing.deductions.claims import (
    FIELDS,
    ILLNESS,
    NO,
    YES,
    ClaimFaults,
    ClaimField,
    ClaimKind,
    KeptClaim,
    is_required,
    judge,
)
from etax_client.domain.local_time import local_day, local_time
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.deductions import City
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.explain import explain
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.work import Work
from etax_client.texts import claim_lines
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.choice_field import ChoiceField
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_F = ClaimField
_SAVE = Key("f2", "save", "payee.save", "bc")
_BACK = Key("escape", "back", "key.back", "fh", "Esc")
_OWN = (
    *(RefusalCode.malformed, RefusalCode.claim_listed, RefusalCode.claims_clash),
    *(RefusalCode.outdated, RefusalCode.claim_unknown, RefusalCode.payee_unknown),
)
_CHOICES: dict[ClaimField, tuple[str, ...]] = {
    _F.kind: (*(each.value for each in ClaimKind), ILLNESS),
    _F.whole: (YES, NO),
    _F.city: tuple(each.value for each in City),
}
_HINTS = {_F.born: "payee.hint.day", _F.begins: "payee.hint.month", _F.ends: "claim.hint.ends"}


class ClaimForm(Screen[bool | None]):
    """It returns whether something was saved. What was typed stays while it is open, whatever lies over it meanwhile (FLW-05)."""

    CSS_PATH = "claim_form.tcss"
    BINDINGS = bindings((_SAVE, keys.HELP, _BACK))
    GUIDE = ("claim.place", "help.claim")

    def __init__(self, desk: Desk, work: Work, payee_id: int, name: str, claim: KeptClaim | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._work = work
        self._payee = payee_id
        self._whose = name
        self._claim = claim
        self._begun: dict[ClaimField, str] = {} if claim is None else dict(claim.texts)
        self._texts = dict(self._begun)
        self._left: set[ClaimField] = set()
        self._rows = {field: FormRow(desk.words, f"claim.field.{field}", self._make(field), in_line=True) for field in ClaimField}
        self._status = Said(desk.words, id="status")
        self._button = PushButton(desk.words, phrase("payee.save"), id="save", classes="-primary")
        self._asking = Asking(desk, work, self, self._status, self._lost)

    def _make(self, field: ClaimField) -> Widget:
        text, name = self._texts.get(field, ""), f"field-{field}"
        if field not in _CHOICES:
            made = TextField(id=name, max_length=60)
            made.value = text
            return made
        choosing = ChoiceField(self._desk.words, id=name)
        if text:
            choosing.choose(text, claim_lines.value(field, text))
        return choosing

    @property
    def keys(self) -> tuple[Key, ...]:
        return (_SAVE, _BACK, keys.HELP, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield Said(words, phrase("claim.heading" if self._claim is None else "claim.heading_change", name=self._whose), id="heading")
        with VerticalScroll(classes="sheet -long", can_focus=False):
            yield from self._rows.values()
        yield self._status
        with Horizontal(classes="actions"):
            yield PushButton(words, phrase("key.back"), id="back")
            yield self._button
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._show()
        self._rows[_F.kind].field.focus()

    # --- what was typed, and what is wrong with it

    @property
    def _asked(self) -> tuple[ClaimField, ...]:
        kind = self._texts.get(_F.kind, "")
        return (_F.kind, *(FIELDS[ClaimKind(kind)] if kind in set(ClaimKind) else ()))

    def _faults(self) -> ClaimFaults:
        return judge(self._texts, local_day(self._desk.clock.now())).faults

    def _show(self, *, all_of_them: bool = False) -> ClaimFaults:
        """The fields of its kind, each with what is wrong once it has been left."""
        faults, kind = self._faults(), self._texts.get(_F.kind, "")
        for field, row in self._rows.items():
            row.display = field in self._asked
            row.relabel(claim_lines.label(field, kind))
            fault = faults.get(field)
            told = fault is not None and (all_of_them or field in self._left)
            row.hint(self._hint(field, kind))
            if fault is not None and told:
                row.error(claim_lines.fault(fault))
            else:
                row.clear()
        return faults

    def _hint(self, field: ClaimField, kind: str) -> Phrase:
        if field is _F.amount:
            return phrase(f"claim.hint.amount.{kind}") if kind in (ClaimKind.elder, ClaimKind.pension) else phrase("plain", text="")
        if field in _HINTS:
            return phrase(_HINTS[field])
        needed = kind in set(ClaimKind) and is_required(ClaimKind(kind), field) and not self._texts.get(field)
        return phrase("payee.hint.required") if needed else phrase("plain", text="")

    def _say(self, field: ClaimField, text: str) -> None:
        self._texts = {name: said for name, said in {**self._texts, field: text}.items() if said}
        self._show()

    def _field_of(self, widget: Widget | None) -> ClaimField | None:
        return next((field for field, row in self._rows.items() if row.field is widget), None)

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        field = self._field_of(event.input)
        if field is not None and event.value.strip() != self._texts.get(field, ""):
            self._say(field, event.value.strip())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        field = self._field_of(event.widget)
        if field is not None and field in self._texts:
            self._left.add(field)
            self._show()

    @on(TextField.Submitted)
    def _submitted(self, event: TextField.Submitted) -> None:
        """Enter goes on to the next field that still needs the user; with none left, it saves."""
        event.stop()
        lacking = next((field for field in self._asked if field in self._faults()), None)
        if lacking is None or self._rows[lacking].field is event.input:
            self.action_save()
        else:
            self._rows[lacking].field.focus()

    @on(ChoiceField.Wanted)
    def _wanted(self, event: ChoiceField.Wanted) -> None:
        event.stop()
        field = self._field_of(event.field)
        if field is not None:
            self.run_worker(self._choose(field, event.field), group="dialog", exclusive=True, description=field.value)

    async def _choose(self, field: ClaimField, choosing: ChoiceField) -> None:
        offered = [Choice(each, claim_lines.value(field, each)) for each in _CHOICES[field]]
        title = claim_lines.name(field, self._texts.get(_F.kind, ""))
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, title, offered))
        if isinstance(chosen, str):
            choosing.choose(chosen, claim_lines.value(field, chosen))
            self._left.add(field)
            self._say(field, chosen)

    # --- saving

    @on(PushButton.Pressed, "#save")
    def action_save(self) -> None:
        faults = self._show(all_of_them=True)
        self._left.update(self._rows)
        if faults:
            self._asking.say(phrase("payee.faults", count=len(faults)), wrong=True)
            self._rows[next(field for field in ClaimField if field in faults)].field.focus()
        elif not self._button.held:
            self.run_worker(self._save(), group="act", description="save a deduction")

    async def _save(self) -> None:
        deductions, texts, old = self._desk.api.deductions(self._work.unit_id), dict(self._texts), self._claim
        adding = partial(deductions.add, self._payee, texts)
        request = adding if old is None else partial(deductions.change, self._payee, old.claim_id, old.version, texts)
        self._button.hold()
        try:
            outcome = await self._asking.ask(request, phrase("payee.saving"), harmless=False, own=_OWN)
        finally:
            self._button.ready()
        if isinstance(outcome, Refused):
            self._asking.say(_told(outcome), wrong=True)
        elif outcome is not None:
            self._leave(True)

    # --- leaving

    @on(PushButton.Pressed, "#back")
    def action_back(self) -> None:
        if self._texts == self._begun:
            self._leave(False)
        else:
            self.run_worker(self._ask_to_leave(), group="dialog", exclusive=True, description="leave a form")

    async def _ask_to_leave(self) -> None:
        if await self.app.push_screen_wait(AskDialog(self._desk, phrase("payee.leave_ask"), phrase("payee.discard"))):
            self._leave(False)

    def _leave(self, saved: bool) -> None:
        if self.is_active:
            self.dismiss(saved)

    def _lost(self) -> None:
        """The unit stays closed: what was typed stays too, until the user leaves it."""
        self._asking.say(phrase("refused.unit_closed"), wrong=True)

    @property
    def unfinished(self) -> bool:
        """Whether something would be lost if the program ended now."""
        return self._texts != self._begun


def _told(refused: Refused) -> Phrase:
    """Who was quicker, and when (FLW-04)."""
    if refused.code is RefusalCode.outdated and refused.changed_at is not None:
        return phrase("claim.outdated", who=refused.changed_by or "", at=local_time(refused.changed_at)[5:16])
    return explain(refused)
