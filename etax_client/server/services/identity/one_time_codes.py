"""SMS codes: sent to a number, bound to what they are for, and spent; all inside the caller's transaction (SMS-01, COD-1 to COD-3)."""

import hashlib
import hmac
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from etax_client.domain.faults import Fault
from etax_client.domain.guessing import lockout, one_time_codes
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.guessing.one_time_codes import DAY, DIGITS, LIFE, MOST_A_DAY, MOST_BY_SENDER, PER_TARGET, TRIES, Purpose
from etax_client.domain.masking import mask_email, mask_mobile
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.server.services.guessing import counters
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.sessions import messages
from etax_client.server.services.why import Unfit, because, unfit
from etax_client.server.store.tables import one_time_codes as codes

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Target:
    """Where a code goes. `key` is what is counted: the address, or for someone whom nobody has what stands for them (LOG-08)."""

    key: str
    address: str | None
    medium: Medium = Medium.sms


def to_number(mobile: str) -> Target:
    return Target(mobile, mobile)


def to_mailbox(email: str) -> Target:
    return Target(email, email, Medium.email)


def unfit_code(typed: Secret) -> dict[str, Unfit]:
    """What keeps what was typed from being a code, if anything does: it is said before anything is counted (COD-4)."""
    fault = one_time_codes.typing_fault(typed)
    return {} if fault is None else {"code": Unfit(fault, "SMS-01")}


@dataclass(frozen=True, slots=True)
class OneTimeCodes:
    """`key` is the installation's: six digits are too few for a plain hash."""

    key: bytes
    rng: random.Random
    interval: timedelta

    def send(
        self,
        connection: Connection,
        purpose: Purpose,
        target: Target,
        bound_to: str,
        now: datetime,
        *,
        sent_in: str | None = None,
        sender: str = "",
    ) -> Refused | None:
        """A new code, which voids those sent before it to this number for this purpose; Refused(too_many) says how long to wait.

        `sent_in` names the flow where it can be read, `sender` who may choose the number: theirs are counted whatever number they choose.
        """
        _tidy(connection, now)
        wait = self.resend(connection, purpose, target.key, now) or _day_full(connection, codes.c.target == target.key, MOST_A_DAY, now)
        if sender:
            wait = wait or _day_full(connection, codes.c.sender == sender, MOST_BY_SENDER, now)
        if wait:
            return because(Refused(RefusalCode.too_many, retry_after=wait), "code.too_many", "SMS-01")
        connection.execute(update(codes).where(codes.c.target == target.key, _live(purpose)).values(state="replaced"))
        code = f"{self.rng.randrange(10**DIGITS):0{DIGITS}}"
        values = {
            "purpose": purpose.value,
            "target": target.key,
            "bound_to": bound_to,
            "code_hash": self._keyed(purpose, target.key, bound_to, code),
            "state": "issued",
            "wrong": 0,
            "sent_at": now,
            "expires_at": now + LIFE,
            "sender": sender,
        }
        connection.execute(insert(codes).values(values))
        if target.address is not None:
            messages.send(connection, target.medium, target.address, f"{target.medium}.code.{purpose}", {"code": code}, now, sent_in)
        return None

    def spend(
        self,
        connection: Connection,
        purpose: Purpose,
        target: Target,
        bound_to: str,
        typed: Secret,
        now: datetime,
        *,
        keep: bool = False,
        unless: Callable[[], Refused | None] = lambda: None,
    ) -> Refused | None:
        """None for the right code, which is used up by that, unless something else is wrong, or it is to be kept for now (COD-4).

        Counted inside this one transaction, so that no number of parallel guesses gets more than its five (COD-2, LCK-2).
        """
        shown = "" if target.address is None else (mask_mobile if target.medium is Medium.sms else mask_email)(target.address)
        subject = Subject(CounterKind.sms_target, hashlib.sha256(target.key.encode()).hexdigest(), shown)
        counter = lockout.current(PER_TARGET, counters.load(connection, subject), now)
        locked = lockout.lock_of(counter, now)
        if locked is not None:
            return because(
                Refused(RefusalCode.locked, attempts_left=0, retry_after=locked.seconds), "code.locked", "COD-2", left=locked.seconds
            )
        code = one_time_codes.read(typed)
        if code is None:
            return unfit("code", one_time_codes.typing_fault(typed) or Fault.form, "SMS-01")
        row = self._issued(connection, purpose, target.key, bound_to, now)
        if row is None:
            return Refused(RefusalCode.code_void)
        if hmac.compare_digest(row.code_hash, self._keyed(purpose, target.key, bound_to, code.reveal())):
            refused = unless()
            if refused is None and not keep:
                connection.execute(update(codes).where(codes.c.id == row.id).values(state="used"))
                counters.save(connection, subject, lockout.Counter(), now)
            return refused
        counters.save(connection, subject, lockout.miss(PER_TARGET, counter, now), now)
        left = TRIES - row.wrong - 1
        state = "issued" if left else "burned"
        connection.execute(update(codes).where(codes.c.id == row.id).values(wrong=row.wrong + 1, state=state))
        wrong = Refused(RefusalCode.wrong_code, attempts_left=left)
        return because(wrong, "code.wrong" if left else "code.burned", "COD-2", count=row.wrong + 1, tries=TRIES)

    def resend(self, connection: Connection, purpose: Purpose, target: str, now: datetime) -> int:
        """Seconds until this number may be sent another code for this purpose, 0 for now (SMS-01); others don't count, nor voided ones."""
        mine = (codes.c.target == target) & (codes.c.purpose == purpose.value) & (codes.c.sent_at <= now) & (codes.c.state != "voided")
        latest = connection.execute(select(func.max(codes.c.sent_at)).where(mine)).scalar_one_or_none()
        return 0 if latest is None else max(0, ceil((latest + self.interval - now).total_seconds()))

    def good_now(self, connection: Connection, purpose: Purpose, target: Target, bound_to: str, now: datetime) -> str:
        """A name for the code that is good now, by which what is done on its strength can be counted; "" if there is none."""
        row = self._issued(connection, purpose, target.key, bound_to, now)
        return "" if row is None else f"code {row.code_hash}"

    def burn(self, connection: Connection, purpose: Purpose, target: Target, bound_to: str) -> None:
        """The code is good no more: too much was tried on its strength."""
        mine = (codes.c.target == target.key) & (codes.c.bound_to == bound_to) & _live(purpose)
        connection.execute(update(codes).where(mine).values(state="burned"))

    def withdraw(self, connection: Connection, purpose: Purpose, flow: str) -> None:
        """All codes of a flow, to whomever: void through no fault of whoever was sent them, so that another may be sent at once (BJ-34)."""
        mine = codes.c.bound_to.startswith(f"{flow} to ", autoescape=True) & _live(purpose)
        connection.execute(update(codes).where(mine).values(state="voided"))

    def _issued(self, connection: Connection, purpose: Purpose, target: str, bound_to: str, now: datetime) -> Row[Any] | None:
        mine = (codes.c.target == target) & (codes.c.bound_to == bound_to) & _live(purpose)
        fresh = (codes.c.expires_at > now) & (codes.c.sent_at <= now)
        return connection.execute(select(codes).where(mine, fresh).order_by(codes.c.id.desc()).limit(1).with_for_update()).one_or_none()

    def _keyed(self, purpose: Purpose, target: str, bound_to: str, code: str) -> str:
        return hmac.new(self.key, f"code {purpose} {target} {bound_to} {code}".encode(), hashlib.sha256).hexdigest()


def was_sent(connection: Connection, target: str, bound_to: str) -> bool:
    """Whether any code was sent to this number for this flow yet."""
    mine = (codes.c.target == target) & (codes.c.bound_to == bound_to)
    return connection.execute(select(codes.c.id).where(mine).limit(1)).first() is not None


def awaits(connection: Connection, bound_to: str) -> bool:
    """Whether a code that was sent bound to this is still to be used."""
    live = (codes.c.bound_to == bound_to) & (codes.c.state == "issued")
    return connection.execute(select(codes.c.id).where(live).limit(1)).first() is not None


def was_withdrawn(connection: Connection, target: str, bound_to: str) -> bool:
    """Whether the last code that was sent to this number for this flow was."""
    mine = (codes.c.target == target) & (codes.c.bound_to == bound_to)
    return connection.execute(select(codes.c.state).where(mine).order_by(codes.c.id.desc()).limit(1)).scalar() == "voided"


def void(connection: Connection, mobile: str) -> None:
    """No code that was sent to this number is good any more: it has changed hands (REG-3)."""
    connection.execute(update(codes).where(codes.c.target == mobile, codes.c.state == "issued").values(state="replaced"))


def _day_full(connection: Connection, counted: ColumnElement[bool], most: int, now: datetime) -> int:
    """Seconds until the first of today's codes that are `counted` together is a day old, if there are as many as there may be."""
    sent = select(codes.c.sent_at).where(counted, codes.c.sent_at > now - DAY, codes.c.sent_at <= now).order_by(codes.c.sent_at.desc())
    latest = connection.execute(sent.limit(most)).scalars().all()
    return 0 if len(latest) < most else max(1, ceil((latest[-1] + DAY - now).total_seconds()))


def _tidy(connection: Connection, now: datetime) -> None:
    """Old ones out, and beyond the limit the oldest, so that made-up people can't fill the disk."""
    connection.execute(delete(codes).where(codes.c.sent_at <= now - DAY))
    excess = connection.execute(select(func.count()).select_from(codes)).scalar_one() - MOST + 1
    if excess > 0:
        oldest = select(codes.c.id).order_by(codes.c.id).limit(excess)
        connection.execute(delete(codes).where(codes.c.id.in_(oldest)))


def _live(purpose: Purpose) -> ColumnElement[bool]:
    return (codes.c.purpose == purpose.value) & (codes.c.state == "issued")
