"""Someone who is logged in at the bureau, in a browser without scripts."""

from etax_client.domain.flows.attempt import Entrance
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import MOBILE
from tests.server.bureau.tying import MOBILES
from tests.server.running import PASSWORD, Running

FIRST, SECOND = "/bureau/login/person", "/bureau/login/second"


def code_to(server: Running, mobile: str = MOBILE) -> str:
    return server.services.messages.delivered(mobile, None, 1)[0].message.params["code"]


async def logged_in(server: Running, account: str = "liuyang", mobile: str = MOBILE, password: str = PASSWORD) -> Surfer:
    """By both factors."""
    one = await surfer(server).open(FIRST)
    await one.send(FIRST, account=account, password=password, slide="100")
    await one.send(f"{SECOND}/code")
    await one.send(SECOND, code=code_to(server, mobile))
    assert (one.status, one.path) == (200, "/bureau")
    return one


async def in_app(server: Running, account: str = "liuyang", mobile: str = MOBILE) -> Surfer:
    """北京税务APP, by both factors."""
    first, second = (each.replace("/bureau", "/bjapp") for each in (FIRST, SECOND))
    one = await (await surfer(server).open(first)).send(first, account=account, password=PASSWORD, slide="100")
    await one.send(f"{second}/code")
    return await one.send(second, code=code_to(server, mobile))


async def inside(server: Running, account: str, unit: str = "", role: str = "", entrance: str = Entrance.enterprise) -> Surfer:
    """In one's own name or at a unit, or where one was refused; minutes pass, so that a code may be sent."""
    await server.manual.advance(121)
    one, first = surfer(server), f"/bureau/login/{entrance if unit else Entrance.person}"
    typed = {"taxpayer_id": unit} if unit else {}
    await (await one.open(first)).send(first, account=account, password=PASSWORD, slide="100", **typed)
    if one.path != SECOND:
        return one
    await one.send(f"{SECOND}/code")
    return await one.send(SECOND, code=code_to(server, MOBILES[account]), **({"role": role} if role else {}))


async def at_special(server: Running, account: str, unit: str, number: str = "") -> Surfer:
    """Behind the first factor of 特定主体, with a number searched for if one is given."""
    await server.manual.advance(121)
    one, first = surfer(server), f"/bureau/login/{Entrance.special}"
    await (await one.open(first)).send(first, taxpayer_id=unit, account=account, password=PASSWORD, slide="100")
    assert (one.status, one.path) == (200, SECOND)
    return await one.send(f"{SECOND}/project", number=number) if number else one


async def for_project(server: Running, account: str, unit: str, number: str) -> Surfer:
    """In, for the only project whose number ends so."""
    one = await at_special(server, account, unit, number)
    await one.send(f"{SECOND}/code")
    await one.send(SECOND, code=code_to(server, MOBILES[account]))
    assert (one.status, one.path) == (200, "/bureau")
    return one
