"""The sign that F5 has read anew, for where nothing else on the screen may change (looks.md: feedback)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from etax_client.domain.spans import SHANGHAI
from etax_client.texts.words import Phrase, phrase


def reloaded(now: datetime) -> Phrase:
    return phrase("key.reloaded", at=now.astimezone(ZoneInfo(SHANGHAI)).strftime("%H:%M:%S"))
