"""Pages of several worlds in one browser: being in one takes nothing from being in another (WEB-1, WEB-2)."""

import re

import httpx

from tests.server.control.testers import at_the_door
from tests.server.running import HOST, PASSWORD

OURS = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}


def token_in(page: httpx.Response) -> str:
    found = re.search('name="token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


async def log_in(browser: httpx.AsyncClient, root: str, account: str) -> None:
    form = {"token": token_in(await browser.get(f"{root}/app")), "account": account, "password": PASSWORD, "back": "/app"}
    assert (await browser.post(f"{root}/app/login", data=form, headers=OURS)).status_code == 303


async def name_on(browser: httpx.AsyncClient, root: str) -> str | None:
    """The masked name on the home page of someone who is logged in."""
    found = re.search('class="who">.*<b>(.+)</b>', (await browser.get(f"{root}/app")).text)
    return None if found is None else found[1]


async def test_a_phone_of_each_world_in_one_browser() -> None:
    async with at_the_door() as tester:
        for world in ("seat-1", "seat-2"):
            await tester.post("/worlds", {"name": world})
        browser = httpx.AsyncClient(transport=tester.server.transport, base_url=HOST)
        await log_in(browser, "/w/seat-1", "liming")
        mine = await name_on(browser, "/w/seat-1")
        assert mine is not None
        assert await name_on(browser, "/w/seat-2") is None
        assert await name_on(browser, "") is None
        await log_in(browser, "/w/seat-2", "wangfang")
        await log_in(browser, "", "chenjing")
        assert await name_on(browser, "/w/seat-1") == mine
        assert len({await name_on(browser, root) for root in ("", "/w/seat-1", "/w/seat-2")}) == 3
        form = {"token": token_in(await browser.get("/w/seat-1/app"))}
        assert (await browser.post("/w/seat-2/app/logout", data=form, headers=OURS)).status_code == 403
        assert (await browser.post("/w/seat-1/app/logout", data=form, headers=OURS)).status_code == 303
        assert await name_on(browser, "/w/seat-1") is None
        assert await name_on(browser, "") is not None
