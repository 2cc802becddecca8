"""Spreadsheets on their way in, over HTTP: people, and the rows of an item of a month (PER-05, INC-04, FLW-06)."""

from collections.abc import Sequence, Set
from functools import partial
from types import NoneType

from litestar import delete, post, put
from litestar.params import JSONBody

from etax_client.domain.filing.imports import Imported, JudgedLine, Preview, SentLine
from etax_client.domain.filing.income import ITEMS, Item
from etax_client.domain.filing.income_import import PLACE
from etax_client.domain.filing.people import PayeeField
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.filing.parts import CLOSED, ITEM, PERIOD, UNIT, ItemName, Period, month_of
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.server.services.bundle import Services
from etax_client.server.services.filing.importing.imports import Target
from etax_client.server.services.filing.importing.incomes import IncomeTarget
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import MOST_LEFT_OUT, Fact, unfit
from etax_client.texts.journal_lines import UNFIT
from etax_client.wire.filing import imports as wire

_IMPORT = "{import_id:int}"
_PEOPLE, _ITEM = wire.PEOPLE, wire.item(PERIOD, ITEM)
_READ = (RefusalCode.malformed, RefusalCode.too_large, RefusalCode.not_found)
_TAKEN = (*_READ, RefusalCode.import_wrong, RefusalCode.outdated)
_EDITED = (RefusalCode.month_not_open, RefusalCode.rows_locked, RefusalCode.correction_limited, RefusalCode.payee_unknown)
_FIELDS = frozenset(field.value for field in PayeeField)


@post(wire.imports(UNIT, _PEOPLE), security=SIGNED_IN, status_code=201, **keyed(*CLOSED))
async def begin_import_of_people(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id) -> wire.Begun:
    """A new one; an earlier one of the same clerk is given up."""
    return await _begin(request, services, session, unit_id, services.filing.people_target)


@put(wire.lines(UNIT, _PEOPLE, _IMPORT), dto=Spelled[wire.SendLinesRequest], return_dto=None, security=SIGNED_IN, **keyed(*CLOSED, *_READ))
async def send_people(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, import_id: Id, data: JSONBody[wire.SendLinesRequest]
) -> Preview:
    """More lines; nothing is changed by them yet."""
    return await _send(request, services, session, unit_id, import_id, services.filing.people_target, data, _FIELDS)


@post(
    wire.import_(UNIT, _PEOPLE, _IMPORT),
    dto=Spelled[wire.TakeRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*CLOSED, *_TAKEN),
)
async def take_people(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, import_id: Id, data: JSONBody[wire.TakeRequest]
) -> Imported:
    """All of it at once, or what is right in it."""
    return await _take(request, services, session, unit_id, import_id, services.filing.people_target, data)


@delete(wire.import_(UNIT, _PEOPLE, _IMPORT), security=SIGNED_IN, **keyed(*CLOSED, RefusalCode.not_found))
async def drop_people(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, import_id: Id) -> None:
    """Given up."""
    await _drop(request, services, session, unit_id, import_id, services.filing.people_target)


@post(wire.imports(UNIT, _ITEM), security=SIGNED_IN, status_code=201, **keyed(*CLOSED))
async def begin_import_of_incomes(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, item: ItemName
) -> wire.Begun:
    """As for people, into an item of a month."""
    return await _begin(request, services, session, unit_id, _into(services, period, item))


@put(wire.lines(UNIT, _ITEM, _IMPORT), dto=Spelled[wire.SendLinesRequest], return_dto=None, security=SIGNED_IN, **keyed(*CLOSED, *_READ))
async def send_incomes(
    request: Anyone,
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    item: ItemName,
    import_id: Id,
    data: JSONBody[wire.SendLinesRequest],
) -> Preview:
    """More lines; nothing is changed by them yet."""
    columns = {column.name for column in ITEMS[item].columns} | {PLACE}
    return await _send(request, services, session, unit_id, import_id, _into(services, period, item), data, columns)


@post(
    wire.import_(UNIT, _ITEM, _IMPORT),
    dto=Spelled[wire.TakeRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*CLOSED, *_TAKEN, *_EDITED),
)
async def take_incomes(
    request: Anyone,
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    item: ItemName,
    import_id: Id,
    data: JSONBody[wire.TakeRequest],
) -> Imported:
    """All of it at once, or what is right in it."""
    return await _take(request, services, session, unit_id, import_id, _into(services, period, item), data)


@delete(wire.import_(UNIT, _ITEM, _IMPORT), security=SIGNED_IN, **keyed(*CLOSED, RefusalCode.not_found))
async def drop_incomes(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, item: ItemName, import_id: Id
) -> None:
    """Given up."""
    await _drop(request, services, session, unit_id, import_id, _into(services, period, item))


HANDLERS = (
    begin_import_of_people,
    send_people,
    take_people,
    drop_people,
    begin_import_of_incomes,
    send_incomes,
    take_incomes,
    drop_incomes,
)
"""Both kinds of imports, as they are sent."""


def _into(services: Services, period: str, item: Item) -> IncomeTarget:
    return IncomeTarget(services.filing.incomes, item, month_of(period))


async def _begin(request: Anyone, services: Services, session: Session, unit_id: int, target: Target) -> wire.Begun:
    act = partial(services.filing.imports.begin, session, unit_id, target)
    begun = accepted(await once(request, services, person(session), int, act))
    noted(request).says("done", "import.begun", "PER-05")
    return wire.Begun(begun)


async def _send(
    request: Anyone,
    services: Services,
    session: Session,
    unit_id: int,
    import_id: int,
    target: Target,
    data: wire.SendLinesRequest,
    columns: Set[str],
) -> Preview:
    if any(not line.texts.keys() <= columns for line in data.lines):
        raise Turned(unfit("lines", "unknown_column", "PER-06"))
    lines = [SentLine(line.number, line.texts) for line in data.lines]
    act = partial(services.filing.imports.send, session, unit_id, import_id, target, lines)
    preview = accepted(await once(request, services, person(session), Preview, act))
    key = "import.judged_wrong" if preview.wrong else "import.judged"
    counted, reasons = {"count": len(lines), "wrong": len(preview.wrong)}, _reasons(preview.wrong)
    noted(request).says("done", key, "PER-05", person_id=session.person_id, **counted, **reasons)
    return preview


def _reasons(wrong: Sequence[JudgedLine]) -> dict[str, Fact]:
    """What is wrong in the first of them, by their number in the sheet: in which columns, or with the line itself."""
    found: dict[str, Fact] = {}
    for line in wrong[:MOST_LEFT_OUT]:
        in_columns = {f"{UNFIT}lines.{line.number}.{column}": fault for column, fault in line.faults.items()}
        found |= in_columns or {f"{UNFIT}line_{line.number}": f"import.verdict.{line.verdict}"}
    return found


async def _take(
    request: Anyone, services: Services, session: Session, unit_id: int, import_id: int, target: Target, data: wire.TakeRequest
) -> Imported:
    act = partial(services.filing.imports.take, session, unit_id, import_id, target, data.only_right)
    taken = accepted(await once(request, services, person(session), Imported, act))
    noted(request).says("done", "import.taken", "PER-05", added=taken.added, changed=taken.changed)
    return taken


async def _drop(request: Anyone, services: Services, session: Session, unit_id: int, import_id: int, target: Target) -> None:
    act = partial(services.filing.imports.drop, session, unit_id, import_id, target)
    accepted(await once(request, services, person(session), NoneType, act))
    noted(request).says("done", "import.dropped", "PER-05")
