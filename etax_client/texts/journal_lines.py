"""Lines of the journal in the reader's language: times as people here read them, and time left as on a lock."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import reduce

from etax_client.domain.local_time import local_time
from etax_client.texts.words import Words

_MOMENTS = ("since",)
_SPANS = ("left",)
_ROW = re.compile(r"\[([0-9]+)\]|\.([0-9]+)(?=\.)|_([0-9]+)$")
"""Counted from 0 in JSON, from 1 on pages."""
UNFIT = "unfit."
"""Before a field's name: the fact that says what is wrong there."""


def tell_decision(words: Words, decided: str) -> str:
    """An outcome in words, a refusal in those of the screens if it has no shorter ones; as it is spelled, if another version decided so."""
    key = next((key for key in (f"journal.decided.{decided}", f"refused.{decided}") if words.knows(key)), None)
    return decided if key is None else words.say(key)


def tell_why(words: Words, key: str, facts: Mapping[str, str | int], at: datetime) -> str:
    """A reason in words, as told at the moment `at`; "" for one of another version of the server."""
    told = {name: _spoken(name, fact, at) for name, fact in facts.items()}
    wrong = [(name.removeprefix(UNFIT), told.pop(name)) for name in list(told) if name.startswith(UNFIT)]
    try:
        if wrong:
            told["unfits"] = reduce(
                lambda before, after: words.say("journal.unfits", before=before, after=after),
                [words.say("journal.unfit_field", field=_field(words, name), unfit=_fault(words, fault, told)) for name, fault in wrong],
            )
        said = words.say(f"journal.why.{key}" if words.knows(f"journal.why.{key}") else f"refused.{key}", **told)
    except KeyError:
        return ""
    return words.say("journal.why.with_fault", why=said, fault=facts["fault"]) if "fault" in facts else said


def _field(words: Words, path: str) -> str:
    """A form's field in words, as it is spelled where there are none; in a list with its row: `people.2.number`."""
    name, row = _ROW.sub("", path).rpartition(".")[2], _ROW.search(path)
    keys = (f"journal.field.{name}", f"payee.field.{name}", f"income.column.{name}")
    known = next((words.say(key) for key in keys if words.knows(key)), name)
    if row is None:
        return known
    return words.say("journal.field_of_row", field=known, row=int(row[1]) + 1 if row[1] else row[2] or row[3])


def _fault(words: Words, fault: str, told: Mapping[str, str]) -> str:
    """What is wrong in a field, or why a line was left out; what the hall finds has its words on the hall's pages."""
    for key in (f"journal.unfit.{fault}", f"journal.why.{fault}", f"refused.{fault}", fault):
        if words.knows(key):
            return words.say(key, **told)
    return fault


def _spoken(name: str, fact: str | int, at: datetime) -> str:
    if name in _SPANS and isinstance(fact, int):
        return f"{fact // 60}:{fact % 60:02}"
    if name not in _MOMENTS:
        return str(fact)
    try:
        when = local_time(datetime.fromisoformat(str(fact)))
    except (ValueError, OverflowError):
        return str(fact)
    return when.removeprefix(f"{local_time(at)[:10]} ")
