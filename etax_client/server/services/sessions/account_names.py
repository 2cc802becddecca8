"""Whose account is meant by what was typed for one: mobile number, login name, e-mail address, or the number of a document (LOG-02)."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Table,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity_numbers import normalised
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.store.tables import persons


def holder(connection: Connection, system: AccountSystem, identifier: str) -> int | None:
    """The person with an account of this (normalised) name or mobile number, else with a document that serves as one and has this number.

    A number that two people have under two types is nobody's: which of them is meant can't be known.
    """
    spelled = _spelled(identifier, system.policy.number_types)
    numbers = {f"number_{place}": number for place, number in enumerate(spelled)}
    found = _holders(system.accounts, tuple(map(tuple, spelled.values())))
    rows = connection.execute(found, {"identifier": identifier, **numbers}).all()
    by_name = [row.person_id for row in rows if row.rank == 0]
    if by_name:
        return int(by_name[0])
    numbered = {row.person_id for row in rows}
    return int(numbered.pop()) if len(numbered) == 1 else None


@cache
def _holders(accounts: Table, types: tuple[tuple[str, ...], ...]) -> CompoundSelect[Any]:
    """Who has the `identifier` for a name, and who a document of one of the `types` with its number; made once, as logins ask for it."""
    identifier: BindParameter[str] = bindparam("identifier")
    email = accounts.c.get("email")
    by_email = false() if email is None else email == func.lower(identifier)
    named = or_(accounts.c.login_name == identifier, accounts.c.mobile == identifier, by_email)
    by_number = _numbered({bindparam(f"number_{place}"): some for place, some in enumerate(types)})
    return union_all(
        select(literal(0).label("rank"), accounts.c.person_id).where(named),
        select(literal(1).label("rank"), accounts.c.person_id).join_from(accounts, persons).where(by_number),
    ).order_by("rank")


def has_number(typed: str, number_types: Collection[DocumentType]) -> ColumnElement[bool]:
    """Whether a person has a document of these types with this number, compared as each type is kept (documents.md)."""
    return _numbered(_spelled(typed, number_types))


def _spelled(typed: str, number_types: Collection[DocumentType]) -> dict[str, list[str]]:
    """How the number is kept, and by which types."""
    spelled: dict[str, list[str]] = {}
    for document_type in number_types:
        spelled.setdefault(normalised(document_type, typed), []).append(document_type.value)
    return spelled


def _numbered(types: Mapping[Any, Sequence[str]]) -> ColumnElement[bool]:
    each = (and_(persons.c.document_number == number, persons.c.document_type.in_(some)) for number, some in types.items())
    return or_(false(), *each)


def counted_as(identifier: str, number_types: Collection[DocumentType]) -> str:
    """What guesses at a (normalised) name that nobody has are counted by: all spellings of a number are one, as for who has it (LOG-08)."""
    if frozenset(number_types) != frozenset(DocumentType):
        return identifier
    return normalised(DocumentType.foreign_passport, identifier)
