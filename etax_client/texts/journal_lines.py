"""Lines of the journal in the reader's language: times as people here read them, and time left as on a lock."""

from collections.abc import Mapping
from datetime import datetime

from etax_client.domain.local_time import local_time
from etax_client.texts.words import Words

_MOMENTS = ("since",)
_SPANS = ("left",)


def tell_decision(words: Words, decided: str) -> str:
    """An outcome in words; one of another version of the server as it is spelled."""
    key = f"journal.decided.{decided}"
    return words.say(key) if words.knows(key) else decided


def tell_why(words: Words, key: str, facts: Mapping[str, str | int], at: datetime) -> str:
    """A reason in words, as told at the moment `at`; "" for one of another version of the server."""
    full = f"journal.why.{key}.field" if key == "malformed" and "field" in facts else f"journal.why.{key}"
    told = {name: _named(words, name, _spoken(name, fact, at)) for name, fact in facts.items()}
    if "unfit" in facts:
        told["unfit"] = told["unfit"].replace("{classes}", str(facts.get("classes", "")))
    try:
        said = words.say(full, **told)
    except KeyError:
        return ""
    return words.say("journal.why.with_fault", why=said, fault=facts["fault"]) if "fault" in facts else said


def _named(words: Words, name: str, fact: str) -> str:
    """A form's field, and what is wrong in it, in words; as they are spelled where there are none."""
    key = f"journal.{name}.{fact}"
    return words.say(key) if name in ("field", "unfit") and words.knows(key) else fact


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
