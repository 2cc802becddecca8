"""News of a unit list: whoever waits hears of what is declared, and of nothing else (FLW-03)."""

import asyncio

from etax_client.domain.filing.returns import MonthDesk
from etax_client.wire import paths
from tests.server.filing.books import OCTOBER, UNIT, books
from tests.server.filing.payees import LI, add
from tests.server.running import Running


async def test_a_list_hears_of_a_return_in_force_and_of_nothing_else(server: Running) -> None:
    """FLW-03: at once, and with no use of the session."""
    ours = await books(server)
    [one] = ours.hire("employee")
    ours.fill(one, 8_000)
    await ours.calculate()
    seen = (await ours.caller.get(paths.UNIT_NEWS)).json()["mark"]
    waiting = asyncio.create_task(ours.caller.http.get(paths.UNIT_NEWS, params={"seen": seen, "wait": "25"}))
    await add(ours.caller, LI, UNIT)
    for _ in range(50):
        await asyncio.sleep(0)
    assert not waiting.done()
    ours.send()
    found = await waiting
    assert (found.status_code, found.json()["mark"] != seen) == (200, True)
    assert (await ours.caller.get(paths.UNIT_TOTALS)).json()["income_filed"] > 0


async def test_what_is_done_with_people_is_news_of_the_unit(server: Running) -> None:
    """FLW-04: whoever follows a month hears of it, too."""
    ours = await books(server)
    revisions = [revision_of(ours.filing.desks.month(ours.session, UNIT, OCTOBER))]
    added = await add(ours.caller, LI)
    revisions.append(revision_of(ours.filing.desks.month(ours.session, UNIT, OCTOBER)))
    ours.filing.payee_reports.report(ours.session, UNIT, [added["payee_id"]])
    revisions.append(revision_of(ours.filing.desks.month(ours.session, UNIT, OCTOBER)))
    await server.manual.advance(60)
    ours.filing.payee_reports.fetch_feedback(ours.session, UNIT)
    revisions.append(revision_of(ours.filing.desks.month(ours.session, UNIT, OCTOBER)))
    assert revisions == sorted(set(revisions)), "each grows"


def revision_of(month: MonthDesk) -> int:
    return month.revision
