"""How long something takes, in words: in minutes up to two hours, beyond it in hours and minutes."""

from math import ceil

from etax_client.texts.words import Phrase, phrase

_IN_HOURS = 121


def lasting(seconds: float) -> Phrase:
    """A minute that has begun is counted whole."""
    minutes = ceil(seconds / 60)
    if minutes < _IN_HOURS:
        return phrase("lasting.minutes", minutes=minutes)
    return phrase("lasting.hours", hours=minutes // 60, minutes=minutes % 60)
