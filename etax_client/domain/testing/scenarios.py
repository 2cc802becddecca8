"""Faults on demand: what may be made to go wrong with one request, and the words in which it is asked for.

A scenario is written as items with `;` between them, in any order, each at most once, blanks around them ignored:

    delay=SECONDS        wait before anything else is done, up to 120
    jitter=SECONDS       and up to so much longer, by chance
    status=NUMBER        the server answers with this status (400 to 599) and does nothing
    code=NAME            the problem's code in such an answer; alone, with the status that it usually has
    retry-after=SECONDS  the wait in such an answer
    drop                 the connection breaks before anything is done
    lose-answer          the request is carried out, then the connection breaks before a byte of the answer
    truncate             the connection breaks in the middle of the answer's body
    garble[=text|json|html]  the answer is not JSON (text), JSON of another shape, or a page
    media-type           the answer is the right one, and calls itself text/plain

At most one of status (with code and retry-after), drop, lose-answer, truncate, garble and media-type.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from etax_client.domain.refusals import RefusalCode

LONGEST_DELAY = 120
LONGEST_WAIT = 24 * 3600
LONGEST_TEXT = 200
_SECONDS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,6}")


class Kind(StrEnum):
    """What goes wrong; `delay` is for what only takes long."""

    delay = "delay"
    status = "status"
    drop = "drop"
    lose_answer = "lose-answer"
    truncate = "truncate"
    garble = "garble"
    media_type = "media-type"


BREAKING = frozenset({Kind.drop, Kind.lose_answer, Kind.truncate})
"""What needs a server that can break a connection."""


class Garbling(StrEnum):
    """What stands in a garbled body."""

    text = "text"
    json = "json"
    html = "html"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One fault; `status` or `code` or both where the kind is `status`, `garbling` where it is `garble`. Seconds throughout."""

    kind: Kind
    delay: float = 0
    jitter: float = 0
    status: int | None = None
    code: RefusalCode | None = None
    retry_after: int | None = None
    garbling: Garbling | None = None

    def __str__(self) -> str:
        """As it is written."""
        items = {
            "delay": f"{self.delay:g}" if self.delay else None,
            "jitter": f"{self.jitter:g}" if self.jitter else None,
            "status": self.status,
            "code": self.code,
            "retry-after": self.retry_after,
            "garble": self.garbling,
        }
        written = [f"{name}={value}" for name, value in items.items() if value is not None]
        return ";".join(written if self.kind in (Kind.delay, Kind.status, Kind.garble) else [*written, self.kind])


class BadScenario(ValueError):
    """Text that is no scenario; says why, for programs, in English."""


def parse(text: str) -> Scenario:
    """Raises BadScenario."""
    if len(text) > LONGEST_TEXT:
        raise BadScenario(f"longer than {LONGEST_TEXT} characters")
    said = _items(text)
    kinds = [kind for kind in Kind if kind is not Kind.delay and kind in said]
    if not kinds and ("code" in said or "retry-after" in said):
        kinds = [Kind.status]
    if len(kinds) > 1:
        raise BadScenario(f"either {kinds[0]} or {kinds[1]}")
    kind = kinds[0] if kinds else Kind.delay
    if kind is Kind.delay and "delay" not in said and "jitter" not in said:
        raise BadScenario("empty")
    if kind is not Kind.status and ("code" in said or "retry-after" in said):
        raise BadScenario("code and retry-after go with status")
    if kind is Kind.status and "status" not in said and "code" not in said:
        raise BadScenario("retry-after goes with status or code")
    return Scenario(
        kind,
        delay=_seconds(said, "delay"),
        jitter=_seconds(said, "jitter"),
        status=_whole(said, "status", 400, 599),
        code=_code(said),
        retry_after=_whole(said, "retry-after", 0, LONGEST_WAIT),
        garbling=_garbling(said["garble"]) if kind is Kind.garble else None,
    )


_BARE = {Kind.drop, Kind.lose_answer, Kind.truncate, Kind.media_type}
_WITH_VALUE = {"delay", "jitter", "status", "code", "retry-after"}


def _items(text: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for item in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = (part.strip() for part in item.partition("="))
        if name not in _WITH_VALUE and name not in _BARE and name != Kind.garble:
            raise BadScenario(f"no such item: {name}")
        if name in found:
            raise BadScenario(f"{name} is said twice")
        if name in _BARE and equals:
            raise BadScenario(f"{name} takes no value")
        if name in _WITH_VALUE and not value:
            raise BadScenario(f"{name} needs a value")
        found[name] = value if equals else None
    return found


def _seconds(said: dict[str, str | None], name: str) -> float:
    text = said.get(name)
    if text is None:
        return 0
    if not _SECONDS.fullmatch(text) or not 0 < float(text) <= LONGEST_DELAY:
        raise BadScenario(f"{name} is a number of seconds up to {LONGEST_DELAY}")
    return float(text)


def _whole(said: dict[str, str | None], name: str, least: int, most: int) -> int | None:
    text = said.get(name)
    if text is None:
        return None
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise BadScenario(f"{name} is a whole number from {least} to {most}")
    return int(text)


def _code(said: dict[str, str | None]) -> RefusalCode | None:
    text = said.get("code")
    if text is None:
        return None
    try:
        return RefusalCode(text)
    except ValueError:
        raise BadScenario("code is the code of a problem, such as unavailable") from None


def _garbling(text: str | None) -> Garbling:
    try:
        return Garbling(Garbling.text if text is None else text)
    except ValueError:
        raise BadScenario(f"garble is one of {', '.join(Garbling)}") from None
