"""导出: what the server has, in the columns that can be imported again (PER-05, EXP-1)."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from textual.screen import Screen

from etax_client.api.filing.people import UnitPeople
from etax_client.domain.filing.income import ITEMS, Item
from etax_client.domain.filing.people import Payee
from etax_client.domain.filing.people_list import WholePayees
from etax_client.domain.filing.people_template import SHEET
from etax_client.domain.filing.taxes.pages import IncomeLine
from etax_client.screens.desk import Desk
from etax_client.screens.files.saving import file_name, keep
from etax_client.screens.filing.asking import Asking
from etax_client.sheets.templates import income_export, people_export
from etax_client.sheets.writing import MIME_TYPE
from etax_client.texts.words import phrase


async def export_people(desk: Desk, screen: Screen[Any], asking: Asking, people: UnitPeople, total: int) -> None:
    """All of a unit's, page after page, told how far it has got; in a worker, which may be cancelled."""
    payees: list[Payee] = []
    while True:
        after = payees[-1].payee_id if payees else 0
        page = await asking.ask(partial(people.whole, after=after), phrase("export.reading", done=f"{len(payees):,}", total=f"{total:,}"))
        if not isinstance(page, WholePayees):
            return
        payees += page.payees
        if not page.payees:
            break
    source = await asyncio.to_thread(people_export, payees, desk.words)
    keep(screen, desk, source, file_name(SHEET, ".xlsx"), phrase("export.title"), MIME_TYPE, asking.say)


async def export_incomes(desk: Desk, screen: Screen[Any], asking: Asking, item: Item, period: str, lines: Sequence[IncomeLine]) -> None:
    """The rows of an item as the server has them."""
    source = await asyncio.to_thread(income_export, item, [(line, line.row) for line in lines], desk.words)
    name = file_name(f"{ITEMS[item].title} {period}", ".xlsx")
    keep(screen, desk, source, name, phrase("export.title"), MIME_TYPE, asking.say)
