"""The fields of a page that ask for a permission and its term: read, judged by the rules, and filled in again (AUT-02, AUZ-2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from etax_client.domain.faults import Fault
from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.units.authorisations import LAST_DAY, Standing, Term, TermFault, term_fault
from etax_client.domain.units.units import Permission
from etax_client.server.pages import forms
from etax_client.server.pages.wrong import Wrong, Wrongs, wrong
from etax_client.texts.words import Phrase, phrase

FIELDS = {"permission": 16, "kind": 8, "start": 20, "end": 20}
"""With the most characters of each."""
LONG, FIXED = "long", "fixed"

Typed = Mapping[str, str]
Errors = Wrongs
_RULE = "AUT-02"


@dataclass(frozen=True, slots=True)
class Granted:
    """What is to be given, or to be given instead."""

    permission: Permission
    term: Term


def read(typed: Typed, standing: Standing, today: date, before: Term | None = None) -> Granted | Errors:
    """What is given, or what is wrong, field by field; `before` is the term that stands so far. Raises Turned for what no form offers."""
    for name, offered in (("permission", ("", *Permission)), ("kind", ("", LONG, FIXED))):
        if typed[name] not in offered:
            raise forms.not_offered(name)
    errors = {name: wrong(phrase(f"managed.{name}.empty"), Fault.empty, _RULE) for name in ("permission", "kind") if not typed[name]}
    days = {name: _day(typed[name], name, errors) for name in ("start", "end") if name == "start" or typed["kind"] == FIXED}
    start = days["start"]
    if start is None or errors:
        return errors
    term = Term(start, days.get("end"))
    return _wrong_term(term, standing, today, before) or Granted(Permission(typed["permission"]), term)


def empty(today: date) -> dict[str, str]:
    """A form to begin with: from today on, all else is to be chosen."""
    return {"permission": "", "kind": "", "start": today.isoformat(), "end": ""}


def filled(permission: Permission, term: Term) -> dict[str, str]:
    """A form with what stands so far."""
    end = term.end
    return {
        "permission": permission.value,
        "kind": LONG if end is None else FIXED,
        "start": term.start.isoformat(),
        "end": "" if end is None else end.isoformat(),
    }


def limits(standing: Standing, today: date, before: Term | None = None) -> dict[str, str]:
    """What a browser offers to choose from: days not in the past, and none beyond one's own term."""
    own = None if standing.runs_it else standing.term
    earliest = max(today, own.start) if own is not None else today
    last = LAST_DAY if own is None or own.end is None else own.end
    first = earliest if before is None else min(earliest, before.start)
    return {"first": first.isoformat(), "today": earliest.isoformat(), "last": last.isoformat()}


def term_line(term: Term) -> Phrase:
    if term.end is None:
        return phrase("authorisation.term.long", start=term.start.isoformat())
    return phrase("authorisation.term.fixed", start=term.start.isoformat(), end=term.end.isoformat())


def _day(text: str, name: str, errors: dict[str, Wrong]) -> date | None:
    found = read_day(text)
    if found is None and text.strip():
        errors[name] = wrong(phrase("managed.day.form"), Fault.form, _RULE)
    elif found is None:
        errors[name] = wrong(phrase("managed.day.empty"), Fault.empty, _RULE)
    return found


def _wrong_term(term: Term, standing: Standing, today: date, before: Term | None) -> Errors:
    fault = term_fault(term, today, before)
    if fault is not None:
        last_is_far = term.end is not None and term.end > LAST_DAY
        at = "end" if fault in (TermFault.end_past, TermFault.end_before_start) or (fault is TermFault.too_far and last_is_far) else "start"
        return {at: wrong(phrase(f"managed.term.{fault}", today=today.isoformat()), f"term.{fault}", _RULE)}
    own = standing.term
    if own is None or standing.may_give(term):
        return {}
    errors: dict[str, Wrong] = {}
    if term.start < own.start:
        errors["start"] = wrong(phrase("managed.beyond.start", day=own.start.isoformat()), "term.beyond", "AUZ-2")
    if own.end is not None and (term.end is None or term.end > own.end):
        at, key = ("kind", "managed.beyond.long") if term.end is None else ("end", "managed.beyond.end")
        errors[at] = wrong(phrase(key, day=own.end.isoformat()), "term.beyond", "AUZ-2")
    return errors
