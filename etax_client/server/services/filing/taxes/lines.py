"""A return's rows as they were sent, in one statement however many: kept beside it, and brought back from it (SUB-03)."""

from sqlalchemy import Connection, and_, delete, insert, literal, select

from etax_client.domain.filing.income import items_of
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.taxes.rows import FILLED_IN, of_month
from etax_client.server.store.tables import income_rows, income_taxes, payees, return_lines

_SAME = and_(*(income_taxes.c[name] == income_rows.c[name] for name in ("unit_id", "period", "item", "payee_id", "place")))
_KEY = ("item", "payee_id", "place")
_WHO = ("work_number", "name", "document_type", "document_number")


def keep_lines(connection: Connection, key: Key, return_id: int) -> None:
    """The rows as they are sent."""
    taken = [income_rows.c[name] for name in (*_KEY, *FILLED_IN)]
    wanted = (
        select(literal(return_id), *taken, *(payees.c[name] for name in _WHO), income_taxes.c.due, income_taxes.c.carried)
        .select_from(income_rows.join(income_taxes, _SAME).join(payees, payees.c.id == income_rows.c.payee_id))
        .where(*of_month(key.unit_id, key.period, items_of(key.kind)))
    )
    connection.execute(insert(return_lines).from_select(["return_id", *_KEY, *FILLED_IN, *_WHO, "due", "carried"], wanted))


def restore_lines(connection: Connection, key: Key, return_id: int) -> None:
    """The rows as they were sent, in place of what there is."""
    connection.execute(delete(income_rows).where(*of_month(key.unit_id, key.period, items_of(key.kind))))
    of_return, named = return_lines.c.return_id == return_id, (literal(key.unit_id), literal(key.period))
    rows = select(*named, *(return_lines.c[name] for name in (*_KEY, *FILLED_IN))).where(of_return)
    connection.execute(insert(income_rows).from_select(["unit_id", "period", *_KEY, *FILLED_IN], rows))
    taxes = select(*named, *(return_lines.c[name] for name in (*_KEY, "due", "carried"))).where(of_return)
    connection.execute(insert(income_taxes).from_select(["unit_id", "period", *_KEY, "due", "carried"], taxes))
