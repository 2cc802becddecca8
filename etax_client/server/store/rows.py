"""A world's rows as plain values, out of the store and into it again: what snapshots and resets are made of."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Select,
    Table,
    TableClause,
    column,
    delete,
    func,
    insert,
    select,
    table,
    text,
    true,
)

from etax_client.server.store import meta
from etax_client.server.store.tables import VERSIONS, metadata

Rows = dict[str, list[list[Any]]]
"""The rows of each table, each a list of its columns' values as the database keeps them: integers, texts and None."""
_NOT_THE_WORLDS = ("snapshots", "journal", "answers")
"""What tells of a world from outside, and outlives its being set back: so an act that was done, a setting back among them, stays done."""


def revision(connection: Connection) -> str:
    """The version of the schema: rows of another one don't fit."""
    found: str = connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar_one()  # noqa: S608
    return found


def dump(connection: Connection) -> Rows:
    """Every row of the world, but not what is the installation's; `connection` is in a write, so that nobody writes meanwhile."""
    return {name: [list(row) for row in connection.execute(look)] for name, look in _looks().items()}


def clear(connection: Connection) -> None:
    """Leave nothing of what `dump` gives; numbers begin at 1 again."""
    for drop in _drops():
        connection.execute(drop)
    _number(connection)


def load(connection: Connection, rows: Rows) -> None:
    """What `dump` gave, in place of what there is."""
    clear(connection)
    for each in _tables():
        names = [item.name for item in each.columns]
        found = [dict(zip(names, row, strict=True)) for row in rows[each.name]]
        if found:
            connection.execute(insert(_bare(each)), found)
    _number(connection)


@cache
def _tables() -> list[Table]:
    """In an order in which each comes after those that it refers to."""
    return [each for each in metadata.sorted_tables if each.name not in _NOT_THE_WORLDS]


def _bare(each: Table) -> TableClause:
    """The table without its types: values pass as they are."""
    return table(each.name, *[column(item.name) for item in each.columns])


@cache
def _looks() -> dict[str, Select[Any]]:
    """At each table, made once, as all of them are looked through each time."""
    return {each.name: _ordered(each) for each in _tables()}


@cache
def _drops() -> list[Delete]:
    return [delete(_bare(each)).where(_is_the_worlds(each)) for each in reversed(_tables())]


def _ordered(each: Table) -> Select[Any]:
    bare = _bare(each)
    return select(bare).where(_is_the_worlds(each)).order_by(*[bare.c[item.name] for item in each.primary_key])


def _is_the_worlds(each: Table) -> ColumnElement[bool]:
    return column("key").not_in(meta.INSTALLATIONS) if each.name == "meta" else true()


def _number(connection: Connection) -> None:
    """PostgreSQL's sequences go on after the highest number there is, as SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for each in _tables():
        if each.autoincrement_column is not None:
            name = each.autoincrement_column.name
            highest = connection.execute(select(func.max(_bare(each).c[name]))).scalar_one()
            sequence = func.pg_get_serial_sequence(each.name, name)
            connection.execute(select(func.setval(sequence, highest or 1, highest is not None)))
