"""How every table is made: names of keys and checks alike on both databases, strict on SQLite."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, MetaData, Table, column
from sqlalchemy.sql.schema import SchemaItem

from etax_client.server.store.columns import Text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
VERSIONS = "alembic_version"
"""The table by which a database of ours is known, whatever its version; Alembic makes it."""


def table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


def once_in(name: str, states: Iterable[str], *columns: str) -> Index:
    """A unique index of the rows in these states.

    The migrations say so to PostgreSQL as well: here its part of SQLAlchemy would be imported for that, at each start (P19, P27).
    """
    return Index(name, *columns, unique=True, sqlite_where=column("state", Text).in_(states))


def accounts_of(name: str, *more: SchemaItem) -> Table:
    """What the accounts of every system have."""
    names = (Column(each, Text, unique=True) for each in ("login_name", "mobile"))
    hashed = CheckConstraint("password_hash LIKE '$argon2id$%'", name="password_hash")
    return table(name, Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True), *names, *more, hashed)
