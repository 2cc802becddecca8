"""The Beijing bureau: its accounts seen, locked and unlocked, and the end of its old login (BJ-42, BJ-43, BJ-74)."""

from litestar.params import JSONBody

from etax_client.domain.sessions.old_login import OldLogin
from etax_client.domain.testing.bureau_views import BureauAccountSeen
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, person_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.wire.control.bureau import (
    LOCK_BUREAU_ACCOUNT,
    ONE_BUREAU_ACCOUNT,
    READ_OLD_LOGIN,
    SWITCH_OLD_LOGIN,
    UNLOCK_BUREAU_ACCOUNT,
    BureauLockRequest,
    BureauUnlockRequest,
    OldLoginView,
)


@handles(ONE_BUREAU_ACCOUNT)
async def one_bureau_account(request: Anyone, services: Served, who: Name) -> BureauAccountSeen:
    """A person's account there, with the wrong tries of each method."""
    person_id = person_id_of(services, who, at_bureau=True)
    acted(request, ONE_BUREAU_ACCOUNT, person=person_id)
    return accepted(services.bureau.accounts.one(person_id))


@handles(LOCK_BUREAU_ACCOUNT)
async def lock_bureau_account(request: Anyone, services: Served, data: JSONBody[BureauLockRequest]) -> BureauAccountSeen:
    """Until the next midnight in Asia/Shanghai, as if the last of the wrong tries that lock had come now."""
    person_id = person_id_of(services, data.person, "person", at_bureau=True)
    seen = accepted(services.bureau.accounts.lock(person_id, data.method))
    acted(request, LOCK_BUREAU_ACCOUNT, person=person_id, method=data.method)
    return seen


@handles(UNLOCK_BUREAU_ACCOUNT)
async def unlock_bureau_account(request: Anyone, services: Served, data: JSONBody[BureauUnlockRequest]) -> BureauAccountSeen:
    """No wrong tries and no lock by any method, whether there were any or not."""
    person_id = person_id_of(services, data.person, "person", at_bureau=True)
    seen = accepted(services.bureau.accounts.unlock(person_id))
    acted(request, UNLOCK_BUREAU_ACCOUNT, person=person_id)
    return seen


@handles(READ_OLD_LOGIN)
async def read_old_login(services: Served) -> OldLoginView:
    """旧版登录 as it was switched last, open or not."""
    track = services.bureau.old_logins.track()
    return OldLoginView(track.on, track.last_day)


@handles(SWITCH_OLD_LOGIN)
async def switch_old_login(request: Anyone, services: Served, data: JSONBody[OldLoginView]) -> OldLoginView:
    """From now on; who is logged in by it stays so."""
    services.bureau.old_logins.switch(OldLogin(data.on, data.last_day))
    acted(request, SWITCH_OLD_LOGIN, on=data.on)
    return data


HANDLERS = (one_bureau_account, lock_bureau_account, unlock_bureau_account, read_old_login, switch_old_login)
