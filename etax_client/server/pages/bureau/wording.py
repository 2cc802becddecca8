"""How the bureau's pages say no, in its documents' words where those give any."""

from etax_client.domain.bureau.capacities import Capacity
from etax_client.domain.guessing import passwords
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.safe_text import safe_text
from etax_client.domain.secret import Secret
from etax_client.server.pages.login import refusal
from etax_client.texts.capacity_lines import tell_capacity
from etax_client.texts.words import Phrase, phrase

ATTEMPT = "attempt"
"""The flow, as its cookie names it."""


def login_fault(refused: Refused, account: str, password: Secret) -> Phrase:
    """What a refused account and personal password are told (BJ-31)."""
    match refused.code:
        case RefusalCode.wrong_credentials:
            return phrase("bureau.first.wrong", tries=refused.attempts_left)
        case RefusalCode.malformed if refused.field == "account":
            return phrase("login.account_long" if account.strip() else "login.account_empty")
        case RefusalCode.malformed if refused.field == "taxpayer_id":
            return phrase("bureau.taxpayer_id.empty")
        case RefusalCode.malformed:
            return phrase(f"password.{passwords.typing_fault(password)}")
    return why_not(refused)


def why_not(refused: Refused) -> Phrase:
    """What any refusal says over a form."""
    match refused.code:
        case RefusalCode.locked:
            return phrase("bureau.locked", left=left_of(refused))
        case RefusalCode.flow_ended | RefusalCode.out_of_order:
            return phrase("bureau.attempt_over")
    return refusal(refused)


def left_of(refused: Refused) -> str:
    """The time that a lock has left."""
    minutes, seconds = divmod(refused.retry_after or 0, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def named(capacity: Capacity) -> Phrase:
    """As whom someone acts, in words."""
    if capacity.project is not None:
        unit, number = safe_text(capacity.project.unit.name), safe_text(capacity.project.number)
        return phrase("bureau.identity.of_project", unit=unit, number=number)
    return tell_capacity(capacity.kind, None if capacity.unit is None else capacity.unit.name, capacity.role)
