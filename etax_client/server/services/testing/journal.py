"""The journal: who asked what, what was decided and why; kept for testers while their door is open, without a secret (SEC-5)."""

import asyncio
import json
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, union_all

from etax_client.clock import Clock
from etax_client.domain.masking import mask_name
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.accounts import normalise_identifier
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.news import News
from etax_client.server.services.why import Explained, Fact, Why, why_of
from etax_client.server.store.database import Store
from etax_client.server.store.tables import journal, persons

MOST = 10_000
"""Rows kept; the oldest go."""
_NOTE = "etax.note"
_MARK = 8
"""Characters of a client's mark that tell clients apart to the eye."""


@dataclass(slots=True)
class Note:
    """What becomes known of a request while it is answered; whoever decides writes it down here."""

    decided: str = ""
    why: Why | None = None
    person_id: int | None = None
    client: str = ""
    fault: str = ""
    """What was made to go wrong with it, on demand."""
    passed_over: bool = False
    """Whether nothing was decided that a row could tell of; what is refused gets one all the same."""
    repeated: bool = False
    """Whether it was done before, and is only answered once more."""

    def says(self, decided: str, key: str, rule: str, /, *, person_id: int | None = None, **facts: Fact) -> None:
        """It was granted, and why."""
        if self.repeated:
            decided, key, rule, facts = "repeated", "repeated", "IDM-1", {}
        self.decided, self.why = decided, Why(key, rule, facts)
        self._meets(person_id)

    def tells(self, decided: str, why: Why) -> None:
        """As `says`, with a reason that a service has given."""
        self.says(decided, why.key, why.rule)
        if not self.repeated:
            self.why = why

    def refuses(self, refused: Refused) -> None:
        self.decided, self.why = refused.code.value, why_of(refused)
        self._meets(refused.person_id if isinstance(refused, Explained) else None)

    def _meets(self, person_id: int | None) -> None:
        if person_id is not None:
            self.person_id = person_id


def note_of(scope: Mapping[str, Any]) -> Note:
    """The note of the request that a scope belongs to; while the door is shut one that nobody reads."""
    found = scope.get(_NOTE)
    return found if isinstance(found, Note) else Note()


def take_notes(scope: MutableMapping[str, Any]) -> Note:
    """From now on there is a note that goes with the request."""
    note = Note()
    scope[_NOTE] = note
    return note


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, from where, and the status of the answer; 0 if there was none."""

    what: str
    address: str
    status: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal; `person` is the masked name of who asked, where that is known."""

    entry_id: int
    at: datetime
    person_id: int | None
    person: str | None
    client: str
    address: str
    asked: str
    status: int
    decided: str
    why: Why


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: of this person (an id or a login name), with this outcome, whose request holds this text, by this rule."""

    person: str = ""
    decided: str = ""
    path: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    store: Store
    clock: Clock
    systems: tuple[AccountSystem, ...]
    news: News

    def write(self, asked: Asked, note: Note) -> None:
        """One row. Raises StoreError."""
        why = note.why or Why("done", "")
        facts = {**why.facts, "fault": note.fault} if note.fault else dict(why.facts)
        with self.store.write() as connection:
            made = connection.execute(
                insert(journal)
                .values(
                    at=self.clock.now(),
                    person_id=note.person_id,
                    client=note.client[:_MARK],
                    address=asked.address,
                    asked=asked.what,
                    status=asked.status,
                    decided=note.decided,
                    why=why.key,
                    params=json.dumps(facts, ensure_ascii=False),
                    rule=why.rule,
                )
                .returning(journal.c.id)
            ).scalar_one()
            connection.execute(delete(journal).where(journal.c.id <= made - MOST))
            self.news.tell(connection)

    def read(self, wanted: Wanted, after: int | None, limit: int) -> list[Entry]:
        """Up to `limit` rows, oldest first: those next after the row `after`, or the newest if it is None. Raises StoreError."""
        chosen = select(journal, persons.c.name).join_from(journal, persons, journal.c.person_id == persons.c.id, isouter=True)
        chosen = chosen.where(*_filters(wanted, self.systems)).limit(limit)
        with self.store.read() as connection:
            if after is None:
                return [_entry(row) for row in reversed(connection.execute(chosen.order_by(journal.c.id.desc())).all())]
            return [_entry(row) for row in connection.execute(chosen.where(journal.c.id > after).order_by(journal.c.id)).all()]

    async def follow(
        self, wanted: Wanted, after: int | None, limit: int, wait: float, gone: "asyncio.Future[None] | None" = None
    ) -> list[Entry]:
        """As `read`, but with nothing to tell it waits until there is, up to `wait` seconds, or until the asker is `gone`."""
        until = self.clock.monotonic() + min(wait, LONGEST_WAIT)
        goes_on = True
        while True:
            mark = self.news.mark()
            found, left = self.read(wanted, after, limit), until - self.clock.monotonic()
            if found or left <= 0 or not goes_on:
                return found
            goes_on = await self.news.wait(mark, left, gone)


def _filters(wanted: Wanted, systems: tuple[AccountSystem, ...]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.person:
        person = normalise_identifier(wanted.person)
        by_name = union_all(*(select(each.accounts.c.person_id).where(each.accounts.c.login_name == person) for each in systems))
        is_id = person.isascii() and person.isdecimal() and len(person) <= 9
        found.append(journal.c.person_id == int(person) if is_id else journal.c.person_id.in_(by_name))
    if wanted.decided:
        found.append(journal.c.decided == wanted.decided)
    if wanted.path:
        found.append(journal.c.asked.contains(wanted.path, autoescape=True))
    if wanted.rule:
        found.append(journal.c.rule == wanted.rule)
    return found


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        entry_id=row.id,
        at=row.at,
        person_id=row.person_id,
        person=None if row.name is None else mask_name(row.name),
        client=row.client,
        address=row.address,
        asked=row.asked,
        status=row.status,
        decided=row.decided,
        why=Why(row.why, row.rule, json.loads(row.params)),
    )
