"""Acts that are asked for again after a lost answer: each is done once, and answered alike, by a key that the asker made up (IDM-1).

An act is claimed, done, and its answer left in the act's own transaction: whatever breaks in between, both are there or neither.
What is kept can be read only with the key, of which the database has but a digest; nor can anyone without it try out what the body was.
"""

import hashlib
import hmac
import inspect
import re
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.seals import Seal
from etax_client.server.store.database import Proof, Store
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.tables import answers
from etax_client.wire import spelling

T = TypeVar("T")
R = TypeVar("R", bound=Refused)
U = TypeVar("U")

LIFE = timedelta(hours=24)
SECRETS_SHOWN = timedelta(minutes=30)
"""How long an answer that holds a secret, as a slip does, can be seen again by who got it."""
IN_FLIGHT = timedelta(seconds=60)
"""Longer than any act takes; a claim that is older was left by a crash, and may be taken over."""
MOST = 10_000
MOST_OF_ONE = 200
"""Answers kept for one asker; beyond either limit the oldest are forgotten."""
COUNTED = frozenset(
    {
        RefusalCode.wrong_credentials,
        RefusalCode.wrong_declaration_password,
        RefusalCode.wrong_code,
        RefusalCode.wrong_hall_code,
        RefusalCode.person_unknown,
        RefusalCode.not_registered,
        RefusalCode.report_unknown,
        RefusalCode.locked,
    }
)
"""Refusals with which a guess is counted."""
_BEGUN = "*"
"""Ends the claim of an act that has changed something: it is never done once more, whatever becomes of its answer."""
_SKEW = timedelta(seconds=5)
KEY_FORM = "[A-Za-z0-9_-]{16,64}"
"""Long enough to be nobody's guess, and in no need of quotes."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, by whom, under which key ("": without one, so that it can't be known again)."""

    who: str
    key: str
    act: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Once:
    """What goes along with an act, so that it leaves its answer where it was done."""

    leave: Callable[[Connection, object, bool], None] | None = None

    def keep(self, connection: Connection, answer: T, *, secret: bool = False) -> T:
        """`answer`, kept from now on; said in the act's transaction, of an end that has changed something, a counted guess included.

        `secret`: it holds something that may be seen again for a short time only. Raises StoreError for a claim that others took over.
        """
        if self.leave is not None:
            self.leave(connection, answer, secret)
        return answer

    def telling(self, tell: Callable[[Any], object]) -> "Once":
        """Of an answer that holds a secret, what `tell` makes of it is kept, for a short time."""
        leave = self.leave
        return self if leave is None else Once(lambda connection, answer, secret: leave(connection, tell(answer), True))

    def counted(self, connection: Connection, refused: R) -> R:
        """As `keep`, for a refusal with which a guess may have been counted; all others are told anew as long as they are true."""
        return self.keep(connection, refused) if refused.code in COUNTED else refused


UNKEYED = Once()
"""Of an act that nobody will ask for again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept: to which act, and what."""

    act: str
    value: msgspec.Raw
    refused: Refused | None

    def read(self, kind: type[T]) -> T | Refused:
        """The answer as a value of `kind`."""
        return self.refused or msgspec.json.decode(self.value, type=kind, dec_hook=_revived)


_UNTOLD = Kept("", msgspec.Raw(b"null"), None)
"""Of an act that was done, and whose answer is told no more."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """`key` is the installation's; `clock` shows the true time, as trainers steer others. All raise StoreError."""

    store: Store
    clock: Clock
    key: bytes

    async def once(
        self, asking: Asking, kind: type[T], act: Callable[[Once], T | U | Refused | Awaitable[T | U | Refused]]
    ) -> tuple[T | U | Refused, bool]:
        """What `act` answers, or has answered before: then it is not done again, and the second value is True.

        Refused(key_reused) for a key that has come with something else, Refused(in_flight) while it is being done.
        """
        if not asking.key:
            return await _done(act(UNKEYED)), False
        claim = secrets.token_hex(16)
        begun = self._begin(asking, claim)
        if isinstance(begun, Refused) or begun is _UNTOLD:
            return (begun if isinstance(begun, Refused) else Refused(RefusalCode.key_reused)), False
        if begun is not None:
            return begun.read(kind), True
        over = left = False

        def leave(connection: Connection, answer: object, secret: bool) -> None:
            nonlocal left
            self._leave(connection, asking, claim, answer, secret)
            left = True

        try:
            answer = await _done(act(Once(leave)))
            over = True
            return answer, False
        finally:
            if not (over and left):
                self._release(asking, claim)

    async def whole(
        self,
        asking: Asking,
        kind: type[T],
        act: Callable[[Proof], Awaitable[T | Refused]],
        *,
        secret: Callable[[T], bool] = lambda _: True,
        reopens: Callable[[Kept], bool] = lambda kept: False,
    ) -> tuple[T | Refused | None, bool]:
        """As `once`, for an act that knows nothing of it, in any number of transactions, each of which
        begins with the proof that `act` gets.

        Whatever it answers is kept once it is over, for a short time if it is `secret`; but a refusal has changed nothing, and is told
        anew as long as it is true. Under a key whose answer `reopens` it something else may be asked.
        None: it was begun before, and its answer is lost or told no more.
        """
        if not asking.key:
            return await act(lambda connection: None), False
        claim = secrets.token_hex(16)
        begun = self._begin(asking, claim, reopens)
        if isinstance(begun, Refused):
            return begun, False
        if begun is not None:
            return (None if begun is _UNTOLD else begun.read(kind)), True
        try:
            answer = await act(lambda connection: self._mark(connection, asking, claim))
        except BaseException:
            self._break_off(asking, claim)
            raise
        if isinstance(answer, Refused):
            self._release(asking, claim, claim + _BEGUN)
        elif not self._is_left(asking, claim, answer, secret(answer)):
            self._break_off(asking, claim)
        return answer, False

    def keeping(self, asking: Asking) -> Once:
        """Keeps the answer to a part of an act that is done once as a `whole`, for pages that show it."""

        def leave(connection: Connection, answer: object, secret: bool) -> None:
            self._put(connection, asking, answer, secret)

        return Once(leave) if asking.key else UNKEYED

    def find(self, who: str, key: str) -> Kept | None:
        """What was answered to `who` under `key`, for pages that show it."""
        if not is_key(key):
            return None
        with self.store.read() as connection:
            row = connection.execute(select(answers).where(answers.c.id == self._id(who, key))).one_or_none()
        now = self.clock.now()
        if row is None or row.claim is not None or not now - LIFE < row.asked_at <= now + _SKEW:
            return None
        return self._open(row, who, key, now)

    def _begin(self, asking: Asking, claim: str, reopens: Callable[[Kept], bool] = lambda kept: False) -> Kept | Refused | None:
        """None: it is to be done now, by `claim`."""
        identity, asked = self._id(asking.who, asking.key), self._asked(asking)
        with self.store.write() as connection:
            now = self.clock.now()
            who = self._digest("who", asking.who)
            _tidy(connection, who, now)
            mine = answers.c.id == identity
            row = connection.execute(select(answers).where(mine)).one_or_none()
            if row is None:
                connection.execute(insert(answers).values(id=identity, who=who, asked=asked, asked_at=now, claim=claim))
                return None
            kept = None if row.claim is not None else self._open(row, asking.who, asking.key, now)
            same = hmac.compare_digest(row.asked, asked)
            if not same and (kept is None or not reopens(kept)):
                return Refused(RefusalCode.key_reused)
            if same and row.claim is None:
                return kept or _UNTOLD
            if same and row.asked_at > now - IN_FLIGHT:
                return Refused(RefusalCode.in_flight, retry_after=1)
            if same and row.claim.endswith(_BEGUN):
                return _UNTOLD
            anew = {"asked": asked, "asked_at": now, "claim": claim, "answer": None, "shown_until": None}
            connection.execute(update(answers).where(mine).values(anew))
            return None

    def _mark(self, connection: Connection, asking: Asking, claim: str) -> None:
        """From now on it has begun, as soon as this transaction is over. Raises StoreError for a claim that others took over."""
        if connection.execute(update(answers).where(self._held(asking, claim)).values(claim=claim + _BEGUN)).rowcount == 0:
            raise StoreError(StoreFault.busy, "claim")

    def _break_off(self, asking: Asking, claim: str) -> None:
        """It came to no answer: what has begun is not done again, anything else may be."""
        self._release(asking, claim)
        with suppress(StoreError), self.store.write() as connection:
            connection.execute(update(answers).where(self._held(asking, claim)).values(claim=None))

    def _held(self, asking: Asking, claim: str) -> ColumnElement[bool]:
        return (answers.c.id == self._id(asking.who, asking.key)) & answers.c.claim.in_((claim, claim + _BEGUN))

    def _release(self, asking: Asking, *claims: str) -> None:
        """Nothing was changed: whoever asks again is answered anew. A claim that can't be taken back runs out."""
        with suppress(StoreError), self.store.write() as connection:
            connection.execute(delete(answers).where(answers.c.id == self._id(asking.who, asking.key), answers.c.claim.in_(claims)))

    def _leave(self, connection: Connection, asking: Asking, claim: str, answer: object, secret: bool) -> None:
        kept = self._kept(asking, answer, secret, self.clock.now())
        if connection.execute(update(answers).where(self._held(asking, claim)).values(claim=None, **kept)).rowcount == 0:
            # it took so long that another has begun: what was done here goes back with this transaction
            raise StoreError(StoreFault.busy, "claim")

    def _is_left(self, asking: Asking, claim: str, answer: object, secret: bool) -> bool:
        """In a transaction of its own, when all is done: that is not undone if it fails."""
        with suppress(StoreError), self.store.write() as connection:
            self._leave(connection, asking, claim, answer, secret)
            return True
        return False

    def _put(self, connection: Connection, asking: Asking, answer: object, secret: bool) -> None:
        """As `_leave`, of what nobody claimed."""
        identity, who, now = self._id(asking.who, asking.key), self._digest("who", asking.who), self.clock.now()
        connection.execute(delete(answers).where(answers.c.id == identity))
        _tidy(connection, who, now)
        kept = self._kept(asking, answer, secret, now)
        connection.execute(insert(answers).values(id=identity, who=who, asked=self._asked(asking), asked_at=now, **kept))

    def _kept(self, asking: Asking, answer: object, secret: bool, now: datetime) -> dict[str, Any]:
        """The columns of an answer."""
        refused = answer if isinstance(answer, Refused) else None
        bare = None if refused is None else Refused(*(getattr(refused, each.name) for each in fields(Refused)))
        content = spelling.write({"act": asking.act, "refused": bare, "value": None if refused is not None else answer})
        sealed = self._seal(self._id(asking.who, asking.key), asking, content)
        return {"answer": sealed, "shown_until": now + SECRETS_SHOWN if secret else None}

    def _seal(self, identity: str, asking: Asking, content: bytes) -> str:
        return self._sealing(asking.who, asking.key).close(content, identity)

    def _open(self, row: Row[Any], who: str, key: str, now: datetime) -> Kept | None:
        if row.answer is None or (row.shown_until is not None and row.shown_until <= now):
            return None
        content = self._sealing(who, key).open(row.answer, row.id)
        return None if content is None else msgspec.json.decode(content, type=Kept)

    def _asked(self, asking: Asking) -> str:
        return self._digest("asked", asking.who, asking.key, asking.act, asking.body)

    def _id(self, who: str, key: str) -> str:
        return self._digest("key", who, key)

    def _sealing(self, who: str, key: str) -> Seal:
        return Seal(bytes.fromhex(self._digest("seal", who, key)), "answer")

    def _digest(self, *parts: str | bytes) -> str:
        """Keyed with the installation's key; where the asker's key is among the parts, nobody without it can try out what they were."""
        made = hmac.new(self.key, b"repeats", hashlib.sha256)
        for part in parts:
            piece = part.encode() if isinstance(part, str) else part
            made.update(len(piece).to_bytes(8, "big") + piece)
        return made.hexdigest()


def is_key(text: str) -> bool:
    return re.fullmatch(KEY_FORM, text) is not None


def new_key() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def _revived(kind: type, value: object) -> object:
    """Secrets, and values of a phrase, which are any plain ones."""
    return value if kind is object else spelling.from_builtin(kind, value)


async def _done(answer: Any) -> Any:
    return await answer if inspect.isawaitable(answer) else answer


def _tidy(connection: Connection, who: str, now: datetime) -> None:
    """Old ones out, secrets that were shown long enough, and beyond the limits the oldest."""
    connection.execute(delete(answers).where(or_(answers.c.asked_at <= now - LIFE, answers.c.asked_at > now + _SKEW)))
    connection.execute(update(answers).where(answers.c.shown_until <= now).values(answer=None, shown_until=None))
    _make_room(connection, answers.c.who == who, MOST_OF_ONE)
    _make_room(connection, answers.c.id.is_not(None), MOST)


def _make_room(connection: Connection, among: ColumnElement[bool], most: int) -> None:
    excess = connection.execute(select(func.count()).select_from(answers).where(among)).scalar_one() - most + 1
    if excess > 0:
        oldest = select(answers.c.id).where(among, answers.c.claim.is_(None)).order_by(answers.c.asked_at).limit(excess)
        connection.execute(delete(answers).where(answers.c.id.in_(oldest)))
