"""Captchas: drawn for one client and one purpose, good for one try within five minutes (CAP-01 to CAP-03)."""

import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, Connection, ScalarSelect, delete, func, insert, select, true, update

from etax_client.clock import Clock
from etax_client.domain import captcha
from etax_client.domain.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.tester_views import CaptchaSeen
from etax_client.server.services import captcha_art
from etax_client.server.services.why import Why
from etax_client.server.store.database import Store
from etax_client.server.store.tables import captchas

MOST = 10_000
REMEMBERED = timedelta(hours=1)
"""How long one that is over can still be told from one that never was."""
SPENT = ""
"""The answer of one that was tried: no answer fits it, and its picture is gone."""


@dataclass(frozen=True, slots=True)
class Captchas:
    store: Store
    clock: Clock
    rng: random.Random

    def issue(self, client: str, purpose: CaptchaPurpose) -> CaptchaPicture:
        """A new captcha for `client`, who alone can use it. Raises StoreError."""
        now = self.clock.now()
        answer = captcha.draw(self.rng.choice)
        rows = captcha_art.draw(answer, self.rng)
        captcha_id = secrets.token_urlsafe(16)
        with self.store.write() as connection:
            _make_room(connection, now)
            connection.execute(
                insert(captchas).values(
                    id=captcha_id,
                    client=client,
                    purpose=purpose.value,
                    answer=answer,
                    picture="\n".join(rows),
                    expires_at=now + captcha.LIFE,
                    drawn=_after_the_last(),
                )
            )
        return CaptchaPicture(captcha_id, rows, int(captcha.LIFE.total_seconds()))

    def peek(self, captcha_id: str) -> CaptchaSeen | Refused:
        """One that is still good, with its answer, for testers. Raises StoreError."""
        return self._seen(captchas.c.id == captcha_id)

    def latest(self, client: str | None, purpose: CaptchaPurpose | None) -> CaptchaSeen | Refused:
        """As above: the newest of a client and for a purpose, where they are given. Raises StoreError."""
        wanted: ColumnElement[bool] = true()
        if client is not None:
            wanted &= captchas.c.client == client
        if purpose is not None:
            wanted &= captchas.c.purpose == purpose.value
        return self._seen(wanted)

    def _seen(self, wanted: ColumnElement[bool]) -> CaptchaSeen | Refused:
        now = self.clock.now()
        good = (captchas.c.expires_at > now) & (captchas.c.answer != SPENT)
        with self.store.read() as connection:
            row = connection.execute(select(captchas).where(wanted, good).order_by(captchas.c.drawn.desc()).limit(1)).one_or_none()
        if row is None:
            return Refused(RefusalCode.not_found)
        return CaptchaSeen(row.id, CaptchaPurpose(row.purpose), row.answer, ceil((row.expires_at - now).total_seconds()))

    def png(self, captcha_id: str) -> bytes | None:
        """The picture of a captcha that is still good."""
        with self.store.read() as connection:
            good = (captchas.c.id == captcha_id) & (captchas.c.expires_at > self.clock.now()) & (captchas.c.answer != SPENT)
            found = connection.execute(select(captchas.c.picture).where(good)).scalar_one_or_none()
        return None if found is None else captcha_art.picture(tuple(found.split("\n")))


def spend(connection: Connection, given: CaptchaAnswer, client: str, purpose: CaptchaPurpose, now: datetime) -> Why | None:
    """None for a right answer, else what is wrong with it; the captcha is spent either way, if it was this client's (CAP-2)."""
    row = connection.execute(select(captchas).where(captchas.c.id == given.captcha_id).with_for_update()).one_or_none()
    if row is None:
        return Why("captcha.unknown", "CAP-02")
    if row.client != client:
        return Why("captcha.other_client", "CAP-02")
    if row.answer == SPENT:
        return Why("captcha.used", "CAP-02")
    connection.execute(update(captchas).where(captchas.c.id == given.captcha_id).values(answer=SPENT, picture=""))
    if row.expires_at <= now:
        return Why("captcha.expired", "CAP-02")
    if row.purpose != purpose.value:
        return Why("captcha.other_purpose", "CAP-02")
    return None if captcha.matches(row.answer, given.answer) else Why("captcha.wrong", "CAP-02")


def _after_the_last() -> ScalarSelect[int]:
    """A number by which the latest captcha is known, while the clock stands still too."""
    return select(func.coalesce(func.max(captchas.c.drawn), 0) + 1).scalar_subquery()


def _make_room(connection: Connection, now: datetime) -> None:
    connection.execute(delete(captchas).where(captchas.c.expires_at <= now - REMEMBERED))
    excess = connection.execute(select(func.count()).select_from(captchas)).scalar_one() - MOST + 1
    if excess > 0:
        connection.execute(delete(captchas).where(captchas.c.id.in_(select(captchas.c.id).order_by(captchas.c.expires_at).limit(excess))))
