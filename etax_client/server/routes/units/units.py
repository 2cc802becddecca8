"""The unit list, unit verification and the unit's home over HTTP."""

from functools import partial
from types import NoneType
from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import FromQuery, JSONBody, QueryParameter

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.units.units import AddedUnit, ListMark, OpenedBy, UnitHome, UnitPage, UnitQuery, UnitSort, UnitTotals
from etax_client.server.routes.answers import Turned, accepted, refusals
from etax_client.server.routes.parameters import Id, Place, Search, Wait, Wanted
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, answer_of, bearer_of, client_of, hung_up, noted
from etax_client.server.routes.repeating import keyed, once, person, sitting
from etax_client.server.services.why import left_out, moment, unfit
from etax_client.wire import paths
from etax_client.wire.units import MOST_IN_A_PAGE, AddUnitsReply, AddUnitsRequest, UnitOrderRequest, VerificationRequest

_PATH = "{unit_id:int}"
_Limit = Annotated[int, QueryParameter(ge=1, le=MOST_IN_A_PAGE)]


@get(paths.UNITS, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended, RefusalCode.malformed, RefusalCode.unit_not_listed))
async def unit_page(
    services: Served,
    session: SomeoneIn,
    taxpayer_id: Search[str] = "",
    name: Search[str] = "",
    sort: FromQuery[UnitSort] = UnitSort.custom,
    descending: FromQuery[bool] = False,
    at: Place[int | None] = None,
    after: Place[int | None] = None,
    before: Place[int | None] = None,
    limit: _Limit = 50,
) -> UnitPage:
    """Part of the person's unit list (UNT-01 to UNT-03); at most one of `at`, `after` and `before` may be given."""
    if sum(place is not None for place in (at, after, before)) > 1:
        raise Turned(unfit("at", "one_of", "INP-1"))
    query = UnitQuery(taxpayer_id, name, sort, descending)
    services.filing.answers.settle()
    return accepted(services.listing.page(session, query, at=at, after=after, before=before, limit=limit))


@get(paths.UNIT_TOTALS, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended))
async def unit_totals(services: Served, session: SomeoneIn) -> UnitTotals:
    """What stands below the list (UNT-02)."""
    services.filing.answers.settle()
    return services.listing.totals(session)


@get(paths.UNIT_NEWS, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended, RefusalCode.malformed))
async def unit_news(request: Anyone, services: Served, seen: Wanted[str | None] = None, wait: Wait = 0) -> ListMark:
    """What the list's declarations stand at, as soon as that is something else than `seen` (FLW-03).

    Waiting is no use of the session, which ends in its time (SES-01).
    """
    token, known = bearer_of(request), seen
    async with hung_up(request) as gone:
        return accepted(await services.list_news.watch(partial(services.sessions.find, token, used=False), known, wait=wait, gone=gone))


@post(
    paths.UNITS,
    dto=Spelled[AddUnitsRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(RefusalCode.session_ended, RefusalCode.malformed, RefusalCode.too_large),
)
async def add_units(request: Anyone, services: Served, session: SomeoneIn, data: JSONBody[AddUnitsRequest]) -> AddUnitsReply:
    """Add units to the list, each line with a fate of its own (UNT-04)."""
    act = partial(services.unit_lists.add, session, [(unit.taxpayer_id, unit.confirmation) for unit in data.units])
    fates = accepted(await once(request, services, person(session), tuple[AddedUnit, ...], act))
    refused = [fate.refused for fate in fates]
    if len(refused) == 1 and refused[0] is not None:
        noted(request).refuses(refused[0])
    else:
        left, added = left_out("units", refused), refused.count(None)
        key = "unit.added_some" if left else "unit.added"
        noted(request).says("added", key, "UNT-04", person_id=session.person_id, added=added, refused=len(refused) - added, **left)
    return AddUnitsReply(fates)


@delete(paths.unit(_PATH), security=SIGNED_IN, **keyed(RefusalCode.session_ended, RefusalCode.unit_not_listed))
async def remove_unit(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id) -> None:
    """Take a unit off the list; the unit itself stays."""
    act = partial(services.unit_lists.remove, session, unit_id)
    accepted(await once(request, services, person(session), NoneType, act))
    noted(request).says("removed", "unit.removed", "UNT-04")


@put(
    paths.UNIT_ORDER,
    dto=Spelled[UnitOrderRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=204,
    **keyed(RefusalCode.session_ended, RefusalCode.malformed, RefusalCode.too_large, RefusalCode.unit_not_listed),
)
async def set_unit_order(request: Anyone, services: Served, session: SomeoneIn, data: JSONBody[UnitOrderRequest]) -> None:
    """Keep the list in this order from now on (UNT-05)."""
    act = partial(services.unit_lists.set_order, session, data.sort, data.descending, data.moved)
    accepted(await once(request, services, person(session), NoneType, act))
    noted(request).says("ordered", "unit.ordered", "UNT-05")


@post(
    paths.unit_verification(_PATH),
    dto=Spelled[VerificationRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(
        RefusalCode.session_ended,
        RefusalCode.unit_not_listed,
        RefusalCode.wrong_declaration_password,
        RefusalCode.captcha_required,
        RefusalCode.wrong_captcha,
        RefusalCode.malformed,
        RefusalCode.too_large,
        RefusalCode.locked,
        RefusalCode.busy,
    ),
)
async def verify_unit(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, data: JSONBody[VerificationRequest]) -> UnitHome:
    """Unit verification with the declaration password (VER)."""
    asked = (session, unit_id, data.declaration_password, answer_of(data.captcha), client_of(request))
    home = accepted(await once(request, services, sitting(session), UnitHome, partial(services.verification.by_password, *asked)))
    noted(request).says("opened", "right.unit_verification", "VER-04")
    return home


@get(
    paths.unit_home(_PATH),
    security=SIGNED_IN,
    responses=refusals(RefusalCode.session_ended, RefusalCode.unit_not_listed, RefusalCode.unit_closed),
)
async def unit_home(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id) -> UnitHome:
    """The home of a unit that this session has verified (VER-04)."""
    home = accepted(services.verification.home(session, unit_id))
    rule = "VER-03" if home.opened_by is OpenedBy.authorisation else "VER-04"
    noted(request).says("opened", f"opened.{home.opened_by}", rule, since=moment(home.opened_at))
    return home


@get(
    paths.unit_opening(_PATH),
    security=SIGNED_IN,
    status_code=204,
    responses=refusals(RefusalCode.session_ended, RefusalCode.unit_not_listed, RefusalCode.unit_closed, RefusalCode.malformed),
)
async def watch_unit(request: Anyone, services: Served, unit_id: Id, wait: Wait = 0) -> None:
    """Refused as soon as the unit is no longer open to this session (VER-04, AUT-04); no content if it still is after `wait` seconds.

    Waiting is no use of the session, which ends in its time (SES-01).
    """
    token, known = bearer_of(request), unit_id
    async with hung_up(request) as gone:
        look = partial(services.sessions.find, token, used=False)
        closed = await services.verification.watch(look, known, wait=wait, gone=gone)
    if closed is not None:
        raise Turned(closed)


HANDLERS = (unit_page, unit_totals, unit_news, add_units, remove_unit, set_unit_order, verify_unit, unit_home, watch_unit)
