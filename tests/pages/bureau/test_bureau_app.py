"""北京税务APP: its first page, its login by both factors, 我的, 扫一扫 without a login, and what it says to the other APP's codes."""

import pytest

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceOutcome, FaceRequest, face_url
from etax_client.domain.flows.recovery import RecoveryStep, RecoveryView
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.pages.page import Link, Skin, all_blocks
from etax_client.domain.pages.reading import read_page
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.qr_login import App
from etax_client.server.pages.sites import BUREAU, BUREAU_APP
from etax_client.server.services.identity import face_checks, face_requests
from tests.pages.surfing import Surfer, asking, surfer
from tests.server.bureau.attempting import MOBILE
from tests.server.running import PASSWORD, Running

HOME, FIRST, SECOND, SCAN = "/bjapp", "/bjapp/login/person", "/bjapp/login/second", "/bjapp/scan"


async def logged_in(server: Running) -> Surfer:
    one = await surfer(server).open("/bjapp/login")
    await one.send(FIRST, account="liuyang", password=PASSWORD, slide="100")
    await one.send(f"{SECOND}/code")
    return await one.send(SECOND, code=server.services.messages.delivered(MOBILE, None, 1)[0].message.params["code"])


def asked(server: Running, app: App) -> tuple[str, FaceRequest]:
    """李明's recovery, which waits for his face before this APP; which flow it is makes no difference."""
    services = server.services
    begun = services.recoveries.flow.begin(Channel.portal, "192.0.2.1")
    assert not isinstance(begun, Refused)
    secret = begun[0].reveal()
    assert isinstance(services.recoveries.identify(secret, DocumentType.resident_id, "440199198805120030", "李明"), RecoveryView)
    with services.store.write() as connection:
        flow = services.recoveries.flow.find(connection, secret, services.clock.now())
        assert flow is not None
        return secret, face_requests.ask(connection, flow.flow_id, app, services.clock.now())


def step_of(server: Running, secret: str) -> RecoveryStep:
    view = server.services.recoveries.flow.view(secret)
    assert isinstance(view, RecoveryView)
    return view.step


async def test_one_logs_in_as_at_the_bureau_and_out_again(server: Running) -> None:
    """BJ-78, SES-1: a session of its own, with the bureau's account, which opens no page of the bureau's, nor the other way round."""
    one = await logged_in(server)
    assert (one.path, "刘*" in one.text) == (HOME, True)
    assert [each.channel for each in server.services.logged_in.sessions()] == [Channel.bureau_app]
    await one.open("/bjapp/mine")
    assert ("139****0001" in one.text, MOBILE in one.text) == (True, False)
    assert "139****0001" in (await one.open("/bjapp/messages")).text, "what came to the number that is bound"
    one.http.cookies.set(BUREAU.session_cookie, one.http.cookies[BUREAU_APP.session_cookie], domain="127.0.0.1")
    assert "新版登录" in (await one.open("/bureau")).text
    await (await one.open("/bjapp/mine")).send("/bjapp/logout")
    assert (one.path, BUREAU_APP.session_cookie in one.http.cookies) == (HOME, False)
    assert server.services.logged_in.sessions() == ()


async def test_without_a_session_the_login_is_shown_and_says_why(server: Running) -> None:
    """SES-03: the bureau's own form, in the APP's frame."""
    one = await surfer(server).open("/bjapp/mine")
    assert (one.status, one.page.form(FIRST).action) == (401, FIRST)
    one = await logged_in(server)
    await server.manual.advance(minutes=30)
    await one.open("/bjapp/mine")
    assert (one.status, "30 分钟" in one.text, one.page.form(FIRST).action) == (401, True, FIRST)


async def test_plus_then_scan_needs_no_login_and_leads_before_the_face(server: Running) -> None:
    """BJ-20, BJ-78, D-8: whose face is expected is masked; one look, and the flow has gone on."""
    one = await surfer(server).open(HOME)
    assert SCAN in one.page.addresses
    secret, face = asked(server, App.bureau)
    await (await one.open(SCAN)).send(SCAN, code=face_url("http://127.0.0.1", face.link_id, App.bureau))
    assert (one.status, "李*" in one.text, "模拟环境" in one.text) == (200, True, True)
    path = one.path
    assert path == f"/BF/{face.link_id.reveal()}"
    await one.send(path)
    assert "比对通过" in one.text
    assert step_of(server, secret) is RecoveryStep.password
    assert "比对通过" in (await one.open(path)).text, "one look"


@pytest.mark.parametrize(("outcome", "said"), [(FaceOutcome.other_person, "比对未通过"), (FaceOutcome.unreachable, "暂时无法连接")])
async def test_another_person_and_no_answer_leave_the_flow_where_it_is(server: Running, outcome: FaceOutcome, said: str) -> None:
    """BJ-20, REG-03: each code is for one look."""
    with server.services.store.write() as connection:
        face_checks.decide(connection, 1, outcome)
    secret, face = asked(server, App.bureau)
    one = await surfer(server).open(f"/BF/{face.link_id.reveal()}")
    await one.send(one.path)
    assert said in one.text
    assert step_of(server, secret) is RecoveryStep.proof


async def test_a_face_code_is_good_for_180_seconds(server: Running) -> None:
    """BJ-19."""
    _, face = asked(server, App.bureau)
    await server.manual.advance(180)
    assert "已过期" in (await surfer(server).open(f"/BF/{face.link_id.reveal()}")).text


@pytest.mark.parametrize(
    ("app", "scan", "said"),
    [(App.itax, SCAN, "请使用个人所得税APP扫描该二维码"), (App.bureau, "/app/scan", "请使用北京税务APP扫描该二维码")],
)
async def test_a_face_code_of_the_other_app_is_left_as_it_is(server: Running, app: App, scan: str, said: str) -> None:
    """BJ-79: whoever opens the other APP's address with it is told the same."""
    secret, face = asked(server, app)
    one = surfer(server) if scan == SCAN else await surfer(server).logged_in()
    await (await one.open(scan)).send(scan, code=face_url("http://127.0.0.1", face.link_id, app))
    assert (one.status, said in one.text) == (409, True)
    await one.open(f"/{app.other.at('F')}/{face.link_id.reveal()}")
    assert (one.status, said in one.text) == (409, True)
    right = await surfer(server).open(f"/{app.at('F')}/{face.link_id.reveal()}")
    await right.send(right.path)
    assert step_of(server, secret) is RecoveryStep.password


async def test_a_code_of_the_client_is_for_the_other_app(server: Running) -> None:
    """BJ-79: the ticket waits on."""
    one, client = await logged_in(server), await asking(server)
    for code in (client.scan_id, client.short_code):
        await (await one.open(SCAN)).send(SCAN, code=code)
        assert (one.status, "请使用个人所得税APP扫描该二维码" in one.text) == (409, True)
    assert (await client.view())["state"] == "waiting"


async def test_where_it_is_had_from_leads_nowhere_outside(server: Running) -> None:
    """BJ-80, MCK-1."""
    one = await surfer(server).open("/bjapp/download")
    for said in ("华为应用市场", "360 手机助手", "苹果应用商店", "【北京税务】", "模拟"):
        assert said in one.text
    assert all(address.startswith("/") for address in one.page.addresses)
    assert one.reply is not None
    assert 'data-payload="HTTP://127.0.0.1/BJAPP"' in one.reply.text
    assert (await one.open("/BJAPP")).status == 200


async def test_it_can_be_read_in_the_terminal(server: Running) -> None:
    """PGS-01, PGS-05: with 扫一扫 among its tools, and beside the other APP on the first page."""
    one = await surfer(server).open(HOME)
    assert one.reply is not None
    page = read_page(one.reply.content, HOME)
    ways = [each.address for each in (*page.tools, *all_blocks(page)) if isinstance(each, Link)]
    assert (page.skin, page.product) == (Skin.phone, "北京税务APP")
    assert {SCAN, "/bjapp/login", "/bjapp/messages", "/bjapp/mine", "/bjapp/download"} <= set(ways)
    assert {"/app", HOME} <= set((await one.open("/")).page.addresses)
