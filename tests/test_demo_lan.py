"""The demo's pages beside its client, the mark of what goes in the clear, and a server whose key has changed (TLS-1, TLS-2, QR-07)."""

import asyncio
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.pilot import Pilot

from etax_client import demo
from etax_client.api.carrier import Carrier, Reply, Unreachable, Why
from etax_client.api.etax import Etax
from etax_client.app import EtaxApp
from etax_client.clock import ManualClock
from etax_client.demo import DemoPages, OfflineServer, demo_place
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.servers.pins import Pin, pin_of
from etax_client.machine import files, settings
from etax_client.machine.settings import Settings
from etax_client.screens.desk import Choices, Place, lay_desk
from etax_client.server.app import create_app
from etax_client.server.listening.lan import in_host_header, open_endpoint
from etax_client.server.listening.private_files import PrivateFileError, PrivateFileFault
from etax_client.server.settings import ServerSettings
from etax_client.session import KeepsNothing
from etax_client.texts.words import Language
from etax_client.wire import paths
from tests.architecture.test_layout import HEAVY
from tests.server.running import CHEAP, PASSWORD, WRONG

PIN = pin_of(b"key")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "data_folder", lambda: tmp_path / "data")


# --- the pages


@dataclass
class Beside:
    """A demo's server with its pages: `client` reaches it in process, `phone` over the network; `asked` is what either asks for."""

    pages: DemoPages
    server: OfflineServer
    client: Carrier
    phone: httpx.AsyncClient
    asked: list[tuple[str, str]]


def trust_of(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=(folder / "data" / "tls" / "certificate.pem").read_text())


@asynccontextmanager
async def beside(folder: Path, host: str = "127.0.0.1", *, secure: bool = False) -> AsyncIterator[Beside]:
    pages = DemoPages(open_endpoint(host, 0, secure=secure))
    app = create_app(ServerSettings(hash_cost=CHEAP, hosts=in_host_header(pages.endpoint.names)))
    handler = app.asgi_handler
    asked: list[tuple[str, str]] = []

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        asked.append((scope["method"], scope["path"]))
        await handler(scope, receive, send)

    app.asgi_handler = noting
    server = OfflineServer(lambda: app, pages.served)
    client = await server.owning_carrier()
    try:
        verify = trust_of(folder) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        async with httpx.AsyncClient(base_url=pages.endpoint.url, trust_env=False, verify=verify, timeout=30) as phone:
            yield Beside(pages, server, client, phone, asked)
    finally:
        await client.close()


async def test_the_pages_and_the_client_share_one_server(tmp_path: Path) -> None:
    async with beside(tmp_path) as made:
        assert (await made.phone.get("/app", follow_redirects=True)).status_code == 200
        assert isinstance(await Etax(made.client, lambda: None).login("liming", Secret(WRONG), None), Refused)
        reply = await made.phone.post(paths.SESSIONS, json={"account": "liming", "password": PASSWORD})
        assert reply.json()["code"] == "captcha_required", "the wrong password was counted in the same store"
        assert await made.pages.pin() is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere loopback has one address only")
async def test_the_pages_by_tls_answer_under_the_address_that_was_chosen(tmp_path: Path) -> None:
    """WEB-1: and under no other name."""
    async with beside(tmp_path, "127.0.0.2", secure=True) as made:
        assert made.pages.endpoint.url.startswith("https://127.0.0.2:")
        assert await made.pages.pin() is not None
        assert (await made.phone.get("/app", follow_redirects=True)).status_code == 200
        assert (await made.phone.get("/app", headers={"Host": "127.0.0.3"})).status_code == 421
        own = {"Origin": made.pages.endpoint.url}
        for origin, status in ((own["Origin"], 201), (own["Origin"].replace("https", "http"), 403), ("https://evil.example", 403)):
            body = {"account": "wangfang", "password": PASSWORD}
            assert (await made.phone.post(paths.SESSIONS, json=body, headers={"Origin": origin})).status_code == status


async def test_the_end_is_soon_whoever_is_still_connected(tmp_path: Path) -> None:
    """A connection that is kept open, one that has not asked yet, and a poll that waits for news."""
    async with beside(tmp_path) as made:
        port = made.pages.endpoint.listening.getsockname()[1]
        ticket = (await made.phone.post(paths.QR_TICKETS, json={"device": "PC"})).json()
        token = {"Authorization": f"Bearer {ticket['poll_secret']}"}
        poll = asyncio.create_task(made.phone.get(paths.QR_TICKET, params={"wait": "25"}, headers=token))
        _, idle = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(10):
            while ("GET", paths.QR_TICKET) not in made.asked:
                await asyncio.sleep(0)
            assert not poll.done()
            await made.client.close()
        await asyncio.gather(poll, return_exceptions=True)
        idle.close()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


async def test_a_key_that_cannot_be_used_keeps_the_demo_from_starting(tmp_path: Path) -> None:
    (tmp_path / "data" / "tls").mkdir(parents=True, mode=0o700)
    (tmp_path / "data" / "tls").chmod(0o700)
    key = tmp_path / "data" / "tls" / "key.pem"
    key.write_bytes(b"broken")
    key.chmod(0o600)
    pages = DemoPages(open_endpoint("127.0.0.1", 0, secure=True))
    with pages.endpoint.listening, pytest.raises(PrivateFileError) as caught:
        await OfflineServer(lambda: create_app(ServerSettings(hash_cost=CHEAP)), pages.served).carrier()
    assert caught.value.fault is PrivateFileFault.broken


def test_nothing_of_the_server_is_imported_before_the_first_paint() -> None:
    """P1, P2: with pages, and with TLS."""
    program = f"""
import sys
from pathlib import Path
from etax_client import cli, demo
from etax_client.machine import settings
from etax_client.texts.words import Language
demo.EtaxApp.run = lambda app: print(app.desk.place.pages, sorted({HEAVY!r} & sys.modules.keys()))
cli._need_terminal = lambda words: None
for more in (["--phone"], ["--lan", "--host", "127.0.0.1"]):
    cli.run(["demo", *more])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    plain, encrypted = done.stdout.splitlines()
    assert plain.startswith("http://127.0.0.1:"), done.stderr
    assert encrypted.startswith("https://127.0.0.1:")
    assert plain.endswith(" []")
    assert encrypted.endswith(" []")


# --- the screens


class Failing:
    """A carrier that carries nothing."""

    def __init__(self, why: Why) -> None:
        self._why = why

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
        raise Unreachable(self._why, sent=False)

    async def close(self) -> None:
        return


@asynccontextmanager
async def showing(place: Place, carrier: Carrier, **chosen: Any) -> AsyncIterator[Pilot[int]]:
    language = chosen.pop("language", Language.zh)
    choices = Choices(Settings(keypad=False, **chosen), lambda _: None)
    app = EtaxApp(lay_desk(carrier, place, choices, clock=ManualClock(), language=language), KeepsNothing())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete([worker for worker in app.workers if worker.group.startswith("errand")])
        await pilot.pause()
        yield pilot


def text(pilot: Pilot[int]) -> str:
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def said(pilot: Pilot[int], selector: str) -> str:
    """What can be read on the lines of a widget, without the spaces."""
    region = pilot.app.screen.query_one(selector).region
    return "".join("".join(text(pilot).splitlines()[region.y : region.bottom]).split())


def ground(pilot: Pilot[int], words: str) -> Any:
    """What these words stand on in the first line of the screen."""
    [segment] = [segment for segment in pilot.app.screen._compositor.render_strips()[0] if words in segment.text]
    assert segment.style is not None
    return segment.style.bgcolor


@pytest.mark.parametrize("theme", settings.THEME_NAMES)
@pytest.mark.parametrize(("language", "words"), [(Language.zh, "明文连接"), (Language.en, "PLAIN HTTP")])
async def test_what_goes_in_the_clear_is_marked_red(theme: str, language: Language, words: str) -> None:
    """TLS-1: beside 「模拟环境」, which stays (MCK-1)."""
    place = demo_place()
    async with showing(replace(place, insecure=True), Failing(Why.refused), theme=theme, language=language) as pilot:
        assert words in text(pilot).splitlines()[0]
        assert ("模拟环境" if language is Language.zh else "SIMULATION") in text(pilot).splitlines()[0]
        colour = ground(pilot, words)
        if theme != "etax-ansi":
            assert colour.triplet.hex == pilot.app.get_css_variables()["error"].lower()
            red, green, blue = colour.triplet
            assert red > max(green, blue)
        else:
            assert colour.number == 1, "the terminal's own red"
    async with showing(place, Failing(Why.refused), theme=theme, language=language) as pilot:
        assert words not in text(pilot)


def test_every_screen_with_a_top_line_says_it() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in (Path(demo.__file__).parent / "screens").rglob("*.py")}
    drawn = {name: source for name, source in sources.items() if "TopLine(" in source}
    assert {"login.py", "units.py", "home.py", "qr_login.py"} <= set(drawn)
    assert [
        name for name, source in drawn.items() if source.count("TopLine(") != len(re.findall(r"insecure=[\w.]*place\.insecure", source))
    ] == []


async def test_the_address_of_the_pages_is_on_the_screen_and_their_pin_beside_the_code() -> None:
    """The pin is waited for: it is read behind the first paint."""
    url = "https://192.168.1.200:54321"
    pin: asyncio.Future[Pin] = asyncio.get_running_loop().create_future()

    async def late() -> Pin:
        return await pin

    async with showing(replace(demo_place(), pages=url, pin=late), Failing(Why.refused)) as pilot:
        await pilot.press("f4", "f6")
        await pilot.pause()
        assert f"{url}/portal/forgot" in text(pilot)
        assert PIN.groups[0] not in text(pilot)
        pin.set_result(PIN)
        await pilot.app.workers.wait_for_complete([worker for worker in pilot.app.workers if worker.group == "errand-fingerprint"])
        await pilot.pause()
        assert all(group in text(pilot) for group in PIN.groups)
        assert "打开" in text(pilot), "and the buttons are still there on 24 rows"


async def test_the_first_screen_says_where_the_pages_are() -> None:
    pages = DemoPages(open_endpoint("127.0.0.1", 0, secure=False))
    pages.endpoint.listening.close()
    chosen = ServerSettings(hash_cost=CHEAP)
    carrier = await OfflineServer(lambda: create_app(chosen)).owning_carrier()
    async with showing(demo_place(pages), carrier) as pilot:
        assert f"{pages.endpoint.url}/app" in text(pilot)


@pytest.mark.parametrize(
    ("why", "language", "told"),
    [
        (Why.pin, Language.zh, ["密钥与加入时不同", "未发送任何内容", "--pin"]),
        (Why.pin, Language.en, ["keyhaschanged", "nothingwassent", "--pin"]),
        (Why.tls, Language.zh, ["不受信任", "--pin"]),
        (Why.tls, Language.en, ["nottrusted", "--pin"]),
    ],
)
async def test_a_server_that_is_not_trusted_is_told_with_the_way_out(why: Why, language: Language, told: list[str]) -> None:
    """TLS-2: on the first screen, and once more on whoever tries to log in all the same."""
    async with showing(demo_place(), Failing(why), language=language) as pilot:
        assert all(part in said(pilot, "#notice") for part in told), text(pilot)
        await pilot.press(*"liming", "enter", *"secret", "enter")
        await pilot.app.workers.wait_for_complete([worker for worker in pilot.app.workers if worker.group == "errand"])
        await pilot.pause()
        assert all(part in said(pilot, "#password-row") for part in told), text(pilot)


def test_a_door_that_is_taken_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from etax_client import cli

    monkeypatch.setattr(cli, "_need_terminal", lambda words: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert cli.run(["demo", "--phone", "--port", port]) == 1
    assert port in capsys.readouterr().err


def test_no_network_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from etax_client import cli, serving

    monkeypatch.setattr(cli, "_need_terminal", lambda words: None)
    monkeypatch.setattr(serving, "lan_address", lambda: None)
    assert cli.run(["demo", "--lan"]) == 1
    assert "--host" in capsys.readouterr().err
