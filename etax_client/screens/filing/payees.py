"""Who can be added to a table of income: those of the unit's people who were reported (PER-04)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from textual.screen import Screen

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.filing.people_list import PayeeLine, PayeePage, PayeeQuery
from etax_client.domain.filing.people_states import PersonState, ReportState
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice
from etax_client.screens.dialogs.look_up import Found, LookUpDialog
from etax_client.screens.filing.asking import Asking
from etax_client.screens.work import Work
from etax_client.texts.words import phrase

_SHOWN = 100
_DECLARABLE = PayeeQuery(person=PersonState.normal, report=ReportState.accepted)


async def find_payee(screen: Screen[Any], desk: Desk, work: Work, asking: Asking) -> PayeeLine | None:
    """Chosen by a part of name, pinyin initials or number, as in the list of people; None if nobody was."""
    people, known, refused = desk.api.people(work.unit_id), dict[str, PayeeLine](), list[Refused]()

    def found(page: PayeePage) -> Found:
        known.update({str(each.payee_id): each for each in page.payees})
        return Found(_choices(page.payees), page.total)

    async def look(typed: str) -> Found | Refused | Accident:
        page = await attempt(people.page(replace(_DECLARABLE, text=typed.strip()), at=0, limit=_SHOWN))
        if isinstance(page, Refused):
            refused.append(page)
        return found(page) if isinstance(page, PayeePage) else page

    everyone = partial(people.page, _DECLARABLE, at=0, limit=_SHOWN)
    first = await asking.ask(everyone, phrase("income.people"))
    if not isinstance(first, PayeePage):
        return None
    if not first.payees:
        asking.say(phrase("income.nobody"))
        return None
    dialog = LookUpDialog(desk, phrase("income.add_person"), phrase("income.choose_person"), look, found(first))
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen is None and refused:
        await asking.ask(everyone, phrase("income.people"))  # a unit that was closed under it is verified now
    return known.get(chosen or "")


def _choices(people: Sequence[PayeeLine]) -> list[Choice]:
    return [Choice(str(each.payee_id), each.name, beside=each.document_number) for each in people]
