"""Captchas: drawn for one client and one purpose, good for one try within five minutes (CAP-01 to CAP-03)."""

import random
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, func, select, true, update

from etax_client.clock import Clock
from etax_client.domain.guessing import captcha
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.tester_views import CaptchaSeen
from etax_client.server.services.guessing import captcha_art
from etax_client.server.services.guessing.one_try import OneTry, new_id
from etax_client.server.services.seals import Seal
from etax_client.server.services.why import Why, because
from etax_client.server.store.database import Store
from etax_client.server.store.tables import captchas

_ONE_TRY = OneTry(captchas, captchas.c.drawn, captcha.LIFE, "captcha ")
_GOOD = captchas.c.state == "good"


@dataclass(frozen=True, slots=True)
class Captchas:
    """`seal` closes what is in a picture: the server has to read it again, and no copy of its tables may."""

    store: Store
    clock: Clock
    rng: random.Random
    seal: Seal

    def issue(self, client: str, purpose: CaptchaPurpose, address: str) -> CaptchaPicture | Refused:
        """A new captcha for `client`, who alone can use it, and who has no other for this purpose from now on. Raises StoreError."""
        answer = captcha.draw(self.rng.choice)
        rows = captcha_art.draw(answer, self.rng)
        captcha_id = new_id()
        with self.store.write() as connection:
            now = self.clock.now()
            refused = _ONE_TRY.refusal(connection, address, now)
            if refused is not None:
                return because(refused, "captcha.too_many", "CAP-01")
            mine = (captchas.c.client == client) & (captchas.c.purpose == purpose.value) & _GOOD
            connection.execute(update(captchas).where(mine).values(state="replaced", sealed=""))
            sealed = self.seal.close("\n".join((answer, *rows)).encode(), _place(captcha_id, client, purpose.value))
            _ONE_TRY.issue(connection, captcha_id, client, purpose.value, now, sealed=sealed, drawn=_after_the_last())
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
        good = (captchas.c.expires_at > now) & _GOOD
        with self.store.read() as connection:
            row = connection.execute(select(captchas).where(wanted, good).order_by(captchas.c.drawn.desc()).limit(1)).one_or_none()
        drawn = [] if row is None else self._drawn(row)
        if row is None or not drawn:
            return Refused(RefusalCode.not_found)
        return CaptchaSeen(row.id, CaptchaPurpose(row.purpose), drawn[0], ceil((row.expires_at - now).total_seconds()))

    def picture(self, captcha_id: str) -> CaptchaPicture | None:
        """One that is still good, as it was drawn. Raises StoreError."""
        now = self.clock.now()
        with self.store.read() as connection:
            good = (captchas.c.id == captcha_id) & (captchas.c.expires_at > now) & _GOOD
            row = connection.execute(select(captchas).where(good)).one_or_none()
        drawn = [] if row is None else self._drawn(row)
        seconds = 0 if row is None else ceil((row.expires_at - now).total_seconds())
        return CaptchaPicture(captcha_id, tuple(drawn[1:]), seconds) if drawn else None

    def png(self, captcha_id: str) -> bytes | None:
        """The same as a file."""
        picture = self.picture(captcha_id)
        return None if picture is None else captcha_art.picture(picture.rows)

    def spend(self, connection: Connection, given: CaptchaAnswer, client: str, purpose: CaptchaPurpose, now: datetime) -> Why | None:
        """None for a right answer, else what is wrong with it; the captcha is spent either way, if it was this client's (CAP-2)."""
        row = _ONE_TRY.spend(connection, given.captcha_id, client, purpose.value, now, sealed="")
        if isinstance(row, str):
            return Why(f"captcha.{row}", "CAP-02")
        drawn = self._drawn(row)
        return None if drawn and captcha.matches(drawn[0], given.answer) else Why("captcha.wrong", "CAP-02")

    def _drawn(self, row: Row[Any]) -> list[str]:
        """The answer, then the rows of the picture; nothing if it was not sealed here."""
        opened = self.seal.open(row.sealed, _place(row.id, row.client, row.purpose))
        return [] if opened is None else opened.decode().split("\n")


def _place(captcha_id: str, client: str, purpose: str) -> str:
    return f"{captcha_id} {client} {purpose}"


def _after_the_last() -> ScalarSelect[int]:
    """A number by which the latest captcha is known, while the clock stands still too."""
    return select(func.coalesce(func.max(captchas.c.drawn), 0) + 1).scalar_subquery()
