"""What is known of a unit or a person, as rows keep it: a column of the same name for each field."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from enum import StrEnum
from functools import cache, partial
from typing import Any

import msgspec
from sqlalchemy import CheckConstraint, Column, Integer, Row, Table
from sqlalchemy.sql.schema import SchemaItem

from etax_client.server.store.columns import Text, one_of


def items(kind: type[Any], but: str) -> Iterator[SchemaItem]:
    """For a table: a column for each field but one, and what it may hold, which is a text, one of some codes, or yes and no."""
    for each in fields(kind):
        if each.name == but:
            continue
        yes_or_no = each.type is bool
        yield Column(each.name, Integer if yes_or_no else Text, nullable=False)
        if yes_or_no:
            yield CheckConstraint(f"{each.name} IN (0, 1)", name=each.name)
        elif isinstance(each.type, type) and issubclass(each.type, StrEnum):
            yield one_of(each.name, each.type)


def read(kind: Any, row: Row[Any]) -> dict[str, Any]:
    """The fields of `kind` that the row has columns for, each of its own type: a code is one of its kind, 1 is yes."""
    return reader(kind, row._fields)(row)


@cache
def reader(kind: Any, names: tuple[str, ...]) -> Callable[[Row[Any]], dict[str, Any]]:
    """What reads them out of rows that have columns of these names: made once, where there are many rows."""
    taken = [(each.name, names.index(each.name), _reader(each.type)) for each in fields(kind) if each.name in names]
    return lambda row: {name: given(row[place]) for name, place, given in taken}


def _reader(kind: Any) -> Callable[[Any], Any]:
    if kind is str:
        return str
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {member.value: member for member in kind}.__getitem__
    return partial(msgspec.convert, type=kind, strict=False)


def columns(entry: object, table: Table) -> dict[str, Any]:
    """The columns that the table has for the fields of an entry."""
    found = msgspec.to_builtins(entry)
    return {name: int(value) if isinstance(value, bool) else value for name, value in found.items() if name in table.c}
