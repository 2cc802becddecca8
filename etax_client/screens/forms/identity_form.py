"""Who someone is, as a form asks for it: document, number and name, and what goes with them, each judged as one types (DOC-01)."""

from collections.abc import Mapping, Sequence
from datetime import date

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import identity
from etax_client.domain.identity.documents import FOR_FOREIGNERS, DocumentType, Sex
from etax_client.domain.identity.identity import Identity, IdentityField, JudgedIdentity
from etax_client.domain.identity.identity_numbers import Contradiction, IdentityNumber
from etax_client.domain.identity.names import LONGEST, Name
from etax_client.domain.identity.nationalities import Nationality, search
from etax_client.domain.identity.resident_ids import is_plausible_birth
from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.local_time import local_day
from etax_client.reference.countries import foreign
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.dialogs.find import FindDialog
from etax_client.screens.forms.rare_characters import enter_rare_character
from etax_client.texts import identity_lines
from etax_client.texts.cleaned import cleaned
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.choice_field import ChoiceField
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.name_field import NameField, RareCharacterButton
from etax_client.widgets.fields.text_field import TextField

_MENDED_BY_TYPING = (Fault.empty, Fault.length, Fault.form, Fault.separator)
"""Faults of what may only be unfinished: they are said when the field is left."""
_TOLD = (IdentityField.nationality, IdentityField.birth, IdentityField.sex)
"""What a number may tell of its holder."""


class IdentityForm(Vertical):
    """Birth, sex and nationality are filled in from the number where it tells them; one that was typed is never changed.

    With `document_only` they are not asked for, as for someone who is known already (FPW-01).
    """

    DEFAULT_CSS = """
    IdentityForm { height: auto; width: 100%; }
    IdentityForm TextField { width: 1fr; }
    IdentityForm .-good .row-message { color: $success; }
    IdentityForm .-hidden { display: none; }
    """

    class Submitted(Message):
        """Enter in the last field of those that are asked for."""

    def __init__(self, desk: Desk, types: Sequence[DocumentType], *, document_only: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._document_only = document_only
        self._types = tuple(types)
        self._left: set[IdentityField] = set()
        self._from_number: dict[IdentityField, str] = {}
        words = desk.words
        self.document_type = self._types[0]
        self._type = ChoiceField(words, id="document-type")
        self._number = TextField(id="document-number", max_length=40)
        self._name_field = NameField(id="person-name", max_length=LONGEST * 2)
        self._nationality = ChoiceField(words, id="nationality")
        self._birth = TextField(id="birth", max_length=20)
        self._sex = ChoiceField(words, id="sex")
        self._type_row = FormRow(words, "idform.type", self._type, id="type-row")
        button = RareCharacterButton(words, self._name_field)
        self._rows: dict[IdentityField, FormRow] = {
            IdentityField.number: FormRow(words, "idform.number", self._number, id="number-row"),
            IdentityField.name: FormRow(words, "idform.name", self._name_field, beside=[button], id="name-row"),
            IdentityField.nationality: FormRow(words, "idform.nationality", self._nationality, id="nationality-row"),
            IdentityField.birth: FormRow(words, "idform.birth", self._birth, id="birth-row"),
            IdentityField.sex: FormRow(words, "idform.sex", self._sex, id="sex-row"),
        }

    @override
    def compose(self) -> ComposeResult:
        yield self._type_row
        yield from self._rows.values()

    def on_mount(self) -> None:
        for field in _TOLD:
            self._rows[field].set_class(self._document_only, "-hidden")
        self._choose_type(self.document_type)

    def begin(self) -> None:
        """Put the cursor where the user goes on: in the first field that is not right yet."""
        faults = self._judged().faults
        field = next((each for each in (IdentityField.number, IdentityField.name) if each in faults), None)
        (self._number if field is None else self._rows[field].field).focus()

    def fill(self, document_type: DocumentType, number: str, name: str) -> None:
        """As if it had been typed."""
        if document_type in self._types:
            self._choose_type(document_type)
        for field, text in ((IdentityField.number, number), (IdentityField.name, name)):
            typed = self._rows[field].field
            if isinstance(typed, TextField):
                typed.value = text

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered that would be lost."""
        return not any(_text(row.field) for row in self._rows.values())

    def offer(self, types: Sequence[DocumentType]) -> None:
        """The types that there are to choose from; one that is no longer among them makes room for the first."""
        self._types = tuple(types)
        if self.document_type not in self._types:
            self._choose_type(self._types[0])

    def identity(self) -> Identity | None:
        """Who was entered, if all is right; otherwise each field in error says why, and the first of them has the focus."""
        judged = self._judged()
        self._left.update(IdentityField)
        faults = self._show(judged)
        wrong = next((each for each in IdentityField if each in faults), None)
        if wrong is not None:
            self._rows[wrong].field.focus()
            return None
        return judged.identity

    def complain(self, field: str | None, why: Phrase) -> bool:
        """Say at a field what the server found wrong there; False if there is no such field."""
        if field == "document_type":
            row = self._type_row
        elif field in set(IdentityField):
            row = self._rows[IdentityField(field)]
        else:
            return False
        row.error(why)
        row.field.focus()
        return True

    # --- judging

    def _judged(self) -> JudgedIdentity:
        sex = None if self._sex.value is None else Sex(self._sex.value)
        nationality = self._nationality.value if self.document_type in FOR_FOREIGNERS else None
        today = local_day(self._desk.clock.now())
        judged = identity.judge(
            self.document_type, self._number.value, self._name_field.value, today, nationality, read_day(self._birth.value), sex
        )
        return _of_document(self.document_type, judged) if self._document_only else judged

    def _again(self) -> None:
        judged = self._judged()
        self._fill_in(judged.number)
        self._show(self._judged())

    def _fill_in(self, number: IdentityNumber | Invalid) -> None:
        """What the number tells goes where nothing was typed; what an earlier number told goes with it."""
        told = {} if isinstance(number, Invalid) else _told(number)
        if told == self._from_number:
            return  # the user may have emptied a field
        before, self._from_number = self._from_number, told
        for field in _TOLD:
            if self._held(field) in ("", before.get(field)):
                self._put(field, told.get(field, ""))

    def _held(self, field: IdentityField) -> str:
        if field is IdentityField.birth:
            return self._birth.value
        chosen = self._nationality if field is IdentityField.nationality else self._sex
        return chosen.value or ""

    def _put(self, field: IdentityField, value: str) -> None:
        if field is IdentityField.birth:
            if self._birth.value != value:
                self._birth.value = value
        elif field is IdentityField.sex:
            self._sex.choose(value or None, identity_lines.sex_name(Sex(value)) if value else None)
        else:
            row = next((row for row in foreign() if row.alpha2 == value), None)
            self._nationality.choose(value or None, None if row is None else _country(row))

    def _show(self, judged: JudgedIdentity) -> Mapping[IdentityField, Phrase]:
        """Say at each field whether it is right; returns what is wrong, said or not yet."""
        faults = {field: self._fault(field, fault) for field, fault in judged.faults.items()}
        typed = self._birth.value.strip()
        day = read_day(typed)
        if typed and (day is None or not is_plausible_birth(day, local_day(self._desk.clock.now()))):
            faults[IdentityField.birth] = phrase("idform.birth_form")
        for field, row in self._rows.items():
            fault = judged.faults.get(field)
            unfinished = (isinstance(fault, Invalid) and fault.fault in _MENDED_BY_TYPING) or field is IdentityField.birth
            if field in faults and (field in self._left or not unfinished):
                row.set_class(False, "-good")
                row.error(faults[field])
            else:
                self._praise(field, row, judged, wrong=field in faults)
        return faults

    def _fault(self, field: IdentityField, fault: Invalid | Contradiction) -> Phrase:
        if isinstance(fault, Contradiction):
            return identity_lines.contradiction(fault)
        if field is IdentityField.number:
            return identity_lines.number_fault(self.document_type, fault)
        return identity_lines.name_fault(self.document_type, fault) if field is IdentityField.name else phrase("idform.nationality_empty")

    def _praise(self, field: IdentityField, row: FormRow, judged: JudgedIdentity, *, wrong: bool) -> None:
        """What is right, what was made of it, or what is asked for."""
        good: Phrase | None = None
        if field is IdentityField.number and isinstance(judged.number, IdentityNumber):
            warning = judged.number.warning
            good = cleaned(self._number.value, judged.number.number) or phrase("idform.right")
            good = good if warning is None else identity_lines.warning(warning)
        elif field is IdentityField.name and isinstance(judged.name, Name):
            changes = identity_lines.name_changes(judged.name)
            good = phrase("idform.right") if not changes else _listed(changes)
        elif field in self._from_number and self._held(field) == self._from_number[field]:
            good = phrase("idform.from_number")
        elif self._held(field) if field in _TOLD else False:
            good = None if wrong else phrase("idform.right")
        row.note(good or self._hint(field))
        row.set_class(good is not None, "-good")

    def _hint(self, field: IdentityField) -> Phrase:
        if field is IdentityField.number:
            return identity_lines.number_form(self.document_type)
        return phrase(f"idform.hint.{field}")

    # --- what the fields say

    @on(TextField.Changed)
    def _changed(self, event: TextField.Changed) -> None:
        event.stop()
        self._again()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        field = next((name for name, row in self._rows.items() if row.field is event.widget), None)
        if field is not None and (field not in (IdentityField.number, IdentityField.name) or _text(event.widget)):
            self._left.add(field)
            self._again()

    @on(TextField.Submitted)
    def _submitted(self, event: TextField.Submitted) -> None:
        """Enter goes on to the first field that still needs the user, and from there on."""
        event.stop()
        order = [IdentityField.number, IdentityField.name, IdentityField.nationality]
        faults = self._judged().faults
        at = next((place for place, each in enumerate(order) if self._rows[each].field is event.input), len(order))
        lacking = next((each for each in order[at + 1 :] if each in faults), None)
        if at < len(order) and lacking is not None and order[at] not in faults:
            self._rows[lacking].field.focus()
        else:
            self.post_message(self.Submitted())

    @on(NameField.RareCharacterWanted)
    def _rare_character(self, event: NameField.RareCharacterWanted) -> None:
        event.stop()
        enter_rare_character(self.screen, self._desk, event.field)

    def enter_rare_character(self) -> None:
        """F7, wherever the focus is."""
        self._name_field.action_rare_character()

    @on(ChoiceField.Wanted)
    def _wanted(self, event: ChoiceField.Wanted) -> None:
        event.stop()
        asking = {"document-type": self._ask_type, "nationality": self._ask_nationality, "sex": self._ask_sex}[event.field.id or ""]
        self.screen.run_worker(asking(), group="dialog", exclusive=True, description=event.field.id or "")

    async def _ask_type(self) -> None:
        offered = [Choice(each, type_name(each)) for each in self._types]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("idform.type"), offered))
        if isinstance(chosen, str):
            self._choose_type(DocumentType(chosen))

    def _choose_type(self, document_type: DocumentType) -> None:
        self.document_type = document_type
        self._type.choose(document_type, type_name(document_type))
        self._type_row.clear()
        self._rows[IdentityField.nationality].set_class(self._document_only or document_type not in FOR_FOREIGNERS, "-hidden")
        self._again()

    async def _ask_nationality(self) -> None:
        def find(wanted: str) -> list[Choice]:
            return [Choice(row.alpha2, _country(row)) for row in search(foreign(), wanted)]

        dialog = FindDialog(self._desk, phrase("idform.nationality"), phrase("idform.nationality_find"), find)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            self._put(IdentityField.nationality, chosen)
            self._again()

    async def _ask_sex(self) -> None:
        offered = [Choice(each, identity_lines.sex_name(each)) for each in Sex]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("idform.sex"), offered))
        if isinstance(chosen, str):
            self._put(IdentityField.sex, chosen)
            self._again()


def _of_document(document_type: DocumentType, judged: JudgedIdentity) -> JudgedIdentity:
    """The same, without what the document's holder alone would say."""
    faults = {field: fault for field, fault in judged.faults.items() if field not in _TOLD}
    if faults or isinstance(judged.number, Invalid) or isinstance(judged.name, Invalid):
        return JudgedIdentity(None, judged.number, judged.name, faults)
    return JudgedIdentity(Identity(document_type, judged.number.number, judged.name.text), judged.number, judged.name, faults)


def _told(number: IdentityNumber) -> dict[IdentityField, str]:
    """What a number says of its holder, as the form holds it."""
    found = {
        IdentityField.birth: _written(number.birth),
        IdentityField.sex: number.sex,
        IdentityField.nationality: number.nationality,
    }
    return {field: value for field, value in found.items() if value}


def _written(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _text(widget: Widget) -> str:
    return widget.value if isinstance(widget, TextField) else ""


def _country(row: Nationality) -> Phrase:
    return phrase("idform.country", zh=row.zh, en=row.en)


def _listed(phrases: Sequence[Phrase]) -> Phrase:
    """Several sentences in one line."""
    listed = phrases[0]
    for each in phrases[1:]:
        listed = phrase("idform.and", before=listed, after=each)
    return listed
