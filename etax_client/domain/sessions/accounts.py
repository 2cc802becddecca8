"""Accounts and the identifiers that people type for them (LOG-02, LOG-03)."""

import unicodedata
from dataclasses import dataclass

from etax_client.domain.identity import mobiles, resident_ids
from etax_client.domain.numbers import normalise, plain
from etax_client.domain.secret import Secret

LONGEST_IDENTIFIER = 64


@dataclass(frozen=True, slots=True)
class Profile:
    """Who is logged in, as the client knows it; `masked_name` is what a bystander may see."""

    person_id: str
    name: str
    masked_name: str


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A session: its token, whose it is, and the seconds it lasts untouched and at most."""

    token: Secret
    profile: Profile
    idle_seconds: int
    absolute_seconds: int


@dataclass(frozen=True, slots=True)
class CurrentSession:
    """Whose session a token opens, and the seconds left of it."""

    profile: Profile
    idle_seconds: int
    absolute_seconds: int


@dataclass(frozen=True, slots=True)
class AccountSecurity:
    """What there is to change of an account, and by which rules; `masked_mobile` is None if no number is bound."""

    policy: str
    login_name: str | None
    masked_mobile: str | None


@dataclass(frozen=True, slots=True)
class MaskedMobile:
    """A number that was given; `resend` are the seconds until another code may be sent to it, where codes are."""

    masked_mobile: str
    resend: int | None = None


def normalise_identifier(typed: str) -> str:
    """What is looked up for a typed account (LOG-03, LCK-5).

    What can't be seen and outer blanks off, full-width to ASCII, the X of an ID number in capitals, a mobile number without what people put
    into it, and nothing else. A login name is never digits only, so none is taken for a number.
    """
    text = unicodedata.normalize("NFC", plain(typed))
    if resident_ids.looks_like(text):
        return normalise(text)
    mobile = mobiles.judge(text)
    return mobile if isinstance(mobile, str) else text


def is_mobile(identifier: str) -> bool:
    return isinstance(mobiles.judge(identifier), str)
