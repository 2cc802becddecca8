"""Flows of registration and recovery as rows: begun, found by their secret, moved on inside the caller's transaction, forgotten (REG-1)."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Generic

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from etax_client.domain.channels import Channel
from etax_client.domain.flows.flow import FlowKind, S, V
from etax_client.domain.identity.identity import Identity
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.guessing import address_limits
from etax_client.server.store.tables import flows, persons

MOST = 10_000
"""Beyond it the oldest are forgotten, so that beginnings without an end can't fill the disk."""
MOST_BEGUN = 120
"""Flows that one address may begin in a minute: far below what would push out others' living ones."""
_COUNTED_AS = "flow "
_SKEW = timedelta(seconds=5)
"""By so much the clocks of several servers may differ."""


@dataclass(frozen=True, slots=True)
class Flow(Generic[S]):
    """A living flow: its state, the hash of the password that was set up in it, and the hall code that proved it."""

    flow_id: int
    kind: FlowKind[S, Any]
    bound_to: str
    """What its SMS codes are bound to (COD-1): made from its secret, as a database may give an id once more."""
    state: S
    password_hash: str | None
    hall_code_id: int | None
    seconds: int
    finished_with: str | None = None
    """What its end was asked for with; whoever asks with anything else is told that it is over (IDM-1)."""


def begun_too_often(connection: Connection, address: str, now: datetime) -> Refused | None:
    """Counts the beginning of a flow; why this address has to wait, if it has."""
    refused = address_limits.refusal(connection, address, now, _COUNTED_AS, MOST_BEGUN)
    if refused is None:
        address_limits.miss(connection, address, now, _COUNTED_AS)
    return refused


def begin(connection: Connection, kind: FlowKind[S, V], channel: Channel, now: datetime, secret: str | None = None) -> Secret:
    """A new flow's secret, 256 random bits, the caller's or new ones; only its hash is kept."""
    connection.execute(delete(flows).where(flows.c.expires_at <= now))
    excess = connection.execute(select(func.count()).select_from(flows)).scalar_one() - MOST + 1
    if excess > 0:
        oldest = select(flows.c.id).order_by(flows.c.id).limit(excess)
        connection.execute(delete(flows).where(flows.c.id.in_(oldest)))
    secret = secret or secrets.token_urlsafe(32)
    content = _spelled(kind.begun(channel))
    values = {"secret_hash": _hashed(secret), "kind": kind.name, "content": content, "expires_at": now + kind.life}
    connection.execute(insert(flows).values(values))
    return Secret(secret)


def find(connection: Connection, kind: FlowKind[S, V], secret: str, now: datetime) -> Flow[S] | None:
    """The living flow of a secret; its row is locked where the database can do that.

    When the clock is set back, one from a time to come is over too.
    """
    mine = (flows.c.secret_hash == _hashed(secret)) & (flows.c.kind == kind.name)
    row = connection.execute(select(flows).where(mine).with_for_update()).one_or_none()
    return None if row is None else _living(row, kind, now)


def of_any(connection: Connection, systems: Iterable[AccountSystem], flow_id: int, now: datetime) -> tuple[AccountSystem, Flow[Any]] | None:
    """As `find`, by its id, for what hangs on a flow of whichever kind of any of these systems, which tells whose it is."""
    row = connection.execute(select(flows).where(flows.c.id == flow_id).with_for_update()).one_or_none()
    for system in () if row is None else systems:
        kind = None if row is None else system.kind_of(row.kind)
        flow = None if row is None or kind is None else _living(row, kind, now)
        if flow is not None:
            return system, flow
    return None


def about(connection: Connection, system: AccountSystem, person_id: int, now: datetime) -> list[Flow[Any]]:
    """The living flows of this system that go about the account of a person: all but those in which one is made."""
    kinds = {kind.name: kind for kind, _ in system.flows if not kind.admits_strangers}
    person = connection.execute(select(persons).where(persons.c.id == person_id)).one()
    # the text narrows it down, so that not every flow has to be read
    by_number = flows.c.content.contains(f'"{person.document_number}"', autoescape=True)
    by_id = flows.c.content.contains(f'"person_id":{person_id}', autoescape=True)
    likely = select(flows).where(flows.c.kind.in_(kinds), by_number | by_id)
    found = [_living(row, kinds[row.kind], now) for row in connection.execute(likely.with_for_update()).all()]
    return [flow for flow in found if flow is not None and _is_of(flow.kind.whose(flow.state), person)]


def _is_of(whose: int | Identity | None, person: Row[Any]) -> bool:
    if isinstance(whose, Identity):
        return (whose.document_type, whose.number) == (person.document_type, person.document_number)
    return bool(whose == person.id)


def living(connection: Connection, kind: FlowKind[S, V], now: datetime, limit: int) -> list[Flow[S]]:
    """Those of a kind that go on, the newest first."""
    newest = select(flows).where(flows.c.kind == kind.name, flows.c.expires_at > now).order_by(flows.c.id.desc()).limit(limit)
    found = (_living(row, kind, now) for row in connection.execute(newest))
    return [flow for flow in found if flow is not None]


def names_of(connection: Connection, held: Iterable[str], now: datetime) -> list[str]:
    """By which the living ones of these flows are named in what is sent and proved in them (COD-1)."""
    hashes = [_hashed(secret) for secret in held]
    living = select(flows.c.secret_hash).where(flows.c.secret_hash.in_(hashes), flows.c.expires_at > now)
    return [_named(found) for found in connection.execute(living).scalars()]


def move(connection: Connection, flow: Flow[S], state: S) -> None:
    """Its state from now on."""
    note(connection, flow, content=_spelled(state))


def note(connection: Connection, flow: Flow[Any], **values: object) -> None:
    """Its `password_hash`, `hall_code_id` or `finished_with` from now on."""
    connection.execute(update(flows).where(flows.c.id == flow.flow_id).values(values))


def forget(connection: Connection, flow: Flow[Any]) -> None:
    connection.execute(delete(flows).where(flows.c.id == flow.flow_id))


def _living(row: Row[Any], kind: FlowKind[S, V], now: datetime) -> Flow[S] | None:
    """As it goes on today, if it does."""
    if not now < row.expires_at <= now + kind.life + _SKEW:
        return None
    return Flow(
        row.id,
        kind,
        _named(row.secret_hash),
        kind.resumed(msgspec.json.decode(row.content, type=kind.state)),
        row.password_hash,
        row.hall_code_id,
        max(1, ceil((row.expires_at - now).total_seconds())),
        row.finished_with,
    )


def _named(secret_hash: str) -> str:
    return f"flow {secret_hash[:32]}"


def ending(secret: str, asked: Secret) -> str:
    """What `asked` for a flow's end, as it is kept: keyed with the flow's secret, of which the database has a hash alone."""
    return hmac.new(secret.encode(), asked.reveal().encode(), hashlib.sha256).hexdigest()


def _spelled(state: object) -> str:
    return msgspec.json.encode(state).decode()


def _hashed(secret: str) -> str:
    """256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
