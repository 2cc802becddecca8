"""How often an address may ask for tickets that there are not: guessing is cut off, and looks like any other miss (QRT-6)."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from sqlalchemy import Connection, delete, func, insert, select, update

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.store.tables import strangers

SPAN = timedelta(minutes=1)
MOST_MISSES = 20
MOST = 10_000


def refusal(connection: Connection, address: str, now: datetime, at: str = "", most: int = MOST_MISSES) -> Refused | None:
    """Why an address has to wait, if it has; `at` names what is counted apart from QR codes, up to `most`."""
    row = connection.execute(select(strangers).where(strangers.c.address == at + network(address))).one_or_none()
    if row is None or row.misses < most or not row.since <= now < row.since + SPAN:
        return None
    return Refused(RefusalCode.too_many, retry_after=max(1, ceil((row.since + SPAN - now).total_seconds())))


def miss(connection: Connection, address: str, now: datetime, at: str = "") -> None:
    """`address` has asked for something that there is not; counted in spans that begin with a miss."""
    counted = at + network(address)
    mine = strangers.c.address == counted
    row = connection.execute(select(strangers).where(mine).with_for_update()).one_or_none()
    if row is not None and row.since <= now < row.since + SPAN:
        connection.execute(update(strangers).where(mine).values(misses=strangers.c.misses + 1))
        return
    connection.execute(delete(strangers).where(mine | (strangers.c.since <= now - SPAN)))
    excess = connection.execute(select(func.count()).select_from(strangers)).scalar_one() - MOST + 1
    if excess > 0:
        oldest = select(strangers.c.address).order_by(strangers.c.since).limit(excess)
        connection.execute(delete(strangers).where(strangers.c.address.in_(oldest)))
    connection.execute(insert(strangers).values(address=counted, since=now, misses=1))


def network(address: str) -> str:
    """A machine has one IPv4 address, but a whole /64 of the others."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped is not None else str(ip_network((found, 64), strict=False))
    return str(found)
