"""SMS codes: their form, their times, and how often they may be sent and guessed (SMS-01, COD-1 to COD-3)."""

import re
from datetime import timedelta
from enum import StrEnum

from etax_client.domain.faults import Fault
from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.numbers import normalise
from etax_client.domain.secret import Secret
from etax_client.domain.spans import Lasting

DIGITS = 6
LIFE = timedelta(minutes=5)
MOST_A_DAY = 10
MOST_BY_SENDER = 20
"""In as long: codes that one person may have sent to numbers of their choice, so that nobody is a nuisance to many."""
DAY = timedelta(hours=24)
TRIES = 5
"""Wrong guesses that void a code."""
PER_TARGET = LockoutRule(tries=10, lock=Lasting(timedelta(hours=1)), forget=Lasting(timedelta(hours=1)))
"""Wrong guesses at all codes sent to one number: a new code doesn't set them back (COD-2)."""
_FORM = re.compile(f"[0-9]{{{DIGITS}}}")


class Purpose(StrEnum):
    """What a code is good for; one sent for another purpose, or in another flow, is no code at all (COD-1)."""

    registration = "registration"
    recovery = "recovery"
    mobile = "mobile"
    declaration_password = "declaration_password"  # noqa: S105
    bureau_login = "bureau_login"
    bureau_recovery = "bureau_recovery"
    bureau_mobile = "bureau_mobile"
    bureau_registration = "bureau_registration"
    bureau_email = "bureau_email"
    bureau_enterprise = "bureau_enterprise"


def read(typed: Secret) -> Secret | None:
    """The six digits of what was typed, full-width ones and blanks around them forgiven; None if it can't be a code."""
    text = normalise(typed.reveal())
    return Secret(text) if _FORM.fullmatch(text) else None


def typing_fault(typed: Secret) -> Fault | None:
    """What keeps what was typed from being a code at all."""
    if read(typed) is not None:
        return None
    return Fault.form if typed.reveal().strip() else Fault.empty
