"""CA 登录 in 在线登录: file, PIN, each error at its field, by keys alone and by mouse alone (CA-01, CA-02, VER-06, SEC-1)."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from etax_client.domain.local_time import local_day
from etax_client.machine.settings import THEME_NAMES, Settings
from etax_client.screens.dialogs.choose import ChooseDialog
from etax_client.screens.files.browsing import choices_in, emptiness
from etax_client.screens.home import HomeScreen
from etax_client.screens.verification.certificate import CertificateDialog
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.server.services.bundle import Services
from etax_client.texts.words import Language, phrase
from etax_client.widgets.fields.soft_keypad import SoftKeypad
from etax_client.wire import paths
from tests.driving import LARGE, SMALL, Driver, driving
from tests.server.units.certificates import PIN, forged, issued, root_of

ENDINGS = (".p12", ".pfx")
NUMBER = "91440199MA0QJ0100K"


def services_of(etax: Driver) -> Services:
    found: Services = etax.server.state.services
    return found


@asynccontextmanager
async def at_the_dialog(folder: Path, **options: Any) -> AsyncIterator[tuple[Driver, Path]]:
    """李明 in the dialog of unit 1, whose certificate lies in a file of this folder."""
    async with driving(**options) as etax:
        path = folder / "unit.p12"
        path.write_bytes(issued(services_of(etax)).pkcs12)
        await etax.log_in()
        await etax.press("enter", "f6")
        assert isinstance(etax.app.screen, CertificateDialog), etax.text()
        yield etax, path


async def give(etax: Driver, path: Path | str, pin: str = PIN) -> None:
    await etax.fill("#file-field", str(path))
    await etax.fill("#pin-field", pin)
    await etax.press("enter")


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_it_fits_with_the_keypad(tmp_path: Path, size: tuple[int, int], language: Language) -> None:
    expected = {
        Language.zh: ("CA 登录", "证书文件", "浏览", "PIN", "取消", "确定", "退格", "单位证书，扩展名为 .p12 或 .pfx"),
        Language.en: ("Unit login by certificate", "File", "Browse", "PIN", "Cancel", "OK", "Clear", ".p12 or .pfx"),
    }
    async with at_the_dialog(tmp_path, size=size, language=language, settings=Settings(keypad=True)) as (etax, _):
        await give(etax, "/none", "1")
        await etax.press("f1", "escape")
        await etax.fill("#file-field", "")
        await etax.press("f8", "f8")
        for words in (*expected[language][:-1], "广东示例查账有限公司", NUMBER):
            assert words in etax.text(), f"{words} is missing:\n{etax.text()}"


@pytest.mark.parametrize("language", list(Language))
async def test_the_certificate_leads_to_the_home(tmp_path: Path, language: Language) -> None:
    """VER-06: as the password does; by keys alone."""
    async with at_the_dialog(tmp_path, language=language) as (etax, path):
        await etax.paste(str(path))
        await etax.press("enter")
        await etax.paste(PIN)
        await etax.press("enter")
        assert isinstance(etax.app.screen, HomeScreen), etax.text()
        assert {Language.zh: "CA 证书", Language.en: "certificate, at"}[language] in etax.text()


async def test_by_mouse_alone(tmp_path: Path) -> None:
    """KEY-03: the file out of its folder, the PIN by the soft keypad."""
    async with driving(settings=Settings(keypad=True, certificates=(f"{NUMBER} {tmp_path}/old.p12",))) as etax:
        (tmp_path / "unit.p12").write_bytes(issued(services_of(etax)).pkcs12)
        await etax.log_in()
        await etax.press("enter")
        await etax.pilot.click("#certificate")
        await etax.settle()
        await etax.pilot.click("#browse")
        await etax.settle()
        assert isinstance(etax.app.screen, ChooseDialog)
        row = next(at for at, line in enumerate(etax.rows()) if "unit.p12" in line)
        await etax.pilot.click(offset=(12, row))
        await etax.settle()
        for digit in PIN:
            await click_on(etax, digit)
        await etax.pilot.click("#confirm")
        await etax.settle()
        assert isinstance(etax.app.screen, HomeScreen), etax.text()


async def click_on(etax: Driver, digit: str) -> None:
    """A key of the keypad, wherever it is today."""
    keypad = etax.app.screen.query_one(SoftKeypad)
    rows, area = etax.rows(), keypad.region
    for y in range(area.y, area.bottom):
        for x in range(area.x, area.right):
            if rows[y][x : x + 1] == digit and rows[y][x - 1 : x] == " " and rows[y][x + 1 : x + 2] in (" ", ""):
                await etax.pilot.click(offset=(x, y))
                await etax.settle()
                return
    raise AssertionError(etax.text())


FAULTS: list[tuple[str, Callable[[Path], object], str]] = [
    ("none.p12", lambda path: None, "文件不存在，请核对路径，或按 F2 选择"),
    ("folder", lambda path: path.mkdir(), "无法读取文件，请检查权限，或选择其他文件"),
    ("large.p12", lambda path: path.write_bytes(bytes(1024 * 1024 + 1)), "文件超过 1 MB，不是证书文件，请重新选择"),
    ("text.p12", lambda path: path.write_text("hello"), "不是 PKCS#12 证书文件或已损坏，请重新选择"),
]


@pytest.mark.parametrize(("name", "make", "said"), FAULTS)
async def test_a_file_that_cannot_be_used(tmp_path: Path, name: str, make: Callable[[Path], object], said: str) -> None:
    """At the file's field, which has the focus; nothing is asked of the server, and the PIN is kept."""
    async with at_the_dialog(tmp_path) as (etax, _):
        make(tmp_path / name)
        asked = len(etax.carrier.sent)
        await give(etax, tmp_path / name)
        assert said in etax.text(), etax.text()
        assert etax.app.focused is etax.app.screen.query_one("#file-field")
        assert len(etax.carrier.sent) == asked
        assert "*" * len(PIN) in etax.text()


async def test_a_wrong_pin_is_said_at_its_field_and_not_sent(tmp_path: Path) -> None:
    """CA-02: it counts nothing at the server; the PIN is cleared, the file stays."""
    async with at_the_dialog(tmp_path) as (etax, path):
        asked = len(etax.carrier.sent)
        for _ in range(6):
            await give(etax, path, "000000")
            assert "PIN 不正确，请重新输入（不计次数）" in etax.text()
        assert len(etax.carrier.sent) == asked
        assert "**" not in etax.text()
        assert etax.app.focused is etax.app.screen.query_one("#pin-field")
        await etax.paste(PIN)
        await etax.press("enter")
        assert isinstance(etax.app.screen, HomeScreen)


def make_expired(services: Services, path: Path) -> None:
    made = issued(services)
    services.ca.expire(made.certificate.serial)
    path.write_bytes(made.pkcs12)


def make_early(services: Services, path: Path) -> None:
    early = forged(root_of(services), since=services.ca.clock.now() + timedelta(hours=1))
    sealed = BestAvailableEncryption(PIN.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, early.key, early.certificate, None, sealed))


def make_revoked(services: Services, path: Path) -> None:
    made = issued(services)
    services.ca.revoke(made.certificate.serial)
    path.write_bytes(made.pkcs12)


def make_anothers(services: Services, path: Path) -> None:
    path.write_bytes(issued(services, 2).pkcs12)


@pytest.mark.parametrize(
    ("make", "zh", "en"),
    [
        (make_expired, "证书已到期", "This certificate has expired"),
        (make_early, "证书尚未生效", "This certificate is not valid yet"),
        (make_revoked, "证书已被吊销", "This certificate has been revoked"),
        (make_anothers, "证书属于其他单位", "This certificate belongs to another unit"),
    ],
)
@pytest.mark.parametrize("language", list(Language))
async def test_a_certificate_that_the_server_refuses(
    tmp_path: Path, make: Callable[[Services, Path], None], zh: str, en: str, language: Language
) -> None:
    """CA-02: at the file's field, with what to do next."""
    async with at_the_dialog(tmp_path, language=language) as (etax, path):
        make(services_of(etax), path)
        await give(etax, path)
        assert {Language.zh: zh, Language.en: en}[language] in etax.text(), etax.text()
        assert etax.app.focused is etax.app.screen.query_one("#file-field")


@pytest.mark.parametrize(("days", "told"), [(29, True), (31, False)])
async def test_one_that_ends_soon_is_said_to(tmp_path: Path, days: int, told: bool) -> None:
    """The unit is open, and the notice says until when the certificate is good."""
    async with at_the_dialog(tmp_path) as (etax, path):
        made = issued(services_of(etax), days=days)
        path.write_bytes(made.pkcs12)
        await give(etax, path)
        assert isinstance(etax.app.screen, HomeScreen)
        said = [f"证书将于 {local_day(made.certificate.not_after)} 到期，请及时更换"]
        assert [each.message for each in etax.app._notifications] == (said if told else [])


async def test_a_certificate_of_another_ca(tmp_path: Path) -> None:
    """CA-02."""
    async with driving() as elsewhere:
        theirs = issued(services_of(elsewhere)).pkcs12
    async with at_the_dialog(tmp_path) as (etax, path):
        path.write_bytes(theirs)
        await give(etax, path)
        assert "证书并非由本模拟环境的" in etax.text()


async def test_empty_fields_are_said_before_anything_is_done(tmp_path: Path) -> None:
    async with at_the_dialog(tmp_path) as (etax, path):
        await etax.pilot.click("#confirm")
        await etax.settle()
        assert "请选择证书文件，或输入文件路径" in etax.text()
        await etax.paste(str(path))
        await etax.press("enter", "enter")
        assert "请输入证书的 PIN" in etax.text()


async def test_the_path_is_remembered_for_the_unit_and_the_pin_is_not(tmp_path: Path) -> None:
    """SEC-1: only the path, only after it has opened the unit."""
    async with at_the_dialog(tmp_path) as (etax, path):
        await give(etax, path, "000000")
        assert all(each.certificates == () for each in etax.saved)
        await give(etax, path)
        assert etax.saved[-1].certificates == (f"{NUMBER} {path}",)
        assert PIN not in repr(etax.saved)
    async with driving(settings=Settings(keypad=False, certificates=(f"{NUMBER} {path}",))) as etax:
        path.write_bytes(issued(services_of(etax)).pkcs12)
        await etax.log_in()
        await etax.press("enter", "f6")
        assert etax.app.focused is etax.app.screen.query_one("#pin-field")
        await etax.paste(PIN)
        await etax.press("enter")
        assert isinstance(etax.app.screen, HomeScreen)


async def test_a_shared_machine_remembers_nothing(tmp_path: Path) -> None:
    async with at_the_dialog(tmp_path, settings=Settings(keypad=False, shared_machine=True)) as (etax, path):
        await give(etax, path)
        assert isinstance(etax.app.screen, HomeScreen)
        assert all(each.certificates == () for each in etax.saved)


async def test_the_pin_is_nowhere_to_be_seen(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """SEC-1, KEY-04: neither on the screen, nor in a picture of it, nor in a log, nor in what is sent."""
    caplog.set_level("DEBUG")
    async with at_the_dialog(tmp_path) as (etax, path):
        await etax.fill("#file-field", str(path))
        await etax.fill("#pin-field", PIN)
        assert PIN not in etax.text()
        assert PIN not in etax.app.export_screenshot()
        await etax.press("enter")
        assert isinstance(etax.app.screen, HomeScreen)
    assert PIN not in caplog.text


async def test_a_lost_answer_and_a_line_that_hangs_keep_what_was_typed(tmp_path: Path) -> None:
    """LOG-12: an accident is nobody's fault; Esc no longer waits, and the next try goes through."""
    async with at_the_dialog(tmp_path) as (etax, path):
        etax.carrier.fail_next()
        await give(etax, path)
        assert "无法连接服务器" in etax.text()
        etax.carrier.hold()
        await etax.press("enter")
        await etax.press("escape")
        assert "已取消等待，本次校验结果未知，可重新校验" in etax.text()
        etax.carrier.release()
        await etax.press("enter")
        assert isinstance(etax.app.screen, HomeScreen)


async def test_units_without_a_certificate_are_not_offered_it() -> None:
    """VER-06."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("down", "enter")
        assert isinstance(etax.app.screen, VerifyDialog)
        assert "CA 登录" not in etax.text()
        await etax.press("f6")
        assert isinstance(etax.app.screen, VerifyDialog)


async def test_esc_goes_back_to_the_password(tmp_path: Path) -> None:
    async with at_the_dialog(tmp_path) as (etax, _):
        await etax.press("escape")
        assert isinstance(etax.app.screen, VerifyDialog)
        await etax.type_password("Unit2026a")
        assert isinstance(etax.app.screen, HomeScreen)


async def test_folders_are_walked_through(tmp_path: Path) -> None:
    """Hidden files, others, and names in which not all can be seen are not offered; the folder above is."""
    inner = tmp_path / "证书"
    inner.mkdir()
    (tmp_path / ".hidden.p12").touch()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "unseen\u200b.p12").touch()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/undecoded\xff.p12")).touch()
    async with at_the_dialog(tmp_path) as (etax, path):
        (inner / "b.PFX").write_bytes(path.read_bytes())
        await etax.fill("#file-field", str(inner))
        await etax.press("f2")  # folders are read beside the loop, in a time of their own
        await etax.wait_for("b.PFX")
        await etax.press("home", "enter")
        await etax.wait_for("unit.p12")
        text = etax.text()
        assert "证书/" in text
        assert not any(name in text for name in ("hidden", "notes", "unseen", "undecoded"))
        await etax.press("down", "enter")
        await etax.wait_for("b.PFX")
        await etax.press("down", "enter")
        assert etax.app.screen.query_one("#file-field").value == str(inner / "b.PFX")  # type: ignore[attr-defined]  # a text field
        await etax.paste(PIN)
        await etax.press("enter")
        assert isinstance(etax.app.screen, HomeScreen)


def test_a_folder_that_holds_nothing_to_choose_says_so(tmp_path: Path) -> None:
    assert emptiness(choices_in(tmp_path, ENDINGS), ENDINGS) == emptiness([], ENDINGS) == phrase("file.empty", endings=".p12 .pfx")
    (tmp_path / "unit.p12").touch()
    up, file = choices_in(tmp_path, ENDINGS)
    assert emptiness([up, file], ENDINGS) is None
    assert emptiness([file], ENDINGS) is None, "the highest folder has none above it"


@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_it_has_each_theme(tmp_path: Path, theme: str) -> None:
    async with at_the_dialog(tmp_path, settings=Settings(keypad=False, theme=theme)) as (etax, path):
        await give(etax, path, "000000")
        assert "PIN 不正确" in etax.text()


async def test_a_session_that_has_ended_asks_for_the_login(tmp_path: Path) -> None:
    """SES-03."""
    async with at_the_dialog(tmp_path) as (etax, path):
        await etax.advance(minutes=31)
        await give(etax, path)
        assert "实名登录" in etax.text()


async def test_there_is_one_request_for_each_thing(tmp_path: Path) -> None:
    """TUI-5: the challenge, then the proof; and neither holds the PIN."""
    async with at_the_dialog(tmp_path) as (etax, path):
        etax.carrier.sent.clear()
        await give(etax, path)
        assert etax.carrier.sent[:2] == [("POST", paths.unit_challenges(1)), ("POST", paths.unit_certificate(1))]
        assert etax.carrier.sent.count(("POST", paths.unit_certificate(1))) == 1


async def test_a_visitor_in_a_browser_sees_nothing_of_this_machines_files(tmp_path: Path) -> None:
    """Whether there is such a file, what is in the folder, what it is that is wrong with it: nothing of it is told."""
    async with at_the_dialog(tmp_path, visiting=True) as (etax, path):
        before = len(etax.carrier.sent)
        for typed in (path, tmp_path / "none", "/etc/passwd"):
            await give(etax, typed)
            assert "浏览器中无法读取证书文件" in etax.text()
        assert len(etax.carrier.sent) == before
        await etax.press("f2")
        assert isinstance(etax.app.screen, CertificateDialog)
        assert "浏览器中无法读取证书文件" in etax.text()
