"""An account system: whose accounts a service serves, by which rules, and what of all that happens in a world is theirs alone."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import ATTEMPT
from etax_client.domain.flows.bureau_registration import BUREAU_REGISTRATION, EMAIL_REGISTRATION
from etax_client.domain.flows.flow import FlowKind
from etax_client.domain.flows.mobile_recovery import MOBILE_RECOVERY
from etax_client.domain.flows.old_enterprise import OLD_ENTERPRISE
from etax_client.domain.flows.raising import RAISING
from etax_client.domain.flows.recovery import BUREAU_RECOVERY, ENTERPRISE_RECOVERY, RECOVERY
from etax_client.domain.flows.registration import REGISTRATION
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.policies import BEIJING, Policy
from etax_client.domain.sessions.qr_login import App, Audience
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.store import tables


@dataclass(frozen=True, slots=True)
class AccountSystem:
    """A world may have several beside one another: persons, units and messages are shared, what is named here is not.

    The tables of all systems have the same columns, so that one statement serves them all.
    """

    policy: Policy
    accounts: Table
    guessed: CounterKind
    """What wrong passwords of its accounts are counted as."""
    also_guessed: tuple[CounterKind, ...]
    """What else of an account is guessed at, each counted by itself; the lock of one is the account's (BJ-43)."""
    unknown: CounterKind
    """What those for accounts that nobody has are counted as, where they look like all others (LOG-08)."""
    flows: tuple[tuple[FlowKind[Any, Any], Purpose], ...]
    """The kinds of its flows, each with what the SMS codes in it are for."""
    channels: frozenset[Channel]
    """Where one is logged in with its accounts."""
    app: App
    """The APP that stands before a face and takes tickets with its accounts; its tickets are asked for by its `audience`."""
    audience: Audience
    of_units: CounterKind | None = None
    """What wrong passwords of units are counted as, by the rule of accounts, where its units have one (BJ-44)."""
    faces: CounterKind | None = None
    """That of these by which other people's faces are counted, where they are."""
    tells: str = "sms"
    """How the keys of its messages begin (texts/)."""
    captchas: bool = True
    """Whether one is asked for a captcha after a wrong password; else something else stands in its place."""
    warns: bool = True
    """Whether its people are told by a message that somebody has locked their account, or logged in elsewhere."""
    log: Table | None = None
    """Where one can read one's own logins and changes, if one can."""

    def kind_of(self, name: str) -> FlowKind[Any, Any] | None:
        """The kind of its flows with this name; None for another system's."""
        return next((kind for kind, _ in self.flows if kind.name == name), None)

    def subject_of(self, person_id: int) -> Subject:
        """Who guesses at the password of the person's account."""
        return Subject(self.guessed, str(person_id))

    def subjects_of(self, person_id: int) -> tuple[Subject, ...]:
        """All by which the account may be locked, the password first."""
        return tuple(Subject(kind, str(person_id)) for kind in (self.guessed, *self.also_guessed))


NEW_NUMBER = Purpose.mobile
"""What the codes to a new number are for, at the platform."""


def platform(policy: Policy) -> AccountSystem:
    """The first: client, portal and APP."""
    return AccountSystem(
        policy=policy,
        accounts=tables.accounts,
        guessed=CounterKind.account,
        also_guessed=(),
        unknown=CounterKind.unknown,
        flows=((REGISTRATION, Purpose.registration), (RECOVERY, Purpose.recovery)),
        channels=frozenset({Channel.client, Channel.phone, Channel.portal}),
        app=App.itax,
        audience=Audience.client,
    )


BUREAU = AccountSystem(
    policy=BEIJING,
    accounts=tables.bureau_accounts,
    guessed=CounterKind.bureau_password,
    also_guessed=(CounterKind.bureau_code, CounterKind.bureau_face),
    unknown=CounterKind.bureau_unknown,
    flows=(
        (ATTEMPT, Purpose.bureau_login),
        (BUREAU_REGISTRATION, Purpose.bureau_registration),
        (EMAIL_REGISTRATION, Purpose.bureau_email),
        (BUREAU_RECOVERY, Purpose.bureau_recovery),
        (ENTERPRISE_RECOVERY, Purpose.bureau_enterprise),
        (MOBILE_RECOVERY, Purpose.bureau_mobile),
        (RAISING, Purpose.bureau_mobile),
        (OLD_ENTERPRISE, Purpose.bureau_login),
    ),
    channels=frozenset({Channel.bureau, Channel.bureau_app}),
    app=App.bureau,
    audience=Audience.bureau,
    of_units=CounterKind.enterprise_password,
    faces=CounterKind.bureau_face,
    tells="sms.bureau",
    captchas=False,
    warns=False,
    log=tables.account_acts,
)
"""The second: the Beijing bureau's pages, by its own documents, whatever policy the world's platform goes by."""
