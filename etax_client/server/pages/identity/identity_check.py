"""Judges the fields of an identity while a form is filled in, by the rules that it is judged by when it is sent (DOC-01)."""

from litestar import post

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.server.pages.fields import identity_fields
from etax_client.server.pages.rendering import language_for
from etax_client.server.pages.sites import at_both
from etax_client.server.pages.visit import Here
from etax_client.texts.catalogue import words
from etax_client.texts.cleaned import left_out

SCRIPT = "/identity-check.js"
_PATH = "/identity/check"


@post(at_both(_PATH), status_code=200, include_in_schema=False)
async def check(visit: Here) -> dict[str, str]:
    """What is wrong, by field, and what is left out of the number, in the language of the page.

    Nothing is kept, and nothing is said of whether anyone is known.
    """
    typed = await visit.form(identity_fields.FIELDS)
    visit.note.passed_over = True
    found = identity_fields.read(typed, tuple(DocumentType), local_day(visit.services.clock.now()))
    told = words(language_for(visit.request))
    said = {} if isinstance(found, Identity) else {field: told.tell(why) for field, why in found.items()}
    note = left_out(typed["number"], "number")
    return said if note is None else {**said, "number-note": told.tell(note)}


HANDLERS = (check,)
