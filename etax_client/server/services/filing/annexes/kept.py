"""Annex lines between the store and the domain, and what is kept of them with a version of a return (SUB-03)."""

from typing import Any

from sqlalchemy import Connection, delete, insert, literal, select

from etax_client.domain.filing.annexes.annexes import AMOUNTS, FORMS, TEXTS, Annex, AnnexLine, Holds, KeptLine, counts_as
from etax_client.domain.filing.income import Item
from etax_client.domain.withholding.quick import in_cents, in_yuan
from etax_client.server.services.filing.annexes.comparing import of_return
from etax_client.server.services.filing.months import Key
from etax_client.server.store.tables import annex_lines, payees, return_annex_lines

_STATED = ("annex", "payee_id", "place", "version", "changed_at", "changed_by", "item", "counted", *TEXTS, *AMOUNTS)
_WHO = ("name", "document_number")


def line_of(annex: Annex, row: Any) -> AnnexLine:
    """A row of either table; what is empty or 0 is not named."""
    found = row._mapping
    columns = FORMS[annex].columns
    amounts = {each.name: in_yuan(found[each.name]) for each in columns if each.holds is Holds.amount and found[each.name]}
    texts = {each.name: found[each.name] for each in columns if each.holds not in (Holds.amount, Holds.item) and found[each.name]}
    return AnnexLine(found["payee_id"], Item(found["item"]), texts, amounts, found["place"])


def kept_line(annex: Annex, row: Any) -> KeptLine:
    """A row with whose it is."""
    return KeptLine(line_of(annex, row), row.version, row.name, row.document_number, row.changed_by, row.changed_at)


def columns_of(annex: Annex, line: AnnexLine) -> dict[str, Any]:
    """The line's columns, its payee and place included."""
    texts = {name: line.texts.get(name, "") for name in TEXTS}
    amounts = {name: in_cents(line.amounts[name]) if name in line.amounts else 0 for name in AMOUNTS}
    who = {"payee_id": line.payee_id, "place": line.place, "item": line.item.value, "counted": counts_as(annex, line)}
    return who | texts | amounts


def keep_lines(connection: Connection, key: Key, return_id: int) -> None:
    """The lines as they are sent, whatever becomes of them."""
    wanted = (
        select(literal(return_id), *(annex_lines.c[name] for name in _STATED), *(payees.c[name] for name in _WHO))
        .join_from(annex_lines, payees, payees.c.id == annex_lines.c.payee_id)
        .where(*of_return(key))
    )
    connection.execute(insert(return_annex_lines).from_select(["return_id", *_STATED, *_WHO], wanted))


def restore_lines(connection: Connection, key: Key, return_id: int) -> None:
    """The lines as they were sent, in place of what there is."""
    connection.execute(delete(annex_lines).where(*of_return(key)))
    named = [literal(value) for value in key.values.values()]
    lines = select(*named, *(return_annex_lines.c[name] for name in _STATED)).where(return_annex_lines.c.return_id == return_id)
    connection.execute(insert(annex_lines).from_select([*key.values, *_STATED], lines))
