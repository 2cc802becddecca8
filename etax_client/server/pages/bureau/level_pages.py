"""个人实名等级: the level, and what it rests on (BJ-53)."""

from litestar import Response, get

from etax_client.domain.bureau.capacities import Place
from etax_client.domain.bureau.levels import level_of
from etax_client.server.pages.bureau.entering import asked_to_log_in
from etax_client.server.pages.bureau.inside import admitted, place_path
from etax_client.server.pages.visit import Here
from etax_client.server.services.bureau.own_accounts import OwnAccount

LEVEL = place_path(Place.level)


@get(LEVEL, include_in_schema=False)
async def level(visit: Here) -> Response[str]:
    """What is known, the strongest first."""
    session = admitted(visit, Place.level)
    if isinstance(session, Response):
        return session
    own = visit.services.bureau.own_accounts.read(session)
    if not isinstance(own, OwnAccount):
        return asked_to_log_in(visit, visit.path)
    return visit.page("bureau_level.html", "bureau.centre.level", level=level_of(own.facts), facts=own.facts)


HANDLERS = (level,)
