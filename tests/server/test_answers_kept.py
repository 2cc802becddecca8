"""How the answers to acts are kept: with the act or not at all, for so long, and so many (IDM-1)."""

from types import NoneType

import pytest
from sqlalchemy import Connection, func, select, update

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services import repeats
from etax_client.server.services.repeats import IN_FLIGHT, LIFE, MOST_OF_ONE, SECRETS_SHOWN, Asking, Once
from etax_client.server.store.database import Proof, Store
from etax_client.server.store.errors import StoreError
from etax_client.server.store.tables import accounts, answers
from tests.server.running import Running
from tests.server.test_repeats import KEY, OTHER_KEY


def asking(key: str = KEY, who: str = "person 1", body: bytes = b"{}") -> Asking:
    return Asking(who, key, "POST /x", body)


def rename(server: Running, name: str, once: Once, *, breaks: bool = False) -> str:
    """An act with an effect that can be seen."""
    with server.services.store.write() as connection:
        connection.execute(update(accounts).where(accounts.c.login_name.in_(("liming", "first", "second"))).values(login_name=name))
        once.keep(connection, name)
        if breaks:
            raise ZeroDivisionError
    return name


def names(server: Running) -> set[str]:
    with server.services.store.read() as connection:
        return set(connection.execute(select(accounts.c.login_name)).scalars()) & {"liming", "first", "second"}


async def test_an_act_that_breaks_leaves_neither_an_effect_nor_an_answer(server: Running) -> None:
    """IDM-1: the record is written in the act's own transaction."""
    service = server.services.repeats
    with pytest.raises(ZeroDivisionError):
        await service.once(asking(), str, lambda once: rename(server, "first", once, breaks=True))
    assert names(server) == {"liming"}
    assert await service.once(asking(), str, lambda once: rename(server, "second", once)) == ("second", False)
    assert await service.once(asking(), str, lambda once: rename(server, "first", once)) == ("second", True)


async def test_a_whole_act_that_has_begun_is_never_done_again(server: Running) -> None:
    """ACT-2: whatever becomes of it after its first transaction; before that it may be tried anew."""
    service, store = server.services.repeats, server.services.store

    async def act(by: Proof, breaks: int) -> str:
        for number, name in enumerate(("first", "second"), 1):
            if number == breaks:
                raise ZeroDivisionError
            rename_in(store.acted_on(by), name)
        return "answer"

    with pytest.raises(ZeroDivisionError):
        await service.whole(asking(), str, lambda by: act(by, 1))
    with pytest.raises(ZeroDivisionError):
        await service.whole(asking(), str, lambda by: act(by, 2))
    assert names(server) == {"first"}
    assert await service.whole(asking(), str, lambda by: act(by, 0)) == (None, True)
    assert names(server) == {"first"}
    assert await service.whole(asking(OTHER_KEY), str, lambda by: act(by, 0)) == ("answer", False)
    assert await service.whole(asking(OTHER_KEY), str, lambda by: act(by, 1)) == ("answer", True)


async def test_a_whole_act_that_comes_late_does_nothing(server: Running) -> None:
    """Another has begun in its place, as it wrote nothing for a minute; once it has written, nobody does."""
    service, store = server.services.repeats, server.services.store

    async def quick(by: Proof) -> str:
        rename_in(store.acted_on(by), "second")
        return "quick"

    async def slow(by: Proof) -> str:
        await server.manual.advance(IN_FLIGHT.total_seconds())
        assert await service.whole(asking(), str, quick) == ("quick", False)
        rename_in(store.acted_on(by), "first")
        return "slow"

    async def begun(by: Proof) -> str:
        rename_in(store.acted_on(by), "first")
        await server.manual.advance(IN_FLIGHT.total_seconds())
        assert await service.whole(asking(OTHER_KEY), str, quick) == (None, True)
        return "begun"

    with pytest.raises(StoreError):
        await service.whole(asking(), str, slow)
    assert names(server) == {"second"}
    assert await service.whole(asking(OTHER_KEY), str, begun) == ("begun", False)
    assert names(server) == {"first"}


def rename_in(store: Store, name: str) -> None:
    with store.write() as connection:
        connection.execute(update(accounts).where(accounts.c.login_name.in_(("liming", "first", "second"))).values(login_name=name))


async def test_a_claim_that_a_crash_left_runs_out_and_who_comes_late_does_nothing(server: Running) -> None:
    """Taken over after a minute; if the first was only slow, its effect goes back with its transaction."""
    service, store = server.services.repeats, server.services.store

    async def slow(once: Once) -> str:
        assert await service.once(asking(), str, lambda other: rename(server, "second", other)) == (
            Refused(RefusalCode.in_flight, retry_after=1),
            False,
        )
        await server.manual.advance(IN_FLIGHT.total_seconds())
        assert await service.once(asking(), str, lambda other: rename(server, "second", other)) == ("second", False)
        return rename(server, "first", once)

    with pytest.raises(StoreError):
        await service.once(asking(), str, slow)
    assert names(server) == {"second"}
    assert service.find("person 1", KEY) is not None
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(answers)).scalar_one() == 1


async def test_answers_are_kept_for_a_day_and_secrets_for_half_an_hour(server: Running) -> None:
    """Bounded in time: what a slip shows goes first, that it was done last."""

    def hand_out(once: Once) -> str:
        with server.services.store.write() as connection:
            return once.keep(connection, "ABC234", secret=True)

    service = server.services.repeats
    await service.once(asking(), str, hand_out)
    await service.once(asking(OTHER_KEY), NoneType, lambda once: kept(server, once))
    assert await service.once(asking(), str, hand_out) == ("ABC234", True)
    await server.manual.advance(SECRETS_SHOWN.total_seconds())
    assert await service.once(asking(), str, hand_out) == (Refused(RefusalCode.key_reused), False)
    assert service.find("person 1", KEY) is None
    found = service.find("person 1", OTHER_KEY)
    assert found is not None
    assert found.act == "POST /x"
    await server.manual.advance((LIFE - SECRETS_SHOWN).total_seconds())
    assert service.find("person 1", OTHER_KEY) is None
    assert await service.once(asking(), str, hand_out) == ("ABC234", False)


def kept(server: Running, once: Once) -> None:
    with server.services.store.write() as connection:
        once.keep(connection, None)


async def test_one_asker_keeps_so_many_answers_and_pushes_out_nobody_elses(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    service = server.services.repeats
    await service.once(asking(who="person 2"), NoneType, lambda once: kept(server, once))
    for number in range(MOST_OF_ONE + 2):
        await server.manual.advance(0.001)
        await service.once(asking(f"{number:016}"), NoneType, lambda once: kept(server, once))
    assert service.find("person 2", KEY) is not None
    found = [number for number in range(MOST_OF_ONE + 2) if service.find("person 1", f"{number:016}") is None]
    assert found == [0, 1]
    monkeypatch.setattr(repeats, "MOST", 50)
    await service.once(asking(OTHER_KEY), NoneType, lambda once: kept(server, once))
    with server.services.store.read() as connection:
        assert count(connection) == 50


def count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(answers)).scalar_one())
