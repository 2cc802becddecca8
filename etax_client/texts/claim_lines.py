"""What a claim is called in a list, what is wrong in one of its fields, and what its values are called."""

from functools import reduce

from etax_client.domain.faults import Invalid
from etax_client.domain.filing.deductions.claims import ClaimField, Misfit, Texts
from etax_client.texts.words import Phrase, phrase

_CODED = (ClaimField.kind, ClaimField.whole, ClaimField.city)


def name(field: ClaimField, kind: str) -> Phrase:
    """What is asked for is called as its kind calls it."""
    return phrase(label(field, kind))


def label(field: ClaimField, kind: str) -> str:
    return _LABELS.get((field, kind), f"claim.field.{field}")


_LABELS = {
    (ClaimField.person, "child"): "claim.field.child",
    (ClaimField.person, "infant"): "claim.field.child",
    (ClaimField.begins, "certificate"): "claim.field.issued",
    (ClaimField.begins, "pension"): "claim.field.month",
    (ClaimField.ends, "child"): "claim.field.schooling",
    (ClaimField.ends, "elder"): "claim.field.duty",
    (ClaimField.amount, "elder"): "claim.field.share",
}


def fault(found: Invalid | Misfit) -> Phrase:
    """What to do about it."""
    return phrase(f"claim.fault.{found.fault if isinstance(found, Invalid) else found}")


def value(field: ClaimField, text: str) -> Phrase:
    return phrase(f"claim.{field}.{text}") if field in _CODED else phrase("plain", text=text)


def line(texts: Texts) -> Phrase:
    """Its kind, and all that it says."""
    kind = texts[ClaimField.kind]
    said = [
        value(field, texts[field])
        for field in ClaimField
        if field is not ClaimField.kind and field is not ClaimField.ends and texts.get(field)
    ]
    if texts.get(ClaimField.ends):
        said.append(phrase("claim.until", month=texts[ClaimField.ends]))
    return reduce(lambda before, after: phrase("claim.and", before=before, after=after), [phrase(f"claim.kind.{kind}"), *said])
