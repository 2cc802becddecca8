"""The first step of what is found again, a password or a number: document and name alone, and nothing said of who has them (S-5)."""

from collections.abc import Callable, Mapping
from typing import Any

from etax_client.domain.flows.flow import S, V
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import Refused
from etax_client.server.pages.fields import identity_fields
from etax_client.server.pages.fields.identity_fields import Plain
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.identity.flow_handlers import Answer, Filled, FlowPages, turned_down
from etax_client.server.pages.visit import Visit
from etax_client.server.pages.wrong import Wrongs

FIELDS = {name: identity_fields.FIELDS[name] for name in ("document_type", "number", "name")}
_TYPES = tuple(DocumentType)


def form(visit: Visit, view: V, filled: Filled, note: str) -> dict[str, Any]:
    """The values of its page; what is `note`d stands above the fields."""
    values = flow_pages.identity_form(visit, _TYPES, view.identity, filled.typed)
    return {**values, "countries": (), "choices": identity_fields.choices(_TYPES, further=False), "note": note, "of_unit": False}


def taken(
    flow: FlowPages[S, V], visit: Visit, typed: Mapping[str, str], wrong: Wrongs, identify: Callable[[str, Plain], V | Refused]
) -> Answer:
    """Whose it is: a flow begins with that, unless one of this browser is under way. `wrong` is what else of the form is."""
    found = identity_fields.read_plain(typed, _TYPES, local_day(visit.services.clock.now()))
    if wrong or not isinstance(found, Plain):
        return flow.page(visit, None, turned_down({**wrong, **({} if isinstance(found, Plain) else found)}, typed))
    held = flow.held(visit)
    view = flow.engine(visit.services).view(held) if held else None
    if view is None or isinstance(view, Refused) or flow.kind.is_over(view):
        begun = flow.begin(visit)
        if isinstance(begun, Refused):
            return flow.page(visit, None, Filled(typed, refused=begun))
        held, _ = begun
    return flow.after(visit, identify(held, found), held, begins=True)
