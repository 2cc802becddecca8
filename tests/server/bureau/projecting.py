"""People of the demo who act for projects of a unit from elsewhere, at the server's services."""

from sqlalchemy import select

from etax_client.domain.bureau.projects import ProjectRole
from etax_client.domain.flows.attempt import AttemptView, Entrance
from etax_client.domain.refusals import Refused
from etax_client.domain.testing.bureau_views import ProjectSeen
from etax_client.server.services.bundle import Services
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import projects
from tests.server.bureau.attempting import ADDRESS, Comer, comer, id_of
from tests.server.bureau.tying import MOBILES, session_of, unit_id_of
from tests.server.running import Running

H1, H1_NAME, UNIT_1 = "91130199MA0HB0109Y", "河北示例建筑有限公司", "91440199MA0QJ0100K"
LIN, SONG, CHEN_JING, WANG = "lintao", "songyu", "chenjing", "wangfang"
PJ1, PJ2, PJ3, PJ4 = "冀示税跨报〔2026〕1234号", "冀示税跨报〔2025〕1234号", "冀示税跨报〔2026〕0077号", "京示税源〔2026〕0001号"
PJ5 = "粤示税跨报〔2026〕0008号"


def project_id(services: Services, number: str) -> int:
    with services.store.read() as connection:
        found: int = connection.execute(select(projects.c.id).where(projects.c.number == number)).scalar_one()
    return found


async def at_second(server: Running, account: str = LIN, taxpayer_id: str = H1) -> Comer:
    """Behind the first factor of 特定主体."""
    await server.manual.advance(121)
    one = comer(server.services)
    first = await one.first(account=account, entrance=Entrance.special, taxpayer_id=taxpayer_id)
    assert isinstance(first, AttemptView), first
    return one


def found(server: Running, one: Comer, typed: str) -> list[str]:
    """The numbers that 查询 finds."""
    result = server.services.bureau.attempts.search(one.held, typed)
    assert isinstance(result, AttemptView), result
    second = server.services.bureau.attempts.second(one.held)
    assert not isinstance(second, Refused)
    assert second.choice is not None
    assert second.choice.is_none is not bool(second.choice.hits)
    return sorted(each.number for each in second.choice.hits)


async def inside_project(server: Running, account: str = LIN, number: str = PJ1) -> Session:
    """In, by 特定主体."""
    one = await at_second(server, account)
    assert number in found(server, one, number)
    assert isinstance(server.services.bureau.attempts.choose(one.held, project_id(server.services, number)), AttemptView)
    assert isinstance(one.send(), AttemptView)
    result = one.second(one.sent(MOBILES[account]))
    assert not isinstance(result, Refused), result
    return session_of(server.services, result)


def report(server: Running, number: str, handler: str = "林涛") -> ProjectSeen:
    """One more of H1's, which waits."""
    services = server.services
    named = [(id_of(services, handler), ProjectRole.handler)]
    made = services.project_office.report(unit_id_of(services, H1), number, "示例工程", "", "", None, named)
    assert isinstance(made, ProjectSeen), made
    return made


def find(server: Running, session: Session, number: str, taxpayer_id: str = H1) -> int | Refused:
    return server.services.bureau.reports.find(session, taxpayer_id, number, ADDRESS)
