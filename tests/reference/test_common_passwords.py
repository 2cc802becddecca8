"""The list of common passwords: long enough, to the point, and as its generator makes it (PWD-1)."""

import pytest

from etax_client.domain.guessing.passwords import fits
from etax_client.domain.policies import JIANGMEN, NATIONAL
from etax_client.domain.secret import Secret
from etax_client.reference.common_passwords import common_passwords
from tools import common_passwords as generator

ENOUGH = 3_000


def test_the_file_is_what_the_generator_makes() -> None:
    assert generator.OUTPUT.read_text(encoding="ascii") == generator.HEAD + "\n".join(generator.made()) + "\n"


def test_enough_of_them_follow_the_national_rule() -> None:
    spelled = [line for line in generator.OUTPUT.read_text(encoding="ascii").splitlines() if not line.startswith("# ")]
    assert sum(fits(NATIONAL.password, Secret(each)) for each in spelled) > ENOUGH
    assert all(fits(NATIONAL.password, Secret(each)) or fits(JIANGMEN.password, Secret(each)) for each in spelled)
    assert len(common_passwords()) == len(spelled), "one stands there twice"


@pytest.mark.parametrize("text", ["P@ssw0rd1", "Aa123456!", "1qaz@WSX", "Admin@123", "Woaini5201314", "Zhang@888", "Abc12345"])
def test_well_known_ones_are_among_them(text: str) -> None:
    assert text.lower() in common_passwords()


def test_those_of_our_own_worlds_are_not() -> None:
    assert not {"etax@2026", "unit2026a"} & common_passwords()
