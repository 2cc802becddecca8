"""Who may come in from other machines: whoever types the code that was printed when the door was opened (TLS-1)."""

import hmac
import secrets

from etax_client.clock import Clock
from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import Counter, Locked, LockoutRule, Reserved
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import code_in
from etax_client.domain.spans import Lasting
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.guessing.address_limits import network
from etax_client.server.services.sessions.qr_login import new_short_code

_LIMIT = Lasting(address_limits.SPAN)
GUESSES = LockoutRule(tries=address_limits.MOST_MISSES, lock=_LIMIT, forget=_LIMIT)
"""As for the short codes of QR logins, which look the same."""


class Joining:
    """The code of one door, and the ticket that it is exchanged for: a browser keeps that one, and it ends with the server."""

    def __init__(self, clock: Clock) -> None:
        self.code = new_short_code()
        self._ticket = secrets.token_urlsafe(32)
        self._clock = clock
        self._counters: dict[str, Counter] = {}

    def knows(self, ticket: str) -> bool:
        return hmac.compare_digest(ticket.encode(), self._ticket.encode())

    def join(self, typed: str, address: str) -> Secret | Locked | None:
        """The ticket for the right code; None for a wrong one, of which one address has so many in a minute."""
        now, asker = self._clock.now(), network(address)
        reserved = lockout.reserve(GUESSES, self._counters.get(asker, Counter()), now, "join")
        if not isinstance(reserved, Reserved):
            return reserved if isinstance(reserved, Locked) else None
        given = code_in(typed)
        if given is not None and hmac.compare_digest(given.reveal(), self.code.reveal()):
            self._counters.pop(asker, None)
            return Secret(self._ticket)
        self._forget_oldest()
        self._counters.pop(asker, None)
        self._counters[asker] = lockout.fail(GUESSES, reserved.counter, now, reserved.key)
        return None

    def _forget_oldest(self) -> None:
        """Made-up addresses must not fill the memory."""
        if len(self._counters) >= address_limits.MOST:
            del self._counters[next(iter(self._counters))]
