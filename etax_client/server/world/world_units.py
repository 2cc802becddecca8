"""What a world's file says of a unit at the Beijing bureau, of agencies and their principals, and of the bureau itself (docs/worlds.md)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated

import msgspec

from etax_client.domain.guessing import passwords as password_rules
from etax_client.domain.secret import Secret

Password = Annotated[str, msgspec.Meta(extra_json_schema={"extra": {"format": "password"}})]
"""One that a file shows to whoever may read it; forms hide it."""


class WorldBureauUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit there, of another `province` if it has one; `enterprise_password` overrides the world's, `locked` is the old login by it."""

    province: str | None = None
    authority: str = ""
    agency: bool = False
    enterprise_password: Password | None = None
    locked: bool = False


class WorldAgreement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agency acts for a unit, until a last day if there is one."""

    agency: str
    principal: str
    until: date | None = None


class WorldBureau(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a world's bureau has beside accounts: whether there is an old login, and its last day (BJ-74); the units' 企业密码."""

    old_login: bool = True
    old_login_until: date | None = None
    enterprise_password: Password | None = None


def flaw_of_agreements(given: Sequence[WorldAgreement], known: Collection[str], agencies: Collection[str]) -> tuple[int, str, str] | None:
    """Of the first that is wrong: which it is, in which field, and why."""
    for place, each in enumerate(given):
        if each.agency not in agencies:
            return place, "agency", f"there is no agency {each.agency!r}"
        if each.principal not in known or each.principal == each.agency:
            return place, "principal", f"there is no unit {each.principal!r} for it to act for"
        if any((each.agency, each.principal) == (other.agency, other.principal) for other in given[:place]):
            return place, "principal", f"{each.principal!r} is named twice"
    return None


def why_not_typed(password: str | None) -> str | None:
    """Why a password of a file could not be one, if it could not."""
    return "nobody can type it" if password is not None and password_rules.typing_fault(Secret(password)) is not None else None
