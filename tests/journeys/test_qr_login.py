"""扫码登录 with the phone beside the client, by keys alone: F2 and F9 to the unit list, and what can go wrong (QR-01 to QR-08)."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from etax_client.testing.running import EtaxRun, StartRun

ZH, EN = "zh", "en"
SMALL, LARGE = (80, 24), (120, 40)
ALL = [(SMALL, ZH), (LARGE, ZH), (SMALL, EN), (LARGE, EN)]
TWO = [(SMALL, ZH), (LARGE, EN)]
in_all = pytest.mark.parametrize(("size", "language"), ALL, ids=["80-zh", "120-zh", "80-en", "120-en"])
in_two = pytest.mark.parametrize(("size", "language"), TWO, ids=["80-zh", "120-en"])
"""Both sizes and both languages, in half of the pairs: a journey takes some seconds."""


@asynccontextmanager
async def code_shown(etax_run: StartRun, size: tuple[int, int], language: str) -> AsyncIterator[EtaxRun]:
    """The client at the QR code, the phone in the hand, nobody logged in to it."""
    async with etax_run(size=size, language=language) as etax:
        await etax.press("f2")
        assert etax.screen_text().count("▀") > 150
        await etax.press("f9")
        assert "liming" in etax.screen_text()
        yield etax


async def scan(etax: EtaxRun) -> int:
    """李明 scans what the client shows; the number that the client shows then, beside the phone."""
    await etax.press("enter")
    await etax.press("enter")
    shown = re.search(r"(?:选择数字|pick the number) (\d\d)", etax.screen_text())
    assert shown is not None, etax.screen_text()
    assert "李*" in etax.screen_text()
    assert etax.screen_text().count("▀") < 100, "the code is hidden (QR-08)"
    return int(shown[1])


def offered(etax: EtaxRun) -> list[int]:
    """The numbers on the phone, from left to right."""
    found = next(match for row in etax.rows() if (match := re.search(r"│\W*(\d\d)\W+(\d\d)\W+(\d\d)\W*│", row)))
    return [int(number) for number in found.groups()]


def says(etax: EtaxRun, chinese: str, english: str) -> bool:
    """Whether the screen says it, lines and columns put together."""
    text = chinese if etax.app.desk.words.language == ZH else english
    left = [row.partition("│")[0] for row in etax.rows()]
    right = [row.partition("│")[2].strip("│") for row in etax.rows()]
    return any(re.sub(r"\s", "", text) in re.sub(r"\s", "", "".join(half)) for half in (etax.rows(), left, right))


@in_all
async def test_from_the_code_to_the_unit_list(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """QR-02 to QR-05: choose, scan, compare, log in; the phone has put itself away, and tells of it when taken up again."""
    async with code_shown(etax_run, size, language) as etax:
        number = await scan(etax)
        numbers = offered(etax)
        assert number in numbers
        assert says(etax, "PC-FINANCE", "PC-FINANCE")
        await etax.press(str(numbers.index(number) + 1), "enter")
        assert says(etax, "单位总数: 6", "Units: 6")
        assert not says(etax, "手机（模拟）", "Phone (simulated)")
        await etax.press("f9")
        assert says(etax, "已在电脑上登录", "You are logged in on the computer")
        assert says(etax, "短信 (1)", "Messages (1)")
        assert says(etax, "单位总数: 6", "Units: 6"), "the list is at its left"
        await etax.press("escape", "enter")
        assert "91440199MA0QJ0100K" in etax.screen_text()
        assert says(etax, "在线登录", "Unit login"), "the list has the keys again"


@in_two
async def test_refused_on_the_phone(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """The client says so and offers the next step; another code can be scanned by the same phone."""
    async with code_shown(etax_run, size, language) as etax:
        await scan(etax)
        await etax.press("up", "up", "enter")
        assert says(etax, "已取消，电脑未登录", "Cancelled: the computer is not logged in")
        assert says(etax, "已在手机上取消登录", "Cancelled on the phone")
        await etax.press("escape", "f5", "f9", "enter")
        number = int(re.findall(r"(?:选择数字|pick the number) (\d\d)", etax.screen_text())[0])
        await etax.press(str(offered(etax).index(number) + 1), "enter")
        assert says(etax, "单位总数: 6", "Units: 6")


@in_two
async def test_a_number_that_the_client_does_not_show(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """QR-04: against a code that a stranger has relayed."""
    async with code_shown(etax_run, size, language) as etax:
        number = await scan(etax)
        wrong = next(place for place, shown in enumerate(offered(etax), 1) if shown != number)
        await etax.press(str(wrong), "enter")
        assert says(etax, "数字不一致，已拒绝登录", "Wrong number: login refused")
        assert says(etax, "数字不一致，已拒绝登录", "Wrong number: login refused")
        assert not says(etax, "单位总数", "Units:")


@in_two
async def test_a_locked_person_gets_no_further_than_the_phone(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """LCK-10: 孙磊 can't log in to the APP, and the code stays for somebody else."""
    async with code_shown(etax_run, size, language) as etax:
        await etax.press(*["down"] * 6, "enter")
        assert says(etax, "孙磊：已锁定，请 120 分钟后再试", "孙磊: Locked; please try again in 120 minutes")
        assert etax.screen_text().count("▀") > 150
        await etax.press(*["up"] * 6)
        await scan(etax)


@in_two
async def test_the_phone_is_put_away_and_taken_up_again(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """Who is logged in, the page and the number picked are as they were; the client's side went on meanwhile."""
    async with code_shown(etax_run, size, language) as etax:
        number = await scan(etax)
        place = str(offered(etax).index(number) + 1)
        await etax.press(place, "f9")
        assert not says(etax, "手机（模拟）", "Phone (simulated)")
        await etax.advance(minutes=1)
        await etax.press("f9")
        assert f"[{number}]" in etax.screen_text()
        assert etax.screen_text().count("2:00") == 2, "the client and the phone count the same time"
        await etax.press(place, "enter")
        assert says(etax, "单位总数: 6", "Units: 6")


async def test_an_expired_code_is_scanned_too_late(etax_run: StartRun) -> None:
    """QR-01, QR-08: after its renewals the client waits for a key; a code that was scanned and not confirmed ends on both sides."""
    async with code_shown(etax_run, SMALL, ZH) as etax:
        await scan(etax)
        await etax.advance(minutes=3)
        assert says(etax, "二维码已过期，请在电脑上刷新后重新扫描", "")
        assert says(etax, "确认超时，二维码已过期", "")


async def test_the_client_goes_another_way_while_the_phone_decides(etax_run: StartRun) -> None:
    """QRT-7: the ticket is void when the screen is left, and the phone finds out when it is taken up again."""
    async with code_shown(etax_run, SMALL, ZH) as etax:
        await scan(etax)
        await etax.press("escape", "f2", "f9")
        assert says(etax, "电脑端已取消本次登录，请重新扫描", "")
        assert not says(etax, "单位总数", "")
        assert "账号密码登录" in etax.screen_text()
