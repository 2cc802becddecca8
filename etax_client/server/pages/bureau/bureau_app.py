"""北京税务APP: its first page with 「+」 and 扫一扫, 我的, and where it is had from (BJ-78, BJ-80)."""

from litestar import Response, get

from etax_client.domain.masking import mask_mobile
from etax_client.server.pages.bureau.entering import asked_to_log_in
from etax_client.server.pages.qr_picture import drawn
from etax_client.server.pages.rendering import root_of
from etax_client.server.pages.sites import BUREAU_APP
from etax_client.server.pages.visit import Here

_MINE = BUREAU_APP.at("/mine")


@get([BUREAU_APP.prefix, BUREAU_APP.prefix.upper()], include_in_schema=False)
async def home(visit: Here) -> Response[str]:
    """Open to whoever holds the phone: a face code is scanned without a login."""
    return visit.page("bjapp_home.html", "bjapp.title", here=BUREAU_APP.prefix, ended=visit.ended)


@get(_MINE, include_in_schema=False)
async def mine(visit: Here) -> Response[str]:
    """我的."""
    if visit.session is None:
        return asked_to_log_in(visit, _MINE)
    mobile = visit.own.messages.inbox(visit.session).address
    return visit.page("bjapp_mine.html", "bjapp.mine", mobile=None if mobile is None else mask_mobile(mobile))


@get(BUREAU_APP.at("/download"), include_in_schema=False)
async def download(visit: Here) -> Response[str]:
    """Nothing is had from anywhere: the address of the APP's pages, for a phone."""
    address = f"{str(visit.request.base_url).rstrip('/')}{root_of(visit.request)}{BUREAU_APP.prefix}"
    return visit.page("bjapp_download.html", "bjapp.download", address=address, code=drawn(address.upper()))


HANDLERS = (home, mine, download)
