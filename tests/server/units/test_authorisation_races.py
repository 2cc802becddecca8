"""Authorisations given, changed, ended and used at two servers over one database at the same time (AUZ-2, AUZ-3, AUT-02, VER-03, CON-2)."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from etax_client.domain.local_time import local_day
from etax_client.domain.policies import Phase
from etax_client.server.store import meta
from etax_client.wire import paths
from tests.server.others import NO_TLS, OtherServer
from tests.server.running import PASSWORD, Json
from tests.server.units.authorising import NEWCOMER, NUMBERS

Other = Callable[..., OtherServer]
ROUNDS = 4
AT = paths.authorised(1)


class Pair:
    """Two servers, in phase 2, and people logged in who may be asked at either."""

    def __init__(self, other: Other, folder: Path) -> None:
        self.clients: list[httpx.Client] = []
        self._database = folder / "etax.sqlite3"
        self._servers = [other(self._database), other(self._database)]
        self.write("INSERT INTO meta (key, value) VALUES (?, ?)", meta.SWITCHED, Phase.phase_2.value)

    def write(self, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self._database, timeout=30)) as connection, connection:
            connection.execute(statement, values)

    def read(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._database, timeout=30)) as connection:
            return connection.execute(statement, values).fetchall()

    def signed_in(self, account: str, at: int) -> httpx.Client:
        http = httpx.Client(base_url=self._servers[at].url, trust_env=False, verify=NO_TLS, timeout=60)
        token = http.post(paths.SESSIONS, json={"account": account, "password": PASSWORD}).json()["token"]
        http.headers["Authorization"] = f"Bearer {token}"
        self.clients.append(http)
        return http


@pytest.fixture
def pair(other: Other, tmp_path: Path) -> Iterator[Pair]:
    made = Pair(other, tmp_path)
    yield made
    for client in made.clients:
        client.close()


def outcome(reply: httpx.Response) -> str:
    return "ok" if reply.is_success else str(reply.json()["code"])


def together(*acts: Callable[[], httpx.Response]) -> list[str]:
    """Each in a thread of its own, from one moment on."""
    gate = threading.Barrier(len(acts))

    def one(act: Callable[[], httpx.Response]) -> str:
        gate.wait(30)
        return outcome(act())

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def row_of(asker: httpx.Client, name: str) -> Json:
    found: Json = next(each for each in asker.get(AT).json()["people"] if each["name"] == name)
    return found


def test_auz_3_nobody_enters_by_what_was_revoked_before_they_asked(pair: Pair) -> None:
    """Phase 2: a clerk goes in and out at both servers while it is ended at one; then nobody is let in, nor shown the unit as open."""
    clerks, fang = [pair.signed_in("liming", at) for at in (0, 1)], pair.signed_in("wangfang", 1)
    mine = row_of(fang, "李明")["authorisation_id"]
    for _ in range(ROUNDS):
        over = threading.Event()

        def go_in_and_out(clerk: httpx.Client, over: threading.Event = over) -> list[tuple[bool, str]]:
            seen: list[tuple[bool, str]] = []
            while sum(asked_after for asked_after, _ in seen) < 3:
                asked_after = over.is_set()
                seen.append((asked_after, outcome(clerk.get(paths.unit_home(1)))))
            return seen

        with ThreadPoolExecutor(2) as pool:
            walks = [pool.submit(go_in_and_out, clerk) for clerk in clerks]
            ended = outcome(fang.delete(paths.authorisation(1, mine)))
            over.set()
            seen = [each for walk in walks for each in walk.result(60)]
        assert ended == "ok"
        assert (True, "ok") not in seen
        assert {result for _, result in seen} <= {"ok", "unit_closed"}
        for clerk in clerks:
            units = clerk.get(paths.UNITS).json()["units"]
            assert [unit["opened"] for unit in units if unit["unit_id"] == 1] == [False]
        pair.write("UPDATE authorisations SET ended_at = NULL WHERE id = ?", mine)
        assert outcome(clerks[0].get(paths.unit_home(1))) == "ok"


def test_aut_02_four_who_authorise_the_same_person_make_one(pair: Pair) -> None:
    askers = [pair.signed_in(account, at) for account in ("wangfang", "chenjing") for at in (0, 1)]
    tomorrow = local_day(datetime.now(UTC) + timedelta(days=1)).isoformat()
    body = {"name": NEWCOMER, "document_type": "resident_id", "number": NUMBERS[NEWCOMER], "permission": "filing", "start": tomorrow}
    whose = "person_id = (SELECT id FROM persons WHERE name = ?)"
    for _ in range(ROUNDS):
        found = together(*(partial(asker.post, AT, json=body) for asker in askers))
        assert sorted(found) == ["already_authorised"] * 3 + ["ok"]
        assert pair.read(f"SELECT count(*) FROM authorisations WHERE {whose}", NEWCOMER) == [(1,)]
        pair.write(f"DELETE FROM authorisations WHERE {whose}", NEWCOMER)


def test_aut_04_what_is_ended_stays_ended_whoever_changes_it_meanwhile(pair: Pair) -> None:
    """Nor does a manager give anything once their own is ended (AUZ-2)."""
    one, two, manager = pair.signed_in("wangfang", 0), pair.signed_in("wangfang", 1), pair.signed_in("chenjing", 1)
    row, own = row_of(one, "李明"), row_of(one, "陈静")["authorisation_id"]
    path, term = paths.authorisation(1, row["authorisation_id"]), {"permission": "management", "start": row["term"]["start"]}
    for _ in range(ROUNDS):
        found = together(
            partial(one.delete, path), partial(two.put, path, json=term), partial(two.delete, path), partial(manager.put, path, json=term)
        )
        assert sorted((found[0], found[2])) == ["authorisation_unknown", "ok"]
        assert {found[1], found[3]} <= {"ok", "authorisation_unknown"}
        (state,) = pair.read("SELECT ended_at IS NULL FROM authorisations WHERE id = ?", row["authorisation_id"])
        assert state == (0,)
        pair.write("UPDATE authorisations SET ended_at = NULL, permission = 'filing' WHERE id = ?", row["authorisation_id"])
        ended, changed = together(partial(one.delete, paths.authorisation(1, own)), partial(manager.put, path, json=term))
        assert (ended, changed) in {("ok", "ok"), ("ok", "unit_unknown")}
        assert outcome(manager.put(path, json=term)) == "unit_unknown"
        pair.write("UPDATE authorisations SET ended_at = NULL WHERE id = ?", own)
