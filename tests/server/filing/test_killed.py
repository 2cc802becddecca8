"""A server killed in the middle of an act, before it is committed or before it is answered: done once, or not at all (DUR-2, IDM-1)."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from etax_client.api.carrier import Unreachable, attempt
from etax_client.api.etax import Etax
from etax_client.api.http import HttpCarrier
from etax_client.clock import ManualClock
from etax_client.domain.filing.imports import Imported, Preview, SentLine
from etax_client.domain.filing.income import Item, ReturnKind
from etax_client.domain.filing.periods import fileable
from etax_client.domain.filing.returns import MonthDesk, MonthReturn, ReturnState
from etax_client.domain.filing.taxes.payments import Method, Payment
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.units.units import UnitHome
from tests.server.filing.books import UNIT, books
from tests.server.others import Death, OtherServer
from tests.server.running import PASSWORD, UNIT_PASSWORD, running

Other = Callable[..., OtherServer]
KIND = ReturnKind.residents
MONTH = fileable(local_day(datetime.now(UTC)))[0]
"""The server in another process has the machine's time."""
PERIOD = str(MONTH)
BALANCE = 200_000


async def laid(database: Path) -> None:
    """A month of one employee that may be sent, and one more who has no row yet; there are 2,000.00 in the bank."""
    async with running(database=str(database), clock=ManualClock(datetime.now(UTC))) as server:
        ours = await books(server)
        one, _ = ours.hire("employee", "employee", takes_basic_deduction="no")
        ours.account(agreement="valid", known_agreement="valid", bank="示例银行", account="6222", balance=BALANCE)
        ours.fill(one, 30_000, MONTH)
        await ours.calculate(MONTH)


@asynccontextmanager
async def client(url: str, account: str) -> AsyncIterator[Etax]:
    """Somebody's, who has the unit open; it lives on when the server dies."""
    held: list[Secret] = []
    carrier = HttpCarrier(url)
    etax = Etax(carrier, lambda: held[0] if held else None)
    logged_in = await etax.login(account, Secret(PASSWORD))
    assert isinstance(logged_in, LoggedIn)
    held.append(logged_in.token)
    assert isinstance(await etax.verify_unit(UNIT, Secret(UNIT_PASSWORD)), UnitHome)
    yield etax
    await etax.close()


async def month(etax: Etax) -> MonthReturn:
    found = await etax.filing.month(UNIT, PERIOD)
    assert isinstance(found, MonthDesk)
    return next(each for each in found.returns if each.kind is KIND)


def kept(database: Path, wanted: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute(wanted).fetchone()[0])


RETURNS, PAYMENTS = "SELECT count(*) FROM returns WHERE unit_id = 2", "SELECT count(*) FROM payments WHERE unit_id = 2"
ROWS = "SELECT count(*) FROM income_rows WHERE unit_id = 2"


@pytest.mark.parametrize(
    "committed", [pytest.param(True, id="before its answer"), pytest.param(False, id="before its commit", marks=pytest.mark.long)]
)
async def test_an_act_in_which_the_server_is_killed_is_done_once(other: Other, tmp_path: Path, committed: bool) -> None:
    """SUB-02, PAY-01, PER-05: import, send and pay; what is not known is looked up, and asked again it is not done again."""
    database = tmp_path / "etax.sqlite3"
    await laid(database)
    server_now = [other(database, dies=Death("*/imports/*", "income_rows", committed))]
    url, port = server_now[0].url, urlsplit(server_now[0].url).port

    async def lost(act: Callable[[], Awaitable[object]], wanted: str, dies: Death | None) -> object:
        """The act, in which the server dies; what it says when it is asked again, of a server that is to die in another one."""
        before = kept(database, wanted)
        answer = await attempt(act())
        assert isinstance(answer, Unreachable)
        assert answer.sent, "结果未知，请核对"
        server_now[0].process.wait(30)
        assert kept(database, wanted) == before + committed
        server_now[0] = other(database, port=port, dies=dies)
        if not committed:
            again = await act()
            assert isinstance(again, Refused)
            assert again.code is RefusalCode.in_flight, "who is dead may still be at it for a minute"
            with closing(sqlite3.connect(database)) as connection, connection:
                connection.execute("UPDATE answers SET asked_at = asked_at - 61000000")
        done = await attempt(act())
        assert kept(database, wanted) == before + 1, done
        return done

    async with client(url, "liming") as etax:
        imports = etax.imports_of_incomes(UNIT, PERIOD, Item.wages)
        import_id = await imports.begin()
        assert isinstance(import_id, int)
        texts = {"name": "员工101", "document_type": "resident_id", "document_number": "X00000101", "income": "100"}
        assert isinstance(await imports.send(import_id, [SentLine(2, texts)]), Preview)
        sending = Death("*/returns", "returns", committed)
        taken = await lost(lambda: imports.take(import_id, only_right=False), ROWS, sending)
        assert taken == Imported(1, 0)
        await etax.filing.calculate(UNIT, PERIOD, KIND)
        version = (await month(etax)).version
        sent = await lost(lambda: etax.filing.send(UNIT, PERIOD, KIND, version), RETURNS, Death("*/payments", "payments", committed))
        assert isinstance(sent, MonthReturn)
        answered = await etax.filing.answer(UNIT, PERIOD, KIND)
        assert isinstance(answered, MonthReturn)
        assert answered.last is not None
        assert answered.last.state is ReturnState.accepted
        due = answered.unpaid, answered.late_fee
        paid = await lost(lambda: etax.filing.pay(UNIT, PERIOD, KIND, Method.agreement, *due), PAYMENTS, None)
        assert isinstance(paid, Payment)
    async with client(url, "wangfang") as another:
        presses = [await another.filing.pay(UNIT, PERIOD, KIND, Method.agreement, *due) for _ in range(10)]
        assert {(each.code, each.changed_by) for each in presses if isinstance(each, Refused)} == {(RefusalCode.payment_live, "李明")}
        assert len(presses) == 10
    assert kept(database, PAYMENTS) == 1
