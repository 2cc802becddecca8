"""Spreadsheets on their way in, over HTTP (PER-05, FLW-06)."""

from functools import partial
from types import NoneType

from litestar import delete, post, put
from litestar.params import JSONBody

from etax_client.domain.filing.imports import Imported, Preview, SentLine
from etax_client.domain.filing.people import PayeeField
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.server.services.why import unfit
from etax_client.wire.filing import imports as wire

_UNIT, _IMPORT, _PEOPLE = "{unit_id:int}", "{import_id:int}", "people"
_CLOSED = (RefusalCode.session_ended, RefusalCode.unit_not_listed, RefusalCode.unit_closed)
_READ = (RefusalCode.malformed, RefusalCode.too_large, RefusalCode.not_found)
_FIELDS = frozenset(PayeeField)


@post(wire.imports(_UNIT, _PEOPLE), security=SIGNED_IN, status_code=201, **keyed(*_CLOSED))
async def begin_import_of_people(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id) -> wire.Begun:
    """A new one; an earlier one of the same clerk is given up."""
    act = partial(services.filing.imports.begin, session, unit_id, services.filing.people_target)
    begun = accepted(await once(request, services, person(session), int, act))
    noted(request).says("done", "import.begun", "PER-05")
    return wire.Begun(begun)


@put(
    wire.lines(_UNIT, _PEOPLE, _IMPORT),
    dto=Spelled[wire.SendLinesRequest],
    return_dto=None,
    security=SIGNED_IN,
    **keyed(*_CLOSED, *_READ),
)
async def send_people(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, import_id: Id, data: JSONBody[wire.SendLinesRequest]
) -> Preview:
    """More lines; nothing is changed by them yet."""
    if any(not line.texts.keys() <= _FIELDS for line in data.lines):
        raise Turned(unfit("lines", "unknown_column", "PER-06"))
    lines = [SentLine(line.number, line.texts) for line in data.lines]
    act = partial(services.filing.imports.send, session, unit_id, import_id, services.filing.people_target, lines)
    preview = accepted(await once(request, services, person(session), Preview, act))
    noted(request).says("done", "import.judged", "PER-05", count=len(lines), wrong=len(preview.wrong))
    return preview


@post(
    wire.import_(_UNIT, _PEOPLE, _IMPORT),
    dto=Spelled[wire.TakeRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*_CLOSED, *_READ, RefusalCode.import_wrong, RefusalCode.outdated),
)
async def take_people(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, import_id: Id, data: JSONBody[wire.TakeRequest]
) -> Imported:
    """All of it at once, or what is right in it."""
    act = partial(services.filing.imports.take, session, unit_id, import_id, services.filing.people_target, data.only_right)
    taken = accepted(await once(request, services, person(session), Imported, act))
    noted(request).says("done", "import.taken", "PER-05", added=taken.added, changed=taken.changed)
    return taken


@delete(wire.import_(_UNIT, _PEOPLE, _IMPORT), security=SIGNED_IN, **keyed(*_CLOSED, RefusalCode.not_found))
async def drop_people(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, import_id: Id) -> None:
    """Given up."""
    act = partial(services.filing.imports.drop, session, unit_id, import_id, services.filing.people_target)
    accepted(await once(request, services, person(session), NoneType, act))
    noted(request).says("done", "import.dropped", "PER-05")


HANDLERS = (begin_import_of_people, send_people, take_people, drop_people)
"""An import of people, as it is sent."""
