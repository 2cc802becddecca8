"""查询统计: versions of returns with their lines, a payee's months (QRY-01, SUB-03)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select, tuple_

from etax_client.domain.filing.income import Item, RowKey
from etax_client.domain.filing.returns import ReturnState, SentReturn
from etax_client.domain.filing.taxes.records import DeclaredLine, DeclaredLines, PersonMonth, PersonYear
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.figures import ZERO
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.quick import in_yuan
from etax_client.server.services.filing.answers import Answers
from etax_client.server.services.filing.desks import sent_of
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes.rows import row_of
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import return_lines, returns

_IN_FORCE = (ReturnState.accepted.value, ReturnState.voiding.value)
_BY_KEY = (return_lines.c.payee_id, return_lines.c.place)


@dataclass(frozen=True, slots=True)
class Records:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    answers: Answers

    def versions(self, session: Session, unit_id: int, year: int) -> tuple[SentReturn, ...]:
        """单位申报记录: all that was sent for a year's months, whatever became of it."""
        self.answers.settle(unit_id)
        columns = returns.c
        mine = (columns.unit_id == unit_id, columns.period >= str(Month(year, 1)), columns.period <= str(Month(year, 12)))
        wanted = select(returns).where(*mine).order_by(columns.period, columns.kind.desc(), columns.number)
        with self.units.reading(session, unit_id) as connection:
            return tuple(sent_of(row) for row in connection.execute(wanted))

    def lines(
        self, session: Session, unit_id: int, return_id: int, item: Item, *, after: RowKey | None, limit: int
    ) -> DeclaredLines | Refused:
        """Up to `limit` lines of a version, from the first on or `after` one."""
        mine = (return_lines.c.return_id == return_id, return_lines.c.item == item.value)
        wanted = select(return_lines).where(*mine).order_by(*_BY_KEY).limit(limit)
        if after is not None:
            wanted = wanted.where(tuple_(*_BY_KEY) > tuple_(literal(after.payee_id), literal(after.place)))
        with self.units.reading(session, unit_id) as connection:
            version = connection.execute(select(returns).where(returns.c.id == return_id, returns.c.unit_id == unit_id)).one_or_none()
            if version is None:
                return Refused(RefusalCode.not_found)
            total = connection.execute(select(func.count()).select_from(return_lines).where(*mine)).scalar_one()
            found = tuple(_line(row) for row in connection.execute(wanted))
        return DeclaredLines(sent_of(version), found, total)

    def person(self, session: Session, unit_id: int, payee_id: int, year: int) -> PersonYear:
        """个人扣缴明细: what is in force of somebody."""
        columns = returns.c
        of_year = (columns.unit_id == unit_id, columns.period >= str(Month(year, 1)), columns.period <= str(Month(year, 12)))
        wanted = (
            select(return_lines, columns.period, columns.receipt)
            .join_from(return_lines, returns, columns.id == return_lines.c.return_id)
            .where(*of_year, columns.state.in_(_IN_FORCE), return_lines.c.payee_id == payee_id)
            .order_by(columns.period, return_lines.c.item.desc(), return_lines.c.place)
        )
        with self.units.reading(session, unit_id) as connection:
            months = tuple(PersonMonth(row.period, row.receipt, _line(row)) for row in connection.execute(wanted))
        income = sum((each.line.row.amount("income") for each in months), ZERO)
        return PersonYear(payee_id, months, income, sum((each.line.tax for each in months), ZERO))


def _line(row: Any) -> DeclaredLine:
    item = Item(row.item)
    return DeclaredLine(
        item,
        row_of(item, row),
        row.name,
        DocumentType(row.document_type),
        row.document_number,
        row.work_number,
        in_yuan(row.due),
        in_yuan(row.carried),
    )
