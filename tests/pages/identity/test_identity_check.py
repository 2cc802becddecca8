"""An identity judged while it is typed: by the same rules as when it is sent, for those alone who have the page (DOC-01, WEB-1)."""

import pytest

from etax_client.domain.identity.documents import DocumentType
from tests.pages.identity.registering import SMITH, WHO, ZHOU
from tests.pages.surfing import Surfer, surfer
from tests.server.running import Running
from tests.server.testing.journal import door_open


async def judged(someone: Surfer, site: str = "/app", **fields: str) -> dict[str, str]:
    token = someone.page.inputs["token"]["value"]
    reply = await someone.http.post(f"{site}/identity/check", data={**WHO, **fields, "token": token})
    assert reply.status_code == 200, reply.text
    found: dict[str, str] = reply.json()
    return found


@pytest.mark.parametrize("site", ["/app", "/portal"])
async def test_each_field_by_itself(server: Running, site: str) -> None:
    """Nothing where all is right; the first digit that is wrong; what contradicts the number; nothing of whether anyone has it."""
    someone = await surfer(server).open(f"{site}/forgot")
    assert await judged(someone, site) == {}
    assert set(await judged(someone, site, number=ZHOU.number[:-1] + "0")) == {"number"}
    assert set(await judged(someone, site, number="", name="<b>")) == {"number", "name"}
    assert set(await judged(someone, site, birth="1990-02-03")) == {"birth"}
    passport = {"document_type": DocumentType.foreign_passport.value, "number": "AB1234567", "name": SMITH["name"]}
    assert set(await judged(someone, site, **passport)) == {"nationality"}
    assert await judged(someone, site, name="别人") == {}


async def test_what_is_left_out_of_a_number_is_said(server: Running) -> None:
    """documents.md: as in the terminal; in a form that is shown again too, without scripts."""
    someone = await surfer(server).open("/app/forgot")
    assert await judged(someone, number=f" {ZHOU.number}") == {"number-note": "已去除空格"}
    await someone.send("/app/forgot/identity", **{**WHO, "number": ZHOU.number + "　", "name": "<b>"})
    assert "已去除空格" in someone.text
    assert someone.page.inputs["number"]["aria-describedby"].split()[0] == "number-note"
    await (await someone.open("/portal")).send("/portal/login", account="１３８００００００９９", password="Wrong@2026")
    assert "全角已改为半角" in someone.text


async def test_in_the_language_of_the_page(server: Running) -> None:
    someone = await surfer(server).open("/app/forgot")
    chinese = (await judged(someone, number="1"))["number"]
    someone.http.cookies.set("etax-language", "en")
    english = (await judged(someone, number="1"))["number"]
    assert english.isascii()
    assert not chinese.isascii()


async def test_only_from_a_page_of_ours(server: Running) -> None:
    """WEB-1, INP-1."""
    someone = await surfer(server).open("/app/forgot")
    token = someone.page.inputs["token"]["value"]
    assert (await someone.http.post("/app/identity/check", data=dict(WHO))).status_code == 403
    for more in ({"more": "x"}, {"document_type": "none"}, {"sex": "x"}, {"number": "x" * 65}):
        reply = await someone.http.post("/app/identity/check", data={**WHO, "token": token, **more})
        assert reply.status_code == 422, more


async def test_it_is_no_row_in_the_journal() -> None:
    """A row for each field that one leaves would hide what was decided; a refusal is one."""
    async with door_open() as door:
        someone = await surfer(door.server).open("/app/forgot")
        before = len(await door.rows())
        await judged(someone)
        await judged(someone, number="1")
        assert len(await door.rows()) == before
        await someone.http.post("/app/identity/check", data=dict(WHO))
        assert (await door.last())["decided"] == "forbidden"
