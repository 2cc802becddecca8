"""The Beijing bureau at the tester's door: its accounts, their locks and levels, who is on the way in or inside, and the old login."""

from datetime import date
from typing import Annotated

import msgspec

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.guessing.methods import Method
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.bureau_views import AttemptSeen, BureauAccountSeen
from etax_client.domain.testing.tester_views import ActingAs
from etax_client.domain.units.units import Role
from etax_client.wire.control.people import Identifier
from etax_client.wire.control.verb import Order, Verb
from etax_client.wire.spelling import LARGEST_INTEGER


class BureauLockRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`person` by id or any identifier; whichever method it is by, the lock is the account's."""

    person: Identifier
    method: Method = Method.password


class BureauUnlockRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: Identifier


class OldLoginView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether there is one, and its last day in Asia/Shanghai, if it has one."""

    on: bool
    last_day: date | None = None


class FaceFactRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a face is known to have been theirs, on which a level rests."""

    known: bool


class AttemptsView(msgspec.Struct, frozen=True):
    """The newest first."""

    attempts: tuple[AttemptSeen, ...]


class IdentityRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As whom: a unit by id or taxpayer id with a `role` there, a `project` by its id, for whom an agency acts by its `unit`."""

    identity: CapacityKind
    unit: Identifier | None = None
    role: Role | None = None
    project: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_INTEGER)] | None = None


_UNKNOWN = (RefusalCode.not_found,)

ONE_BUREAU_ACCOUNT = Verb("one_bureau_account", "GET", "/bureau/accounts/{who:str}", BureauAccountSeen, refuses=_UNKNOWN)
LOCK_BUREAU_ACCOUNT = Order("lock_bureau_account", "POST", "/bureau/lock", BureauAccountSeen, BureauLockRequest, refuses=_UNKNOWN)
UNLOCK_BUREAU_ACCOUNT = Order("unlock_bureau_account", "POST", "/bureau/unlock", BureauAccountSeen, BureauUnlockRequest, refuses=_UNKNOWN)
SET_FACE_FACT = Order("set_face_fact", "PUT", "/bureau/accounts/{who:str}/face", BureauAccountSeen, FaceFactRequest, refuses=_UNKNOWN)
LIST_ATTEMPTS = Verb("list_attempts", "GET", "/bureau/attempts", AttemptsView)
SWITCH_IDENTITY = Order(
    "switch_identity",
    "PUT",
    "/bureau/sessions/{session_id:int}/identity",
    ActingAs,
    IdentityRequest,
    refuses=(RefusalCode.not_found, RefusalCode.switch_not_offered, RefusalCode.no_tie),
)
READ_OLD_LOGIN = Verb("read_old_login", "GET", "/bureau/old-login", OldLoginView)
SWITCH_OLD_LOGIN = Order("switch_old_login", "PUT", "/bureau/old-login", OldLoginView, OldLoginView)
