"""专项附加扣除信息采集 over HTTP (DED-01, DED-02)."""

from functools import partial
from types import NoneType
from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import JSONBody, QueryParameter

from etax_client.domain.filing.deductions.claims import KeptClaim
from etax_client.domain.filing.deductions.sums import DeductionPage, Downloaded, PayeeClaims, PrefillPage, WaitingClaims
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.answers import Turned, accepted, refusals
from etax_client.server.routes.filing.parts import CLOSED, PERIOD, UNIT, Limit, Period, month_of
from etax_client.server.routes.parameters import Id, Place, Search
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.server.services.why import unfit
from etax_client.wire.filing import deductions as wire
from etax_client.wire.filing.income import MOST_SAVED

_PAYEE, _CLAIM = "{payee_id:int}", "{claim_id:int}"
_Version = Annotated[int, QueryParameter(ge=1, le=2**53 - 1)]
_Looked = Annotated[int, QueryParameter(ge=1, le=MOST_SAVED)]
"""What would change is saved in one block."""
_TYPED = (RefusalCode.malformed, RefusalCode.too_large, RefusalCode.claim_listed, RefusalCode.claims_clash)
_ONE = (RefusalCode.claim_unknown, RefusalCode.outdated)


@get(wire.deductions(UNIT, PERIOD), security=SIGNED_IN, responses=refusals(*CLOSED, RefusalCode.malformed, RefusalCode.payee_unknown))
async def deduction_page(
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    text: Search[str] = "",
    at: Place[int | None] = None,
    after: Place[int | None] = None,
    before: Place[int | None] = None,
    limit: Limit = 50,
) -> DeductionPage:
    """Payees with what each item has come to (DED-02); at most one of `at`, `after` and `before` may be given."""
    if sum(place is not None for place in (at, after, before)) > 1:
        raise Turned(unfit("at", "one_of", "INP-1"))
    where = {"at": at, "after": after, "before": before}
    return accepted(services.filing.claims.page(session, unit_id, month_of(period), text, **where, limit=limit))


@get(wire.of_payee(UNIT, PERIOD, _PAYEE), security=SIGNED_IN, responses=refusals(*CLOSED, RefusalCode.payee_unknown))
async def payee_claims(services: Served, session: SomeoneIn, unit_id: Id, period: Period, payee_id: Id) -> PayeeClaims:
    """All that one payee claims (DED-01)."""
    return accepted(services.filing.claims.one(session, unit_id, month_of(period), payee_id))


@get(wire.prefill(UNIT, PERIOD), security=SIGNED_IN, responses=refusals(*CLOSED, RefusalCode.malformed))
async def prefill_page(
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    after: Place[int | None] = None,
    limit: _Looked = MOST_SAVED,
) -> PrefillPage:
    """预填扣除信息: of some rows of wages, those that would change, with what they would say; nothing is changed (DED-02)."""
    return services.filing.prefilling.page(session, unit_id, month_of(period), after=after, limit=limit)


@get(wire.waiting(UNIT), security=SIGNED_IN, responses=refusals(*CLOSED))
async def waiting_claims(services: Served, session: SomeoneIn, unit_id: Id) -> WaitingClaims:
    """What employees have filed and nobody has downloaded (DED-02)."""
    return services.filing.claims.waiting(session, unit_id)


@post(wire.waiting(UNIT), security=SIGNED_IN, status_code=200, **keyed(*CLOSED))
async def download_claims(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id) -> Downloaded:
    """下载更新 (DED-02)."""
    act = partial(services.filing.claims.download, session, unit_id)
    found = accepted(await once(request, services, person(session), Downloaded, act))
    noted(request).says("done", "claim.downloaded", "DED-02", claims=found.claims, people=found.people, clashing=found.clashing)
    return found


@post(
    wire.claims(UNIT, _PAYEE),
    dto=Spelled[wire.AddClaimRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=201,
    **keyed(*CLOSED, *_TYPED, RefusalCode.payee_unknown),
)
async def add_claim(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, payee_id: Id, data: JSONBody[wire.AddClaimRequest]
) -> KeptClaim:
    """What a clerk enters for an employee (DED-01)."""
    act = partial(services.filing.claims.add, session, unit_id, payee_id, data.claim)
    added = accepted(await once(request, services, person(session), KeptClaim, act))
    noted(request).says("added", "claim.added", "DED-01")
    return added


@put(
    wire.claim(UNIT, _PAYEE, _CLAIM),
    dto=Spelled[wire.ChangeClaimRequest],
    return_dto=None,
    security=SIGNED_IN,
    **keyed(*CLOSED, *_TYPED, *_ONE),
)
async def change_claim(
    request: Anyone,
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    payee_id: Id,
    claim_id: Id,
    data: JSONBody[wire.ChangeClaimRequest],
) -> KeptClaim:
    """All of it anew; its last month ends it (DED-01, FLW-04)."""
    act = partial(services.filing.claims.change, session, unit_id, payee_id, claim_id, data.version, data.claim)
    changed = accepted(await once(request, services, person(session), KeptClaim, act))
    noted(request).says("changed", "claim.changed", "DED-01")
    return changed


@delete(wire.claim(UNIT, _PAYEE, _CLAIM), security=SIGNED_IN, **keyed(*CLOSED, *_ONE, RefusalCode.malformed))
async def remove_claim(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, payee_id: Id, claim_id: Id, version: _Version
) -> None:
    """What was entered in error (DED-01)."""
    act = partial(services.filing.claims.remove, session, unit_id, payee_id, claim_id, version)
    accepted(await once(request, services, person(session), NoneType, act))
    noted(request).says("removed", "claim.removed", "DED-01")


HANDLERS = (deduction_page, payee_claims, prefill_page, waiting_claims, download_claims, add_claim, change_claim, remove_claim)
