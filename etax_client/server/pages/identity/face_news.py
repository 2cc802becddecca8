"""What a flow's page asks while its face check is done elsewhere: whether it still waits (REG-03)."""

from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from etax_client.domain.flows.face_check import FaceState, FaceView
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.identity.flow_pages import FORGOT, REGISTER
from etax_client.server.pages.page_doors import both
from etax_client.server.pages.visit import Here
from etax_client.server.routes.reading import Anyone, hung_up

_PATH = "/face-news"
_Wait = Annotated[float, QueryParameter(ge=0, le=LONGEST_WAIT)]


@get(both(f"/{REGISTER}{_PATH}"), include_in_schema=False)
async def of_registration(request: Anyone, visit: Here, wait: _Wait = 0) -> Response[None]:
    async with hung_up(request) as gone:
        found = await visit.services.registrations.flow.face(
            flow_pages.secret_in(visit, REGISTER), seen=FaceState.waiting, wait=wait, gone=gone
        )
    return _answer(found)


@get(both(f"/{FORGOT}{_PATH}"), include_in_schema=False)
async def of_recovery(request: Anyone, visit: Here, wait: _Wait = 0) -> Response[None]:
    async with hung_up(request) as gone:
        found = await visit.services.recoveries.flow.face(flow_pages.secret_in(visit, FORGOT), seen=FaceState.waiting, wait=wait, gone=gone)
    return _answer(found)


def _answer(found: FaceView | Refused) -> Response[None]:
    """No content while it waits; else the page is to be read anew, which says what has become of it."""
    waits = isinstance(found, FaceView) and found.state is FaceState.waiting
    return Response(None, status_code=204 if waits else 200)


HANDLERS = (of_registration, of_recovery)
