"""What is read in a (simulated) phone: a browser, or a client with a mark of its own; mailboxes as SIM cards are (WEB-5).

In a phone are what came to the number of whoever is logged in there, for as long as they are; the messages of the flows that run there;
and the cards that someone has put in, while no account has their number. Where one user is alone, flows and cards are read in any case.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from etax_client.clock import Clock
from etax_client.domain.faults import Invalid
from etax_client.domain.guessing.one_time_codes import LIFE
from etax_client.domain.identity import mobiles
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions import emails
from etax_client.domain.sessions.phone_messages import Medium, SimCard
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.identity import flows
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.messages import Inbox
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import sims

MOST = 10_000
MOST_IN_A_PHONE = 20
"""Beyond either, the cards that were put in first fall out."""
MOST_PUT_IN = 60
"""A minute and address: whether anything can be read tells who has an account."""
_COUNTED_AS = "sim "
_JUDGES: Mapping[Medium, Callable[[str], str | Invalid]] = {Medium.sms: mobiles.judge, Medium.email: emails.judge}
FIELDS = {Medium.sms: "mobile", Medium.email: "email"}
"""What a form calls what is put in."""


@dataclass(frozen=True, slots=True)
class Sims:
    """A number or mailbox is an account's if it is one's of any of the `systems`; `open_to_all`: the one user there is may read all."""

    store: Store
    clock: Clock
    systems: tuple[AccountSystem, ...]
    open_to_all: bool

    def put_in(self, typed: str, device: str, address: str, medium: Medium = Medium.sms) -> str | Refused:
        """The number or mailbox that is now in this phone, as its holder typed it; the answer is the same whoever has it.

        `device` is the phone's mark, `address` where it asks from. Raises StoreError.
        """
        number = _JUDGES[medium](typed)
        if isinstance(number, Invalid):
            return unfit(FIELDS[medium], number.fault, "WEB-5")
        if not device:
            return unfit("client", "empty", "WEB-5")
        with self.store.write() as connection:
            now = self.clock.now()
            if not self.open_to_all:
                refused = address_limits.refusal(connection, address, now, _COUNTED_AS, MOST_PUT_IN)
                if refused is not None:
                    return refused
                address_limits.miss(connection, address, now, _COUNTED_AS)
            _put(connection, number, device, now)
        return number

    def cards(self, device: str) -> tuple[SimCard, ...]:
        """As `held`, of numbers."""
        return tuple(SimCard(each.address or "", each.messages) for each in self.held(device, Medium.sms))

    def held(self, device: str, medium: Medium) -> tuple[Inbox, ...]:
        """What is in this phone, the last one put in first; nothing is read of what is an account's. Raises StoreError."""
        with self.store.read() as connection:
            mine = (sims.c.device == device) & (sims.c.mobile.contains("@") if medium is Medium.email else ~sims.c.mobile.contains("@"))
            put_in = select(sims).where(mine).order_by(sims.c.put_in.desc(), sims.c.mobile)
            rows = connection.execute(put_in).all() if device else []
            owned = self._closed(connection, [row.mobile for row in rows], medium)
            return tuple(
                Inbox(row.mobile, () if row.mobile in owned else messages.since(connection, row.mobile, row.put_in - LIFE, medium))
                for row in rows
            )

    def sent_in(self, held: Iterable[str], sessions: Iterable[Session], medium: Medium = Medium.sms) -> tuple[Inbox, ...]:
        """What was sent in the flows whose secrets are `held` here, and in these sessions: where one asks for a code one reads it.

        But for what went to the number of an account. Raises StoreError.
        """
        with self.store.read() as connection:
            named = [*flows.names_of(connection, held, self.clock.now()), *(session.flow for session in sessions)]
            found = messages.sent_in(connection, named, medium)
            owned = self._closed(connection, [each.address for each in found if each.address is not None], medium)
        return tuple(each for each in found if each.address not in owned)

    def _closed(self, connection: Connection, addresses: list[str], medium: Medium) -> set[str]:
        """Those of the numbers or mailboxes that are read by their owners alone."""
        if self.open_to_all or not addresses:
            return set()
        columns = [bound for each in self.systems if (bound := messages.bound_in(each, medium)) is not None]
        return {found for each in columns for found in connection.execute(select(each).where(each.in_(addresses))).scalars()}


_LEAVE = delete(sims).where(sims.c.mobile == bindparam("number"))


def leave(connection: Connection, *mobiles: str) -> None:
    """A number or mailbox has become an account's, or is one's no longer: it is in no phone from now on, whoever had put it in."""
    if mobiles:
        connection.execute(_LEAVE, [{"number": mobile} for mobile in mobiles])


def _put(connection: Connection, mobile: str, device: str, now: datetime) -> None:
    """A card that is in this phone already is left as it is."""
    mine = sims.c.device == device
    if connection.execute(select(sims.c.mobile).where(mine, sims.c.mobile == mobile).with_for_update()).first() is not None:
        return
    connection.execute(insert(sims).values(mobile=mobile, device=device, put_in=now))
    excess = connection.execute(select(func.count()).select_from(sims).where(mine)).scalar_one() - MOST_IN_A_PHONE
    if excess > 0:
        oldest = select(sims.c.mobile).where(mine).order_by(sims.c.put_in, sims.c.mobile).limit(excess)
        connection.execute(delete(sims).where(mine, sims.c.mobile.in_(oldest)))
    excess = connection.execute(select(func.count()).select_from(sims)).scalar_one() - MOST
    if excess > 0:
        oldest_last = select(sims.c.put_in).order_by(sims.c.put_in).offset(excess - 1).limit(1).scalar_subquery()
        connection.execute(delete(sims).where(sims.c.put_in <= oldest_last))
