"""A page in the other language: the same place, and what was typed there, as far as it is no secret."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from litestar.response import Redirect

from etax_client.domain.identity.hall import Paper
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.server.pages import cookies, forms
from etax_client.server.pages.fields import annexes, authorisation_fields, identity_fields
from etax_client.server.pages.rendering import Asked
from etax_client.server.pages.visiting import FIELDS, HERE, TOKEN, Visiting
from etax_client.server.services.repeats import Asking, new_key
from etax_client.texts.words import Language

_QUERY = "kept"
_TYPED = "typed"
_LANGUAGE = "language"
_YEAR = 365 * 24 * 3600
_OPEN = {
    "account": LONGEST_IDENTIFIER * 2,
    **identity_fields.FIELDS,
    **authorisation_fields.FIELDS,
    **annexes.FIELDS,
    **{f"paper_{paper}": 3 for paper in Paper},
    "login_name": 64,
    "mobile": 64,
    "email": 254,
    "paper_consent": 3,
    "paper_face": 3,
    "household": 200,
    "seen": 3,
    "correct": 3,
    "policy": 16,
    "phase": 16,
}
"""The fields of the forms in which people type that are no secrets: nothing else of a form is kept."""
_SECRET = {
    "password": 1024,
    "again": 1024,
    "current": 1024,
    "code": 64,
    "hall_code": 64,
    "captcha": 16,
    "captcha_id": 64,
    "slider": 64,
    "slide": 3,
    "back": 64,
}
"""What else these forms hold: passed over."""
_SEARCH = r"(?:\?[A-Za-z0-9%=&+._~-]{0,400})?"


def here(request: Asked) -> str:
    """The address of this page, with what was searched for."""
    search = str(request.scope["query_string"], "ascii", "replace")
    left = [(name, value) for name, value in parse_qsl(search, keep_blank_values=True) if name != _QUERY]
    path = str(request.scope["path"])
    return f"{path}?{urlencode(left)}" if left else path


async def change(visit: Visiting, places: re.Pattern[str], home: str) -> Redirect:
    """To where the form was sent from, if that is one of these places, in the language that was chosen, for good in this browser.

    It is a button of the form in which people type, or of one of its own. Raises Turned, StoreError.
    """
    media_type = visit.request.headers.get("content-type", "")
    form = forms.given(media_type, await visit.request.body(), {**_OPEN, **_SECRET, **FIELDS, _LANGUAGE: 2})
    chosen, place = form.get(_LANGUAGE, ""), form.get(HERE, "")
    if not visit.is_ours(form.get(TOKEN, "")):
        raise forms.foreign()
    if chosen not in set(Language):
        raise forms.not_offered(_LANGUAGE)
    path, _, search = place.partition("?")
    if not places.fullmatch(path) or not re.fullmatch(_SEARCH, place[len(path) :]):
        path, search = home, ""
    typed = {name: value for name, value in form.items() if name in _OPEN}
    if typed:
        key = new_key()
        with visit.repeats.store.write() as connection:
            visit.repeats.keeping(Asking(visit.who, key, _TYPED, b"")).keep(connection, typed, secret=True)
        search = f"{search}&{_QUERY}={key}" if search else f"{_QUERY}={key}"
    return visit.go(f"{path}?{search}" if search else path, visit.jar.keep(cookies.LANGUAGE, chosen, _YEAR))


def kept(visit: Visiting) -> dict[str, str]:
    """What was typed before the language was changed, field by field, to whoever typed it and not for long. Raises StoreError."""
    found = visit.repeats.find(visit.who, visit.request.query_params.get(_QUERY, ""))
    typed = None if found is None or found.act != _TYPED else found.read(dict[str, str])
    return typed if isinstance(typed, dict) else {}


def filled(visit: Visiting, values: Mapping[str, object]) -> Mapping[str, object]:
    """The values of a page, with what was typed there before in the fields that it fills in again."""
    typed = values.get(_TYPED)
    return {**values, _TYPED: {**typed, **kept(visit)}} if isinstance(typed, Mapping) else values
