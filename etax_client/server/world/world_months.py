"""What is wrong with the months of a unit in a world's file (docs/worlds.md)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Annotated

import msgspec

from etax_client.domain.safe_text import is_clean
from etax_client.server.services.filing.taxes.laid import WorldMonth

Period = Annotated[str, msgspec.Meta(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
"""A month as it is spelled."""
_WAGES = "wages"


def flaw_of_months(given: Iterable[WorldMonth], numbers: Collection[str]) -> str | None:
    """The first thing that is wrong with them; `numbers` are the payees' documents."""
    seen = set[int]()
    for place, month in enumerate(given, 1):
        if month.back in seen:
            return f"month {place}: back: is used twice"
        seen.add(month.back)
        for row, entry in enumerate(month.incomes, 1):
            why = _flaw_of_income(entry, numbers)
            if why is not None:
                return f"month {place}: income {row}: {why}"
    return None


def _flaw_of_income(entry: Mapping[str, str], numbers: Collection[str]) -> str | None:
    from etax_client.domain.filing.income import Item, judge, read_row  # start-up budget: the demo's own world is not judged

    if entry.get("payee") not in numbers:
        return f"payee: there is no {entry.get('payee')!r}"
    if entry.get("item", _WAGES) not in set(Item):
        return "item: there is no such item"
    if not all(is_clean(text) for text in entry.values()):
        return "has a character that no text may hold"
    item, row = read_row(entry, 1)
    found = judge(item, row)
    return f"{found[0].column}: {found[0].invalid.fault}" if found else None
