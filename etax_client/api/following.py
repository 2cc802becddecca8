"""Keeps the client's clock in step with a server whose time testers steer."""

from etax_client.api.carrier import Accident, attempt
from etax_client.api.etax import Etax
from etax_client.clock import FollowingClock
from etax_client.domain.refusals import RefusalCode, Refused

_PAUSE = 2.0
"""Real seconds after a request that went wrong."""


async def follow(api: Etax, clock: FollowingClock) -> None:
    """Until the server says that its time is nobody's to steer."""
    seen: str | None = None
    while True:
        asked, at = clock.real.monotonic(), clock.now()
        news = await attempt(api.clock_news(seen))
        if isinstance(news, Accident | Refused):
            if isinstance(news, Refused) and news.code is RefusalCode.not_found:
                return
            await clock.real.sleep(_PAUSE)
        else:
            # what the server's clock showed between asking and hearing is no news: following it would set this one back by the way it took
            if news.revision != seen or not at <= news.now <= clock.now():
                clock.follow(news.now, news.rate)
            if news.revision == seen and clock.real.monotonic() - asked < _PAUSE:
                await clock.real.sleep(_PAUSE)  # a server that does not wait is not asked without end
            seen = news.revision
