"""Which clients have just given a wrong secret: they are asked for a captcha whatever account they try next (CAP-1)."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from etax_client.server.store.tables import client_marks

LIFE = timedelta(hours=24)
MOST = 10_000

_ITS = (client_marks.c.client == bindparam("its_client")) & (client_marks.c.kind == bindparam("its_kind"))
_FRESH = select(client_marks.c.client).where(_ITS, client_marks.c.failed_at > bindparam("after"))
_DROP = delete(client_marks).where(_ITS)
_DROP_OLD = delete(client_marks).where(client_marks.c.failed_at <= bindparam("before"))
_COUNT = select(func.count()).select_from(client_marks)


def is_marked(connection: Connection, client: str, kind: str, now: datetime) -> bool:
    return connection.execute(_FRESH, {"its_client": client, "its_kind": kind, "after": now - LIFE}).first() is not None


def mark(connection: Connection, client: str, kind: str, now: datetime) -> None:
    """A wrong secret came from `client`; one that doesn't say who it is isn't marked."""
    if not client:
        return
    clear(connection, client, kind)
    connection.execute(_DROP_OLD, {"before": now - LIFE})
    excess = connection.execute(_COUNT).scalar_one() - MOST + 1
    if excess > 0:
        oldest = select(client_marks.c.failed_at).order_by(client_marks.c.failed_at).offset(excess - 1).limit(1).scalar_subquery()
        connection.execute(delete(client_marks).where(client_marks.c.failed_at <= oldest))
    connection.execute(insert(client_marks), {"client": client, "kind": kind, "failed_at": now})


def clear(connection: Connection, client: str, kind: str) -> None:
    connection.execute(_DROP, {"its_client": client, "its_kind": kind})
