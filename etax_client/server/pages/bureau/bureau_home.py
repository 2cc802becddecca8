"""The bureau's first page: what it is and the way in, or who is logged in."""

from litestar import Response, get

from etax_client.domain.bureau.capacities import errands
from etax_client.server.pages.bureau.inside import errand_path
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here


@get(BUREAU.prefix, include_in_schema=False)
async def home(visit: Here) -> Response[str]:
    """新版登录 at its upper right, beside it the old one while that lives (BJ-09); or whoever is logged in."""
    own = () if visit.capacity is None else errands(visit.capacity)
    ways = [(errand.name, errand_path(errand)) for errand in own]
    return visit.page("bureau_home.html", "bureau.title", ended=visit.ended, old_login=visit.services.bureau.old_logins.now(), errands=ways)


HANDLERS = (home,)
