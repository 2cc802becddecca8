"""Claims as rows of the store, and what they come to for a payee in a month (DED-01, DED-02)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from etax_client.domain.filing.deductions.claims import ClaimField, KeptClaim, claim_in
from etax_client.domain.filing.deductions.sums import COLUMNS, employed
from etax_client.domain.filing.income import read_amount, write_amount
from etax_client.domain.withholding.deductions import Claim, Item, cumulative
from etax_client.domain.withholding.figures import ZERO
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.quick import in_cents, in_yuan
from etax_client.server.store.tables import claims

_TEXTS = tuple(each for each in ClaimField if each is not ClaimField.amount)
_OF_ONE = select(claims).where(claims.c.payee_id == bindparam("payee")).order_by(claims.c.id)
_OF_SOME: Select[Any] = select(claims).where(claims.c.payee_id.in_(bindparam("payees", expanding=True))).order_by(claims.c.id)


@dataclass(slots=True)
class Claimed:
    """What one payee claims: what counts, and what is not downloaded yet."""

    counted: list[KeptClaim] = field(default_factory=list)
    waiting: list[KeptClaim] = field(default_factory=list)

    def amounts(self, month: Month, since: date | None, until: date | None) -> Mapping[Item, Decimal]:
        """What each item that counts has come to; what is nothing is left out."""
        if not self.counted:
            return {}
        found = cumulative((claim_in(each.texts) for each in self.counted), employed(month, since, until))
        return {item: amount for item, amount in found.items() if amount != ZERO}

    @property
    def in_words(self) -> list[Claim]:
        return [claim_in(each.texts) for each in self.counted]


NOTHING = Claimed()


def of_one(connection: Connection, payee_id: int) -> Claimed:
    return _sorted(connection.execute(_OF_ONE, {"payee": payee_id})).get(payee_id, NOTHING)


def of_some(connection: Connection, payee_ids: Sequence[int]) -> Mapping[int, Claimed]:
    """By payee; whoever claims nothing is left out."""
    return _sorted(connection.execute(_OF_SOME, {"payees": payee_ids}))


def columns_of(texts: Mapping[ClaimField, str]) -> dict[str, Any]:
    """Of a claim as it is spelled, each field's column."""
    amount = read_amount(texts.get(ClaimField.amount, ""))
    cents = in_cents(amount) if isinstance(amount, Decimal) else None
    said: dict[str, Any] = {each.value: texts.get(each, "") for each in _TEXTS}
    return {**said, "amount": cents}


def claim_of(row: Row[Any]) -> KeptClaim:
    texts: dict[ClaimField, str] = {each: getattr(row, each.value) for each in _TEXTS}
    texts[ClaimField.amount] = "" if row.amount is None else write_amount(in_yuan(row.amount))
    said = {each: text for each, text in texts.items() if text}
    return KeptClaim(row.id, row.version, said, row.filed_at, row.taken_at, row.changed_at, row.changed_by)


def as_columns(amounts: Mapping[Item, Decimal]) -> dict[str, Decimal]:
    """By the column of the wages that each stands in."""
    return {column: amounts.get(item, ZERO) for item, column in COLUMNS.items()}


def _sorted(rows: Iterable[Row[Any]]) -> dict[int, Claimed]:
    found: dict[int, Claimed] = {}
    for row in rows:
        claimed = found.setdefault(row.payee_id, Claimed())
        (claimed.waiting if row.taken_at is None else claimed.counted).append(claim_of(row))
    return found
