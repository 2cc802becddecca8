"""The clock of a world: read, freeze, set, advance; locks, codes, tickets, sessions and authorisations all go by it."""

from datetime import datetime, timedelta

from litestar.params import JSONBody

from etax_client.server.control.handling import handles
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.audit import audit
from etax_client.server.services.bundle import Services
from etax_client.server.services.why import unfit
from etax_client.server.store.clocks.steered_clock import SteeredClock
from etax_client.wire.control.worlds import EARLIEST, LATEST, READ_CLOCK, RELEASE_CLOCK, STEER_CLOCK, ClockRequest, ClockView

_SPAN = f"with its zone, and between {EARLIEST:%Y} and {LATEST:%Y}"


@handles(READ_CLOCK)
async def read_clock(services: Served) -> ClockView:
    """What the world's clock shows."""
    clock = steered(services)
    return ClockView(clock.now(), clock.rate)


@handles(STEER_CLOCK)
async def steer_clock(request: Anyone, services: Served, data: JSONBody[ClockRequest]) -> ClockView:
    """Set it, let time pass, freeze it or let it go; whoever waits for a moment that has come is answered at once."""
    return steer(services, data.set, timedelta(seconds=data.advance), data.rate)


@handles(RELEASE_CLOCK)
async def release_clock(request: Anyone, services: Served) -> ClockView:
    """The true time again."""
    return release(services)


def steer(services: Services, shown: datetime | None, by: timedelta, rate: int | None) -> ClockView:
    """Show `shown` (None: what is shown now) plus `by`, and go on at `rate` (None: as before). Raises Turned, StoreError."""
    if shown is not None and (shown.tzinfo is None or not EARLIEST <= shown <= LATEST):
        raise Turned(unfit("set", "out_of_range", "WEB-4"), detail=_SPAN)
    clock = steered(services)
    if (shown or clock.now()) + by > LATEST:
        raise Turned(unfit("advance", "out_of_range", "WEB-4"), detail=_SPAN)
    with services.store.write() as connection:
        clock.steer(connection, shown=shown, by=by, rate=rate)
        services.news.tell(connection)
    return _told(services, clock)


def release(services: Services) -> ClockView:
    """Show the true time. Raises StoreError."""
    clock = steered(services)
    with services.store.write() as connection:
        clock.release(connection)
        services.news.tell(connection)
    return _told(services, clock)


def steered(services: Services) -> SteeredClock:
    """The world's clock: every world has a steered one while the door is open."""
    assert isinstance(services.clock, SteeredClock)  # noqa: S101
    return services.clock


def _told(services: Services, clock: SteeredClock) -> ClockView:
    clock.forget()
    view = ClockView(clock.now(), clock.rate)
    audit("control", verb="clock", now=view.now.isoformat(), rate=view.rate)
    return view


HANDLERS = (read_clock, steer_clock, release_clock)
