"""Two clerks at two servers over one database, who press the same in the same moment: one has it, the others are told by whom (FLW-04)."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from etax_client.domain.filing.imports import Imported, SentLine
from etax_client.domain.filing.income import IncomeRow, Item, ReturnKind
from etax_client.domain.filing.people_states import PersonState
from etax_client.domain.filing.returns import MonthReturn, Stage
from etax_client.domain.filing.taxes.pages import Calculated, RowChange, Saved
from etax_client.domain.filing.taxes.payments import Method, Payment, PaymentState
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing.importing.incomes import IncomeTarget
from etax_client.server.store.tables import payments, returns, tax_accounts
from tests.server.filing.books import OCTOBER, Books, books
from tests.server.running import running

pytestmark = [pytest.mark.sql, pytest.mark.parametrize("place", ["file", "postgresql"], indirect=True)]
RESIDENTS = ReturnKind.residents
EACH = 4
"""Presses of each clerk."""
Act = Callable[[], object]


class Two:
    """Clerks with the same unit open, each at a server of their own."""

    def __init__(self, one: Books, other: Books, payee: int) -> None:
        self.one, self.other, self.payee = one, other, payee
        self.clerks = (one, other)

    def count(self, table: Any, *where: Any) -> int:
        with self.one.server.services.store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    def balance(self) -> int:
        with self.one.server.services.store.read() as connection:
            return int(connection.execute(select(tax_accounts.c.balance).where(tax_accounts.c.unit_id == self.one.unit)).scalar_one())

    async def later(self, seconds: float) -> None:
        for each in self.clerks:
            await each.server.manual.advance(seconds)


@pytest.fixture
async def two(place: str) -> AsyncIterator[Two]:
    """With one employee, whose October is filled in and computed: 900.00, four days late; there are 2,000.00 in the bank."""
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(running(database=place)) for _ in range(2)]
        one, other = await books(servers[0], "liming"), await books(servers[1], "wangfang")
        [payee] = one.hire("employee", takes_basic_deduction="no", nationality="CN", sex="男", birth="1980-01-02")
        one.account(agreement="valid", known_agreement="valid", bank="示例银行", account="6222", balance=200_000)
        assert isinstance(one.fill(payee, 30_000), Saved)
        await one.calculate()
        yield Two(one, other, payee)


def at_once(acts: Sequence[Act]) -> list[Any]:
    """What each came to; all begin in the same moment, in threads of their own."""
    barrier = threading.Barrier(len(acts))

    def begin(act: Act) -> object:
        barrier.wait(30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def of_both(two: Two, act: Callable[[Books], object]) -> list[Act]:
    return [partial(act, each) for _ in range(EACH) for each in two.clerks]


def pressed(two: Two, act: Callable[[Books], object]) -> tuple[Books, object]:
    """By both, several times: who won and what they got; everybody else is told who that was, and when."""
    found = at_once(of_both(two, act))
    [place] = [place for place, answer in enumerate(found) if not isinstance(answer, Refused)]
    winner = two.clerks[place % 2]
    for answer in found[:place] + found[place + 1 :]:
        assert (answer.changed_by, answer.changed_at) == (winner.session.name, winner.server.clock.now()), answer
    return winner, found[place]


def send(clerk: Books, month: Month = OCTOBER) -> Act:
    version = clerk.month(month).version
    return lambda: clerk.filing.returns.send(clerk.session, clerk.unit, month, RESIDENTS, version)


def step(name: str, clerk: Books) -> object:
    """What takes the return alone."""
    return getattr(clerk.filing.returns, name)(clerk.session, clerk.unit, OCTOBER, RESIDENTS)


async def filed(two: Two) -> None:
    two.one.send()


async def corrected(two: Two) -> None:
    """And its row changed and computed, so that it may be sent."""
    await filed(two)
    one = two.one
    assert isinstance(one.filing.returns.correct(one.session, one.unit, OCTOBER, RESIDENTS), MonthReturn)
    [line] = one.filing.incomes.page(one.session, one.unit, OCTOBER, Item.wages, limit=9).lines
    assert isinstance(one.fill(two.payee, 20_000, version=line.version), Saved)
    await one.calculate()


async def test_a_row_is_saved_by_one(two: Two) -> None:
    """Whose amount stands then."""
    version = two.one.filing.incomes.page(two.one.session, two.one.unit, OCTOBER, Item.wages, limit=9).lines[0].version
    amounts = {two.one.session.session_id: Decimal(1), two.other.session.session_id: Decimal(2)}

    def save(clerk: Books) -> object:
        row = RowChange(IncomeRow(two.payee, {"income": amounts[clerk.session.session_id]}), version)
        return clerk.filing.incomes.save(clerk.session, clerk.unit, OCTOBER, Item.wages, [row])

    winner, _ = pressed(two, save)
    [line] = two.one.filing.incomes.page(two.one.session, two.one.unit, OCTOBER, Item.wages, limit=9).lines
    assert line.row.amounts["income"] == amounts[winner.session.session_id]


async def test_a_return_is_sent_by_one(two: Two) -> None:
    """SUB-02."""
    version = two.one.month().version
    winner, _ = pressed(two, lambda clerk: clerk.filing.returns.send(clerk.session, clerk.unit, OCTOBER, RESIDENTS, version))
    last = two.other.month().last
    assert last is not None
    assert (last.sent_by, two.count(returns)) == (winner.session.name, 1)


async def test_a_correction_is_begun_withdrawn_and_a_return_voided_by_one(two: Two) -> None:
    """SUB-03."""
    await filed(two)
    for name in ("correct", "withdraw", "void"):
        await two.later(1)
        pressed(two, partial(step, name))
    assert (two.one.month().progress.stage, two.count(returns)) == (Stage.voiding, 1)


async def test_an_answer_that_all_fetch_at_once_comes_once(two: Two) -> None:
    """SUB-02: one receipt, and later months are marked by it once."""
    send(two.one)()
    answered = at_once(of_both(two, partial(step, "answer")))
    assert len({each.in_force.receipt for each in answered}) == 1
    assert two.count(returns) == 1


async def test_a_debit_is_ordered_by_one_and_made_once(two: Two) -> None:
    """PAY-01: and asked for by all, when the bank has answered."""
    await filed(two)
    due = two.one.month()
    sums = due.unpaid, due.late_fee

    def order(clerk: Books) -> object:
        return clerk.filing.payments.order(clerk.session, clerk.unit, OCTOBER, RESIDENTS, Method.agreement, *sums)

    _, made = pressed(two, order)
    assert isinstance(made, Payment)
    await two.later(5)

    def query(clerk: Books) -> object:
        return clerk.filing.payments.query(clerk.session, clerk.unit, made.payment_id)

    assert {(each.state, each.receipt != "") for each in at_once(of_both(two, query))} == {(PaymentState.paid, True)}
    assert (two.count(payments), two.balance()) == (1, 200_000 - int(100 * sum(sums)))


async def test_a_spreadsheet_is_taken_over_by_one(two: Two) -> None:
    """PER-05: each has read one of the same rows."""
    target = [IncomeTarget(each.filing.incomes, Item.wages, OCTOBER) for each in two.clerks]
    read = []
    for place, clerk in enumerate(two.clerks):
        texts = {"name": "员工100", "document_type": "resident_id", "document_number": "X00000100", "income": str(place + 1)}
        import_id = clerk.filing.imports.begin(clerk.session, clerk.unit, target[place])
        clerk.filing.imports.send(clerk.session, clerk.unit, import_id, target[place], [SentLine(2, texts)])
        read.append(import_id)

    def take(place: int) -> object:
        clerk = two.clerks[place]
        return clerk.filing.imports.take(clerk.session, clerk.unit, read[place], target[place], False)

    found = at_once([lambda: take(0), lambda: take(1)])
    [won] = [place for place, each in enumerate(found) if each == Imported(0, 1)]
    assert (found[1 - won].code, found[1 - won].changed_by) == (RefusalCode.outdated, two.clerks[won].session.name)
    [line] = two.one.filing.incomes.page(two.one.session, two.one.unit, OCTOBER, Item.wages, limit=9).lines
    assert line.row.amounts["income"] == won + 1


async def test_a_payee_is_changed_by_one(two: Two) -> None:
    """PER-03."""
    version = two.one.filing.payee_lists.one(two.one.session, two.one.unit, two.payee).version  # type: ignore[union-attr]

    def mark(clerk: Books) -> object:
        return clerk.filing.payees.mark(clerk.session, clerk.unit, two.payee, version, PersonState.abnormal)

    pressed(two, mark)


Both = tuple[Callable[[Two], Awaitable[None]], Callable[[Books], Act], Callable[[Books], Act]]


def pay(clerk: Books, month: Month = OCTOBER) -> Act:
    due = clerk.month(month)
    return lambda: clerk.filing.payments.order(clerk.session, clerk.unit, month, RESIDENTS, Method.agreement, due.unpaid, due.late_fee)


def void(clerk: Books, month: Month = OCTOBER) -> Act:
    return lambda: clerk.filing.returns.void(clerk.session, clerk.unit, month, RESIDENTS)


def withdraw(clerk: Books) -> Act:
    return lambda: clerk.filing.returns.withdraw(clerk.session, clerk.unit, OCTOBER, RESIDENTS)


def clear(clerk: Books) -> Act:
    return lambda: clerk.filing.incomes.clear(clerk.session, clerk.unit, OCTOBER, Item.wages)


async def nothing(two: Two) -> None:
    """As it was."""


EITHER: dict[str, Both] = {
    "paid or voided": (filed, pay, void),
    "the correction sent or withdrawn": (corrected, send, withdraw),
    "sent or cleared": (nothing, send, clear),
}


@pytest.mark.parametrize("name", EITHER)
async def test_of_two_acts_that_exclude_each_other_one_is_done(two: Two, name: str) -> None:
    """SUB-03, PAY-01: what was looked at is no more for the other."""
    prepare, one, other = EITHER[name]
    await prepare(two)
    acts = [one(two.one), other(two.other)]
    found = at_once(acts)
    assert [isinstance(each, Refused) for each in found].count(True) == 1, found


async def test_what_is_computed_while_somebody_saves_is_never_sent_as_if_it_held(two: Two) -> None:
    """CAL-09: either the calculation is stopped, or it is told to be outdated, or it has computed what was saved."""
    for amount in range(1, 4):
        [line] = two.one.filing.incomes.page(two.one.session, two.one.unit, OCTOBER, Item.wages, limit=9).lines

        def save(line: Any = line, amount: int = amount) -> object:
            return two.other.fill(two.payee, amount * 10_000, version=line.version)

        def calculate() -> object:
            return asyncio.run(two.one.filing.calculations.calculate(two.one.session, two.one.unit, OCTOBER, RESIDENTS))

        saved, computed = at_once([save, calculate])
        assert isinstance(saved, Saved)
        month = two.one.month()
        if isinstance(computed, Calculated) and not month.outdated:
            assert month.tax == amount * 300
        else:
            assert isinstance(two.one.filing.returns.send(two.one.session, two.one.unit, OCTOBER, RESIDENTS, month.version), Refused)


@pytest.mark.long
async def test_over_many_months_the_bank_and_the_books_agree(two: Two) -> None:
    """PAY-01, SUB-03: each is sent by all at once, then paid by some and voided by others in the same moment."""
    one, left = two.one, 100_000_000
    one.account(balance=left)
    for back in range(21, 0, -1):
        month = OCTOBER.plus(-back)
        assert isinstance(one.fill(two.payee, 30_000, month, Item.writing), Saved)
        await one.calculate(month)
        sent = at_once([send(each, month) for each in two.clerks * EACH])
        assert sum(isinstance(each, MonthReturn) for each in sent) == 1
        one.filing.returns.answer(one.session, one.unit, month, RESIDENTS)
        found = at_once([(pay if (place + back) % 2 else void)(each, month) for place, each in enumerate(two.clerks * EACH)])
        made = [each for each in found if isinstance(each, Payment)]
        assert len(made) + sum(isinstance(each, MonthReturn) for each in found) == 1, found
        await two.later(30)
        left -= sum(int(100 * (each.amount + each.late_fee)) for each in made)
        assert one.month(month).progress.in_force is bool(made)
        assert two.balance() == left
