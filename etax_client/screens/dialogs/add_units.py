"""添加单位: one by its taxpayer id typed twice, or several that are pasted (UNT-04); returns how many were added, None if unknown."""

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import TextArea
from typing_extensions import override

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.units import pasted_ids, units
from etax_client.domain.units.taxpayer_ids import TaxpayerId
from etax_client.domain.units.units import AddedUnit
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.closing import close
from etax_client.screens.explain import explain, is_unsure
from etax_client.screens.messages import InVain, SessionEnded
from etax_client.screens.waiting import waiting
from etax_client.texts.cleaned import cleaned
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said, Told
from etax_client.widgets.titled import Titled

_MOST = 200


class AddUnitsDialog(ModalScreen[int | None]):
    CSS_PATH = "add_units.tcss"
    BINDINGS = [Binding("escape", "leave"), Binding("f2", "other_way")]
    GUIDE = ("add.title", "help.add")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._added = 0
        self._unsure = False
        self._told_of = ""
        """The lines that could not be added: nothing is lost with these."""
        words = desk.words
        self._typed = TextField(id="typed", max_length=24)
        self._again = TextField(id="again", max_length=24)
        self._typed_row = FormRow(words, "units.taxpayer_id", self._typed, hint="add.id_hint")
        self._again_row = FormRow(words, "add.confirmation", self._again, hint="add.again_hint")
        self._save = PushButton(words, phrase("dialog.save"), id="save", classes="-primary")
        self._lines = TextArea(id="lines", soft_wrap=False, compact=True)
        self._fates = Said(words, phrase("add.many_hint"), id="fates")

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Titled(words, phrase("add.title")):
            with Vertical(id="one"):
                yield self._typed_row
                yield self._again_row
            with Vertical(id="many"):
                yield self._lines
                with VerticalScroll(id="reasons", can_focus=False):
                    yield self._fates
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, phrase("add.many"), id="way")
                yield PushButton(words, phrase("dialog.cancel"), id="cancel")
                yield self._save

    def on_mount(self) -> None:
        self._typed.focus()

    @property
    def unfinished(self) -> bool:
        """Whether something that was typed would be lost by quitting."""
        return bool(self._typed.value.strip()) or self._lines.text.strip() != self._told_of

    @property
    def _pasting(self) -> bool:
        return self.has_class("-many")

    @on(PushButton.Pressed, "#way")
    def action_other_way(self) -> None:
        self.toggle_class("-many")
        self.query_one("#way", PushButton).say(phrase("add.one" if self._pasting else "add.many"))
        (self._lines if self._pasting else self._typed).focus()

    @on(TextField.Pasted, "#typed")
    def _pasted(self, event: TextField.Pasted) -> None:
        """More than one id has come: they are several. One among other columns is that one."""
        event.stop()
        found = pasted_ids.find(event.text, self._today())
        if len(found) > 1:
            self._typed.value = ""
            self._lines.text = "\n".join(found)
            self.action_other_way()
        elif found:
            self._typed.value = found[0]
            self._say_left_out(self._typed_row, event.text, found[0])

    @on(TextField.Submitted, "#typed")
    def _typed_done(self) -> None:
        if self._judge_typed():
            self._again.focus()

    @on(TextField.Submitted, "#again")
    @on(PushButton.Pressed, "#save")
    def _submitted(self) -> None:
        if self._save.held:
            return
        if self._pasting:
            self.run_worker(self._add_lines(), group="errand", exclusive=True, description="add units")
        elif self._judge_typed() and self._judge_again():
            self.run_worker(self._add_one(), group="errand", exclusive=True, description="add a unit")

    def _judge_typed(self) -> bool:
        judged = units.check_new(self._typed.value, self._typed.value, self._today())
        return self._show_fault(self._typed_row, judged)

    def _judge_again(self) -> bool:
        judged = units.check_new(self._typed.value, self._again.value, self._today())
        return self._show_fault(self._again_row, judged)

    def _show_fault(self, row: FormRow, judged: object) -> bool:
        if isinstance(judged, Invalid):
            row.error(fault_phrase(judged))
            row.field.focus()
            return False
        if isinstance(judged, TaxpayerId) and judged.old_check:
            row.note(phrase("add.old_check"))
            return True
        if isinstance(judged, TaxpayerId) and isinstance(row.field, TextField):
            self._say_left_out(row, row.field.value, judged.number)
        return True

    def _say_left_out(self, row: FormRow, typed: str, kept: str) -> None:
        left_out = cleaned(typed, kept)
        row.clear() if left_out is None else row.note(left_out)

    async def _add_one(self) -> None:
        outcome = await self._ask([(self._typed.value, self._again.value)])
        if isinstance(outcome, Accident | Refused):
            self._show(outcome, self._typed_row)
            return
        refused = outcome[0].refused if outcome else None
        if refused is not None:
            self._typed_row.error(explain(refused))
            self._typed.focus()
            self.post_message(InVain())
            return
        close(self, self._added + 1)

    async def _add_lines(self) -> None:
        """What cannot be added stays in the box, each line with its reason."""
        typed = pasted_ids.find(self._lines.text, self._today())
        if not typed or len(typed) > _MOST:
            self._fates.say(phrase("add.too_many", count=len(typed)) if typed else phrase("add.fault.empty"))
            return
        wrong = {line: fault_phrase(judged) for line in typed if isinstance(judged := units.check_new(line, line, self._today()), Invalid)}
        sent = [line for line in typed if line not in wrong]
        fates: tuple[AddedUnit, ...] = ()
        if sent:
            outcome = await self._ask([(line, line) for line in sent])
            if isinstance(outcome, Accident | Refused):
                self._show(outcome, None)
                return
            fates = outcome
        for line, fate in zip(sent, fates, strict=False):
            if fate.refused is not None:
                wrong[line] = explain(fate.refused)
        self._added += len(typed) - len(wrong)
        if not wrong:
            close(self, self._added)
            return
        self._lines.text = self._told_of = "\n".join(line for line in typed if line in wrong)
        reasons = [phrase("add.line", number=line, why=self._desk.words.tell(why)) for line, why in wrong.items()]
        summary = phrase("add.done_some", count=len(typed) - len(wrong), failed=len(wrong))
        self._fates.update(Told("\n".join(self._desk.words.tell(what) for what in (summary, *reasons))))
        self._lines.focus()
        self.post_message(InVain())

    async def _ask(self, entries: list[tuple[str, str]]) -> tuple[AddedUnit, ...] | Refused | Accident:
        async with waiting(self._desk.clock, self._save, phrase("add.waiting")):
            outcome = await attempt(self._desk.api.add_units(entries))
        self._unsure = self._unsure or (isinstance(outcome, Accident) and is_unsure(outcome))
        return outcome

    def _show(self, outcome: Refused | Accident, row: FormRow | None) -> None:
        self.post_message(InVain())
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended:
            self.post_message(SessionEnded(outcome.ended or EndReason.unknown))
            return
        # the same once more brings the answer that was lost (IDM-1)
        said = phrase("add.unknown") if isinstance(outcome, Accident) and is_unsure(outcome) else explain(outcome)
        if row is not None:
            row.error(said)
        else:
            self._fates.say(said)

    def _today(self) -> date:
        return self._desk.clock.now().date()

    @on(PushButton.Pressed, "#cancel")
    def action_leave(self) -> None:
        if self._pasting and self._lines.text.strip() not in ("", self._told_of) and not self._save.held:
            self.run_worker(self._ask_to_leave(), group="dialog", exclusive=True, description="leave with units typed")
        else:
            self._leave()

    async def _ask_to_leave(self) -> None:
        """A list that was pasted together is not lost by one key."""
        count = len(pasted_ids.find(self._lines.text, self._today()))
        if await self.app.push_screen_wait(AskDialog(self._desk, phrase("add.leave", count=count), phrase("add.leave_yes"))):
            self._leave()

    def _leave(self) -> None:
        # given up while it is under way, nobody knows what came of it (IDM-2)
        self.dismiss(None if self._unsure or self._save.held else self._added)


def fault_phrase(invalid: Invalid) -> Phrase:
    """What is wrong with a taxpayer id."""
    known = (Fault.empty, Fault.length, Fault.form, Fault.checksum, Fault.different)
    return phrase(f"add.fault.{invalid.fault.name if invalid.fault in known else Fault.form.name}")
