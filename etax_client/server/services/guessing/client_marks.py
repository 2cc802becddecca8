"""Which clients have just given a wrong secret: they are asked for a captcha whatever account they try next (CAP-1)."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from etax_client.server.store.tables import client_marks

LIFE = timedelta(hours=24)
MOST = 10_000


def is_marked(connection: Connection, client: str, kind: str, now: datetime) -> bool:
    found = select(client_marks.c.client).where(
        client_marks.c.client == client, client_marks.c.kind == kind, client_marks.c.failed_at > now - LIFE
    )
    return connection.execute(found).first() is not None


def mark(connection: Connection, client: str, kind: str, now: datetime) -> None:
    """A wrong secret came from `client`; one that doesn't say who it is isn't marked."""
    if not client:
        return
    clear(connection, client, kind)
    connection.execute(delete(client_marks).where(client_marks.c.failed_at <= now - LIFE))
    excess = connection.execute(select(func.count()).select_from(client_marks)).scalar_one() - MOST + 1
    if excess > 0:
        oldest = select(client_marks.c.failed_at).order_by(client_marks.c.failed_at).offset(excess - 1).limit(1).scalar_subquery()
        connection.execute(delete(client_marks).where(client_marks.c.failed_at <= oldest))
    connection.execute(insert(client_marks).values(client=client, kind=kind, failed_at=now))


def clear(connection: Connection, client: str, kind: str) -> None:
    connection.execute(delete(client_marks).where(client_marks.c.client == client, client_marks.c.kind == kind))
