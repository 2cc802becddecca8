"""SIM cards over HTTP: which are in the asking phone, and one more; nobody need be logged in, as on a phone (WEB-5)."""

from litestar import get, post
from litestar.params import JSONBody

from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.sessions.accounts import MaskedMobile
from etax_client.domain.sessions.phone_messages import SimCards
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.reading import Anyone, Served, Spelled, address_of, client_of, noted
from etax_client.wire import paths
from etax_client.wire.security_centre import MobileRequest


@post(
    paths.PHONE_SIMS,
    dto=Spelled[MobileRequest],
    return_dto=None,
    status_code=200,
    responses=refusals(RefusalCode.malformed, RefusalCode.too_large, RefusalCode.too_many),
)
async def put_in_sim(request: Anyone, services: Served, data: JSONBody[MobileRequest]) -> MaskedMobile:
    """The card of a number: what comes to it is read here while no account has it, and always where there is one user alone."""
    number = accepted(services.sims.put_in(data.mobile, client_of(request), address_of(request)))
    noted(request).says("put_in", "sim.put_in", "WEB-5")
    return MaskedMobile(mask_mobile(number))


@get(paths.PHONE_SIMS, responses=refusals())
async def sims_in_phone(request: Anyone, services: Served) -> SimCards:
    """The cards in the asking phone, the last one put in first, with what came to their numbers."""
    found = services.sims.cards(client_of(request))
    return SimCards(found, services.sims.open_to_all)


HANDLERS = (put_in_sim, sims_in_phone)
