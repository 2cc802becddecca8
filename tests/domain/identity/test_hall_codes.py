"""What a slip shows of a number (REG-07)."""

import pytest

from etax_client.domain.identity.hall_codes import mask_on_slip


@pytest.mark.parametrize(
    ("number", "shown"), [("430199198807290438", "430*****438"), ("X12345678", "X12*****678"), ("AB1234", "AB*****34"), ("123", "1*****3")]
)
def test_three_at_each_end_and_fewer_of_a_short_number(number: str, shown: str) -> None:
    assert mask_on_slip(number) == shown
