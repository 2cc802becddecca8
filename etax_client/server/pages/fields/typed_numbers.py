"""What is left out of a number that was typed in a form, said beside its field when it is shown again (documents.md)."""

from collections.abc import Callable, Mapping

from etax_client.domain.identity import mobiles
from etax_client.domain.numbers import normalise, plain
from etax_client.domain.sessions.accounts import normalise_identifier
from etax_client.texts.cleaned import cleaned
from etax_client.texts.words import Phrase


def _mobile(typed: str) -> str:
    judged = mobiles.judge(typed)
    return judged if isinstance(judged, str) else plain(typed)


_KEPT: Mapping[str, Callable[[str], str]] = {
    "account": normalise_identifier,
    "number": normalise,
    "mobile": _mobile,
    "hall_code": normalise,
    "code": normalise,
}
"""What is taken of each, by the field's name."""


def left_out(typed: str, name: str) -> Phrase | None:
    return cleaned(typed, _KEPT[name](typed)) if name in _KEPT else None
