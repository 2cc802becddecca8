"""Backups: made while a server writes, put back when none does; nobody is logged in afterwards, and what was used stays used (DUR-3)."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from etax_client import cli, shell
from etax_client.server.store import copies, meta, world_places
from etax_client.server.store.database import Store, open_store
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.tables import captchas, hall_codes, one_time_codes, persons, sessions
from etax_client.server.world import backups

NOW = datetime(2026, 11, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=7)


def fault_of(act: Callable[[], object]) -> StoreFault:
    with pytest.raises(StoreError) as raised:
        act()
    return raised.value.fault


def fill(store: Store) -> None:
    """Someone who is logged in, two hall codes that wait, an SMS code and a captcha."""
    person = {"document_type": "resident_id", "document_number": "440199198805120030", "name": "李明"}
    with store.write() as connection:
        connection.execute(insert(persons).values(id=1, **person))
        connection.execute(insert(sessions).values(token_hash="t", person_id=1, started_at=NOW, last_seen=NOW))
        for number in (1, 2):
            code = {"code_hash": f"c{number}", "state": "issued", "issued_at": NOW, "expires_at": LATER}
            connection.execute(insert(hall_codes).values(id=number, **person, **code))
        sms = {"purpose": "registration", "target": "13800000009", "bound_to": "", "code_hash": "s", "wrong": 0, "sent_at": NOW}
        connection.execute(insert(one_time_codes).values(state="issued", expires_at=LATER, **sms))
        picture = {"client": "c", "purpose": "login", "state": "good", "sealed": "s", "expires_at": LATER}
        connection.execute(insert(captchas).values(id="x", **picture))


def use_first_code(store: Store) -> None:
    with store.write() as connection:
        connection.execute(update(hall_codes).where(hall_codes.c.id == 1).values(state="used"))


def states(file: Path) -> tuple[list[str | None], list[str], list[str], int]:
    """Why sessions ended, the states of hall codes and SMS codes, and how many captchas there are."""
    store = open_store(str(file))
    with store.read() as connection:
        ended = list(connection.execute(select(sessions.c.end_reason)).scalars())
        codes = list(connection.execute(select(hall_codes.c.state).order_by(hall_codes.c.id)).scalars())
        sms = list(connection.execute(select(one_time_codes.c.state)).scalars())
        found = ended, codes, sms, len(connection.execute(select(captchas.c.id)).all())
    store.close()
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "etax.sqlite3"


@pytest.mark.parametrize(
    ("database", "where"),
    [
        ("etax.sqlite3", "etax.sqlite3"),
        ("sqlite:////srv/etax.sqlite3", "/srv/etax.sqlite3"),
        ("sqlite://", None),
        ("postgresql://etax@db/etax", None),
    ],
)
def test_only_what_is_in_a_file_can_be_copied(database: str, where: str | None) -> None:
    if where is not None:
        assert copies.file_of(database) == Path(where)
    else:
        assert fault_of(lambda: copies.file_of(database)) is StoreFault.unsupported


def test_a_copy_that_cannot_be_made_or_put_leaves_everything_as_it_was(file: Path, tmp_path: Path) -> None:
    def copy_into(folder: Path) -> None:
        with copies.copied(file, folder):
            raise AssertionError("there is no copy")

    assert fault_of(lambda: copy_into(tmp_path)) is StoreFault.missing
    open_store(str(file)).close()
    (tmp_path / "taken").write_bytes(b"no folder")
    assert fault_of(lambda: copy_into(tmp_path / "taken")) is StoreFault.not_writable
    assert fault_of(lambda: copies.put(tmp_path / "gone", file)) is StoreFault.not_writable
    with closing(sqlite3.connect(file)) as kept:
        assert kept.execute("SELECT count(*) FROM persons").fetchone() == (0,)


def test_a_backup_is_one_whole_file_made_while_the_server_writes(file: Path, tmp_path: Path) -> None:
    store = open_store(str(file))
    fill(store)
    copy = tmp_path / "backups" / "monday"
    backups.back_up(str(file), copy)
    use_first_code(store)
    store.close()
    assert [path.name for path in copy.parent.iterdir()] == ["monday"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert states(copy) == ([None], ["issued", "issued"], ["issued"], 1)


def test_after_a_restore_nobody_is_logged_in_and_what_was_used_stays_used(file: Path, tmp_path: Path) -> None:
    store = open_store(str(file))
    fill(store)
    copy = tmp_path / "monday"
    backups.back_up(f"sqlite:///{file}", copy)
    use_first_code(store)
    assert fault_of(lambda: backups.restore(copy, str(file))) is StoreFault.busy
    store.close()
    backups.restore(copy, str(file))
    assert states(file) == (["expired"], ["used", "issued"], ["replaced"], 0)
    assert states(copy)[0] == [None]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_restore_over_a_damaged_database_leaves_no_code_good(file: Path, tmp_path: Path) -> None:
    """Nobody can tell which of them have been used since."""
    store = open_store(str(file))
    fill(store)
    copy = tmp_path / "monday"
    backups.back_up(str(file), copy)
    store.close()
    file.write_bytes(b"SQLite format 3\x00" + b"\xff" * 50_000)
    backups.restore(copy, str(file))
    assert states(file) == (["expired"], ["replaced", "replaced"], ["replaced"], 0)


def test_time_does_not_go_back_with_the_database(file: Path, tmp_path: Path) -> None:
    """CLK-1."""
    store = open_store(str(file))
    copy = tmp_path / "monday"
    backups.back_up(str(file), copy)
    mark = f"{int(datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1_000_000)} - 0"
    with store.write() as connection:
        meta.put(connection, meta.MARK, mark)
    store.close()
    backups.restore(copy, str(file))
    store = open_store(str(file))
    with store.read() as connection:
        assert (meta.get(connection, meta.MARK) or "") >= mark
    store.close()


def test_named_worlds_go_along(file: Path, tmp_path: Path) -> None:
    place, copy = world_places.place(str(file), "seat-3"), tmp_path / "monday"
    for each in (str(file), place):
        store = open_store(each)
        fill(store)
        store.close()
    backups.back_up(str(file), copy)
    Path(place or "").unlink()
    backups.restore(copy, str(file))
    assert states(Path(place or ""))[0] == ["expired"]


def test_another_programs_database_is_not_replaced(file: Path, tmp_path: Path) -> None:
    open_store(str(file)).close()
    backups.back_up(str(file), tmp_path / "monday")
    theirs = tmp_path / "theirs.db"
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("CREATE TABLE bookmarks (id INTEGER)")
    before = theirs.read_bytes()
    assert fault_of(lambda: backups.restore(tmp_path / "monday", str(theirs))) is StoreFault.foreign
    assert theirs.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "fault"), [(None, StoreFault.missing), (b"dear diary, " * 1000, StoreFault.corrupt), (b"", StoreFault.foreign)]
)
def test_what_is_no_backup_replaces_nothing(file: Path, tmp_path: Path, content: bytes | None, fault: StoreFault) -> None:
    store = open_store(str(file))
    fill(store)
    store.close()
    if content is not None:
        (tmp_path / "notes").write_bytes(content)
    assert fault_of(lambda: backups.restore(tmp_path / "notes", str(file))) is fault
    assert states(file)[0] == [None]
    assert [path.name for path in file.parent.iterdir()] == ["etax.sqlite3"]


def test_the_commands(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They ask before something is replaced, and leave a PostgreSQL to its own tools."""
    open_store(str(file)).close()
    copy, kept = str(tmp_path / "monday"), ("--database", str(file), "--lang", "en")
    assert cli.run(["backup", copy, *kept]) == 0
    assert copy in capsys.readouterr().out
    for verb in ("backup", "restore"):
        assert cli.run([verb, copy, *kept]) == shell.WRONG_USE
        assert "--yes" in capsys.readouterr().err
        assert cli.run([verb, copy, *kept, "--yes"]) == 0
        assert cli.run([verb, copy, "--yes", "--lang", "en", "--database", "postgresql://u:canary@h/d"]) == shell.WRONG_USE
        told = capsys.readouterr().err
        assert {"backup": "pg_dump", "restore": "pg_restore"}[verb] in told
        assert "canary" not in told
    assert cli.run(["restore", str(tmp_path / "none"), *kept, "--yes"]) == shell.FAILED
    assert "No such database" in capsys.readouterr().err
