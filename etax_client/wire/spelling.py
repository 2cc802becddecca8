"""JSON in both directions: how the domain's types are written, and how hostile JSON is turned down (INP-1, TUI-1)."""

import json
import math
import re
from collections.abc import Callable
from typing import TypeVar

import msgspec

from etax_client.domain.safe_text import is_clean, safe_text
from etax_client.domain.secret import Secret

T = TypeVar("T")

DEEPEST = 20
LARGEST_REQUEST = 64 * 1024
LARGEST_REPLY = 1024 * 1024
LARGEST_INTEGER = 2**53 - 1
_PATH = re.compile(r"- at `\$\.([a-z0-9_.\[\]]+)`$")
_MISSING = re.compile("Object missing required field `([a-z0-9_]+)`")


class Misspelled(Exception):
    """A body that is not what it should be: not JSON, too deep, or not of the expected type; `field` where one is known."""

    def __init__(self, why: str, field: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.field = field


def write(value: object) -> bytes:
    """Any value of `domain` or `wire` as JSON; secrets are spelled out, so nothing but a request or a reply is written with it."""
    return msgspec.json.encode(value, enc_hook=to_builtin)


def read_request(body: bytes, kind: type[T], breaks: str = "") -> T:
    """The server's side: strict about everything that either database or Python would stumble over (INP-1). Raises Misspelled.

    `breaks` are the control characters that its texts may hold: none, but for texts of several lines.
    """
    if len(body) > LARGEST_REQUEST:
        raise Misspelled("size")
    return _convert(_parse(body, lambda value: _check_strict(value, breaks)), kind)


def read_reply(body: bytes, kind: type[T]) -> T:
    """The client's side: every text is made safe for a terminal on its way in (TUI-1). Raises Misspelled."""
    return _convert(_cleansed(_parse(body, lambda value: None)), kind)


def holds_secret(value: object) -> bool:
    """Whether a secret would be spelled out if this were written."""
    met: list[object] = []
    msgspec.json.encode(value, enc_hook=met.append)
    return met != []


def to_builtin(value: object) -> object:
    if isinstance(value, Secret):
        return value.reveal()
    raise NotImplementedError(type(value).__name__)


def from_builtin(kind: type, value: object) -> object:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise TypeError(f"expected {kind.__name__}")  # msgspec makes a ValidationError of it


def _convert(value: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind, dec_hook=from_builtin)
    except msgspec.ValidationError as error:
        raise Misspelled("shape", _field_of(str(error))) from None


def _field_of(message: str) -> str | None:
    """The field that msgspec names: `... - at `$.captcha.answer``, or `... missing required field `answer` - at `$.captcha``."""
    path = _PATH.search(message)
    missing = _MISSING.match(message)
    return ".".join(match[1] for match in (path, missing) if match) or None


def _parse(body: bytes, check: Callable[[object], None]) -> object:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Misspelled("encoding") from None
    if _depth(text) > DEEPEST:
        raise Misspelled("depth")
    try:
        value = json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant, parse_float=_finite, parse_int=_bounded)
    except Misspelled:
        raise
    except ValueError:
        raise Misspelled("json") from None
    check(value)
    return value


def _depth(text: str) -> int:
    """The deepest nesting, counted without recursion."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return 0
    depth = deepest = 0
    in_string = escaped = False
    for char in text:
        if in_string:
            in_string, escaped = not (char == '"' and not escaped), char == "\\" and not escaped
        elif char == '"':
            in_string = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Misspelled("twins")
    return found


def _no_constant(name: str) -> object:
    raise Misspelled("number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Misspelled("number")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST_INTEGER:
        raise Misspelled("number")
    return int(digits)


def _check_strict(value: object, breaks: str) -> None:
    allowed = str.maketrans("", "", breaks)
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            if not is_clean(item.translate(allowed)):
                raise Misspelled("character")
        elif isinstance(item, dict):
            stack.extend(item.keys())
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def _cleansed(value: object) -> object:
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, list):
        return [_cleansed(item) for item in value]
    if isinstance(value, dict):
        return {safe_text(key): _cleansed(item) for key, item in value.items()}
    return value
