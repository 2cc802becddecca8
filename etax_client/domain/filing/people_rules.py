"""What is typed of a payee, field by field: which fields apply when, how each is read and spelled, what is wrong (PER-02)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.income import read_amount, write_amount
from etax_client.domain.filing.people import (
    DOMESTIC,
    DisabilityDocument,
    Education,
    Employment,
    FirstYear,
    Payee,
    PayeeFacts,
    PayeeField,
    Position,
    TaxReason,
)
from etax_client.domain.identity import identity, identity_numbers, mobiles, names
from etax_client.domain.identity.country_codes import ALPHA2_BY_ALPHA3
from etax_client.domain.identity.documents import THE_OTHER_FOUR, DocumentType, Sex
from etax_client.domain.identity.identity import IdentityField
from etax_client.domain.identity.identity_numbers import Contradiction
from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.numbers import normalise, plain
from etax_client.domain.sessions import emails
from etax_client.domain.withholding.months import read_month

Texts = Mapping[PayeeField, str]
"""What was typed; a field that is not there is empty."""
YES, NO = "yes", "no"
LONGEST_TEXT = 100
_WHOLE = Decimal(100)
_SHORTEST_ACCOUNT, _LONGEST_ACCOUNT = 8, 30


class Unfitting(StrEnum):
    """What is wrong with a value that is well formed."""

    not_offered = "not_offered"
    out_of_range = "out_of_range"
    too_early = "too_early"
    """Before the day that it has to follow."""
    both_changed = "both_changed"
    """The name and the number of someone who was reported, at once (PER-04)."""
    twice = "twice"
    """In one spreadsheet (PER-05)."""
    non_chinese_permit = "non_chinese_permit"
    """A document that this rehearsal does not have (PER-06)."""


PayeeFaults = Mapping[PayeeField, Invalid | Contradiction | Unfitting]
Reader = Callable[[str], Any]
"""The value of a text that is not empty, or an Invalid or Unfitting."""


def _text(typed: str) -> str | Invalid:
    return typed if len(typed) <= LONGEST_TEXT else Invalid(Fault.too_long)


def _day(typed: str) -> date | Invalid:
    return read_day(typed) or Invalid(Fault.form)


def _month(typed: str) -> str | Invalid:
    try:
        return str(read_month(normalise(typed)))
    except ValueError:
        return Invalid(Fault.form)


def _flag(typed: str) -> bool | Unfitting:
    return {YES: True, NO: False}.get(typed, Unfitting.not_offered)


def _country(typed: str) -> str | Unfitting:
    code = normalise(typed)
    return code if code in ALPHA2_BY_ALPHA3.values() else Unfitting.not_offered


def _one_of(kind: type[StrEnum]) -> Reader:
    members = {each.value: each for each in kind}
    return lambda typed: members.get(typed, Unfitting.not_offered)


def _some_of(kind: type[StrEnum]) -> Reader:
    def read(typed: str) -> tuple[StrEnum, ...] | Unfitting:
        named = {each for each in typed.split(",") if each}
        return tuple(each for each in kind if each in named) if named <= {*kind} else Unfitting.not_offered

    return read


def _share(typed: str) -> Decimal | Invalid | Unfitting:
    share = read_amount(typed, _WHOLE)
    return Unfitting.out_of_range if share == 0 else share


def _bank_account(typed: str) -> str | Invalid:
    digits = normalise(typed).replace(" ", "")
    if not (digits.isascii() and digits.isdigit()):
        return Invalid(Fault.form)
    return digits if _SHORTEST_ACCOUNT <= len(digits) <= _LONGEST_ACCOUNT else Invalid(Fault.length)


@dataclass(frozen=True, slots=True)
class When:
    """A field says one of these things; of no values: it says anything at all; of no field: always."""

    field: PayeeField | None = None
    values: frozenset[str] = frozenset()

    def holds(self, texts: Texts) -> bool:
        if self.field is None:
            return True
        said = texts.get(self.field, "").strip()
        return said in self.values if self.values else said != ""


def _says(field: PayeeField, *values: str) -> tuple[When, ...]:
    return (When(field, frozenset(values)),)


ALWAYS: tuple[When, ...] = (When(),)
NEVER: tuple[When, ...] = ()
_F = PayeeField
_EMPLOYED = _says(_F.employment, Employment.employee)
_KNOWN_FOR_LONG = _says(
    _F.employment, Employment.employee, Employment.insurance_agent, Employment.securities_broker, Employment.platform_worker
)
_FROM_ABROAD = _says(_F.document_type, *(frozenset(DocumentType) - DOMESTIC))
_BY_PASSPORT = _says(_F.document_type, *THE_OTHER_FOUR)


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is read, and when there is such a field, and when it must be filled in: under any one of these."""

    read: Reader = _text
    applies: tuple[When, ...] = ALWAYS
    required: tuple[When, ...] = NEVER
    choices: type[StrEnum] | None = None


def _choice(kind: type[StrEnum], applies: tuple[When, ...] = ALWAYS, required: tuple[When, ...] = NEVER) -> Rule:
    return Rule(_one_of(kind), applies, required, kind)


def _bank(field: PayeeField, read: Reader = _text) -> Rule:
    """All three or none."""
    others = {_F.bank, _F.bank_account, _F.bank_province} - {field}
    return Rule(read, required=tuple(When(other) for other in sorted(others)))


_PLAIN = Rule()
RULES: dict[PayeeField, Rule] = dict.fromkeys(PayeeField, _PLAIN) | {
    _F.name: Rule(required=ALWAYS),
    _F.document_type: _choice(DocumentType, required=ALWAYS),
    _F.document_number: Rule(required=ALWAYS),
    _F.nationality: Rule(_country),
    _F.sex: _choice(Sex, required=ALWAYS),
    _F.birth: Rule(_day, required=ALWAYS),
    _F.is_senior_expert: Rule(_flag, _EMPLOYED),
    _F.employment: _choice(Employment, required=ALWAYS),
    _F.other_circumstances: Rule(applies=_says(_F.employment, Employment.other), required=ALWAYS),
    _F.first_year: _choice(FirstYear, _EMPLOYED),
    _F.mobile: Rule(mobiles.judge, required=_KNOWN_FOR_LONG),
    _F.employed_from: Rule(_day, required=_KNOWN_FOR_LONG),
    _F.left_on: Rule(_day, (When(_F.employed_from),)),
    _F.is_paid_after_leaving: Rule(_flag, (When(_F.left_on),)),
    _F.back_pay_period: Rule(_month, _says(_F.is_paid_after_leaving, YES), ALWAYS),
    _F.is_disabled: Rule(_flag),
    _F.is_martyrs_family: Rule(_flag),
    _F.is_elderly_alone: Rule(_flag),
    _F.disability_document: _choice(DisabilityDocument, _says(_F.is_disabled, YES), ALWAYS),
    _F.disability_number: Rule(applies=_says(_F.is_disabled, YES), required=ALWAYS),
    _F.martyr_number: Rule(applies=_says(_F.is_martyrs_family, YES), required=ALWAYS),
    _F.takes_basic_deduction: Rule(_flag),
    _F.invested: Rule(read_amount, required=(When(_F.share),)),
    _F.share: Rule(_share, required=(When(_F.invested),)),
    _F.chinese_name: Rule(applies=_FROM_ABROAD),
    _F.tax_reasons: Rule(_some_of(TaxReason), _FROM_ABROAD, ALWAYS, TaxReason),
    _F.birth_country: Rule(_country, _FROM_ABROAD, ALWAYS),
    _F.first_entry: Rule(_day, _FROM_ABROAD, _BY_PASSPORT),
    _F.expected_departure: Rule(_day, _FROM_ABROAD, _BY_PASSPORT),
    _F.other_document_type: _choice(DocumentType, _FROM_ABROAD, (When(_F.other_document_number),)),
    _F.other_document_number: Rule(applies=_FROM_ABROAD, required=(When(_F.other_document_type),)),
    _F.email: Rule(emails.judge),
    _F.education: _choice(Education),
    _F.bank: _bank(_F.bank),
    _F.bank_account: _bank(_F.bank_account, _bank_account),
    _F.bank_province: _bank(_F.bank_province),
    _F.position: _choice(Position),
}
FLAGS = frozenset(field for field, rule in RULES.items() if rule.read is _flag)
DAYS = frozenset(field for field, rule in RULES.items() if rule.read is _day)
COUNTRIES = frozenset(field for field, rule in RULES.items() if rule.read is _country)


def applies(field: PayeeField, texts: Texts) -> bool:
    """Whether there is such a field, as the others stand: what it says otherwise does not count."""
    return any(when.holds(texts) for when in RULES[field].applies)


def is_required(field: PayeeField, texts: Texts) -> bool:
    return applies(field, texts) and any(when.holds(texts) for when in RULES[field].required)


@dataclass(frozen=True, slots=True)
class JudgedPayee:
    """`facts` are there if nothing is wrong; else `faults` says what, field by field. What the number `told` fills the form."""

    facts: PayeeFacts | None
    faults: PayeeFaults
    told: Texts


_AT = {
    IdentityField.number: _F.document_number,
    IdentityField.name: _F.name,
    IdentityField.nationality: _F.nationality,
    IdentityField.birth: _F.birth,
    IdentityField.sex: _F.sex,
}


def judge(texts: Texts, today: date) -> JudgedPayee:
    """What was typed, in a form or a sheet, by the rules of its fields and by those of the documents."""
    values: dict[PayeeField, Any] = {}
    faults: dict[PayeeField, Invalid | Contradiction | Unfitting] = {}
    asked = [field for field in PayeeField if applies(field, texts)]
    for field in asked:
        typed = plain(texts.get(field, ""))
        if not typed:
            continue
        read = RULES[field].read(typed)
        if isinstance(read, Invalid | Unfitting):
            faults[field] = read
        else:
            values[field] = read
    told = _judge_identity(texts, values, faults, today)
    for field in asked:
        if field not in values and field not in faults and is_required(field, texts):
            faults[field] = Invalid(Fault.empty)
    faults |= _judge_together(values, today)
    facts = None if faults else PayeeFacts(**{field.value: value for field, value in values.items()})
    return JudgedPayee(facts, {field: faults[field] for field in PayeeField if field in faults}, told)


def _judge_identity(
    texts: Texts, values: dict[PayeeField, Any], faults: dict[PayeeField, Invalid | Contradiction | Unfitting], today: date
) -> dict[PayeeField, str]:
    """By the rules of the documents (documents.md): what the number tells is put among `values`, unless something else was said."""
    kind = values.get(_F.document_type)
    if kind is None:
        return {}
    said = {field: values.get(field) for field in (_F.nationality, _F.birth, _F.sex)}
    judged = identity.judge(
        kind, texts.get(_F.document_number, ""), texts.get(_F.name, ""), today, said[_F.nationality], said[_F.birth], said[_F.sex]
    )
    for where, fault in judged.faults.items():
        faults.setdefault(_AT[where], fault)
    if isinstance(judged.name, names.Name):
        values[_F.name] = judged.name.text
    if isinstance(judged.number, Invalid):
        return {}
    number = judged.number
    values[_F.document_number] = number.number
    nationality = number.nationality or ("CN" if kind in DOMESTIC else None)
    told = {_F.nationality: nationality, _F.birth: number.birth, _F.sex: number.sex}
    found = {field: value for field, value in told.items() if value is not None}
    values |= {field: value for field, value in found.items() if field not in values and field not in faults}
    if judged.identity is not None and judged.identity.nationality is not None:
        values.setdefault(_F.nationality, judged.identity.nationality)
    return {field: str(value) for field, value in found.items()}


def _judge_together(values: Mapping[PayeeField, Any], today: date) -> dict[PayeeField, Invalid | Unfitting]:
    """What is right by itself and not beside another."""
    faults: dict[PayeeField, Invalid | Unfitting] = {}
    for later, earlier in ((_F.left_on, _F.employed_from), (_F.expected_departure, _F.first_entry), (_F.employed_from, _F.birth)):
        if later in values and earlier in values and values[later] < values[earlier]:
            faults[later] = Unfitting.too_early
    if _F.other_document_type in values and _F.other_document_number in values:
        other = identity_numbers.judge(values[_F.other_document_type], values[_F.other_document_number], today)
        if isinstance(other, Invalid):
            faults[_F.other_document_number] = other
    return faults


def spelled(facts: PayeeFacts) -> dict[PayeeField, str]:
    """What would have to be typed for these facts; what says nothing is left out."""
    said = ((field, _spell(getattr(facts, field.value), field)) for field in PayeeField)
    return {field: text for field, text in said if text}


def _spell(value: Any, field: PayeeField) -> str:
    if isinstance(value, bool):
        usual = field is _F.takes_basic_deduction
        return "" if value is usual else YES if value else NO
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return write_amount(value)
    return ",".join(value) if isinstance(value, tuple) else str(value)


def read_spelled(texts: Texts) -> dict[str, Any]:
    """The facts of a spelling that was judged before, as `PayeeFacts` names them; not judged again."""
    return {field.value: RULES[field].read(text) for field, text in texts.items() if text}


def identity_changed(old: PayeeFacts, new: PayeeFacts) -> bool:
    return old.name != new.name or _number_changed(old, new)


def _number_changed(old: PayeeFacts, new: PayeeFacts) -> bool:
    return (old.document_type, old.document_number) != (new.document_type, new.document_number)


def fault_of_change(old: Payee, new: PayeeFacts) -> PayeeFaults:
    """Of someone who was reported, the name or the number is mended, not both at once: they would be somebody else (PER-04)."""
    both = old.standing.was_reported and old.name != new.name and _number_changed(old, new)
    return {_F.document_number: Unfitting.both_changed} if both else {}
