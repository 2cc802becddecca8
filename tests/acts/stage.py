"""Everyone who acts by a session, their requests held back or overtaken at the last moment, and a look at what was done."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import Connection, select

from etax_client.domain.channels import Channel
from etax_client.domain.refusals import EndReason
from etax_client.server.pages.cookies import TRAINER as COOKIE
from etax_client.server.pages.trainer.trainer_visit import PAGE
from etax_client.server.services.repeats import new_key
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.sessions.trainers import Trainers
from etax_client.server.store import meta
from etax_client.server.store.database import Store
from etax_client.server.store.sqlite import driver_of
from etax_client.server.store.tables import guess_counters, metadata, sessions
from etax_client.wire import paths, spelling
from tests.pages.surfing import Surfer, surfer
from tests.server.running import PASSWORD, Running
from tests.server.testing.journal import TOKEN

FORM = "application/x-www-form-urlencoded"
_BOOKS = {"sessions", "guess_counters", "client_marks", "captchas", "sliders", "strangers", "answers", "journal"}
"""Tables in which it is written down that someone asked, whatever came of it."""
_BOOKED = (meta.KEY, meta.MARK, meta.NEWS, meta.TRAINERS)
"""Single facts of which the same is true."""


@dataclass
class Ask:
    """A request that is ready to be sent, and what ends the right to it."""

    http: httpx.AsyncClient
    method: str
    path: str
    end: Callable[[], None]
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    async def send(self, meanwhile: Callable[[], object] = lambda: None, *, key: str = "") -> httpx.Response:
        """First the head, then whatever happens `meanwhile`, then the body; under this key, or one of its own."""

        async def held() -> AsyncIterator[bytes]:
            happens = meanwhile()
            if isinstance(happens, Awaitable):
                await happens
            yield self.body

        keyed = {paths.KEY_HEADER: key or new_key()} if "Authorization" in self.headers else {}
        return await self.http.request(self.method, self.path, content=held(), headers={**self.headers, **keyed})


Deed = Callable[[Running], Awaitable[Ask]]
"""Leads a server with the demo's world to where a request can be sent, and gives the request."""
Deeds = dict[tuple[str, str], Deed]
"""By method and route."""


# --- who acts


async def by_token(server: Running, account: str, method: str, path: str, body: object = None, channel: str = "client") -> Ask:
    """A program that is logged in."""
    http = server.caller().http
    reply = await http.post(paths.SESSIONS, json={"account": account, "password": PASSWORD, "channel": channel})
    token = reply.json()["token"]
    headers = {"Authorization": f"Bearer {token}", **({} if body is None else {"Content-Type": "application/json"})}
    return Ask(http, method, path, ending(server, token), b"" if body is None else spelling.write(body), headers)


@dataclass
class Visitor:
    """Someone who is logged in to pages, and what ends that."""

    surfer: Surfer
    end: Callable[[], None]

    async def fills_in(self, page: str, action: str = "", *, to: str = "", button: str = "", **typed: str) -> Ask:
        """The form as it stands on the page; `action` is its address if it is not the page's, `to` that of another of its buttons.

        `button` is the value of one, where several forms have that address.
        """
        forms = [form for form in (await self.surfer.open(page)).page.forms if form.action == (action or page)]
        found = next(form for form in forms if not button or button in [each.value for each in form.buttons])
        body = urlencode({**found.fields, **typed}).encode()
        return Ask(self.surfer.http, "POST", to or action or page, self.end, body, {"Content-Type": FORM})


async def visitor(server: Running, account: str, site: str) -> Visitor:
    """Someone in the APP or the portal."""
    someone = await surfer(server).logged_in(account, site)
    token = someone.http.cookies["etax-portal" if site == "/portal" else "etax-phone"]
    return Visitor(someone, ending(server, token))


async def trainer(server: Running) -> Visitor:
    """A trainer who has come in."""
    one = await surfer(server).open(f"/control{PAGE}")
    await one.send(f"/control{PAGE}/login", key=TOKEN)
    token, trainers = one.http.cookies[COOKIE], Trainers(server.services.store, server.clock)
    return Visitor(one, lambda: trainers.end(token))


def ending(server: Running, token: str, of: Sessions | None = None) -> Callable[[], None]:
    """As 退出 in another window, or by another process of the same server; `of` are the sessions of its account system."""
    found = of or server.services.sessions
    session = found.find(token, None)
    assert isinstance(session, Session)
    assert session.channel in Channel
    return lambda: found.end(session, EndReason.logged_out)


# --- what was done


@contextmanager
def kept(server: Running, http: httpx.AsyncClient) -> Iterator[Callable[[], None]]:
    """What leads back to this moment, as often as it is called: all that is in the world, and the cookies of a browser."""
    with server.services.store.read() as connection:
        memory = driver_of(connection)
    cookies = httpx.Cookies(http.cookies)
    with closing(sqlite3.connect(":memory:")) as image:
        memory.backup(image)

        def begin_anew() -> None:
            image.backup(memory)
            http.cookies = cookies

        yield begin_anew


def done(server: Running) -> dict[str, Any]:
    """What acts leave behind: all rows but those that say that someone asked, and the worlds."""
    with server.services.store.read() as connection:
        memory = driver_of(connection)
        found = {name: memory.execute(look).fetchall() for name, look in _looks().items()}
        locked = select(guess_counters.c.kind, guess_counters.c.subject).where(guess_counters.c.locked_until.is_not(None))
        locks = sorted(tuple(row) for row in connection.execute(locked))
        put_out = select(sessions.c.id).where(sessions.c.end_reason.in_((EndReason.expired.value, EndReason.trainer.value)))
        ended = list(connection.execute(put_out).scalars())
    facts = [fact for fact in found.pop("meta") if fact[0] not in _BOOKED]
    return {**found, "facts": facts, "locks": locks, "ended": ended, "worlds": server.app.state.worlds.names()}


@cache
def _looks() -> dict[str, str]:
    """At each table, past what reads rows as the program does: all of them are looked through some hundreds of times."""
    return {each.name: f"SELECT * FROM {each.name}" for each in metadata.sorted_tables if each.name not in _BOOKS}


# --- the last moment


@contextmanager
def overtaken(before: int, happens: Callable[[], object]) -> Iterator[None]:
    """`happens` as another process would do it: just before this one's write of that number gets its turn."""
    plain, count = Store.write, 0

    @contextmanager
    def write(store: Store) -> Iterator[Connection]:
        nonlocal count
        count += 1
        if count == before:
            happens()
        with plain(store) as connection:
            yield connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "write", write)
        yield
