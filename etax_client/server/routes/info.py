"""What the server says of itself before anyone has logged in, and of its time where testers steer it."""

from litestar import get

from etax_client import __version__
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.servers.server_info import ServerInfo, ServerTime
from etax_client.server.routes.answers import Turned, refusals
from etax_client.server.routes.parameters import Wait, Wanted
from etax_client.server.routes.reading import Served
from etax_client.server.store.clocks.steered_clock import SteeredClock
from etax_client.wire import paths

PRODUCT = "etax-client"


@get(paths.INFO, responses=refusals())
async def server_info(services: Served) -> ServerInfo:
    """The product, that it is a simulation, and the rules that it follows."""
    steered = isinstance(services.clock, SteeredClock)
    return ServerInfo(PRODUCT, __version__, True, services.policy.name, services.phase.value, services.clock.now(), steered)


@get(paths.CLOCK, responses=refusals(RefusalCode.malformed, RefusalCode.not_found))
async def server_time(services: Served, seen: Wanted[str | None] = None, wait: Wait = 0) -> ServerTime:
    """A steered clock's time: at once if it was steered since the revision last `seen`, else when it is, or after `wait` seconds.

    Not found where the time is nobody's to steer.
    """
    clock = services.clock
    if not isinstance(clock, SteeredClock):
        raise Turned(Refused(RefusalCode.not_found))
    until = clock.monotonic() + wait
    while True:
        mark = services.news.mark()
        revision, left = clock.revision, until - clock.monotonic()
        if revision != seen or left <= 0 or not await services.news.wait(mark, left):
            return ServerTime(clock.now(), clock.rate, revision)


HANDLERS = (server_info, server_time)
