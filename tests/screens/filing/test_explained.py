"""A tax that explains itself, as lines (CAL-08): each is made of those below it, and what only passes an amount on is left out."""

from decimal import Decimal

from etax_client.domain.filing.income import Item
from etax_client.domain.filing.taxes.explanation import explain
from etax_client.domain.withholding.cumulative import Basic, Kind, PaidMonth, withhold
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.rates import TableName
from etax_client.screens.filing.income.explained import facts, shown
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)


def lines(*months: PaidMonth, language: Language = Language.zh) -> tuple[list[str], list[str]]:
    found = withhold(Kind.wages, months, Basic(JANUARY))
    told, say = explain(Item.wages, "CAL-02", found, TableName.year, [each.month for each in months]), words(language)
    drawn = [f"{'  ' * line.depth}{say.tell(line.sign) if line.sign else ''}{say.tell(line.label)} {line.amount}" for line in shown(told)]
    return drawn, [say.tell(fact) for fact in facts(told)]


def test_two_months_down_to_what_was_typed() -> None:
    """30,000 with 4,500: what was typed in each month, summed, and what was withheld before."""
    drawn, said = lines(
        PaidMonth(JANUARY, Decimal("30000.00"), insurance=Decimal("4500.00"), withheld=Decimal("615.00")),
        PaidMonth(FEBRUARY, Decimal("30000.00"), insurance=Decimal("4500.00")),
    )
    assert drawn[:2] == ["本次应补税额 965.00", "  应纳税额（× 10% － 2,520.00） 1,580.00"], "41,000 is in the second row"
    assert any(line.endswith("41,000.00") for line in drawn)
    assert any("2026-01 30,000.00" in line for line in drawn)
    assert any("－已预扣税额 615.00" in line for line in drawn)
    assert said[0].startswith("依据：国家税务总局公告 2018 年第 61 号")
    assert "2026-01 2026-02" in said[2]


def test_too_much_withheld_before_is_carried_on() -> None:
    """CAL-02: 0.00 now, and it is said."""
    drawn, said = lines(
        PaidMonth(JANUARY, Decimal("30000.00"), withheld=Decimal("750.00")), PaidMonth(FEBRUARY, Decimal("0.00")), language=Language.en
    )
    assert drawn[0] == "Due now (not below 0) 0.00"
    assert any("carried on: -" in fact for fact in said)
