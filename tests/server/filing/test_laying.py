"""Months and a bank that a world brings, laid when somebody first enters the unit (docs/worlds.md)."""

from decimal import Decimal

import pytest

from etax_client.domain.filing.income import Item, ReturnKind
from etax_client.domain.filing.returns import Stage
from etax_client.domain.filing.taxes.payments import Agreement
from etax_client.domain.withholding.months import Month
from etax_client.server.world.world_file import WorldError, parse_world
from tests.server.filing.books import OCTOBER, books
from tests.server.running import Start

WORLD = """
account_password = "Etax@2026"
declaration_password = "Unit2026a"
[[units]]
taxpayer_id = "91440199MA0QJ0100K"
name = "广东示例厂"
[[units.payees]]
name = "王芳"
document_type = "resident_id"
document_number = "440199197503080024"
employment = "employee"
mobile = "13800000002"
employed_from = "2016-07-01"
[[units.months]]
back = 1
incomes = [{ payee = "440199197503080024", income = "12000.50" }]
"""


async def test_the_demos_first_unit_has_filed_two_months(start: Start) -> None:
    """QRY-01, CAL-02: computed as everything is; the current month is still to be filled in."""
    ours = await books(await start(), unit=1)
    august, september = (ours.month(Month(2026, month)) for month in (8, 9))
    assert [each.progress.stage for each in (august, september, ours.month(OCTOBER))] == [Stage.filed, Stage.filed, Stage.filling]
    assert (september.people, september.outdated, ours.taxes(Month(2026, 9), Item.labour)) == (8, False, [Decimal(3200)])
    assert ours.filing.payments.account(ours.session, ours.unit).agreement is Agreement.valid
    copied = ours.filing.incomes.copy(ours.session, ours.unit, OCTOBER, Item.wages, Month(2026, 9))
    month = await ours.calculate()
    assert month.unready == (), copied
    assert ours.send(kind=ReturnKind.residents).progress.in_force


@pytest.mark.parametrize(
    ("there", "instead", "why"),
    [
        ('payee = "440199197503080024"', 'payee = "x"', "month 1: income 1: payee: there is no 'x'"),
        ("12000.50", "12000.505", "month 1: income 1: income: negative"),
        ("income = ", "taxes = ", "month 1: income 1: amounts: format"),
        ("income = ", 'item = "none", income = ', "month 1: income 1: item: there is no such item"),
    ],
)
def test_what_is_wrong_with_a_month_is_said(there: str, instead: str, why: str) -> None:
    parse_world(WORLD)
    with pytest.raises(WorldError, match=f"months: {why}"):
        parse_world(WORLD.replace(there, instead))
