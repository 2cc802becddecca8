"""The people whom a world's units pay (docs/worlds.md, PER-01 to PER-04)."""

from datetime import date

import pytest

from etax_client.server.world.world_claims import flaw_of_claims
from etax_client.server.world.world_file import WorldError, parse_world, read_world
from etax_client.server.world.world_payees import flaw_of_payees

HEAD = 'account_password = "Etax@2026"\ndeclaration_password = "Unit2026a"\n[[units]]\ntaxpayer_id = "91440199MA0QJ0100K"\nname = "一厂"\n'
WANG = 'name = "王芳", document_type = "resident_id", document_number = "440199197503080024", employment = "intern"'


def test_the_demos_own_are_right_and_stand_in_every_state() -> None:
    """They are judged here, so that no start of the demo waits for it (P2)."""
    first, second, third, *_ = read_world().units
    assert flaw_of_payees(first.payees, date(2026, 11, 20)) is None
    assert (len(first.payees), second.payees, third.made_up_people) == (12, (), 3000)
    assert {payee.get("report", "pending") for payee in first.payees} == {"pending", "awaiting", "accepted", "failed"}
    identities = {payee.get("identity", "unverified") for payee in first.payees}
    assert identities == {"unverified", "verifying", "passed", "failed", "deferred"}


@pytest.mark.parametrize(
    ("payees", "why"),
    [
        (f'{{ {WANG}, salary = "1" }}', "salary: there is no such field"),
        (f'{{ {WANG}, report = "sent" }}', "report: is none of pending, awaiting, accepted, failed"),
        ('{ name = "王芳" }', "document_type: empty"),
        (f"{{ {WANG} }}, {{ {WANG} }}", "payee 2: document_number: is used twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(payees: str, why: str) -> None:
    with pytest.raises(WorldError, match="payees") as found:
        parse_world(f"{HEAD}payees = [{payees}]\n")
    assert why in str(found.value)


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ('payee = "1", kind = "loan", begins = "2026-01"', "claim 1: payee: there is no '1'"),
        ('payee = "440199197503080024", kind = "illness"', "claim 1: kind: annual_only"),
        ('payee = "440199197503080024", kind = "loan"', "claim 1: begins: empty"),
        ('payee = "440199197503080024", kind = "loan", begins = "2026-01", state = "new"', "claim 1: state: is none of filed, taken"),
        ('payee = "440199197503080024", salary = "1"', "claim 1: salary: there is no such field"),
    ],
)
def test_what_is_wrong_with_a_deduction_is_told_with_its_place(claim: str, why: str) -> None:
    """DED-01; the demo's own are judged here too."""
    first = read_world().units[0]
    assert flaw_of_claims(first.claims, {payee["document_number"] for payee in first.payees}, date(2026, 11, 20)) is None
    with pytest.raises(WorldError, match="claims") as found:
        parse_world(f"{HEAD}payees = [{{ {WANG} }}]\nclaims = [{{ {claim} }}]\n")
    assert why in str(found.value)
