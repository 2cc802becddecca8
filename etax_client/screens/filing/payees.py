"""Who can be added to a table of income: those of the unit's people who were reported (PER-04)."""

from functools import partial
from typing import Any

from textual.screen import Screen

from etax_client.domain.filing.people_list import PayeeLine, PayeePage, PayeeQuery
from etax_client.domain.filing.people_states import PersonState, ReportState
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice
from etax_client.screens.dialogs.find import FindDialog
from etax_client.screens.filing.asking import Asking
from etax_client.screens.work import Work
from etax_client.texts.words import phrase

MOST_OFFERED = 2000
_PAGE = 200
_DECLARABLE = PayeeQuery(person=PersonState.normal, report=ReportState.accepted)


async def find_payee(screen: Screen[Any], desk: Desk, work: Work, asking: Asking) -> PayeeLine | None:
    """Chosen by name or number; None if nobody was."""
    people: list[PayeeLine] = []
    while len(people) < MOST_OFFERED:
        ask = partial(desk.api.people(work.unit_id).page, _DECLARABLE, at=len(people), limit=_PAGE)
        page = await asking.ask(ask, phrase("income.people"))
        if not isinstance(page, PayeePage):
            return None
        people += page.payees
        if not page.payees or len(people) >= page.total:
            break
    if not people:
        asking.say(phrase("income.nobody"))
        return None
    by_id = {str(each.payee_id): each for each in people}

    def find(typed: str) -> list[Choice]:
        typed = typed.strip().casefold()
        fitting = (each for each in people if typed in each.name.casefold() or typed in each.document_number.casefold())
        return [Choice(str(each.payee_id), each.name, beside=each.document_number) for each in fitting]

    chosen = await screen.app.push_screen_wait(FindDialog(desk, phrase("income.add_person"), phrase("income.choose_person"), find))
    return by_id.get(chosen or "")
