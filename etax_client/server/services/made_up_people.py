"""The people of a unit that a world wants many of: made when somebody first enters it, so that no start waits for them (PER-01)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import Connection, insert, select, update

from etax_client.domain.filing.people import Employment
from etax_client.domain.filing.people_states import IdentityState, ReportState
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.resident_ids import check_character
from etax_client.server.store.tables import payees, units
from etax_client.server.store.tables.people import named

_REGION = "440199"
"""A county that there is not: the numbers are nobody's."""
_BORN, _DAYS, _STEP = date(1967, 1, 1), 12_800, 37
"""Days of birth, and how far one person's is from the next one's: by such a step all days come before one comes again."""
_PENDING_EVERY = 100
_AT_ONCE = 5_000


def make(connection: Connection, unit_id: int, now: datetime) -> None:
    """Those that the unit still lacks, in the transaction of whoever enters."""
    wanted = select(units.c.made_up_people).where(units.c.id == unit_id, units.c.made_up_people > 0)
    count = connection.execute(wanted).scalar_one_or_none()
    if count is None:
        return
    rows = [{**row, "unit_id": unit_id, "changed_at": now} for row in _people(count)]
    for start in range(0, count, _AT_ONCE):
        connection.execute(insert(payees), rows[start : start + _AT_ONCE])
    connection.execute(update(units).where(units.c.id == unit_id).values(made_up_people=0))


def _people(count: int) -> Iterator[dict[str, Any]]:
    """The same ones each time: all reported and verified, but every hundredth."""
    surnames, given = _names()
    for place in range(count):
        birth = _BORN + timedelta(days=place * _STEP % _DAYS)
        first17 = f"{_REGION}{birth:%Y%m%d}{place // _DAYS * 2 + place % 2:03}"
        name, number = surnames[place % len(surnames)] + given[place * 7 % len(given)], first17 + check_character(first17)
        is_new = place % _PENDING_EVERY == _PENDING_EVERY - 1
        yield {
            "work_number": f"{place + 1:06}",
            "name": name,
            "document_type": DocumentType.resident_id.value,
            "document_number": number,
            "nationality": "CN",
            "sex": (Sex.male if place % 2 else Sex.female).value,
            "birth": str(birth),
            "employment": Employment.employee.value,
            "mobile": f"139{place:08}",
            "employed_from": str(date(2015 + place % 11, 1 + place % 12, 1)),
            "report_state": (ReportState.pending if is_new else ReportState.accepted).value,
            "identity_state": (IdentityState.unverified if is_new else IdentityState.passed).value,
            "was_reported": int(not is_new),
            **named(name, number),
        }


@cache
def _names() -> tuple[list[str], list[str]]:
    text = resources.files("etax_client").joinpath("data", "made_up_names.txt").read_text(encoding="utf-8")
    surnames, given = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return surnames, given
