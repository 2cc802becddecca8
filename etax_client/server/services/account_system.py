"""An account system: whose accounts a service serves, by which rules, and what of all that happens in a world is theirs alone."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from etax_client.domain.channels import Channel
from etax_client.domain.flows.flow import FlowKind
from etax_client.domain.flows.recovery import RECOVERY, Recovery, RecoveryView
from etax_client.domain.flows.registration import REGISTRATION, Registration, RegistrationView
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.policies import Policy
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
    """What wrong guesses at its accounts are counted as; those at accounts that nobody has as `unknown`."""
    unknown: CounterKind
    registration: FlowKind[Registration, RegistrationView]
    recovery: FlowKind[Recovery, RecoveryView]
    registration_code: Purpose
    recovery_code: Purpose
    mobile_code: Purpose
    channels: frozenset[Channel]
    """Where one is logged in with its accounts; `phone` is its APP's."""
    phone: Channel
    app: App
    """The APP that stands before a face and takes tickets with its accounts; its tickets are asked for by its `audience`."""
    audience: Audience

    def kind_of(self, name: str) -> FlowKind[Any, Any] | None:
        """The kind of its flows with this name; None for another system's."""
        return next((kind for kind in (self.registration, self.recovery) if kind.name == name), None)

    def subject_of(self, person_id: int) -> Subject:
        """Who guesses at the person's account."""
        return Subject(self.guessed, str(person_id))


def platform(policy: Policy) -> AccountSystem:
    """The first: client, portal and APP."""
    return AccountSystem(
        policy=policy,
        accounts=tables.accounts,
        guessed=CounterKind.account,
        unknown=CounterKind.unknown,
        registration=REGISTRATION,
        recovery=RECOVERY,
        registration_code=Purpose.registration,
        recovery_code=Purpose.recovery,
        mobile_code=Purpose.mobile,
        channels=frozenset({Channel.client, Channel.phone, Channel.portal}),
        phone=Channel.phone,
        app=App.itax,
        audience=Audience.client,
    )
