"""What the server says of itself before anyone has logged in."""

from litestar import get

from etax_client import __version__
from etax_client.domain.server_info import ServerInfo
from etax_client.server.routes.reading import Served
from etax_client.wire import paths

PRODUCT = "etax-client"


@get(paths.INFO)
async def server_info(services: Served) -> ServerInfo:
    """The product, that it is a simulation, and the rules that it follows."""
    return ServerInfo(PRODUCT, __version__, True, services.policy.name, services.phase.value, services.clock.now())


HANDLERS = (server_info,)
