"""附表填写 over HTTP (SUB-01)."""

from functools import partial

from litestar import get, post
from litestar.params import FromPath, JSONBody

from etax_client.domain.filing.annexes.annexes import Annex, AnnexPage, Differences
from etax_client.domain.filing.taxes.pages import Saved
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.filing.parts import CLOSED, KIND, PERIOD, UNIT, AfterPlace, Kind, Limit, Period, key_after, month_of, said
from etax_client.server.routes.parameters import Id, Place
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.wire.filing import annexes as wire
from etax_client.wire.filing.income import removal_of

_ANNEX = "{annex:str}"
AnnexName = FromPath[Annex]


@get(wire.lines(UNIT, PERIOD, KIND, _ANNEX), security=SIGNED_IN, responses=refusals(*CLOSED, RefusalCode.malformed))
async def annex_lines(
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    kind: Kind,
    annex: AnnexName,
    after: Place[int | None] = None,
    after_place: AfterPlace = 1,
    limit: Limit = 50,
) -> AnnexPage:
    """Part of an annex's lines, by payee (SUB-01)."""
    key = key_after(after, after_place)
    return services.filing.annexes.page(session, unit_id, month_of(period), kind, annex, after=key, limit=limit)


@get(wire.differences(UNIT, PERIOD, KIND), security=SIGNED_IN, responses=refusals(*CLOSED))
async def annex_differences(services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind) -> Differences:
    """Where annexes do not come to what the rows say, by payee and amount (SUB-01)."""
    return services.filing.annexes.differences(session, unit_id, month_of(period), kind)


@get(wire.sent(UNIT, "{return_id:int}", _ANNEX), security=SIGNED_IN, responses=refusals(*CLOSED, RefusalCode.malformed))
async def sent_annex(
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    return_id: Id,
    annex: AnnexName,
    after: Place[int | None] = None,
    after_place: AfterPlace = 1,
    limit: Limit = 50,
) -> AnnexPage:
    """An annex of a version, as it was sent (SUB-03)."""
    key = key_after(after, after_place)
    return accepted(services.filing.annexes.sent(session, unit_id, return_id, annex, after=key, limit=limit))


@post(
    wire.lines(UNIT, PERIOD, KIND, _ANNEX),
    dto=Spelled[wire.SaveLinesRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(
        *CLOSED,
        *(RefusalCode.month_not_open, RefusalCode.rows_locked, RefusalCode.malformed, RefusalCode.too_large),
        *(RefusalCode.outdated, RefusalCode.payee_unknown),
    ),
)
async def save_annex(
    request: Anyone,
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    kind: Kind,
    annex: AnnexName,
    data: JSONBody[wire.SaveLinesRequest],
) -> Saved:
    """A block of lines, all of it or nothing (SUB-01, FLW-04)."""
    changes, removed = [wire.change_of(line) for line in data.lines], [removal_of(line) for line in data.removed]
    act = partial(services.filing.annexes.save, session, unit_id, month_of(period), kind, annex, changes, removed)
    saved = accepted(await once(request, services, person(session), Saved, act))
    said(request, "changed", "annex.saved", "SUB-01", period, annex=annex.value, rows=saved.rows)
    return saved


HANDLERS = (annex_lines, annex_differences, sent_annex, save_annex)
