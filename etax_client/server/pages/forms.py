"""Forms as browsers send them, read as strictly as JSON is (INP-1)."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from etax_client.domain.faults import Fault
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.safe_text import is_clean
from etax_client.server.routes.answers import Turned
from etax_client.server.services.why import because, unfit

LARGEST = 8 * 1024
"""Bytes of a form; the longest that anyone types here is far below."""
MEDIA_TYPE = "application/x-www-form-urlencoded"
_ID = re.compile("[1-9][0-9]{0,15}")
"""Of a size that every database takes."""
_MOST_FIELDS = 20
_MOST_OF_ALL = 500


def read(media_type: str, body: bytes, fields: Mapping[str, int]) -> dict[str, str]:
    """The form's fields, "" for one that is not there. Raises Turned as `given` does."""
    found = given(media_type, body, fields)
    return {name: found.get(name, "") for name in fields}


def given(media_type: str, body: bytes, fields: Mapping[str, int]) -> dict[str, str]:
    """The fields that the form holds; `fields` are those allowed, each with its most characters.

    Raises Turned for another media type, an unknown or a repeated field, a text that is too long, not UTF-8, or holds control characters.
    """
    if media_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise malformed()
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=max(_MOST_FIELDS, len(fields)),
        )
    except ValueError:
        raise malformed() from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in fields:
            raise malformed()
        fault = "twice" if name in found else Fault.too_long if len(value) > fields[name] else None if is_clean(value) else "character"
        if fault is not None:
            raise Turned(unfit(name, fault, "INP-1"))
        found[name] = value
    return found


def hidden(body: bytes, *names: str) -> tuple[str, ...]:
    """What of a form is never seen, before the rest of it is read; "" for what is not there, or not one text."""
    try:
        pairs = parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=_MOST_OF_ALL)
    except ValueError:
        pairs = []
    found = [[value for each, value in pairs if each == name] for name in names]
    return tuple(values[0] if len(values) == 1 else "" for values in found)


def foreign() -> Turned:
    """A form that was not made for this browser and session (WEB-1)."""
    return Turned(because(Refused(RefusalCode.forbidden), "form_token", "WEB-1"))


def malformed() -> Turned:
    """What no form of ours could have sent."""
    return Turned(because(Refused(RefusalCode.malformed), "unfit.none", "INP-1"))


def id_in(form: Mapping[str, str], field: str) -> int:
    """The id of something that a form of ours offers, be it there or not. Raises Turned for what can be none."""
    if not _ID.fullmatch(form[field]):
        raise not_offered(field)
    return int(form[field])


def not_offered(field: str) -> Turned:
    """A choice that no form of ours has, or that this one does not have any more."""
    return Turned(unfit(field, "not_offered", "INP-1"))
