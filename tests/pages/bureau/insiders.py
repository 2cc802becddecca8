"""Someone who is logged in at the bureau, in a browser without scripts."""

from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import MOBILE
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
