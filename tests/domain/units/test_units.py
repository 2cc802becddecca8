"""Adding a unit: what is typed twice must be the same taxpayer id, and one at all (UNT-04)."""

from datetime import UTC, date, datetime

import pytest

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.servers.server_info import ServerInfo
from etax_client.domain.units.taxpayer_ids import TaxpayerId, TaxpayerKind
from etax_client.domain.units.units import OpenedBy, UnitHome, check_new
from tests.units import PLAIN

TODAY = date(2026, 11, 20)
ID = "91440199MA0QJ0100K"


@pytest.mark.parametrize("typed", [ID, ID.lower(), f" {ID}\t", "９１440199MA0QJ0100K"])
@pytest.mark.parametrize("again", [ID, ID.lower(), f"\u3000{ID}"])
def test_the_same_twice(typed: str, again: str) -> None:
    assert check_new(typed, again, TODAY) == TaxpayerId(ID, TaxpayerKind.uscc)


@pytest.mark.parametrize(
    ("typed", "again", "fault"),
    [
        ("", "", Fault.empty),
        (ID, "", Fault.different),
        (ID, "91440199MA0QJ0207Y", Fault.different),
        (ID[:-1] + "A", ID[:-1] + "A", Fault.checksum),
        (ID[:-2], ID[:-2], Fault.length),
        (ID[:-1] + "O", ID, Fault.form),
    ],
)
def test_what_is_wrong_with_it(typed: str, again: str, fault: Fault) -> None:
    assert check_new(typed, again, TODAY) == Invalid(fault)


def test_times_without_a_zone_are_no_times() -> None:
    now, naive = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 20)  # noqa: DTZ001
    for opened_at, open_until in ((naive, now), (now, naive)):
        with pytest.raises(ValueError, match="zone"):
            UnitHome(PLAIN, "2026-10", OpenedBy.certificate, opened_at, open_until)
    with pytest.raises(ValueError, match="zone"):
        ServerInfo("x", "1", True, "national", "phase-1", naive, False)
