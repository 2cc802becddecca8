"""The three sets of rules that live side by side, each a frozen object with every number in it (rules.md, the table)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from etax_client.domain.channels import Channel
from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.guessing.passwords import DECLARATION_PASSWORD, CharacterClass, PasswordRule
from etax_client.domain.identity.documents import THE_SEVEN, DocumentType
from etax_client.domain.identity.login_names import OF_THE_BUREAU, OF_THE_PLATFORM, LoginNameRule
from etax_client.domain.sessions.sessions import SessionRule
from etax_client.domain.spans import UntilMidnight


class Phase(StrEnum):
    """VER-03: under phase-2 a person with a valid authorisation enters without the declaration password."""

    phase_1 = "phase-1"
    phase_2 = "phase-2"


@dataclass(frozen=True, slots=True)
class Policy:
    name: str
    password: PasswordRule
    login_name: LoginNameRule | None
    """None where no login name is asked for (REG-04)."""
    login_name_change: timedelta | None
    face_types: frozenset[DocumentType]
    hall_code_types: frozenset[DocumentType]
    number_types: frozenset[DocumentType]
    """Whose document number serves as an account, beside mobile number and login name (LOG-02)."""
    account_lockout: LockoutRule
    unit_lockout: LockoutRule
    second_factor: bool
    face_channels: frozenset[Channel]
    """Where registration by face is offered: the national web portal has the hall code only (REG-01)."""
    household_channels: frozenset[Channel]
    """Where 户籍所在地 is asked for (REG-04)."""
    takes_over_mobile: bool
    """Whether a number that another account has becomes this one's, and empty there (BJ-01); else it is refused."""
    email_needs_hall: bool = True
    """Whether who registers by e-mail has to have been at the hall before (BJ-27)."""
    code_interval: timedelta = timedelta(seconds=60)
    """After it another SMS code may be sent to the same number for the same purpose (SMS-01)."""
    session: SessionRule = SessionRule()
    declaration_password: PasswordRule = DECLARATION_PASSWORD

    @property
    def any_number(self) -> bool:
        """Whether the number of every document serves as an account, so that no text has to make an exception (LOG-02)."""
        return self.number_types == frozenset(DocumentType)

    @property
    def locks_until_midnight(self) -> bool:
        return isinstance(self.account_lockout.lock, UntilMidnight)


_FOUR_CLASSES = (CharacterClass.capital, CharacterClass.small, CharacterClass.digit, CharacterClass.symbol)
_EVERY_TYPE = frozenset(DocumentType)
_EVERY_CHANNEL = frozenset(Channel)

NATIONAL = Policy(
    name="national",
    password=PasswordRule(8, 15, _FOUR_CLASSES, 3),
    login_name=OF_THE_PLATFORM,
    login_name_change=None,
    face_types=frozenset({DocumentType.resident_id}),
    hall_code_types=_EVERY_TYPE,
    number_types=frozenset({DocumentType.resident_id}),
    account_lockout=LockoutRule(),
    unit_lockout=LockoutRule(),
    second_factor=False,
    face_channels=frozenset({Channel.client, Channel.phone}),
    household_channels=frozenset({Channel.portal}),
    takes_over_mobile=False,
)

JIANGMEN = Policy(
    name="jiangmen",
    password=PasswordRule(8, 15, (CharacterClass.letter, CharacterClass.digit, CharacterClass.symbol), 2),
    login_name=None,
    login_name_change=None,
    face_types=THE_SEVEN,
    hall_code_types=_EVERY_TYPE,
    number_types=_EVERY_TYPE,
    account_lockout=LockoutRule(),
    unit_lockout=LockoutRule(),
    second_factor=False,
    face_channels=_EVERY_CHANNEL,
    household_channels=frozenset(),
    takes_over_mobile=False,
)

BEIJING = Policy(
    name="beijing",
    password=PasswordRule(8, 15, _FOUR_CLASSES, 3),
    login_name=OF_THE_BUREAU,
    login_name_change=timedelta(days=365),
    face_types=THE_SEVEN,
    hall_code_types=frozenset(),
    number_types=frozenset({DocumentType.resident_id}),
    account_lockout=LockoutRule(lock=UntilMidnight(), forget=UntilMidnight()),
    unit_lockout=LockoutRule(),
    second_factor=True,
    face_channels=_EVERY_CHANNEL,
    household_channels=frozenset(),
    takes_over_mobile=True,
    code_interval=timedelta(seconds=120),
)

POLICIES = {policy.name: policy for policy in (NATIONAL, JIANGMEN, BEIJING)}
