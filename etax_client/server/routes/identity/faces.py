"""Where a phone stands before the simulated face check that a flow has asked for; whoever has the link may (REG-03)."""

from litestar import post
from litestar.params import JSONBody

from etax_client.domain.flows.face_check import FacePage
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.reading import Anyone, Served, Spelled, address_of, noted
from etax_client.wire import paths
from etax_client.wire.security_centre import FaceLinkRequest

_REFUSALS = refusals(RefusalCode.malformed, RefusalCode.too_large, RefusalCode.face_unknown, RefusalCode.too_many)


@post(paths.PHONE_FACES, dto=Spelled[FaceLinkRequest], return_dto=None, status_code=200, responses=_REFUSALS)
async def face_page(request: Anyone, services: Served, data: JSONBody[FaceLinkRequest]) -> FacePage:
    """Whose face is expected; asking changes nothing."""
    page = accepted(services.faces.page(data.link, address_of(request)))
    noted(request).says("shown", "face.shown", "REG-03")
    return page


@post(paths.PHONE_FACE_CHECKS, dto=Spelled[FaceLinkRequest], return_dto=None, status_code=200, responses=_REFUSALS)
async def check_face(request: Anyone, services: Served, data: JSONBody[FaceLinkRequest]) -> FacePage:
    """The one look: its outcome is the server's, and no picture is sent (REG-2)."""
    page = accepted(services.faces.check(data.link, address_of(request)))
    noted(request).says("checked", f"face.{page.state}", "REG-03")
    return page


HANDLERS = (face_page, check_face)
