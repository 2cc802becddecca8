"""What the rules on documents and names find, as phrases for a form's fields and for pages."""

import unicodedata

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.identity_numbers import SAR_PASSPORT, Contradiction, NumberWarning
from etax_client.domain.identity.names import ChangeKind, Name, NameChange, Script, scripts_of
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, phrase

_WORK_PERMITS = (DocumentType.work_permit_a, DocumentType.work_permit_b, DocumentType.work_permit_c)


def number_form(document_type: DocumentType) -> Phrase:
    """What its number looks like, for a field's hint."""
    return phrase(f"identity.form.{'work_permit' if document_type in _WORK_PERMITS else document_type}")


def number_fault(document_type: DocumentType, invalid: Invalid) -> Phrase:
    """What `identity_numbers.judge` found wrong, and what to do."""
    key = f"identity.number.{invalid.fault.name}"
    if invalid.fault in (Fault.length, Fault.form):
        return Phrase(key, {"form": number_form(document_type)})
    if invalid.fault is not Fault.wrong_type or invalid.hint is None:
        return phrase(key)
    if invalid.hint == SAR_PASSPORT:
        return phrase(f"identity.number.{SAR_PASSPORT}")
    return Phrase(key, {"type": type_name(DocumentType(invalid.hint))})


def name_fault(document_type: DocumentType, invalid: Invalid) -> Phrase:
    """What `names.judge` found wrong, and what to do."""
    if invalid.hint is None or invalid.fault is Fault.surrogate:
        return phrase(f"identity.name.{invalid.fault.name}")
    char = chr(int(invalid.hint.removeprefix("U+"), 16))
    if scripts_of(document_type) == {Script.chinese} and char.isascii() and char.isalpha():
        return phrase("identity.name.chinese_only")
    return Phrase(f"identity.name.{invalid.fault.name}", {"what": _shown(char)})


def name_changes(name: Name) -> list[Phrase]:
    """What the person is told of a name that is kept otherwise than it was typed: each thing once."""
    told: list[Phrase] = []
    for change in name.changes:
        line = _change(change)
        if line not in told:
            told.append(line)
    return told


def contradiction(found: Contradiction) -> Phrase:
    return phrase(f"identity.contradiction.{found}")


def warning(found: NumberWarning) -> Phrase:
    return phrase(f"identity.warning.{found}")


def sex_name(sex: Sex) -> Phrase:
    return phrase(f"identity.sex.{sex.name}")


def _change(change: NameChange) -> Phrase:
    key = f"identity.changed.{change.kind}"
    if change.kind in (ChangeKind.middle_dot, ChangeKind.full_width):
        return Phrase(key)
    if change.kind in (ChangeKind.selector, ChangeKind.invisible):
        return Phrase(key, {"before": _code(change.before)})
    return Phrase(key, {"before": _code(change.before), "after": _with_code(change.after)})


def _shown(char: str) -> Phrase | str:
    """A character with its code, or by the code alone if it has no shape of its own or everybody's own one."""
    return _with_code(char) if unicodedata.category(char)[0] in "LNPS" else _code(char)


def _with_code(char: str) -> Phrase:
    return Phrase("identity.name.shown", {"char": char, "code": _code(char)})


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
