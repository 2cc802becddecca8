"""The three sets of rules that live side by side, each a frozen object with every number in it (rules.md, the table)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from etax_client.domain.documents import THE_SEVEN, DocumentType
from etax_client.domain.lockout import LockoutRule
from etax_client.domain.passwords import DECLARATION_PASSWORD, CharacterClass, PasswordRule
from etax_client.domain.sessions import SessionRule
from etax_client.domain.spans import UntilMidnight


class Phase(StrEnum):
    """VER-03: under phase-2 a person with a valid authorisation enters without the declaration password."""

    phase_1 = "phase-1"
    phase_2 = "phase-2"


@dataclass(frozen=True, slots=True)
class Policy:
    name: str
    password: PasswordRule
    has_login_name: bool
    login_name_change: timedelta | None
    face_types: frozenset[DocumentType]
    hall_code_types: frozenset[DocumentType]
    account_lockout: LockoutRule
    unit_lockout: LockoutRule
    second_factor: bool
    session: SessionRule = SessionRule()
    declaration_password: PasswordRule = DECLARATION_PASSWORD


_FOUR_CLASSES = (CharacterClass.capital, CharacterClass.small, CharacterClass.digit, CharacterClass.symbol)
_EVERY_TYPE = frozenset(DocumentType)

NATIONAL = Policy(
    name="national",
    password=PasswordRule(8, 15, _FOUR_CLASSES, 3),
    has_login_name=True,
    login_name_change=None,
    face_types=frozenset({DocumentType.resident_id}),
    hall_code_types=_EVERY_TYPE,
    account_lockout=LockoutRule(),
    unit_lockout=LockoutRule(),
    second_factor=False,
)

JIANGMEN = Policy(
    name="jiangmen",
    password=PasswordRule(8, 15, (CharacterClass.letter, CharacterClass.digit, CharacterClass.symbol), 2),
    has_login_name=False,
    login_name_change=None,
    face_types=THE_SEVEN,
    hall_code_types=_EVERY_TYPE,
    account_lockout=LockoutRule(),
    unit_lockout=LockoutRule(),
    second_factor=False,
)

BEIJING = Policy(
    name="beijing",
    password=PasswordRule(8, 15, _FOUR_CLASSES, 3),
    has_login_name=True,
    login_name_change=timedelta(days=365),
    face_types=THE_SEVEN,
    hall_code_types=frozenset(),
    account_lockout=LockoutRule(lock=UntilMidnight(), forget=UntilMidnight()),
    unit_lockout=LockoutRule(),
    second_factor=True,
)

POLICIES = {policy.name: policy for policy in (NATIONAL, JIANGMEN, BEIJING)}
