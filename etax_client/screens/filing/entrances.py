"""Which places of 办税首页 can be entered, in their order, and the screen that each begins with."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from etax_client.screens.desk import Desk
from etax_client.screens.work import Work

Entrance = Callable[[Desk, Work], Screen[Any]]


def _people(desk: Desk, work: Work) -> Screen[Any]:
    from etax_client.screens.filing.people import PeopleScreen  # start-up budget: not before a place is entered

    return PeopleScreen(desk, work)


def _deductions(desk: Desk, work: Work) -> Screen[Any]:
    from etax_client.screens.filing.deductions.deductions import DeductionsScreen  # start-up budget: as above

    return DeductionsScreen(desk, work)


def _income(desk: Desk, work: Work) -> Screen[Any]:
    from etax_client.screens.filing.returns.returns import ReturnScreen  # start-up budget: not before a place is entered

    return ReturnScreen(desk, work)


def _nonresidents(desk: Desk, work: Work) -> Screen[Any]:
    from etax_client.domain.filing.income import ReturnKind  # start-up budget: as above
    from etax_client.screens.filing.returns.returns import ReturnScreen

    return ReturnScreen(desk, work, ReturnKind.nonresidents)


def _payment(desk: Desk, work: Work) -> Screen[Any]:
    from etax_client.screens.filing.payments import PaymentScreen  # start-up budget: as above

    return PaymentScreen(desk, work)


def _statistics(desk: Desk, work: Work) -> Screen[Any]:
    from etax_client.screens.filing.statistics import StatisticsScreen  # start-up budget: as above

    return StatisticsScreen(desk, work)


ENTRANCES: Mapping[str, Entrance] = {
    "people": _people,
    "deductions": _deductions,
    "income": _income,
    "payment": _payment,
    "statistics": _statistics,
    "nonresidents": _nonresidents,
}
"""By the place's name; a place stands here once what is behind it works."""
