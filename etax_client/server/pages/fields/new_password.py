"""The fields of a page that ask for a new password: its rules as lines, met or unmet, and what is wrong with what was typed (PWD-01)."""

from collections.abc import Mapping
from dataclasses import dataclass

from etax_client.domain.faults import Fault
from etax_client.domain.guessing import passwords
from etax_client.domain.guessing.passwords import PasswordCheck, PasswordRule
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.why import Unfit, unfit_in
from etax_client.texts.password_rules import told
from etax_client.texts.words import Phrase, phrase

FIELDS = {"password": 1024, "again": 1024}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A line of the list: `met` is None before anything was typed."""

    check: str
    text: Phrase
    met: bool | None


def lines(rule: PasswordRule, typed: Secret | None = None) -> list[RuleLine]:
    met: Mapping[PasswordCheck, bool] = {} if typed is None else passwords.check(rule, typed)
    return [RuleLine(each.value, told(rule, each), met.get(each)) for each in PasswordCheck]


def unfit_said(refused: Refused) -> dict[str, Phrase]:
    """What a service has found wrong in these fields."""
    return {field: said(field, each) for field, each in unfit_in(refused).items() if field in FIELDS}


def said(field: str, unfit: Unfit) -> Phrase:
    """What is wrong with `password` or `again`, beside it."""
    if field == "again":
        return phrase("newpw.again_empty" if unfit.fault == Fault.empty else "newpw.differs")
    return phrase("password.empty" if unfit.fault == Fault.empty else "newpw.unmet")
