"""The page of a face check: opened by anyone who has the link, good for one look, and nothing but a button is sent (REG-03, REG-2)."""

import pytest

from tests.pages.identity.registering import identified
from tests.pages.surfing import Seen, surfer
from tests.server.running import Running


async def asked(server: Running) -> str:
    """The address of a check, from another device's page."""
    someone = await identified(surfer(server), way="face")
    await someone.send("/app/register/face")
    return someone.path


async def test_the_page_shows_whose_face_is_expected_and_decides_nothing(server: Running) -> None:
    """A link that is opened, by a camera or by what looks ahead, is no look (QRT-4 in spirit)."""
    link = await asked(server)
    someone = surfer(server)
    for _ in range(3):
        await someone.open(link)
        assert (someone.status, "周*" in someone.text, "周婷" in someone.text) == (200, True, False)
        assert "模拟的公安人脸比对：不识别任何人脸" in someone.text
        assert "开始人脸识别" in someone.text
    assert someone.reply is not None
    assert someone.reply.headers["Permissions-Policy"].startswith("camera=(self)")
    assert "connect-src 'none'" in someone.reply.headers["Content-Security-Policy"]
    assert [address for address in someone.page.addresses if address.endswith(".js")] == ["/countdown.js", "/face.js"]
    assert [form.fields.keys() for form in someone.page.forms if form.action == link] == [{"token", "once"}]


async def test_one_look_only(server: Running) -> None:
    link = await asked(server)
    someone, late = await surfer(server).open(link), await surfer(server).open(link)
    await someone.send(link)
    assert ("比对通过" in someone.text, "请回到发起人脸识别的设备上继续" in someone.text) == (True, True)
    await late.send(link)
    assert (late.status, "链接无效或已过期" in late.text) == (404, True)


async def test_a_check_ends_after_180_seconds(server: Running) -> None:
    link = await asked(server)
    someone = await surfer(server).open(link)
    await server.manual.advance(180)
    await someone.send(link)
    assert someone.status == 404
    assert "已过期" in (await someone.open(link)).text


async def test_links_that_nobody_gave_away(server: Running) -> None:
    """The same for one that is over or never was; other forms are no addresses at all; guessing is cut off."""
    someone = surfer(server)
    for path in ("/F/" + "a" * 26, "/F/x", "/F/" + "A" * 25):
        assert (await someone.open(path)).status == 404
        assert "页面不存在" in someone.text
    for _ in range(20):
        await someone.open("/F/" + "A" * 26)
        assert (someone.status, "链接无效或已过期" in someone.text) == (404, True)
    assert (await someone.open("/F/" + "A" * 26)).status == 429


@pytest.mark.parametrize("extra", ["outcome", "picture", "state"])
async def test_no_outcome_comes_from_outside(server: Running, extra: str) -> None:
    """REG-2: a form with anything more is none of ours, and one without our token is refused."""
    link = await asked(server)
    someone = await surfer(server).open(link)
    token = someone.page.form(link).fields["token"]
    assert (await someone.http.post(link, data={"token": token, extra: "pass"})).status_code == 422
    assert (await someone.http.post(link, data={"token": "x"})).status_code == 403
    assert "开始人脸识别" in (await someone.open(link)).text


async def test_the_scan_page_knows_a_face_check(server: Running) -> None:
    """The APP's own scanner follows the address of a check, as of a ticket."""
    link = await asked(server)
    someone = await surfer(server).logged_in("wangfang")
    await (await someone.open("/app/scan")).send("/app/scan", code=f"HTTP://127.0.0.1{link}")
    assert (someone.path, "周*" in someone.text) == (link, True)


async def test_the_script_sends_nothing_but_the_form(server: Running) -> None:
    """No picture is read, kept or sent: the script has no means to."""
    reply = await surfer(server).http.get("/face.js")
    for means in (
        "drawImage",
        "toDataURL",
        "toBlob",
        "ImageCapture",
        "MediaRecorder",
        "fetch(",
        "XMLHttpRequest",
        "localStorage",
        "canvas",
    ):
        assert means not in reply.text
    page = Seen((await surfer(server).http.get("/app")).text)
    assert "canvas" not in page.tags
