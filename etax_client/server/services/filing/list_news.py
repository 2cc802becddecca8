"""News of a unit list: a return that is sent, answered or voided changes it in open clients at once (FLW-03)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from etax_client.clock import Clock
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.domain.units.units import ListMark
from etax_client.server.services.filing.answers import Answers
from etax_client.server.services.news import News
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.units.listing import Listing


@dataclass(frozen=True, slots=True)
class ListNews:
    """Raises StoreError."""

    listing: Listing
    answers: Answers
    clock: Clock
    news: News

    async def watch(
        self, look: Callable[[], Session | Refused], seen: str | None, *, wait: float, gone: "asyncio.Future[None] | None" = None
    ) -> ListMark | Refused:
        """The list's mark as soon as it is another than `seen`, or after `wait` seconds.

        `look` gives the session without counting as its use (SES-01).
        """
        until, goes_on = self.clock.monotonic() + min(wait, LONGEST_WAIT), True
        while True:
            mark, session = self.news.mark(), look()
            if isinstance(session, Refused):
                return session
            self.answers.settle()
            found = self.listing.mark(session)
            left = until - self.clock.monotonic()
            if found.mark != seen or left <= 0 or not goes_on:
                return found
            goes_on = await self.news.wait(mark, min(left, self.answers.until_next()), gone)
