"""People, units, their locks and their sessions at the tester's door, as they are sent."""

from typing import Annotated

import msgspec

from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.refusals import EndReason
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.domain.testing.tester_views import KnownPerson, KnownUnit, SessionSeen

MOST_IN_A_PAGE = 500
ENDS = (EndReason.expired, EndReason.idle, EndReason.password_reset, EndReason.replaced, EndReason.trainer)
"""The reasons that a session can be given for its end."""
Identifier = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_IDENTIFIER * 2)]


class PeopleView(msgspec.Struct, frozen=True):
    """In the order of their ids; `after` the last one come the next."""

    people: tuple[KnownPerson, ...]


class UnitsView(msgspec.Struct, frozen=True):
    """In the order of their ids; `after` the last one come the next."""

    units: tuple[KnownUnit, ...]


class PasswordRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    password: Secret


class GuessedRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the two: an account by any identifier, somebody's or nobody's, or a unit by its taxpayer id or id."""

    account: Identifier | None = None
    unit: Identifier | None = None


class FaceView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the simulated face check says of a person from now on; `pass` unless it was told otherwise."""

    outcome: FaceOutcome


class SessionsView(msgspec.Struct, frozen=True):
    """The newest first."""

    sessions: tuple[SessionSeen, ...]
