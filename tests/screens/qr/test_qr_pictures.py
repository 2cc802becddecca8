"""The code on the real screen is read by a scanner: in each theme, with NO_COLOR, in every size, and in each other way (QR-06, QR-07)."""

import os
import re
import stat
from pathlib import Path

import pytest

from etax_client.domain.sessions.qr_login import code_in
from etax_client.machine.settings import THEME_NAMES, Settings
from etax_client.screens.login import LoginScreen
from etax_client.screens.qr_picture import QrPicture
from etax_client.texts.words import Language
from etax_client.widgets.qr_code import QrCode
from tests.driving import SMALL, Driver, driving
from tests.screens.pages.reader_hands import press
from tests.screens.qr.photograph import DARK, LIGHT, codes_in, photograph
from tests.screens.qr.qr_hands import at_the_code, payload, phone_of, scan, until, wear_out

NAMED = "http://shared-classroom-server-07.school.example:8765"
"""So long a name makes a larger code."""
LONGER = "https://" + ".".join(["a-very-long-label-of-a-host-name"] * 3) + ".example:18765"


def read_off(etax: Driver) -> list[str]:
    """What a scanner reads off a dark and off a light terminal."""
    dark, light = (codes_in(photograph(etax.app, ground)) for ground in (DARK, LIGHT))
    assert dark == light
    return dark


@pytest.mark.parametrize("no_colour", [False, True], ids=["colour", "NO_COLOR"])
@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_in_each_theme(theme: str, no_colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """QR-06: at 80x24, black and white stay black and white."""
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    async with at_the_code(settings=Settings(theme=theme, keypad=False)) as (etax, _):
        assert read_off(etax) == [payload(etax)]


@pytest.mark.parametrize("size", [(44, 20), (60, 20), (80, 24), (80, 30), (120, 40), (200, 60)])
@pytest.mark.parametrize("pages", [None, "http://127.0.0.1:8765", "https://192.168.100.200:8765"])
async def test_in_each_size(size: tuple[int, int], pages: str | None) -> None:
    async with at_the_code(size=size, pages=pages) as (etax, _):
        assert read_off(etax) == [payload(etax)]
        assert payload(etax).startswith((pages or "http://etax.invalid").upper() + "/Q/")


async def test_a_longer_address_makes_a_larger_code_that_fits() -> None:
    async with at_the_code(pages=NAMED) as (etax, _):
        assert etax.screen.query_one(QrCode).least(1)[0] > 33
        assert read_off(etax) == [payload(etax)]
        assert "剩余 3:00" in etax.text()


@pytest.mark.parametrize(("size", "pages"), [((80, 24), LONGER), ((60, 18), "http://127.0.0.1:8765")])
async def test_where_it_does_not_fit(size: tuple[int, int], pages: str) -> None:
    """It says how large the terminal has to be, and the code can be typed or opened; enlarged, the code is there."""
    async with at_the_code(size=size, pages=pages) as (etax, _):
        assert read_off(etax) == []
        text = "".join(etax.text().split())
        assert "请放大终端" in text
        assert f"{pages}/Q/".upper() in text
        assert "输入验证短码" in text
        await etax.pilot.resize_terminal(140, 50)
        await etax.settle()
        assert read_off(etax) == [payload(etax)]
        await etax.pilot.resize_terminal(*size)
        await etax.settle()
        assert read_off(etax) == []


async def test_resized() -> None:
    async with at_the_code(size=(120, 40)) as (etax, _):
        for size in ((80, 24), (60, 20), (100, 30), (80, 24)):
            await etax.pilot.resize_terminal(*size)
            await etax.settle()
            assert read_off(etax) == [payload(etax)]


# --- other ways (F6)


async def choose_way(etax: Driver, place: int) -> None:
    await etax.press("f6", *["tab"] * place, "enter")


@pytest.mark.parametrize(("size", "scale"), [((80, 24), 1), ((90, 40), 2), ((140, 60), 3), ((200, 90), 5)])
async def test_enlarged(size: tuple[int, int], scale: int) -> None:
    """The largest whole scale that fits; nothing but the code and the line on top, which says that this is a simulation."""
    async with at_the_code(size=size) as (etax, _):
        await choose_way(etax, 0)
        code = etax.screen.query_one(QrCode)
        assert code.scale == scale
        assert read_off(etax) == [payload(etax)]
        assert "模拟环境" in etax.rows()[0]
        assert "F1 帮助" not in etax.text()
        assert ("终端窗口" in etax.text()) is (scale == 1)
        await etax.press("escape")
        assert code.scale == 1
        assert "剩余 3:00" in etax.text()
        assert read_off(etax) == [payload(etax)]


async def test_enlarged_and_resized() -> None:
    async with at_the_code(size=(80, 24)) as (etax, _):
        await choose_way(etax, 0)
        await etax.pilot.resize_terminal(140, 60)
        await etax.settle()
        assert etax.screen.query_one(QrCode).scale == 3
        assert read_off(etax) == [payload(etax)]
        await etax.pilot.click("QrCode")
        await etax.settle()
        assert "剩余" in etax.text(), "a click leads back too"


@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_without_glyphs(theme: str) -> None:
    """Two blanks for each module: whatever the font does to blocks, there are none."""
    async with at_the_code(size=(80, 38), settings=Settings(theme=theme, keypad=False)) as (etax, _):
        await choose_way(etax, 1)
        assert read_off(etax) == [payload(etax)]
        assert "▀" not in etax.text()


async def test_without_glyphs_needs_more_rows() -> None:
    """Too small: it says how many rows it takes, and is drawn as soon as they are there."""
    async with at_the_code() as (etax, _):
        await choose_way(etax, 1)
        assert "66 列 34 行" in etax.text()
        assert "缩小字体" in etax.text()
        assert "▀" not in etax.text()
        await etax.pilot.resize_terminal(66, 34)
        await etax.settle()
        assert read_off(etax) == [payload(etax)]
        await etax.press("f6")
        assert "剩余" in etax.text()


@pytest.mark.parametrize(("size", "glyphs"), [((120, 45), False), ((80, 24), True)])
async def test_the_ascii_setting(size: tuple[int, int], glyphs: bool) -> None:
    """Blanks wherever they fit."""
    async with at_the_code(size=size, settings=Settings(ascii=True, keypad=False)) as (etax, _):
        assert ("▀" in etax.text()) is glyphs
        assert read_off(etax) == [payload(etax)]


@pytest.mark.parametrize("language", list(Language))
async def test_address_and_short_code(language: Language) -> None:
    """The address in full on a line of its own, the short code in two halves; the phone takes it."""
    async with at_the_code(language=language, pages="http://127.0.0.1:8765") as (etax, _):
        await etax.press("f6")
        assert payload_behind(etax) in etax.text()
        assert etax.text().count("-") >= 1
        assert "无法扫码？" in etax.text() or "Cannot scan?" in etax.text()


async def test_a_visitor_in_a_browser_is_offered_no_file_on_somebody_elses_machine() -> None:
    async with at_the_code(visiting=True) as (etax, _):
        await etax.press("f6")
        assert "放大" in etax.text()
        assert "保存为图片" not in etax.text()


def payload_behind(etax: Driver) -> str:
    """What the code under a dialog says."""
    code = etax.app.screen_stack[2].query_one(QrCode).payload
    assert code is not None
    return code


async def test_offline_no_address_is_offered() -> None:
    """Nothing answers there: only the phone beside the client can take the code."""
    async with at_the_code() as (etax, _):
        await etax.press("f6")
        assert "HTTP" not in etax.text()
        assert "（F9）中输入验证短码" in etax.text()


async def test_the_ways_keep_up_with_renewals() -> None:
    async with at_the_code(pages="http://127.0.0.1:8765") as (etax, _):
        await etax.press("f6")
        first = payload_behind(etax)
        await wear_out(etax)
        assert payload_behind(etax) != first
        await until(etax, payload_behind(etax))
        assert first not in etax.text()


@pytest.mark.parametrize("place", [None, 0, 1])
async def test_a_scan_closes_them(place: int | None) -> None:
    """Once scanned, the number is what matters (QR-08); help on top goes with them."""
    async with at_the_code() as (etax, _):
        phone = await phone_of(etax)
        shown = payload(etax)
        if place is None:
            await etax.press("f6", "f1")
            assert "帮助" in etax.text()
        else:
            await choose_way(etax, place)
        code = code_in(shown)
        assert code is not None
        await phone.scan(code)
        await until(etax, "扫描成功")
        assert len(etax.app.screen_stack) == 3
        assert "F1 帮助" in etax.text()


async def test_the_phone_beside_scans_the_enlarged_code_too() -> None:
    """F9 on top of it stays where it is, and the number stands beside it."""
    async with at_the_code(size=(120, 45)) as (etax, _):
        await choose_way(etax, 0)
        await etax.press("f9")
        await press(etax, "李明")
        await press(etax, "扫一扫")
        await press(etax, "扫描屏幕上的二维码")
        await until(etax, "扫描成功")
        assert "登录人：李*" in etax.text()


# --- as a file


def pictures(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.png"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


async def test_a_picture_for_oneself(folder: Path) -> None:
    """In a folder that nobody else can open; its path is shown, and it decodes."""
    async with at_the_code() as (etax, _):
        shown = payload(etax)
        await choose_way(etax, 2)
        assert "已保存" in etax.text()
        (picture,) = pictures(folder)
        assert str(picture) in re.sub(r"\s", "", "".join(re.findall("│(.*)│", etax.text())))
        assert codes_in(picture) == [shown]
        if os.name == "posix":
            assert stat.S_IMODE(picture.stat().st_mode) == 0o600
            assert stat.S_IMODE(picture.parent.stat().st_mode) == 0o700
        await etax.press("escape", "f2")
        assert isinstance(etax.screen, LoginScreen)
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("end", ["scan", "renewal", "refresh", "quit"])
async def test_the_picture_goes_with_its_code(folder: Path, end: str) -> None:
    async with at_the_code() as (etax, _):
        await choose_way(etax, 2)
        assert len(pictures(folder)) == 1
        if end == "renewal":
            await wear_out(etax)
            await until(etax, "请重新保存")
            assert list(folder.iterdir()) == []
        await etax.press("escape")
        if end == "scan":
            await scan(etax, await phone_of(etax))
        elif end == "refresh":
            await etax.press("f5")
        if end != "quit":
            assert list(folder.iterdir()) == []
        await etax.pilot.press("ctrl+q")
        await etax.pilot.pause()
    assert list(folder.iterdir()) == []


async def test_a_picture_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    async with at_the_code() as (etax, _):
        await choose_way(etax, 2)
        assert "无法保存图片" in etax.text()


def test_one_picture_at_a_time(folder: Path) -> None:
    """The one before goes; one that the user has taken away is no error."""
    picture = QrPicture()
    first = picture.save("HTTP://A/Q/ONE")
    second = picture.save("HTTP://A/Q/TWO")
    assert pictures(folder) == [second]
    assert codes_in(second) == ["HTTP://A/Q/TWO"]
    assert not first.exists()
    second.unlink()
    picture.delete()
    picture.delete()
    assert list(folder.iterdir()) == []


# --- the APP's page


@pytest.mark.parametrize("pages", ["http://127.0.0.1:8765", "https://192.168.100.200:8765"])
async def test_where_to_get_the_app(pages: str) -> None:
    """QR-07: 手机端下载 at 80x24; in capitals, so that the code is a small one."""
    async with driving(size=SMALL, pages=pages) as etax:
        await etax.pilot.click("#link-phone")
        await etax.settle()
        assert read_off(etax) == [f"{pages}/app".upper()]
        code = etax.screen.query_one(QrCode)
        assert code.columns <= 25 + 2 * 2
        assert f"{pages}/app" in etax.text()
        assert "关闭" in etax.text()
