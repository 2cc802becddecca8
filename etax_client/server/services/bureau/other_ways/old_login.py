"""旧版登录, beside the new login until a world ends it: one's own password and a captcha, and no second factor (BJ-74, BJ-77)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from etax_client.clock import Clock
from etax_client.domain.channels import Channel
from etax_client.domain.guessing.captcha import CaptchaAnswer
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.old_login import OldLogin
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.bureau import capacities
from etax_client.server.services.sessions.login import Login
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.why import because
from etax_client.server.store import meta
from etax_client.server.store.database import Store

_OFF, _ALWAYS = "off", "on"


def keep(connection: Connection, track: OldLogin) -> None:
    """From now on, in this world."""
    meta.put(connection, meta.OLD_LOGIN, _OFF if not track.on else _ALWAYS if track.last_day is None else track.last_day.isoformat())


def kept(connection: Connection) -> OldLogin:
    """As it was kept last; open without an end where nobody said anything."""
    found = meta.get(connection, meta.OLD_LOGIN)
    if found in (None, _ALWAYS):
        return OldLogin()
    return OldLogin(on=False) if found == _OFF else OldLogin(last_day=date.fromisoformat(found))


@dataclass(frozen=True, slots=True)
class OldLogins:
    """`login` is by captchas, and says nothing of accounts that nobody has (LOG-08), other than the new one. All raise StoreError."""

    store: Store
    clock: Clock
    login: Login
    sessions: Sessions

    def track(self) -> OldLogin:
        """As it was switched last, open or not."""
        with self.store.read() as connection:
            return kept(connection)

    def now(self) -> OldLogin | None:
        """The old login as it stands, None when it is over."""
        track = self.track()
        return track if track.is_open(local_day(self.clock.now())) else None

    def switch(self, track: OldLogin) -> None:
        """Who is logged in by it already stays so (BJ-74)."""
        with self.store.write() as connection:
            keep(connection, track)

    async def by_person(self, account: str, password: Secret, captcha: CaptchaAnswer | None, client: str, seat: Seat) -> LoggedIn | Refused:
        """A session of the person's own, by the same counter and locks as the new login's (BJ-42, BJ-77)."""

        def start(connection: Connection, person_id: int) -> LoggedIn | Refused:
            over = closed(connection, self.clock.now())
            return over or capacities.begin(self.sessions, connection, person_id, seat, capacities.ONESELF)[1]

        with self.store.read() as connection:
            over = closed(connection, self.clock.now())
        if over is not None:
            return over
        return await self.login.prove(account, password, start, Channel.bureau, client, seat, captcha=captcha)


def closed(connection: Connection, now: datetime) -> Refused | None:
    """Why nobody comes by the old login any more, if nobody does."""
    if kept(connection).is_open(local_day(now)):
        return None
    return because(Refused(RefusalCode.old_login_closed), "old.closed", "BJ-74")
