"""The fields of 人员信息采集: in which order a form has them, and each in its row, chosen, ticked or typed (PER-02)."""

from functools import reduce

from textual import on
from textual.message import Message
from textual.widget import Widget

from etax_client.domain.filing.people import PayeeField
from etax_client.domain.filing.people_rules import COUNTRIES, DAYS, FLAGS, NO, RULES, YES, Texts, applies, is_required
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.names import LONGEST
from etax_client.domain.identity.nationalities import Nationality, search
from etax_client.reference.countries import nationalities
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.dialogs.find import FindDialog
from etax_client.texts import payee_lines
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.choice_field import ChoiceField
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.name_field import NameField, RareCharacterButton
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.fields.tick_box import TickBox

_F = PayeeField
SECTIONS: tuple[tuple[str, tuple[PayeeField, ...]], ...] = (
    ("payee.section.person", (_F.document_type, _F.document_number, _F.name, _F.nationality, _F.sex, _F.birth)),
    (
        "payee.section.employment",
        (
            *(_F.employment, _F.other_circumstances, _F.employed_from, _F.mobile, _F.work_number, _F.first_year, _F.is_senior_expert),
            *(_F.left_on, _F.is_paid_after_leaving, _F.back_pay_period, _F.takes_basic_deduction),
        ),
    ),
    (
        "payee.section.abroad",
        (
            *(_F.tax_reasons, _F.birth_country, _F.first_entry, _F.expected_departure, _F.chinese_name),
            *(_F.other_document_type, _F.other_document_number),
        ),
    ),
    (
        "payee.section.relief",
        (
            *(_F.is_disabled, _F.disability_document, _F.disability_number, _F.is_martyrs_family, _F.martyr_number),
            _F.is_elderly_alone,
        ),
    ),
)
MORE: tuple[PayeeField, ...] = (
    *(_F.invested, _F.share, _F.bank, _F.bank_account, _F.bank_province, _F.email, _F.education, _F.position, _F.remark),
    *(each for each in PayeeField if each.startswith(("registered_", "residence_", "contact_"))),
)
_ASKED = {field for _, fields in SECTIONS for field in fields} | {*MORE}
if set(PayeeField) != _ASKED:
    raise TypeError("a form asks for each field")
_MOST_DIFFERENCES = 6
_LONGEST_TYPED = 120
_MONTHS = frozenset({_F.back_pay_period})


class PayeeFieldRow(FormRow):
    """A field with its label; `put` shows a value in it, `Said` tells of another one."""

    class Said(Message):
        """What the field says now, as it is spelled; "" for nothing."""

        def __init__(self, field: PayeeField, text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

    def __init__(self, desk: Desk, field: PayeeField, types: tuple[DocumentType, ...], text: str) -> None:
        self.name_of = field
        self._desk = desk
        self._types = types
        self._text = text
        made = self._make(field)
        beside = [RareCharacterButton(desk.words, made)] if isinstance(made, NameField) else []
        super().__init__(desk.words, f"payee.field.{field}", made, beside=beside, in_line=not beside, id=f"row-{field}")
        self.put(text)

    def _make(self, field: PayeeField) -> Widget:
        words, name = self._desk.words, f"field-{field}"
        if field in FLAGS:
            return TickBox(words, phrase("payee.flag.yes"), id=name)
        if RULES[field].choices is not None or field in COUNTRIES:
            return ChoiceField(words, id=name)
        if field is _F.name:
            return NameField(id=name, max_length=LONGEST * 2)
        return TextField(id=name, max_length=_LONGEST_TYPED)

    def focus_field(self) -> None:
        self.field.focus()

    def put(self, text: str) -> None:
        """Show a value; nothing is told of it."""
        self._text = text
        if isinstance(self.field, TickBox):
            self.field.ticked = (text or self._usual) == YES
        elif isinstance(self.field, ChoiceField):
            self.field.choose(text or None, self._shown(text) if text else None)
        elif isinstance(self.field, TextField) and self.field.value != text:
            self.field.value = text

    def show(self, texts: Texts, told: Texts) -> None:
        """Only where it applies, as the others stand; with what is asked for, or that it came from the number."""
        self.display = applies(self.name_of, texts)
        said = texts.get(self.name_of, "")
        if said and told.get(self.name_of) == said:
            self.hint(phrase("idform.from_number"))
        elif not said and is_required(self.name_of, texts):
            self.hint(phrase("payee.hint.required"))
        elif self.name_of in DAYS:
            self.hint(phrase("payee.hint.day"))
        else:
            self.hint(phrase("payee.hint.month") if self.name_of in _MONTHS else phrase("plain", text=""))

    @property
    def _usual(self) -> str:
        return YES if self.name_of is _F.takes_basic_deduction else NO

    def _shown(self, text: str) -> Phrase:
        return _country(text) if self.name_of in COUNTRIES else payee_lines.value(self.name_of, text)

    def _say_value(self, text: str) -> None:
        self.put(text)
        self.post_message(self.Said(self.name_of, text))

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        if event.value != self._text:
            self._text = event.value
            self.post_message(self.Said(self.name_of, event.value.strip()))

    @on(TickBox.Changed)
    def _ticked(self, event: TickBox.Changed) -> None:
        event.stop()
        said = YES if event.ticked else NO
        self._say_value("" if said == self._usual else said)

    @on(ChoiceField.Wanted)
    def _wanted(self, event: ChoiceField.Wanted) -> None:
        event.stop()
        asking = self._find_country() if self.name_of in COUNTRIES else self._choose()
        self.screen.run_worker(asking, group="dialog", exclusive=True, description=self.name_of.value)

    async def _choose(self) -> None:
        """One of the values; of several, each choice takes one in, or out again."""
        kind = RULES[self.name_of].choices
        values = [each.value for each in (self._types if self.name_of is _F.document_type else kind or ())]
        several, held = self.name_of is _F.tax_reasons, [each for each in self._text.split(",") if each]
        offered = [Choice(each, payee_lines.value(self.name_of, each), beside="*" if several and each in held else "") for each in values]
        needed = self.name_of in (_F.document_type, _F.employment, _F.sex)
        if self._text and not needed:
            offered.append(Choice("", phrase("payee.none")))
        chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, payee_lines.name(self.name_of), offered))
        if isinstance(chosen, str) and several and chosen:
            self._say_value(",".join(each for each in values if (each in held) is not (each == chosen)))
        elif isinstance(chosen, str):
            self._say_value(chosen)

    async def _find_country(self) -> None:
        rows = nationalities()

        def find(wanted: str) -> list[Choice]:
            return [Choice(row.alpha2, _named(row)) for row in search(rows, wanted)]

        dialog = FindDialog(self._desk, payee_lines.name(self.name_of), phrase("idform.nationality_find"), find)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            self._say_value(chosen)


def differences(mine: Texts, theirs: Texts) -> Phrase:
    """In what both differ, field by field: what stands here, and what stands there (FLW-04)."""
    fields = [field for field in PayeeField if mine.get(field, "") != theirs.get(field, "")]
    told = [
        phrase("payee.differs", field=payee_lines.name(field), mine=_said(field, mine), theirs=_said(field, theirs))
        for field in fields[:_MOST_DIFFERENCES]
    ]
    if len(fields) > len(told):
        told.append(phrase("payee.differs_more", count=len(fields) - len(told)))
    return reduce(lambda before, after: phrase("payee.lines", before=before, after=after), told) if told else phrase("payee.none")


def _said(field: PayeeField, texts: Texts) -> Phrase:
    text = texts.get(field, "")
    if not text:
        return phrase("payee.none")
    if field in COUNTRIES:
        return _country(text)
    return payee_lines.value(field, text) if RULES[field].choices is not None or field in FLAGS else phrase("plain", text=text)


def _country(code: str) -> Phrase:
    row = next((row for row in nationalities() if row.alpha2 == code), None)
    return phrase("plain", text=code) if row is None else _named(row)


def _named(row: Nationality) -> Phrase:
    return phrase("idform.country", zh=row.zh, en=row.en)
