"""The page of rare characters: links alone lead to every character, and nothing strange in an address hurts (HAN-01, HAN-02)."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from etax_client.domain.safe_text import safe_text
from etax_client.reference import hanzi
from etax_client.server.pages.rare_characters import ON_A_PAGE, PATH
from etax_client.wire.control.faults import SCENARIO_HEADER
from tests.pages.surfing import Seen, Surfer, surfer
from tests.server.control.testers import at_the_door
from tests.server.running import HOST, Running

TABLE = hanzi.load()


def links(page: Seen, /, **wanted: str) -> list[str]:
    """The addresses on the page that ask for all of these."""
    asked = [(address, parse_qs(urlsplit(address).query)) for address in page.addresses if address.startswith(PATH)]
    return [address for address, query in asked if all(query.get(name) == [value] for name, value in wanted.items())]


async def follow(someone: Surfer, /, **wanted: str) -> Surfer:
    return await someone.open(links(someone.page, **wanted)[0])


@pytest.mark.parametrize(
    ("language", "says"), [("zh-CN", ("录入生僻字", "请选择偏旁部首", "1画")), ("en", ("Rare character", "Choose the radical"))]
)
async def test_from_the_radical_to_the_character_by_links_alone(server: Running, language: str, says: tuple[str, ...]) -> None:
    """HAN-01: radical, strokes at the left, the character; it is there to be copied."""
    someone = await surfer(server, language).open(PATH)
    assert all(words in someone.text for words in says)
    await follow(someone, radical="149.1")
    await follow(someone, radical="149.1", strokes="11")
    await follow(someone, radical="149.1", strokes="11", char="2B370")
    assert "U+2B370" in someone.text
    assert "xǐ" in someone.text
    assert someone.reply is not None
    assert 'value="𫍰" readonly' in someone.reply.text


async def test_every_character_of_a_radical_stands_on_one_of_its_pages(server: Running) -> None:
    someone = await surfer(server).open(f"{PATH}?radical=75.0&strokes=12")
    radical = TABLE.radical(75, 0)
    assert radical is not None
    expected = {f"{ord(TABLE.char(row)):X}" for row in TABLE.narrow(TABLE.under(radical), 12, beside=False)}
    assert len(expected) > ON_A_PAGE
    seen: list[str] = []
    for page in range(1, -(-len(expected) // ON_A_PAGE) + 1):
        if page > 1:
            await follow(someone, page=str(page))
        here = [parse_qs(urlsplit(address).query)["char"][0] for address in someone.page.addresses if "char=" in address]
        assert len(here) <= ON_A_PAGE
        seen += here
    assert len(seen) == len(expected)
    assert set(seen) == expected
    assert "下一页" not in someone.text


async def test_strokes_beside_the_radical(server: Running) -> None:
    """HAN-02: 王 has none beside its radical, and -1 in the database."""
    someone = await surfer(server).open(f"{PATH}?radical=96.0")
    await follow(someone, radical="96.0", beside="1")
    await follow(someone, radical="96.0", beside="1", strokes="0")
    assert links(someone.page, char="738B")
    await someone.open(f"{PATH}?radical=96.0&beside=1&strokes=0&char=738B")
    assert "部首外 0 画，整字 4 画" in someone.text


@pytest.mark.parametrize(("text", "found"), [("yan3", "4DAE"), ("U+3007", "3007"), ("王", "738B"), ("⼈", "4EC0")])
async def test_searching(server: Running, text: str, found: str) -> None:
    someone = await surfer(server).open(f"{PATH}?{httpx.QueryParams({'q': text})}")
    assert links(someone.page, char=found)
    assert someone.page.inputs["q"]["value"] == text


async def test_what_is_kept_for_compatibility_says_so(server: Running) -> None:
    someone = await surfer(server).open(f"{PATH}?q=U%2BFA20&char=FA20")
    assert "U+8612" in someone.text


@pytest.mark.parametrize(
    "query",
    [
        *("radical=999.0", "radical=149.3", "radical=x", "radical=149", "strokes=99999", "strokes=-1", "strokes=٣", "page=0", "page=9999"),
        *("char=110000", "char=D800", "char=41", "char=", "q=", "q=%00", "q=%1b%5B2J", "q=%F0%28", "beside=2", "q=a&q=b", "none=1", "="),
        *("radical=85.0&page=9999", "radical=85.0&strokes=77", "q=zz&page=3&char=4E00", "q=" + "a" * 4000),
    ],
)
async def test_any_address_is_answered(server: Running, query: str) -> None:
    someone = await surfer(server).open(f"{PATH}?{query}")
    assert someone.status == 200
    assert "录入生僻字" in someone.text


@pytest.mark.parametrize("text", ["<script>1</script>", '" autofocus x="', "'><img>", "a\u202eb", "{{ 7*7 }}"])
async def test_what_was_searched_is_text(server: Running, text: str) -> None:
    """WEB-3."""
    reply = await surfer(server).http.get(PATH, params={"q": text})
    page = Seen(reply.text)
    assert page.inputs["q"]["value"] == safe_text(text)
    assert not {"script", "img"} & set(page.tags)
    assert "autofocus" not in page.attributes
    assert "\u202e" not in unescape(reply.text)


async def test_its_headers_and_addresses(server: Running) -> None:
    """WEB-2, WEB-3: no script, nothing from elsewhere, no cookie; the script for forms comes from here."""
    reply = await surfer(server).http.get(PATH, params={"radical": "85.0", "char": "6C34"})
    assert reply.headers["Cache-Control"] == "no-store"
    assert "script-src" not in reply.headers["Content-Security-Policy"]
    assert "set-cookie" not in reply.headers
    page = Seen(reply.text)
    assert not page.attributes & {"style", "srcdoc"}
    assert all(address.startswith("/") and not address.startswith("//") for address in page.addresses)
    script = await surfer(server).http.get("/rare-characters.js")
    assert script.headers["Content-Type"].startswith("text/javascript")


async def test_in_another_world_its_links_stay_there_and_nobody_writes_them_down() -> None:
    async with at_the_door() as tester:
        await tester.post("/worlds", {"name": "seat-1"})
        browser = httpx.AsyncClient(transport=tester.server.transport, base_url=HOST)
        for query in ("", "?radical=85.0&char=6C34"):
            page = Seen((await browser.get(f"/w/seat-1{PATH}{query}")).text)
            assert page.addresses
            assert all(address.startswith("/w/seat-1/") for address in page.addresses)
        assert PATH not in str(await tester.get("/journal"))
        broken = await browser.get(PATH, headers={SCENARIO_HEADER: "status=503"})
        assert broken.status_code == 503
        assert PATH in str(await tester.get("/journal"))
