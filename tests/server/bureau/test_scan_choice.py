"""Behind a scan at the entrances for units: in by the only tie, the choice where there are several, nothing where there is none (BJ-36)."""

import pytest

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.flows.attempt import AttemptView, Entrance
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import App, Ticket
from etax_client.domain.units.units import Role
from etax_client.server.services.bureau.other_ways.scans import Begun, Choice
from tests.server.bureau.attempting import ADDRESS, comer, id_of, told
from tests.server.bureau.projecting import LIN, PJ1, PJ2, PJ3, PJ4, project_id
from tests.server.bureau.test_old_enterprises import SEAT, code_of
from tests.server.bureau.test_scan_login import Scanner
from tests.server.bureau.tying import B1, B2, B3, GAO, LIU, WU, ZHOU, inside, mine, session_of
from tests.server.running import Running

UNITS, AGENCY = Entrance.enterprise, Entrance.agency


async def confirmed(server: Running, account: str) -> Scanner:
    """A ticket that somebody has confirmed by 北京税务APP."""
    ticket = server.services.bureau.qr_login.ask("Firefox", ADDRESS, App.bureau)
    assert isinstance(ticket, Ticket)
    it = Scanner(server, App.bureau, await inside(server, account), ticket)
    it.confirmed()
    return it


def redeemed(it: Scanner, entrance: Entrance = UNITS) -> LoggedIn | Begun | Refused:
    return it.server.services.bureau.scans.redeem(it.secret, ADDRESS, entrance)


async def begun(server: Running, account: str = LIU) -> str:
    result = redeemed(await confirmed(server, account))
    assert isinstance(result, Begun)
    return result.secret


def offered(server: Running, secret: str, *parts: str) -> list[tuple[str, Role]]:
    found = server.services.bureau.scans.choices(secret, *parts)
    assert isinstance(found, Choice), found
    return [(tie.unit.taxpayer_id, tie.role) for tie in found.ties]


async def test_the_only_tie_is_entered_at_once(server: Running) -> None:
    """周敏 has one that is confirmed; the agency's entrance makes 高远 the agency."""
    for account, entrance, kind in ((ZHOU, UNITS, CapacityKind.enterprise), (GAO, AGENCY, CapacityKind.agency)):
        it = await confirmed(server, account)
        result, again = redeemed(it, entrance), redeemed(it, entrance)
        assert isinstance(result, LoggedIn)
        assert isinstance(again, LoggedIn)
        assert again.token.reveal() == result.token.reveal(), "for a lost answer (QRT-2)"
        found = server.services.bureau.capacities.find(session_of(server.services, result))
        assert (found.kind, found.entrance) == (kind, entrance)


async def test_several_are_chosen_from(server: Running) -> None:
    """J7's shape: the attempt is the way in, once; the same again for a lost answer."""
    it = await confirmed(server, LIU)
    first, again = redeemed(it), redeemed(it)
    assert isinstance(first, Begun)
    assert first == again
    ties = offered(server, first.secret)
    assert sorted(ties) == sorted([(B1, Role.legal_representative), (B2, Role.legal_representative), (B2, Role.tax_staff)])
    assert offered(server, first.secret, B1) == [(B1, Role.legal_representative)]
    session = await inside(server, LIU)
    result = server.services.bureau.scans.choose(first.secret, mine(server, session, B2, Role.tax_staff).tie_id, SEAT)
    assert isinstance(result, LoggedIn)
    found = server.services.bureau.capacities.find(session_of(server.services, result))
    assert (found.kind, found.unit and found.unit.taxpayer_id, found.role) == (CapacityKind.enterprise, B2, Role.tax_staff)
    assert code_of(server.services.bureau.scans.choose(first.secret, found.tie_id or 0, SEAT)) is RefusalCode.flow_ended


async def test_none_leads_nowhere(server: Running) -> None:
    """冯云 waits at B1 only where tax staff of no unit; no agency for 刘洋; the code is not spent by it."""
    it = await confirmed(server, LIU)
    refused = redeemed(it, AGENCY)
    assert (refused, told(refused)) == (Refused(RefusalCode.no_tie), ("tie.none", "BJ-36"))
    assert redeemed(await confirmed(server, "wangfang"), AGENCY) == Refused(RefusalCode.no_tie)


async def test_nobody_elses_tie_and_none_that_waits(server: Running) -> None:
    secret = await begun(server, WU)
    zhou, gao = await inside(server, ZHOU), await inside(server, GAO)
    for tie in (mine(server, zhou, B1), mine(server, gao, B3)):
        assert server.services.bureau.scans.choose(secret, tie.tie_id, SEAT) == Refused(RefusalCode.no_tie)


@pytest.mark.parametrize("what", ["locked", "ended", "later"])
async def test_what_changes_meanwhile_is_seen_where_the_session_is_made(server: Running, what: str) -> None:
    """LCK-10, S-1: a lock, the end of the tie, ten minutes."""
    services, secret, session = server.services, await begun(server, WU), await inside(server, WU)
    tie = mine(server, session, B1)
    system = services.bureau.system
    if what == "locked":
        services.locks.lock(system.subjects_of(id_of(services, "吴磊"))[1], system.policy.account_lockout)
    elif what == "ended":
        assert services.hall_ties.end(tie.tie_id) is None
    else:
        await server.manual.advance(600)
    expected = {"locked": RefusalCode.locked, "ended": RefusalCode.no_tie, "later": RefusalCode.flow_ended}[what]
    assert code_of(services.bureau.scans.choose(secret, tie.tie_id, SEAT)) is expected


async def test_the_choice_is_no_second_factor(server: Running) -> None:
    """S-1: nothing else is done in it, and what a password began is none."""
    services, secret = server.services, await begun(server)
    attempts = services.bureau.attempts
    for refused in (
        attempts.send_code(secret),
        attempts.ask_face(secret, App.bureau),
        attempts.by_face(secret, SEAT),
        attempts.back(secret),
    ):
        assert code_of(refused) is RefusalCode.out_of_order
    assert code_of(attempts.second(secret)) is RefusalCode.out_of_order
    one = comer(services)
    assert isinstance(await one.first(account=WU), AttemptView)
    session = await inside(server, WU)
    assert code_of(services.bureau.scans.choose(one.held, mine(server, session, B1).tie_id, SEAT)) is RefusalCode.out_of_order


async def test_for_a_project_one_chooses_out_of_ones_own(server: Running) -> None:
    """BJ-36, BJ-69: found by the end of a number too; what is not theirs, or over by then, is no choice; one alone is entered at once."""
    services, scans = server.services, server.services.bureau.scans
    first = redeemed(await confirmed(server, LIN), Entrance.special)
    assert isinstance(first, Begun)
    for typed, numbers in (("", [PJ1, PJ2]), ("2025)1234", [PJ2]), (PJ3, [])):
        found = scans.choices(first.secret, number=typed)
        assert isinstance(found, Choice)
        assert (sorted(each.number for each in found.projects), found.ties) == (sorted(numbers), ())
    assert services.project_office.close(project_id(services, PJ2)) is None
    for other in (PJ2, PJ3, PJ4):
        assert scans.choose(first.secret, project_id(services, other), SEAT) == Refused(RefusalCode.no_tie)
    at_once = redeemed(await confirmed(server, LIN), Entrance.special)
    for result in (scans.choose(first.secret, project_id(services, PJ1), SEAT), at_once):
        assert isinstance(result, LoggedIn)
        capacity = services.bureau.capacities.find(session_of(services, result))
        assert (capacity.kind, capacity.entrance, capacity.project and capacity.project.number) == (
            CapacityKind.project,
            Entrance.special,
            PJ1,
        )
    assert redeemed(await confirmed(server, LIU), Entrance.special) == Refused(RefusalCode.no_tie)
