"""SIM cards: in which (simulated) phone the messages of a number can be read (WEB-5)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from etax_client.clock import Clock
from etax_client.domain import mobiles
from etax_client.domain.faults import Invalid
from etax_client.domain.one_time_codes import LIFE
from etax_client.domain.phone_messages import PhoneMessage
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services import messages, strangers
from etax_client.server.services.why import because
from etax_client.server.store.database import Store
from etax_client.server.store.tables import accounts, sims

MOST = 10_000
MOST_IN_A_PHONE = 20
"""Beyond either, the cards that were put in first fall out."""
MOST_PUT_IN = 60
"""A minute and address, by people who don't show that the number is theirs."""
_AT_THE_DOOR = "sim "


@dataclass(frozen=True, slots=True)
class Card:
    """A card, and what came to its number: newest first, from shortly before it was put in."""

    mobile: str
    messages: tuple[PhoneMessage, ...]


@dataclass(frozen=True, slots=True)
class Sims:
    """`open_to_all`: there is but one user, who may put any card into any phone."""

    store: Store
    clock: Clock
    open_to_all: bool

    def put_in(self, mobile: str, device: str, address: str) -> str | Refused:
        """The number of the card that is now in this phone, as its holder typed it: one that no account has, and that no other phone holds.

        `device` is the phone's mark, `address` where it asks from: answers tell who has an account, so they are few. Raises StoreError.
        """
        number = mobiles.judge(mobile)
        if isinstance(number, Invalid):
            return Refused(RefusalCode.malformed, field="mobile")
        if not device:
            return Refused(RefusalCode.malformed, field="client")
        with self.store.write() as connection:
            now = self.clock.now()
            refused = strangers.refusal(connection, address, now, _AT_THE_DOOR, MOST_PUT_IN)
            if refused is not None:
                return refused
            held_by = connection.execute(select(sims.c.device).where(sims.c.mobile == number)).scalar_one_or_none()
            if held_by != device and not self.open_to_all:
                has_account = connection.execute(select(accounts.c.person_id).where(accounts.c.mobile == number)).first() is not None
                strangers.miss(connection, address, now, _AT_THE_DOOR)
                if has_account or held_by is not None:
                    taken = Refused(RefusalCode.mobile_taken, field="mobile")
                    return because(taken, "sim.account" if has_account else "sim.other_phone", "WEB-5")
            _move(connection, number, device, now)
        return number

    def put_in_at_login(self, person_id: int, device: str) -> None:
        """Whoever logs in on a phone has the card of their number in it, and in no other. Raises StoreError."""
        with self.store.write() as connection:
            mobile = messages.mobile_of(connection, person_id)
            if mobile is not None and device:
                _move(connection, mobile, device, self.clock.now())

    def cards(self, device: str) -> tuple[Card, ...]:
        """Those in this phone, the last one put in first. Raises StoreError."""
        with self.store.read() as connection:
            mine = select(sims).where(sims.c.device == device).order_by(sims.c.put_in.desc(), sims.c.mobile)
            rows = connection.execute(mine).all() if device else []
            return tuple(Card(row.mobile, messages.since(connection, row.mobile, row.put_in - LIFE)) for row in rows)


def _move(connection: Connection, mobile: str, device: str, now: datetime) -> None:
    """A card that is in this phone already is left as it is."""
    row = connection.execute(select(sims.c.device).where(sims.c.mobile == mobile).with_for_update()).one_or_none()
    if row is not None and row.device == device:
        return
    if row is not None:
        connection.execute(update(sims).where(sims.c.mobile == mobile).values(device=device, put_in=now))
    else:
        connection.execute(insert(sims).values(mobile=mobile, device=device, put_in=now))
    for mine, most in ((sims.c.device == device, MOST_IN_A_PHONE), (sims.c.device != "", MOST)):
        excess = connection.execute(select(func.count()).select_from(sims).where(mine)).scalar_one() - most
        if excess > 0:
            oldest = select(sims.c.mobile).where(mine).order_by(sims.c.put_in, sims.c.mobile).limit(excess)
            connection.execute(delete(sims).where(sims.c.mobile.in_(oldest)))
