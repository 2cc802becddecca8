"""Face checks that a flow has asked for: a link, one look, an outcome that the server decides; inside the caller's transaction (REG-03).

Nothing is looked at: the check is a simulation, and no picture ever reaches the server (security.md 2).
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.flows.face_check import LIFE, FaceOutcome, FacePage, FaceRequest, FaceState, FaceView
from etax_client.domain.flows.flow import CameOf
from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import Counter
from etax_client.domain.identity.identity import Identity
from etax_client.domain.identity.names import same_name
from etax_client.domain.masking import mask_name
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LONGEST_WAIT, SCAN_ID_ALPHABET, SCAN_ID_LENGTH, App
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import address_limits, counters, locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.identity import face_checks, flows
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.news import News
from etax_client.server.services.why import Why, because
from etax_client.server.store.database import Store
from etax_client.server.store.tables import face_requests, persons

Passing = Callable[[Connection, Flow[Any], datetime], Any]
"""A pass in the transaction that knows of it: the flow's state from then on, or Refused if its face is not due."""
_UNKNOWN = Refused(RefusalCode.face_unknown)
_OTHERS = because(Refused(RefusalCode.wrong_app), "face.wrong_app", "BJ-79")
_COUNTED_AS = "face "


def ask(connection: Connection, flow_id: int, app: App, now: datetime) -> FaceRequest:
    """A new check for a flow, before the face at this APP; an earlier one of it is over."""
    forget(connection, flow_id)
    link_id = "".join(secrets.choice(SCAN_ID_ALPHABET) for _ in range(SCAN_ID_LENGTH))
    waiting = {"link_hash": _hashed(link_id), "flow_id": flow_id, "state": FaceState.waiting.value, "expires_at": now + LIFE}
    connection.execute(insert(face_requests).values({**waiting, "app": app.value}))
    return FaceRequest(Secret(link_id), int(LIFE.total_seconds()))


def forget(connection: Connection, flow_id: int) -> None:
    """The flow has gone back, or asks anew: what was looked at is no proof any more."""
    connection.execute(delete(face_requests).where(face_requests.c.flow_id == flow_id))


def view(connection: Connection, flow_id: int, now: datetime) -> FaceView | None:
    """The check of a flow, if it has asked for one."""
    row = connection.execute(select(face_requests).where(face_requests.c.flow_id == flow_id)).one_or_none()
    return None if row is None else FaceView(_state(row, now), _left(row, now), App(row.app))


@dataclass(frozen=True, slots=True)
class Faces:
    """Where a phone comes with the link of a check by this `app`, which may be a flow's of any of the `systems`."""

    store: Store
    clock: Clock
    app: App
    systems: tuple[AccountSystem, ...]
    news: News
    passes: Mapping[str, Passing]
    """What follows a pass in flows of a kind, by its name; a flow of any other kind goes on to its next step."""

    def page(self, link: Secret, address: str) -> FacePage | Refused:
        """Whose face is expected; looking changes nothing. Raises StoreError."""
        with self.store.write() as connection:
            now = self.clock.now()
            found = self._found(connection, _by_link(link), address, now)
            if isinstance(found, Refused):
                return found
            row, _, identity, _ = found
            return FacePage(_state(row, now), mask_name(identity.name), _left(row, now))

    def check(self, link: Secret, address: str) -> FacePage | Refused:
        """The one look: the outcome as the server decides it, and the flow goes on if it has passed (REG-2). Raises StoreError."""
        return self._check(_by_link(link), address)

    def check_by_id(self, check_id: int, address: str) -> FacePage | Refused:
        """As `check`, for testers, who know a check's id rather than its link. Raises StoreError."""
        return self._check(face_requests.c.id == check_id, address)

    def _check(self, wanted: ColumnElement[bool], address: str) -> FacePage | Refused:
        with self.store.write() as connection:
            now = self.clock.now()
            found = self._found(connection, wanted, address, now)
            if isinstance(found, Refused):
                return found
            row, flow, identity, system = found
            if _state(row, now) is not FaceState.waiting:
                return _UNKNOWN
            outcome = _outcome(connection, system, flow, identity)
            if flow.kind.counts_faces:
                refused = _counted(connection, system, flow, outcome, now)
                if refused is not None:
                    return refused
            if outcome is FaceOutcome.passed:
                follows = self.passes.get(flow.kind.name)
                moved = flow.kind.take(flow.state, flow.kind.by_face) if follows is None else follows(connection, flow, now)
                if isinstance(moved, Refused):
                    return _UNKNOWN
                flows.move(connection, flow, moved)
            connection.execute(update(face_requests).where(face_requests.c.id == row.id).values(state=outcome.value))
            self.news.tell(connection)
        audit("face_check", flow=flow.flow_id, kind=flow.kind.name, outcome=outcome)
        return FacePage(FaceState(outcome.value), mask_name(identity.name), 0)

    def came_of(self, link: Secret) -> Why | None:
        """What has come of a look that has passed, or has brought the lock (BJ-42); None for any other. Raises StoreError."""
        with self.store.read() as connection:
            now = self.clock.now()
            row = connection.execute(select(face_requests).where(_by_link(link))).one_or_none()
            asked = None if row is None else flows.of_any(connection, self.systems, row.flow_id, now)
            if row is None or asked is None:
                return None
            system, flow = asked
            if row.state == FaceState.other_person.value and flow.kind.counts_faces:
                return _locking(connection, system, flow, now)
        if row.state != FaceState.passed.value:
            return None
        found: CameOf = flow.kind.came_of(flow.state)
        return Why(found.reason, found.rule, {} if found.holder is None else {"holder": found.holder})

    def _found(
        self, connection: Connection, wanted: ColumnElement[bool], address: str, now: datetime
    ) -> tuple[Row[Any], Flow[Any], Identity, AccountSystem] | Refused:
        """The check, with its flow and whose that is; a check by the other APP is left as it is (BJ-79)."""
        refused = address_limits.refusal(connection, address, now, _COUNTED_AS)
        if refused is not None:
            return refused
        row = connection.execute(select(face_requests).where(wanted).with_for_update()).one_or_none()
        asked = None if row is None else flows.of_any(connection, self.systems, row.flow_id, now)
        if row is None or asked is None or asked[1].state.identity is None:
            address_limits.miss(connection, address, now, _COUNTED_AS)
            return _UNKNOWN
        system, flow = asked
        return (row, flow, flow.state.identity, system) if row.app == self.app.value else _OTHERS


def waiting(connection: Connection, link: Secret | None, now: datetime) -> tuple[int, App] | None:
    """The check of a link, or the one that waits since the shortest time, and the APP that it is for; for testers."""
    alive = (face_requests.c.state == FaceState.waiting.value) & (face_requests.c.expires_at > now)
    newest = select(face_requests.c.id, face_requests.c.app).where(alive if link is None else _by_link(link))
    row = connection.execute(newest.order_by(face_requests.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else (row.id, App(row.app))


async def watch(
    clock: Clock,
    news: News,
    look: Callable[[], FaceView | Refused],
    seen: FaceState | None,
    wait: float,
    gone: "asyncio.Future[None] | None",
) -> FaceView | Refused:
    """`look` again whenever there are news, until the state is another than `seen`."""
    until = clock.monotonic() + min(wait, LONGEST_WAIT)
    goes_on = True
    while True:
        mark = news.mark()
        found = look()
        if isinstance(found, Refused):
            return found
        left = until - clock.monotonic()
        if found.state is not seen or found.state is not FaceState.waiting or left <= 0 or not goes_on:
            return found
        goes_on = await news.wait(mark, min(left, found.seconds), gone)


def _by_link(link: Secret) -> ColumnElement[bool]:
    return face_requests.c.link_hash == _hashed(link.reveal())


def _outcome(connection: Connection, system: AccountSystem, flow: Flow[Any], identity: Identity) -> FaceOutcome:
    """Everyone passes whom nobody decided otherwise of; but nobody is who has another's document, or recovers what they never had."""
    wanted = (persons.c.document_type == identity.document_type.value) & (persons.c.document_number == identity.number)
    accounts = system.accounts
    joined = select(persons.c.id, persons.c.name, accounts.c.person_id.label("account")).outerjoin(accounts)
    row = connection.execute(joined.where(wanted)).one_or_none()
    if not flow.kind.admits_strangers and (row is None or row.account is None):
        return FaceOutcome.other_person
    if row is None:
        return FaceOutcome.passed
    if not same_name(row.name, identity.name):
        return FaceOutcome.other_person
    return face_checks.outcome(connection, row.id)


def _counted(connection: Connection, system: AccountSystem, flow: Flow[Any], outcome: FaceOutcome, now: datetime) -> Refused | None:
    """Another person's face is a failure, one's own sets them to zero; under a lock nothing is looked at (BJ-42, BJ-43)."""
    person_id, rule = flow.kind.whose(flow.state), system.policy.account_lockout
    if not isinstance(person_id, int) or system.faces is None:
        return None
    subject = Subject(system.faces, str(person_id))
    found = locks.lock_on(connection, system.subjects_of(person_id), rule, now)
    if found is not None:
        return because(Refused(RefusalCode.locked, attempts_left=0, retry_after=found[1].seconds), "second.locked", "BJ-43")
    if outcome is FaceOutcome.passed:
        counters.save(connection, subject, Counter(), now)
    elif outcome is FaceOutcome.other_person:
        counters.save(connection, subject, lockout.miss(rule, counters.load(connection, subject), now), now)
    return None


def _locking(connection: Connection, system: AccountSystem, flow: Flow[Any], now: datetime) -> Why | None:
    """The lock by the face, if there is one."""
    person_id = flow.kind.whose(flow.state)
    if not isinstance(person_id, int) or system.faces is None:
        return None
    found = locks.lock_on(connection, (Subject(system.faces, str(person_id)),), system.policy.account_lockout, now)
    return None if found is None else Why("lock.face", "BJ-43", {"count": found[0].failures, "left": found[1].seconds})


def _state(row: Row[Any], now: datetime) -> FaceState:
    """A check runs out without anyone writing it down; one from a time to come is over too."""
    state = FaceState(row.state)
    return FaceState.expired if state is FaceState.waiting and not now < row.expires_at <= now + LIFE else state


def _left(row: Row[Any], now: datetime) -> int:
    left: timedelta = row.expires_at - now
    return max(0, ceil(left.total_seconds()))


def _hashed(link_id: str) -> str:
    """130 random bits need no salt and no slow hash."""
    return hashlib.sha256(link_id.encode()).hexdigest()
