"""扫码登录: what the screen shows and does with the phone's news, with time, and with a bad line (QR-01 to QR-08, QRT-2, QRT-6, QRT-7)."""

import asyncio

import pytest

from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import RENEWALS, Decision, ScannedTicket, TicketState
from etax_client.screens.login import LoginScreen
from etax_client.screens.qr_login import QrLoginScreen
from etax_client.server.settings import ServerSettings
from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.push_button import PushButton
from tests.driving import CHEAP, LARGE, SMALL, Driver, driving
from tests.phone_api import Phone
from tests.screens.qr.qr_hands import at_the_code, decide, number_on_screen, payload, phone_of, polls, scan, states, until, wear_out

EXPECTED = {
    Language.zh: ("扫码登录", "账号密码登录", "用手机扫码登录", "扫一扫", "剩余 3:00", "刷新", "无法扫码？", "F9", "模拟环境", "F1 帮助"),
    Language.en: ("QR login", "Password login", "Log in with your phone", "Scan", "3:00 left", "Refresh", "Cannot scan?", "SIMULATION"),
}


@pytest.mark.parametrize("size", [(60, 20), SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_everything_is_on_the_screen(size: tuple[int, int], language: Language) -> None:
    """QR-06, commands.md: the whole code with its white border, what to do, the seconds left and the ways on."""
    async with at_the_code(size=size, language=language) as (etax, _):
        for words in EXPECTED[language]:
            assert words in etax.text(), f"{words} is missing:\n{etax.text()}"
        code = etax.screen.query_one("QrCode")
        assert code.region.size == code.outer_size
        assert etax.screen.region.contains_region(code.region)
        assert size == LARGE or code.region.right < 44, "the demo's phone at the right leaves it free"


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_from_scan_to_login(over: str) -> None:
    """QR-02, QR-04, QR-08: the code goes, number and masked name come, and after the confirmation the client is in."""
    async with at_the_code(over=over) as (etax, line):
        phone = await phone_of(etax)
        ticket = await scan(etax, phone)
        assert "扫描成功，请在手机上确认登录" in etax.text()
        assert "登录人：李*" in etax.text()
        assert "剩余 3:00" in etax.text()
        assert not etax.screen.query_one("QrCode").region
        assert number_on_screen(etax) in ticket.numbers
        await etax.advance(7)
        assert "剩余 2:53" in etax.text()
        await decide(phone, ticket, Decision.confirm, number_on_screen(etax))
        await until(etax, "单位总数: 6")
        assert states(etax) == ["redeemed"]
        assert etax.app.desk.session.profile is not None
        assert line.most_under_way == 1, "one request at a time"


async def test_in_english_too() -> None:
    async with at_the_code(language=Language.en) as (etax, _):
        phone = await phone_of(etax)
        await scan(etax, phone)
        for words in ("Scanned. Confirm on your phone", "pick the number", "3:00 left", "Back"):
            assert words in etax.text()
        await etax.press("f8")
        for words in ("扫描成功，请在手机上确认登录", "选择数字", "剩余 3:00", "返回"):
            assert words in etax.text()


@pytest.mark.parametrize(
    ("right_number", "title", "next_step"),
    [(None, "已在手机上取消登录", "如仍要登录，请按"), (False, "数字不一致，已拒绝登录", "与此处相同的数字")],
)
async def test_refused(right_number: bool | None, title: str, next_step: str) -> None:
    """QR-02, QR-04: the person said no, or picked another number; either way it says so and offers the next step."""
    async with at_the_code() as (etax, _):
        phone = await phone_of(etax)
        ticket = await scan(etax, phone)
        if right_number is None:
            await decide(phone, ticket, Decision.refuse)
        else:
            wrong = next(number for number in ticket.numbers if number != number_on_screen(etax))
            await decide(phone, ticket, Decision.confirm, wrong)
        await until(etax, title)
        assert next_step in "".join(etax.text().split())
        assert etax.app.desk.session.profile is None
        await etax.press("f5")
        assert payload(etax)
        assert "已刷新" in etax.text()
        assert states(etax) == ["refused", "waiting"]


async def test_the_way_back_from_a_scanned_code() -> None:
    """QR-08: 返回, by key or button, voids this ticket and brings another; a confirmation then logs nobody in (QRT-7)."""
    async with at_the_code() as (etax, _):
        phone = await phone_of(etax)
        ticket = await scan(etax, phone)
        number = number_on_screen(etax)
        await etax.press("escape")
        assert payload(etax)
        assert states(etax) == ["cancelled", "waiting"]
        late = await decide(phone, ticket, Decision.confirm, number)
        assert isinstance(late, ScannedTicket)
        assert late.state is TicketState.cancelled
        await scan(etax, phone)
        await etax.pilot.click("#back")
        await etax.settle()
        assert states(etax) == ["cancelled", "cancelled", "waiting"]
        assert isinstance(etax.screen, QrLoginScreen)


# --- time


async def test_renewed_by_itself_but_not_for_ever() -> None:
    """QR-01, QR-08: after 180 s another code, five times; then it waits for a key, and the count begins anew."""
    async with at_the_code() as (etax, _):
        shown = {payload(etax)}
        for renewal in range(RENEWALS):
            await wear_out(etax)
            shown.add(payload(etax))
            assert len(shown) == renewal + 2
        await wear_out(etax)
        await until(etax, "二维码已过期")
        assert not etax.screen.query_one("QrCode").region
        before = list(etax.carrier.sent)
        await etax.advance(minutes=30)
        assert etax.carrier.sent == before, "nothing is asked while nobody is there"
        await etax.press("enter")
        assert payload(etax) not in shown
        await wear_out(etax)
        shown.add(payload(etax))
        await etax.press("f5")
        assert states(etax)[-2:] == ["cancelled", "waiting"]


async def test_waiting_costs_next_to_nothing() -> None:
    """QRT-6, P18: at most one request in ten seconds."""
    async with at_the_code() as (etax, line):
        for _ in range(17):
            await etax.advance(10)
            for _ in range(5):
                await etax.settle()
        assert 2 <= polls(etax) <= 17
        assert line.most_under_way == 1


async def test_scanned_but_not_confirmed_in_time() -> None:
    """QR-02: it says so, and waits for a key."""
    async with at_the_code() as (etax, _):
        await scan(etax, await phone_of(etax))
        await wear_out(etax)
        await until(etax, "确认超时，二维码已过期")
        assert "按 F5 刷新" in etax.text()
        await etax.press("enter")
        assert payload(etax)


async def test_f5_while_a_code_is_on_its_way_asks_for_no_other() -> None:
    """TUI-5."""
    async with at_the_code() as (etax, _):
        etax.carrier.gate = asyncio.Event()
        asked = len(etax.carrier.sent)
        await etax.pilot.press("f5", "f5", "f5")
        await etax.pilot.pause()
        assert [path for method, path in etax.carrier.sent[asked:] if method == "POST"] == ["/api/qr-tickets"]
        assert "正在获取二维码" in etax.text()
        etax.carrier.gate.set()
        await until(etax, "剩余 3:00")


# --- leaving


@pytest.mark.parametrize(("how", "over"), [("f2", "process"), ("f2", "socket"), ("escape", "process"), ("#to-password", "process")])
async def test_there_and_back_keeps_the_account_only(how: str, over: str) -> None:
    """QRT-7, SEC-3: F2, Esc or a click; the account stays, the password does not, and the ticket is void."""
    async with driving(over=over) as etax:
        await etax.paste("liming")
        await etax.press("enter")
        await etax.paste("Etax@2026")
        await etax.pilot.click("#to-qr")
        await etax.settle()
        assert isinstance(etax.screen, QrLoginScreen)
        if how.startswith("#"):
            await etax.pilot.click(how)
            await etax.settle()
        else:
            await etax.press(how)
        assert isinstance(etax.screen, LoginScreen)
        assert "liming" in etax.text()
        assert etax.screen.query_one(SecretField).length == 0
        assert states(etax) == ["cancelled"]
        asked = polls(etax)
        await etax.advance(minutes=5)
        assert polls(etax) == asked, "the poll has stopped"
        await etax.type_password("Etax@2026")
        assert "单位总数: 6" in etax.text()


async def test_quitting_cancels_the_ticket() -> None:
    """QRT-7."""
    async with at_the_code() as (etax, line):
        await etax.pilot.press("ctrl+q")
        await etax.pilot.pause()
    assert ("DELETE", "/api/qr-tickets/current", 204) in line.answered


async def test_quitting_waits_for_no_dead_server() -> None:
    """The ticket dies by itself: a server that says nothing holds nobody up."""
    async with at_the_code() as (etax, _):
        etax.carrier.gate = asyncio.Event()
        await etax.pilot.press("ctrl+q")
        await etax.pilot.pause()
    assert ("DELETE", "/api/qr-tickets/current") in etax.carrier.sent


async def test_leaving_while_the_login_is_under_way() -> None:
    """QRT-7: the answer to the redeeming comes after one has left, and logs nobody in."""
    async with at_the_code() as (etax, _):
        phone = await phone_of(etax)
        ticket = await scan(etax, phone)
        gate = etax.carrier.gate = asyncio.Event()
        await decide(phone, ticket, Decision.confirm, number_on_screen(etax))
        await until(etax, "已在手机上确认，正在登录")
        await etax.pilot.press("f2")
        gate.set()
        etax.carrier.gate = None
        await etax.settle()
        await etax.advance(60)
        assert isinstance(etax.screen, LoginScreen)
        assert etax.app.desk.session.profile is None


async def test_keys_while_leaving_do_no_harm() -> None:
    async with driving() as etax:
        for _ in range(3):
            await etax.pilot.press("f2", "escape", "f2", "f2", "f2", "f5")
            await etax.settle()
        assert set(states(etax)[:-1]) <= {"cancelled"}
        assert isinstance(etax.screen, QrLoginScreen | LoginScreen)
        depth = len(etax.app.screen_stack)
        assert depth == (3 if isinstance(etax.screen, QrLoginScreen) else 2)


# --- on top of what is open


async def open_home(etax: Driver) -> None:
    await etax.log_in()
    await etax.press("enter")
    await etax.type_password("Unit2026a")
    assert "办税首页" in etax.text()
    await etax.advance(minutes=31)
    await etax.press("f5")
    assert "30 分钟未操作" in etax.text()
    await etax.press("f2")


async def test_logging_in_again_leads_back() -> None:
    """SES-03: the same person is back where they were, by QR code as by password."""
    async with driving() as etax:
        await open_home(etax)
        phone = await phone_of(etax)
        ticket = await scan(etax, phone)
        await etax.press("f1")
        await decide(phone, ticket, Decision.confirm, next(n for n in ticket.numbers if str(n) in number_text(etax)))
        await until(etax, "在线登录", "办税首页")
        assert not any(isinstance(screen, LoginScreen | QrLoginScreen) for screen in etax.app.screen_stack)
        assert len(etax.app.screen_stack) >= 3, "home is there, above the list"


def number_text(etax: Driver) -> str:
    screen = next(screen for screen in etax.app.screen_stack if isinstance(screen, QrLoginScreen))
    return str(screen.query_one("#number").render())


async def test_another_person_starts_at_the_list() -> None:
    """SES-03: nobody lands on somebody else's page."""
    async with driving() as etax:
        await open_home(etax)
        phone = await phone_of(etax, "wangfang")
        ticket = await scan(etax, phone)
        await decide(phone, ticket, Decision.confirm, number_on_screen(etax))
        await until(etax, "单位总数: 2")
        assert len(etax.app.screen_stack) == 2


# --- locks


async def test_an_account_that_was_locked_meanwhile() -> None:
    """LCK-10, LOG-07: the lock is enforced at the redeeming too; the time left counts down, with the ways out."""
    async with at_the_code() as (etax, _):
        await be_locked_meanwhile(etax)
        text = etax.text()
        assert "剩余 120:00" in text
        assert "办税服务厅" in text
        assert "F4" in text
        await etax.advance(61)
        assert "剩余 118:59" in etax.text()
        await etax.advance(hours=2)
        assert "锁定已解除，请按F5刷新" in "".join(etax.text().split())
        assert etax.app.desk.session.profile is None


async def be_locked_meanwhile(etax: Driver) -> None:
    """By five wrong passwords from elsewhere, between 确认登录 and the login."""
    phone = await phone_of(etax)
    ticket = await scan(etax, phone)
    gate = etax.carrier.gate = asyncio.Event()
    await decide(phone, ticket, Decision.confirm, number_on_screen(etax))
    await until(etax, "正在登录")
    for _ in range(etax.server.state.services.policy.account_lockout.tries):
        await lock_step(etax, "liming")
    etax.carrier.gate = None
    gate.set()
    await until(etax, "账号已锁定")


async def lock_step(etax: Driver, account: str) -> None:
    """One wrong password from elsewhere, its captcha solved."""
    phone = Phone(etax.phone)
    outcome = await phone.login(account, Secret("Wrong@2026"))
    if isinstance(outcome, Refused) and outcome.code is RefusalCode.captcha_required:
        picture = await phone.captcha()
        assert isinstance(picture, CaptchaPicture)
        await phone.login(account, Secret("Wrong@2026"), CaptchaAnswer(picture.captcha_id, etax.captcha_answer()))


async def test_buttons_do_what_keys_do() -> None:
    async with at_the_code() as (etax, _):
        first = payload(etax)
        await etax.pilot.click("#refresh")
        await etax.settle()
        assert payload(etax) != first
        await etax.pilot.click("#other-ways")
        await etax.settle()
        assert "放大" in etax.text()
        await etax.press("escape")
        await etax.advance(minutes=3 * (RENEWALS + 2))
        await until(etax, "剩余", "二维码已过期")
        assert etax.screen.query_one("#again", PushButton) is not None


async def test_a_lock_until_midnight_is_said_to_be_one() -> None:
    """LOG-07 under beijing: here as on the other page."""
    async with at_the_code(server=ServerSettings(policy="beijing", hash_cost=CHEAP, open_inbox=True)) as (etax, _):
        await be_locked_meanwhile(etax)
        assert "剩余 14:00:00" in etax.text()
        assert "次日零时自动解锁" in etax.text()
