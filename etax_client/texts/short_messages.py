"""Short messages in the reader's language, with the times in them as people here read them."""

from collections.abc import Mapping
from datetime import datetime

from etax_client.domain.local_time import local_time
from etax_client.domain.units.units import Permission
from etax_client.texts.words import Words

_PREFIXES = ("sms.", "email.")
_TIMES = ("at", "until")
"""Parameters that hold a moment, as ISO 8601."""


def tell_message(words: Words, key: str, params: Mapping[str, str]) -> str:
    """What a message says; one of another version of the server, or of none of ours, says that it cannot be shown."""
    if not key.startswith(_PREFIXES) or not words.knows(key):
        return words.say("app.messages.unknown")
    try:
        return words.say(key, **{name: _spoken(words, name, value) for name, value in params.items()})
    except (KeyError, TypeError):  # a fact is missing, or has a name that no fact has
        return words.say("app.messages.unknown")


def _spoken(words: Words, name: str, value: str) -> str:
    if name == "permission" and value in set(Permission):
        return words.say(f"authorisation.permission.{value}")
    if name not in _TIMES:
        return value
    try:
        return local_time(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return value
