"""Whose account is meant by what was typed for one: a mobile number, a login name, or the number of a document (LOG-02)."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, false, literal, or_, select, union_all

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity_numbers import normalised
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.store.tables import persons


def holder(connection: Connection, system: AccountSystem, identifier: str) -> int | None:
    """The person with an account of this (normalised) name or mobile number, else with a document that serves as one and has this number.

    A number that two people have under two types is nobody's: which of them is meant can't be known.
    """
    accounts, by_number = system.accounts, has_number(identifier, system.policy.number_types)
    named = or_(accounts.c.login_name == identifier, accounts.c.mobile == identifier)
    found = union_all(
        select(literal(0).label("rank"), accounts.c.person_id).where(named),
        select(literal(1).label("rank"), accounts.c.person_id).join_from(accounts, persons).where(by_number),
    )
    rows = connection.execute(found.order_by("rank")).all()
    by_name = [row.person_id for row in rows if row.rank == 0]
    if by_name:
        return int(by_name[0])
    numbered = {row.person_id for row in rows}
    return int(numbered.pop()) if len(numbered) == 1 else None


def has_number(typed: str, number_types: Collection[DocumentType]) -> ColumnElement[bool]:
    """Whether a person has a document of these types with this number, compared as each type is kept (documents.md)."""
    spelled: dict[str, list[str]] = {}
    for document_type in number_types:
        spelled.setdefault(normalised(document_type, typed), []).append(document_type.value)
    each = (and_(persons.c.document_number == number, persons.c.document_type.in_(types)) for number, types in spelled.items())
    return or_(false(), *each)


def counted_as(identifier: str, number_types: Collection[DocumentType]) -> str:
    """What guesses at a (normalised) name that nobody has are counted by: all spellings of a number are one, as for who has it (LOG-08)."""
    if frozenset(number_types) != frozenset(DocumentType):
        return identifier
    return normalised(DocumentType.foreign_passport, identifier)
