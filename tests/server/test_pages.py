"""The server's pages: plain, in two languages, without anything from elsewhere (WEB-2, MCK-1)."""

import re
from html.parser import HTMLParser

import pytest

from etax_client.server.pages.rendering import language_of
from etax_client.texts.words import Language
from etax_client.wire import paths
from tests.server.running import Running, Start

PAGES = ("/", "/app", "/portal", "/APP", "/PORTAL")


class Links(HTMLParser):
    """Every address that a page names, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src") and value is not None:
                self.addresses.append(value)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "mark", "code"), [("zh-CN", "模拟环境", "zh-CN"), ("en-GB,zh;q=0.5", "SIMULATION", "en")])
async def test_each_page_says_that_it_is_a_simulation(server: Running, path: str, language: str, mark: str, code: str) -> None:
    """MCK-1."""
    reply = await server.caller().http.get(path, headers={"Accept-Language": language})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["Vary"] == "Accept-Language, Cookie"
    assert f'<html lang="{code}">' in reply.text
    assert f"<strong>{mark}</strong>" in reply.text
    assert re.search(r"<title>.*" + mark, reply.text)
    if code == "en":
        assert not re.search("[\u4e00-\u9fff]", re.sub('<button [^>]*lang="zh">中文</button>', "", reply.text))


async def test_pages_lead_nowhere_else_and_run_nothing(server: Running) -> None:
    """WEB-2: no script, no inline style, no address of another host; what is linked is there."""
    caller = server.caller()
    linked = set()
    for path in ("/", "/app", "/portal", "/PORTAL"):
        parsed = Links()
        parsed.feed((await caller.get(path)).text)
        assert not parsed.tags & {"script", "style", "iframe", "object", "img"}
        assert not {name for name in parsed.attributes if name.startswith("on") or name == "style"}
        linked |= set(parsed.addresses)
    assert all(address.startswith("/") for address in linked)
    for address in linked:
        assert (await caller.get(address)).status_code == 200
    style = (await caller.get("/pages.css")).text
    assert "url(" not in style
    assert "@import" not in style


async def test_the_first_page_says_how_to_reach_the_server(start: Start) -> None:
    server = await start(hosts=("x.example",))
    text = (await server.caller().http.get("/", headers={"Host": "x.example:8765"})).text
    assert "etax-client --server http://x.example:8765<" in text


async def test_the_first_page_does_not_vouch_for_its_own_key(start: Start) -> None:
    """TLS-2: a client command without the pin would be refused, and a pin from here proves nothing."""
    server = await start(hosts=("x.example",))
    text = (await server.caller().http.get("https://x.example:8765/")).text
    assert "加入命令" in text
    assert "--server" not in text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", Language.zh),
        ("*", Language.zh),
        ("en", Language.en),
        ("fr, en;q=0.8, zh;q=0.9", Language.zh),
        ("de-DE,EN-us", Language.en),
        ("en;q=0, zh", Language.zh),
        ("en;q=x, fr", Language.zh),
        ("en;q=nan", Language.zh),
        ("," * 5000, Language.zh),
    ],
)
def test_the_language_is_the_first_of_ours_that_is_wanted(accepted: str, language: Language) -> None:
    assert language_of(accepted) is language


async def test_the_interface_is_described_as_it_is(server: Running) -> None:
    """OpenAPI 3.1 at its address: every path, secrets as such, refusals as problem details, sessions by bearer token."""
    reply = await server.caller().get(paths.OPENAPI)
    document = reply.json()
    assert document["openapi"].startswith("3.1")
    of_a_month = tuple(paths.unit("{unit_id}") + part for part in ("/people", "/filing"))
    """The filing rehearsal's, which `wire/filing/` spells and tests/acts goes through one by one."""
    assert {path for path in document["paths"] if not path.startswith(of_a_month)} == {
        paths.INFO,
        paths.CLOCK,
        paths.CAPTCHAS,
        paths.CAPTCHAS + "/{file_name}",
        paths.SESSIONS,
        paths.SESSION,
        paths.UNITS,
        paths.UNIT_TOTALS,
        paths.UNIT_ORDER,
        paths.UNIT_NEWS,
        paths.unit("{unit_id}"),
        paths.unit_verification("{unit_id}"),
        paths.unit_home("{unit_id}"),
        paths.unit_opening("{unit_id}"),
        paths.unit_challenges("{unit_id}"),
        paths.unit_certificate("{unit_id}"),
        paths.MANAGED_UNITS,
        paths.authorised("{unit_id}"),
        paths.authorisation("{unit_id}", "{authorisation_id}"),
        paths.declaration_password("{unit_id}"),
        paths.declaration_password_code("{unit_id}"),
        paths.MY_AUTHORISATIONS,
        paths.my_authorisation("{authorisation_id}"),
        paths.my_authorisation_end("{authorisation_id}"),
        paths.QR_TICKETS,
        paths.QR_TICKET,
        paths.QR_SESSION,
        paths.PHONE_SCANS,
        paths.phone_ticket("{ticket_id}"),
        paths.phone_decision("{ticket_id}"),
        paths.PHONE_MESSAGES,
        paths.PHONE_SIMS,
        paths.PHONE_FACES,
        paths.PHONE_FACE_CHECKS,
        paths.REGISTRATIONS,
        paths.REGISTRATION,
        paths.REGISTRATION_AGREEMENT,
        paths.REGISTRATION_WAY,
        paths.REGISTRATION_IDENTITY,
        paths.REGISTRATION_FACE,
        paths.REGISTRATION_SETTINGS,
        paths.REGISTRATION_SMS_CODE,
        paths.REGISTRATION_ACCOUNT,
        paths.REGISTRATION_BACK,
        paths.RECOVERIES,
        paths.RECOVERY,
        paths.RECOVERY_IDENTITY,
        paths.RECOVERY_SMS_CODE,
        paths.RECOVERY_SMS_PROOF,
        paths.RECOVERY_FACE,
        paths.RECOVERY_PASSWORD,
        paths.RECOVERY_BACK,
        paths.SECURITY,
        paths.SECURITY_PASSWORD,
        paths.SECURITY_MOBILE,
        paths.SECURITY_MOBILE_CODE,
    }
    schemas = document["components"]["schemas"]
    secret = {"type": "string", "format": "password"}
    assert schemas["LoginRequest"]["properties"]["password"] == secret
    assert schemas["LoggedIn"]["properties"]["token"] == secret
    assert schemas["Ticket"]["properties"]["poll_secret"] == secret
    assert schemas["VerificationRequest"]["properties"]["declaration_password"] == secret
    for path, methods in document["paths"].items():
        for method in methods.values():
            refused = {status: answer for status, answer in method["responses"].items() if status >= "400"}
            assert all("application/problem+json" in answer["content"] for answer in refused.values()), path
            assert ("401" in refused and path != paths.SESSIONS) == (method.get("security") == [{"bearer": []}]), path


async def test_a_server_says_what_it_is(start: Start) -> None:
    server = await start(policy="jiangmen")
    told = (await server.caller().get(paths.INFO)).json()
    assert told == {
        "product": "etax-client",
        "version": told["version"],
        "simulated": True,
        "policy": "jiangmen",
        "phase": "phase-1",
        "now": "2026-11-20T02:00:00Z",
        "steered": False,
    }
