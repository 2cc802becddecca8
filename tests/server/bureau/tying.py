"""People of the demo who act for its units at the bureau, at the server's services."""

from sqlalchemy import select

from etax_client.domain.bureau.ties import MyTie, TiedPerson
from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import AttemptView, Entrance
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.units.units import Role
from etax_client.server.services.bundle import Services
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import units
from tests.server.bureau.attempting import ADDRESS, comer
from tests.server.running import Running

B1, B2, B4 = "91110199MA0BJ01077", "91110199MA0BJ0203G", "91110199MA0BJ04065"
B3 = "91110199MA0BJ030XN"
"""The agency of B1 and B2."""
LIU, ZHOU, WU, ZHENG, GAO = "liuyang", "zhoumin", "wulei90", "zhengan", "gaoyuan"
MOBILES = {
    LIU: "13900000001",
    ZHOU: "13900000002",
    WU: "13900000003",
    ZHENG: "13900000004",
    GAO: "13900000009",
    "wangfang": "13800000002",
    "chenjing": "13800000004",
    "lintao": "13900000010",
    "songyu": "13900000011",
}


async def entered(
    server: Running, account: str, taxpayer_id: str = "", role: Role | None = None, entrance: Entrance = Entrance.enterprise
) -> Session | Refused:
    """A session by both factors: at the unit, or in one's own name. Minutes pass, so that a code may be sent."""
    await server.manual.advance(121)
    one, entrance = comer(server.services), entrance if taxpayer_id else Entrance.person
    first = await one.first(account=account, entrance=entrance, taxpayer_id=taxpayer_id)
    if isinstance(first, Refused):
        return first
    sent = one.send()
    assert isinstance(sent, AttemptView), sent
    result = one.second(one.sent(MOBILES[account]), role)
    if isinstance(result, Refused):
        return result
    return session_of(server.services, result)


async def inside(
    server: Running, account: str, taxpayer_id: str = "", role: Role | None = None, entrance: Entrance = Entrance.enterprise
) -> Session:
    found = await entered(server, account, taxpayer_id, role, entrance)
    assert isinstance(found, Session), found
    return found


def session_of(services: Services, logged_in: LoggedIn) -> Session:
    found = services.bureau.sessions.find(logged_in.token.reveal(), Channel.bureau)
    assert isinstance(found, Session)
    return found


def unit_id_of(services: Services, taxpayer_id: str) -> int:
    with services.store.read() as connection:
        found: int = connection.execute(select(units.c.id).where(units.c.taxpayer_id == taxpayer_id)).scalar_one()
    return found


def mine(server: Running, session: Session, taxpayer_id: str, role: Role | None = None) -> MyTie:
    """The newest of one's ties to a unit."""
    found = [tie for tie in server.services.bureau.ties.mine(session) if tie.unit.taxpayer_id == taxpayer_id]
    return next(tie for tie in found if role in (None, tie.role))


def tied(server: Running, session: Session, name: str) -> TiedPerson:
    """The newest tie of somebody to the unit that the session acts for."""
    return max((each for each in server.services.bureau.ties.staff(session) if each.name == name), key=lambda each: each.tie_id)


def add(server: Running, session: Session, name: str, number: str) -> int | Refused:
    return server.services.bureau.ties.add(
        session, name=name, document_type=DocumentType.resident_id, number=number, until=None, address=ADDRESS
    )
