"""The browser of a device: what it sends, keeps and follows, and that it harms nobody, whatever is answered (PGS-04, TUI-3)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pytest

from etax_client.api.carrier import Accident, Garbled, Reply, Unreachable, Why
from etax_client.api.pages import MOST_REDIRECTS, PageUser, Upload
from etax_client.clock import ManualClock
from etax_client.domain.guessing.captcha import CaptchaPicture
from etax_client.domain.pages.page import Button, Page, Picture, all_blocks
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.wire import problems, spelling

HTML = "text/html"
FORM = """<html lang="zh"><body class="phone"><header><form method="post" action="/app/language">
<input type="hidden" name="token" value="lt"><button name="language" value="en" lang="en">English</button></form></header>
<main><h1>表</h1><form method="post" action="/app/x"><input type="hidden" name="token" value="t">
<input name="who" value="李明"><input type="password" name="password"><input type="checkbox" name="seen" value="yes">
<select name="type"><option value="id" data-fields="">身份证</option><option value="pass" data-fields="sex">护照</option></select>
<div data-field="sex"><input name="sex" value="m"></div><input name="off" disabled>
<button class="primary" name="do" value="go">好</button><button formaction="/app/again" formnovalidate>再来</button></form>
<form action="/app/units"><input name="name"><button>查</button></form></main></body></html>"""


@dataclass
class Asked:
    method: str
    path: str
    body: bytes | None
    headers: Mapping[str, str]
    patience: float | None


@dataclass
class Answers:
    """Gives its answers in turn, the last one again and again."""

    left: list[Reply | Accident]
    asked: list[Asked] = field(default_factory=list)

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        token: Secret | None = None,
        patience: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        assert (query, token) == (None, None), "nothing of the client's session"
        self.asked.append(Asked(method, path, body, headers or {}, patience))
        outcome = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        if isinstance(outcome, Accident):
            raise outcome
        return outcome

    async def close(self) -> None:
        return


def html(text: str = FORM, status: int = 200, cookies: tuple[str, ...] = ()) -> Reply:
    return Reply(status, HTML, text.encode(), cookies=cookies)


def leads(to: str, status: int = 303, cookies: tuple[str, ...] = ()) -> Reply:
    return Reply(status, "text/plain", b"", to, cookies)


def a_user(*answers: Reply | Accident, base: str = "") -> tuple[PageUser, Answers]:
    carrier = Answers(list(answers))
    return PageUser(carrier, ManualClock(), base=base), carrier


async def at_the_form(*more: Reply | Accident) -> tuple[PageUser, Answers, Page]:
    user, carrier = a_user(html(), *(more or (html(),)))
    page = await user.open("/app/x")
    assert isinstance(page, Page)
    return user, carrier, page


def button(page: Page, text: str) -> Button:
    return next(block for block in all_blocks(page) if isinstance(block, Button) and block.text == text)


def sent(asked: Asked) -> dict[str, str]:
    return dict(parse_qsl((asked.body or b"").decode(), keep_blank_values=True))


async def test_a_form_is_sent_as_it_stands_with_what_was_filled_in() -> None:
    user, carrier, page = await at_the_form()
    await user.submit(1, {"password": Secret("Etax@2026"), "who": "王 芳&"}, button(page, "好"))
    asked = carrier.asked[-1]
    assert (asked.method, asked.path, asked.headers["Content-Type"]) == ("POST", "/app/x", "application/x-www-form-urlencoded")
    assert sent(asked) == {"token": "t", "who": "王 芳&", "password": "Etax@2026", "type": "id", "do": "go"}, "no box, no part, no button"
    await user.submit(1, {"type": "pass", "seen": "yes"}, button(page, "再来"))
    assert carrier.asked[-1].path == "/app/again"
    assert sent(carrier.asked[-1]) == {"token": "t", "who": "李明", "password": "", "type": "pass", "sex": "m", "seen": "yes"}


async def test_a_search_is_asked_in_the_address() -> None:
    user, carrier, _ = await at_the_form()
    await user.submit(2, {"name": "甲 乙"})
    assert (carrier.asked[-1].method, carrier.asked[-1].path) == ("GET", "/app/units?name=%E7%94%B2+%E4%B9%99")
    assert user.page is not None
    assert user.page.address == carrier.asked[-1].path


@pytest.mark.parametrize("forged", [{"token": "mine"}, {"off": "x"}, {"nobody": "x"}])
async def test_only_fields_of_the_form_are_sent(forged: dict[str, str]) -> None:
    user, carrier, _ = await at_the_form()
    with pytest.raises(ValueError, match="has no field"):
        await user.submit(1, forged)
    assert len(carrier.asked) == 1


async def test_a_button_presses_its_own_form_alone() -> None:
    user, carrier, page = await at_the_form()
    with pytest.raises(ValueError, match="another form"):
        await user.submit(2, {}, button(page, "好"))
    assert len(carrier.asked) == 1


async def test_a_form_that_leads_elsewhere_is_not_sent() -> None:
    """PGS-04."""
    user, carrier = a_user(html('<form method="post" action="https://elsewhere.example/x"><button>去</button></form>'))
    page = await user.open("/app")
    assert isinstance(page, Page)
    with pytest.raises(Garbled):
        await user.submit(0, {}, button(page, "去"))
    assert len(carrier.asked) == 1


async def test_a_file_goes_as_it_is() -> None:
    text = '<form method="post" action="/app/x" enctype="multipart/form-data"><input name="a" value="1"><input type="file" name="f"></form>'
    user, carrier = a_user(html(text))
    await user.open("/app/x")
    await user.submit(0, {"f": Upload('a"\r\nb.p12', b"\x00\xff")})
    asked = carrier.asked[-1]
    media_type, _, border = asked.headers["Content-Type"].partition("; boundary=")
    assert media_type == "multipart/form-data"
    parts = (asked.body or b"").split(b"--" + border.encode())
    assert parts[1] == b'\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    assert b'filename="a%22%0D%0Ab.p12"\r\nContent-Type: application/octet-stream\r\n\r\n\x00\xff\r\n' in parts[2]
    assert parts[3] == b"--\r\n"


async def test_cookies_are_the_devices_own_and_end_with_it() -> None:
    """Another device on the same line has none of them; what the server drops is dropped; junk is none."""
    kept = html(cookies=("etax-device=abc; Path=/; HttpOnly", "etax-phone=s1; Secure; SameSite=lax", "junk", "=x", "a" * 5000))
    user, carrier = a_user(kept, html(), html(cookies=('etax-phone=""; Max-Age=0',)), html())
    for _ in range(4):
        await user.open("/app")
    other = PageUser(carrier, ManualClock())
    await other.open("/app")
    assert [asked.headers.get("Cookie") for asked in carrier.asked] == [
        None,
        "etax-device=abc; etax-phone=s1",
        "etax-device=abc; etax-phone=s1",
        "etax-device=abc",
        None,
    ]


async def test_a_thousand_cookies_are_fifty() -> None:
    user, carrier = a_user(html(cookies=tuple(f"c{n}=1" for n in range(60))), html(cookies=tuple(f"d{n}=1" for n in range(60))), html())
    for _ in range(3):
        await user.open("/app")
    assert carrier.asked[-1].headers["Cookie"].count("=") == 50


async def test_it_is_led_on_within_the_server_and_back_again() -> None:
    user, carrier, _ = await at_the_form(leads("/app/y?done=k", cookies=("a=1",)), html("<h1>y</h1>"), html())
    page = await user.submit(1, {})
    assert isinstance(page, Page)
    assert (page.address, page.title, [asked.method for asked in carrier.asked]) == ("/app/y?done=k", "y", ["GET", "POST", "GET"])
    assert carrier.asked[-1].headers["Cookie"] == "a=1"
    page = await user.back()
    assert isinstance(page, Page)
    assert (page.address, user.can_go_back) == ("/app/x", False)
    await user.back()
    assert [asked.path for asked in carrier.asked[-2:]] == ["/app/x", "/app/x"], "the first page is where back ends"


async def test_a_form_that_comes_back_and_another_language_are_no_pages_to_go_back_to() -> None:
    """Back leads to what was open before, not to the same form once for each try and each change of language."""
    user, carrier, page = await at_the_form(html(), html(), leads("/app/z?kept=1"), html(), leads("/app/y"), html())
    await user.submit(1, {})
    again = await user.submit(1, {}, button(page, "再来"))
    assert isinstance(again, Page)
    assert (again.address, user.can_go_back) == ("/app/again", False), "the form with what was wrong in it, and with another code"
    await user.speak("en")
    assert (carrier.asked[-1].path, user.can_go_back) == ("/app/z?kept=1", False)
    await user.submit(1, {})
    assert (carrier.asked[-1].path, user.can_go_back) == ("/app/y", True), "the form has led on"


async def test_in_a_named_world_addresses_are_told_with_it_and_asked_without() -> None:
    """The line leads to the world: `/w/seat-1/app` on a page is `/app` there, and `/app` is another world's."""
    text = '<a href="/w/seat-1/app/messages">m</a><a href="/app">o</a><form method="post" action="/w/seat-1/app/x"></form>'
    user, carrier = a_user(html(text), leads("/w/seat-1/app/y"), html(), leads("/app/y"), base="http://h:1/w/seat-1")
    page = await user.open("/app")
    assert isinstance(page, Page)
    assert [part.address for block in page.blocks for part in getattr(block, "parts", ())] == ["/app/messages", None]
    await user.submit(0, {})
    assert [asked.path for asked in carrier.asked] == ["/app", "/app/x", "/app/y"]
    with pytest.raises(Garbled):
        await user.open("/app/z")


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/app",
        "//evil.example/app",
        "/api/units",
        "",
        "/\\evil",
        "javascript:x",
        "http://h:2/app",
        "\x00",
        "/app\r\nX: y",
    ],
)
async def test_it_is_led_nowhere_else(to: str) -> None:
    """The page stays; nothing is asked there."""
    user, carrier, page = await at_the_form(leads(to))
    with pytest.raises(Garbled):
        await user.submit(1, {})
    assert len(carrier.asked) == 2
    assert user.page is page


async def test_it_is_led_on_five_times_at_most() -> None:
    user, carrier = a_user(leads("/app"))
    with pytest.raises(Garbled):
        await user.open("/app")
    assert len(carrier.asked) == 1 + MOST_REDIRECTS


@pytest.mark.parametrize("status", [304, 307, 308])
async def test_a_form_is_not_sent_on(status: int) -> None:
    user, carrier, _ = await at_the_form(leads("/app/y", status))
    with pytest.raises(Garbled):
        await user.submit(1, {"password": Secret("Etax@2026")})
    assert len(carrier.asked) == 2


@pytest.mark.parametrize("path", ["https://evil.example/", "/api/units", "app\n", "/metrics"])
async def test_what_is_no_page_of_the_server_is_not_opened(path: str) -> None:
    user, carrier = a_user(html())
    with pytest.raises(Garbled):
        await user.open(path)
    assert carrier.asked == []


async def test_a_refusal_an_accident_and_a_page_of_an_error_are_told_apart() -> None:
    refused = Refused(RefusalCode.too_many, retry_after=9)
    problem = Reply(429, problems.MEDIA_TYPE, spelling.write(problems.to_problem(refused, 429)))
    user, _ = a_user(problem, Unreachable(Why.lost, sent=True), Reply(200, "application/pdf", b"%PDF"), html("<h1>没有</h1>", 404))
    assert await user.open("/app") == refused
    with pytest.raises(Unreachable):
        await user.open("/app")
    with pytest.raises(Garbled):
        await user.open("/app")
    page = await user.open("/app")
    assert isinstance(page, Page)
    assert page.title == "没有"


async def test_another_language_keeps_what_was_typed_where_the_page_can() -> None:
    user, carrier, _ = await at_the_form(
        leads("/app/x", cookies=("etax-language=en; Max-Age=99",)), html("<h1>Form</h1>"), html("<h1>表</h1>")
    )
    assert carrier.asked[-1].headers["Accept-Language"] == "zh"
    await user.speak("en", {"who": "typed in another form"})
    assert [(asked.method, asked.path) for asked in carrier.asked[1:]] == [("POST", "/app/language"), ("GET", "/app/x")]
    assert sent(carrier.asked[1]) == {"token": "lt", "language": "en"}
    assert carrier.asked[-1].headers["Accept-Language"] == "en"
    await user.speak("zh")
    assert (carrier.asked[-1].path, carrier.asked[-1].headers.get("Cookie")) == ("/app/x", None), "the client's language decides"
    assert carrier.asked[-1].headers["Accept-Language"] == "zh"


async def test_a_page_that_waits_goes_on_when_there_is_news() -> None:
    """A server that does not wait is not asked without end (PGS-03)."""
    none, news = Reply(204, "", b""), Reply(200, "", b"")
    clock = ManualClock()
    carrier = Answers([html('<p data-waits="/app/register/face-news">…</p>'), none, none, news, html("<h1>次</h1>")])
    user = PageUser(carrier, clock)
    await user.open("/app/register")
    waiting = asyncio.create_task(user.wait())
    await clock.advance(5)
    assert len(carrier.asked) == 3
    await clock.advance(1)
    page = await waiting
    assert isinstance(page, Page)
    assert page.title == "次"
    assert [asked.path for asked in carrier.asked[1:]] == ["/app/register/face-news?wait=25"] * 3 + ["/app/register"]
    assert all(asked.patience is not None and asked.patience > 25 for asked in carrier.asked[1:4])


async def test_the_cells_of_a_captcha() -> None:
    drawn = CaptchaPicture("c", ("01", "10"), 300)
    text = '<img alt="图" data-cells="/captchas/c">'
    user, carrier = a_user(html(text), Reply(200, "application/json", spelling.write(drawn)), Reply(200, "application/json", b"[]"))
    page = await user.open("/app")
    assert isinstance(page, Page)
    [picture] = page.blocks
    assert isinstance(picture, Picture)
    assert await user.captcha(picture) == drawn
    assert (carrier.asked[-1].path, carrier.asked[-1].headers["Accept"].startswith("application/json")) == ("/captchas/c", True)
    with pytest.raises(Garbled):
        await user.captcha(picture)
