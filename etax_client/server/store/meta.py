"""Single facts of a store: its key, its world, its time."""

import secrets

from sqlalchemy import Connection, bindparam, delete, insert, select

from etax_client.server.store.database import Store
from etax_client.server.store.tables import meta

KEY = "key"
MARK = "high_water_mark"
NEWS = "latest_news"
STEERING = "steering"
TRAINERS = "trainers"
PHASE = "world_phase"
"""What the world was made with."""
SWITCHED = "phase"
"""What somebody has switched to since: snapshots hold it, and a world laid anew forgets it."""
OLD_LOGIN = "bureau_old_login"
"""What became of the bureau's old login; a world laid anew says it anew."""
DEADLINES = "deadlines"
"""The world's own days until which months are to be declared (FLW-01)."""
CA = "world_ca"
"""PEM: the key of the world's simulated CA, then its root certificate; snapshots hold it, and a world laid anew keeps it."""
INSTALLATIONS = (KEY, MARK, NEWS, STEERING, TRAINERS)
"""Facts of the installation and its time, which no snapshot of a world holds as they are."""
_VALUE = select(meta.c.value).where(meta.c.key == bindparam("key"))
_DROP = delete(meta).where(meta.c.key == bindparam("its_key"))
_PUT = insert(meta)


def get(connection: Connection, key: str) -> str | None:
    return connection.execute(_VALUE, {"key": key}).scalar_one_or_none()


def put(connection: Connection, key: str, value: str) -> None:
    drop(connection, key)
    connection.execute(_PUT, {"key": key, "value": value})


def drop(connection: Connection, key: str) -> None:
    connection.execute(_DROP, {"its_key": key})


def install_key(store: Store) -> bytes:
    """The key of this installation's HMACs: 256 bits, drawn once; it lies in the database's file, which nobody else can read."""
    with store.write() as connection:
        found = get(connection, KEY)
        if found is None:
            found = secrets.token_hex(32)
            put(connection, KEY, found)
    return bytes.fromhex(found)
