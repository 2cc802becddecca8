"""Registration and recovery in a real browser: by the camera, with a rare character, by SMS, and without scripts (REG, HAN, FPW, WEB-2)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from etax_client.domain import policies
from etax_client.domain.guessing import passwords
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from tests.pages.browser import PHONE, Site, chromium, site, watched
from tests.pages.identity.registering import NEW_PASSWORD, ZHOU
from tests.server.testing.journal import BEARER, TOKEN

FINISHED = "text=去登录"
"""On the last page of a registration."""
WIDE = {"width": 1200, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream") as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site(digest(Secret(TOKEN))) as one:
        yield one


@pytest.fixture
def device(browser: Any, served: Site) -> Iterator[Callable[..., Any]]:
    """`device(viewport=..., ...)` is a page of a device of its own; the world begins anew with each test."""
    assert served.http.post("/control/reset", headers=BEARER).status_code == 200
    contexts = []

    def new(viewport: dict[str, int] = PHONE, **options: Any) -> Any:
        contexts.append(browser.new_context(viewport=viewport, locale="zh-CN", **options))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


def next_step(page: Any, shown: str) -> None:
    page.click("main form button.primary")
    page.wait_for_selector(shown)


def identify(page: Any, number: str, name: str, shown: str) -> None:
    page.fill("#number", number)
    page.fill("#name", name)
    next_step(page, shown)


def sms_code(page: Any, url: str, mobile: str) -> str:
    """The code, read in the messages of this very phone after its SIM card was put in."""
    inbox = page.context.new_page()
    inbox.goto(f"{url}/app/messages")
    if not inbox.locator(f"text={mobile[:3]}****{mobile[-4:]}").count():
        inbox.fill("#mobile", mobile)
        inbox.click("main form button")
        inbox.wait_for_selector(".inbox")
    found = re.search(r"验证码 ([0-9]{6})", inbox.inner_text(".inbox li:first-child"))
    inbox.close()
    assert found
    return found[1]


def finish(page: Any, url: str, mobile: str) -> None:
    page.click("#resend")
    page.wait_for_selector("#code")
    page.fill("#code", sms_code(page, url, mobile))
    next_step(page, FINISHED)


def test_each_field_says_at_once_whether_it_is_right(served: Site, device: Callable[..., Any]) -> None:
    """DOC-01: on leaving it, and of those alone that were left; what is put right is said no more, and contradictions are told."""
    page = device()
    trouble = watched(page)
    page.goto(f"{served.url}/app/forgot")
    page.fill("#number", ZHOU.number[:-1] + "0")
    page.press("#number", "Tab")
    page.wait_for_selector("#number-error")
    assert page.get_attribute("#number", "aria-invalid") == "true"
    assert "number-error" in (page.get_attribute("#number", "aria-describedby") or "")
    assert page.locator("#name-error").count() == 0
    page.fill("#number", ZHOU.number)
    page.press("#number", "Tab")
    page.wait_for_selector("#number-error", state="detached")
    page.fill("#number", f" {ZHOU.number} ")
    page.press("#number", "Tab")
    page.wait_for_selector("#number-note")
    assert page.inner_text("#number-note") == "已去除空格"
    page.fill("#number", ZHOU.number)
    page.press("#number", "Tab")
    page.wait_for_selector("#number-note", state="detached")
    assert page.get_attribute("#number", "aria-invalid") is None
    page.goto(f"{served.url}/app/register")
    for button in ("button[value=hall_code]", "main form button.primary"):
        page.click(button)
    page.wait_for_selector("#number")
    page.select_option("#document_type", DocumentType.foreign_passport.value)
    page.fill("#nationality", "nowhere")
    page.press("#nationality", "Tab")
    page.wait_for_selector("#nationality-error")
    assert page.inner_text("#nationality-error") == "未找到，请更换关键词"
    assert page.locator("#number-error").count() == 0
    assert not trouble


def test_the_page_goes_on_as_soon_as_the_face_check_elsewhere_is_over(served: Site, device: Callable[..., Any]) -> None:
    """REG-03, FPW: the portal asks the server and is told; it is not read anew before, so that nothing typed is lost."""
    page = device(WIDE)
    trouble = watched(page)
    page.goto(f"{served.url}/portal/forgot")
    identify(page, "440199198805120030", "李明", "form[action$='/face'] button")
    with page.expect_request("**/portal/forgot/face-news?wait=25"):
        page.click("form[action$='/face'] button")
    link = page.get_attribute("a.button.primary", "href")
    phone = device(java_script_enabled=False)
    phone.goto(f"{served.url}{link}")
    phone.click("#start")
    page.wait_for_selector("#password")
    assert not trouble


def test_a_button_that_is_being_pressed_stays_where_it_is(served: Site, device: Callable[..., Any]) -> None:
    """The last field is put right and the button pressed at once: the line that goes does not move it away from the pointer."""
    page = device(WIDE)
    page.goto(f"{served.url}/app/forgot")
    page.fill("#number", ZHOU.number)
    page.fill("#name", "<")
    page.press("#name", "Tab")
    page.wait_for_selector("#name-error")
    page.fill("#name", ZHOU.name)
    button = page.locator("main form button.primary").bounding_box()
    page.mouse.move(button["x"] + button["width"] / 2, button["y"] + 3)
    with page.expect_response(re.compile("/identity/check$")):
        page.mouse.down()
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.locator("#name-error").count() == 1
    page.mouse.up()
    page.wait_for_selector("text=" + ZHOU.name)
    page.wait_for_selector("#resend, #face-form, button[value=face], main form[action*=face]")


def test_by_the_face_on_a_phone(served: Site, device: Callable[..., Any]) -> None:
    """REG-03: the camera opens, is shown in a frame, and is shut before anything is sent; of it nothing is."""
    page = device(permissions=["camera"])
    trouble, asked = watched(page), []
    page.on("request", lambda request: asked.append((request.method, request.url, request.post_data or "")))
    page.goto(f"{served.url}/app")
    page.get_by_role("link", name="立即注册").click()
    page.click("button[value=face]")
    page.wait_for_selector(".agreement")
    next_step(page, "#number")
    identify(page, ZHOU.number, ZHOU.name, "text=440199199607260029")
    next_step(page, "#face-form")
    page.click("#start")
    page.wait_for_selector("#camera.open")
    page.locator(".oval").wait_for()
    page.wait_for_selector("#camera-says:text-is('请眨眼')")
    assert page.evaluate("document.getElementById('video').srcObject.getTracks().length") == 1
    page.wait_for_selector(".done")
    page.get_by_role("link", name="返回注册").click()
    page.wait_for_selector("#login_name")
    page.fill("#login_name", "zhouting")
    page.fill("#password", NEW_PASSWORD)
    page.fill("#again", NEW_PASSWORD)
    page.fill("#mobile", "13800000009")
    next_step(page, "#resend")
    finish(page, served.url, "13800000009")
    page.get_by_role("link", name="去登录").click()
    page.fill("#account", "zhouting")
    page.fill("#password", NEW_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".scan")
    assert list(trouble) == []
    sent = [(url, body) for method, url, body in asked if method == "POST" and "/F/" in url]
    assert [re.fullmatch("token=[A-Za-z0-9_-]{43}(&once=[A-Za-z0-9_-]+)?", body) is not None for _, body in sent] == [True]
    assert all(url.startswith(served.url) for _, url, _ in asked)


def test_a_phone_without_a_camera(served: Site, device: Callable[..., Any]) -> None:
    """The simulated check goes on, and says so."""
    page = device()
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined });")
    page.goto(f"{served.url}/app/register")
    page.click("button[value=face]")
    page.wait_for_selector(".agreement")
    next_step(page, "#number")
    identify(page, ZHOU.number, ZHOU.name, "text=440199199607260029")
    next_step(page, "#face-form")
    page.click("#start")
    page.wait_for_selector("text=未打开摄像头")
    page.wait_for_selector(".done")


def test_on_the_portal_with_a_rare_character(served: Site, device: Callable[..., Any]) -> None:
    """HAN-01, REG-02, REG-04: the character is put where the cursor was; household and hall code as the portal has them."""
    number, name = "440199199202020043", "李䶮明"
    wanted = {"document_type": "resident_id", "number": number, "name": name}
    made = served.http.post("/control/hall-codes", json=wanted, headers=BEARER)
    assert made.status_code == 201, made.text
    page = device(WIDE)
    trouble = watched(page)
    page.goto(f"{served.url}/portal")
    page.get_by_role("link", name="立即注册").first.click()
    next_step(page, "#number")
    page.select_option("#document_type", "foreign_passport")
    page.locator("#nationality").wait_for()
    page.select_option("#document_type", "resident_id")
    assert page.locator("#nationality").is_hidden()
    page.fill("#number", number)
    page.fill("#name", "李明")
    page.focus("#name")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.get_by_role("link", name="录入生僻字").click()
    page.fill("dialog #rare-q", "U+4DAE")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog [data-char]")
    page.click("dialog [data-char]")
    page.click("dialog [data-insert]")
    assert page.input_value("#name") == name
    page.fill("#hall_code", made.json()["code"].lower())
    next_step(page, "#household")
    page.fill("#login_name", "liyanming")
    page.fill("#password", NEW_PASSWORD)
    page.fill("#again", NEW_PASSWORD)
    page.fill("#mobile", "13900000042")
    page.fill("#household", "广东省广州市")
    next_step(page, "#resend")
    finish(page, served.url, "13900000042")
    assert name in page.inner_text("main")
    assert list(trouble) == []


TRIED = ("a", "", "abcdefgh", "Abcdefg1", "Abcdef1#", "Abcdef 1#", "Abcdefgh1#Abcdefg", "abcＤ1234#", "密码Abc123#", "12345678#aaaaaaa")


def test_the_rules_of_a_password_turn_as_one_types(served: Site, device: Callable[..., Any]) -> None:
    """PWD-01: the page's script and the server's function agree on every rule."""
    page = device()
    assert served.http.post("/control/hall-codes", json=dict(zip(_FIELDS, _ZHOU, strict=True)), headers=BEARER).status_code == 201
    page.goto(f"{served.url}/portal/register")
    next_step(page, "#number")
    code = served.http.post("/control/hall-codes", json=dict(zip(_FIELDS, _ZHOU, strict=True)), headers=BEARER).json()["code"]
    page.fill("#hall_code", code)
    identify(page, ZHOU.number, ZHOU.name, "#password")
    for password in TRIED:
        page.fill("#password", password)
        shown = {line.get_attribute("data-rule"): line.get_attribute("class") for line in page.locator("#password-rules li").all()}
        wanted = passwords.check(policies.NATIONAL.password, Secret(password))
        assert shown == {rule.value: ("" if not password else "met" if met else "unmet") for rule, met in wanted.items()}, password
    page.fill("#password", "abc")
    assert "未满足" in page.inner_text("#password-rules")


_FIELDS = ("document_type", "number", "name")
_ZHOU = ("resident_id", ZHOU.number, ZHOU.name)


@pytest.mark.parametrize("scripts", [True, False])
def test_recovery_by_sms_on_a_phone(served: Site, device: Callable[..., Any], scripts: bool) -> None:
    """FPW-01, WEB-5: the message is read on the phone where the account was logged in before."""
    page = device(java_script_enabled=scripts)
    trouble = watched(page)
    page.goto(f"{served.url}/app")
    page.fill("#account", "wangfang")
    page.fill("#password", "Etax@2026")
    page.keyboard.press("Enter")
    page.wait_for_selector(".scan")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("link", name="忘记密码").click()
    identify(page, "440199197908230027", "王芳", "#resend")
    page.click("#resend")
    page.wait_for_selector("#code")
    assert page.locator("#resend").is_disabled() == scripts, "the wait for another code is counted down by the script"
    page.fill("#code", sms_code(page, served.url, "13800000002"))
    page.locator("form[action$='/sms-proof'] button").click()
    page.wait_for_selector("#password")
    page.fill("#password", NEW_PASSWORD)
    page.fill("#again", NEW_PASSWORD)
    next_step(page, ".done")
    page.get_by_role("link", name="去登录").click()
    page.fill("#account", "wangfang")
    page.fill("#password", NEW_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".scan")
    assert list(trouble) == []


def test_registration_without_scripts(served: Site, device: Callable[..., Any]) -> None:
    """WEB-2: the face check is one button then."""
    page = device(java_script_enabled=False)
    page.goto(f"{served.url}/app/register")
    page.click("button[value=face]")
    page.wait_for_selector(".agreement")
    next_step(page, "#number")
    identify(page, ZHOU.number, ZHOU.name, "text=440199199607260029")
    next_step(page, "#face-form")
    page.click("#start")
    page.wait_for_selector(".done")
    page.get_by_role("link", name="返回注册").click()
    page.fill("#login_name", "zhouting")
    page.fill("#password", NEW_PASSWORD)
    page.fill("#again", NEW_PASSWORD)
    page.fill("#mobile", "13800000009")
    next_step(page, "#resend")
    finish(page, served.url, "13800000009")
