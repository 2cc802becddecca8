"""A unit's filing from the shell (SUB-02, PAY-01)."""

from tests.control_cli.shells import FIRST, HAN, Shell


def test_a_unit_s_bank_and_the_next_answers_are_fixed(control: Shell) -> None:
    bank = ("--agreement", "valid", "--bank", "Example Bank", "--account", "6222", "--balance", "1234.5", "--next", "unreachable_taken")
    said = control.done("filing", "bank", FIRST, *bank)
    assert "Agreement valid, Example Bank 6222, balance 1,234.50\nNext debit: unreachable_taken\n" in said
    assert "Next answer is a refusal: no such luck\n" in control.done("filing", "answer", FIRST, "no such luck")
    assert control.json("filing", "show", FIRST)["next_refusal"] == "no such luck"
    assert control.json("filing", "answer", FIRST)["next_refusal"] is None
    assert HAN.search(control.done("filing", "show", FIRST, "--lang", "zh"))
    assert "Not found" in control.failed("filing", "pay", "40000010000000001")
