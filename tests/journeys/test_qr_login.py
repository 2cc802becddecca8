"""扫码登录 with the phone beside the client, by keys alone: F2 and F9 to the unit list, and what can go wrong (QR-01 to QR-08)."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from etax_client.testing.running import EtaxRun, StartRun
from etax_client.texts.lasting import lasting
from tests.journeys.phone_keys import go, person
from tests.screens.pages.reader_hands import entry, read, view

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


async def scan(etax: EtaxRun, *, home: str = "app.scan") -> None:
    """The phone scans what the client shows."""
    await go(etax, home)
    await go(etax, "beside.scan_screen")


def shown(etax: EtaxRun) -> int:
    """The number that the client shows, also where the phone covers it."""
    said = etax.app.screen.query_one("#number").phrase  # type: ignore[attr-defined]
    return int(said.params["number"])


def offered(etax: EtaxRun) -> list[int]:
    """The numbers on the phone, in their order."""
    return [int(choice.value) for choice in entry(etax, etax.app.desk.words.say("app.confirm.pick")).field.choices]


async def answer(etax: EtaxRun, number: int, key: str = "app.confirm.yes") -> None:
    """Pick a number by its place, then confirm or refuse."""
    view(etax).go_to(entry(etax, etax.app.desk.words.say("app.confirm.pick")))
    await etax.press(str(offered(etax).index(number) + 1))
    await go(etax, key)


def says(etax: EtaxRun, key: str, **params: object) -> bool:
    """Whether the screen says it, lines put together; of the client what stands left of the phone."""
    words = re.sub(r"\s", "", etax.app.desk.words.say(key, **params))
    halves = [
        "".join(re.sub(r"\s", "", half) for half in rows) for rows in zip(*(row.partition("▌ ")[::2] for row in etax.rows()), strict=True)
    ]
    return any(words in text for text in (*halves, re.sub(r"\s", "", etax.screen_text())))


@in_all
async def test_from_the_code_to_the_unit_list(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """QR-02 to QR-05: choose, scan, compare, log in; the phone goes along where it does not cover the list."""
    async with code_shown(etax_run, size, language) as etax:
        await person(etax, "李明")
        await scan(etax)
        assert "PC-FINANCE" in read(etax)
        assert shown(etax) in offered(etax)
        assert etax.screen_text().count("▀") < 100, "the code is hidden (QR-08)"
        await answer(etax, shown(etax))
        if size == LARGE:
            assert says(etax, "app.result.confirmed")
            assert "91440199MA0QJ0100K" in etax.screen_text(), "the list is at its left"
            await etax.press("f9", "f9")  # to the phone, as the list has the keys, and away
        assert "91440199MA0QJ0100K" in etax.screen_text()
        assert not says(etax, "beside.title")
        await etax.press("enter")
        assert says(etax, "verify.title"), "the list has the keys again"


@in_two
async def test_refused_on_the_phone(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """The client says so and offers the next step; another code can be scanned by the same phone."""
    async with code_shown(etax_run, size, language) as etax:
        await person(etax, "李明")
        await scan(etax)
        await go(etax, "app.confirm.no")
        assert says(etax, "app.result.person")
        await etax.press("f9")
        assert says(etax, "qr.over.refused")
        await etax.press("f5", "f9")
        await scan(etax)
        await answer(etax, shown(etax))
        assert "91440199MA0QJ0100K" in etax.screen_text()


@in_two
async def test_a_number_that_the_client_does_not_show(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """QR-04: against a code that a stranger has relayed."""
    async with code_shown(etax_run, size, language) as etax:
        await person(etax, "李明")
        await scan(etax)
        await answer(etax, next(number for number in offered(etax) if number != shown(etax)))
        assert says(etax, "app.result.wrong_number")
        await etax.press("f9")
        assert says(etax, "qr.over.wrong_number")
        assert "91440199MA0QJ0100K" not in etax.screen_text()


@in_two
async def test_a_locked_person_gets_no_further_than_the_phone(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """LCK-10: 孙磊 can't log in to the APP, and the code stays for somebody else."""
    async with code_shown(etax_run, size, language) as etax:
        await person(etax, "孙磊")
        assert says(etax, "app.locked", left=etax.app.desk.words.tell(lasting(120 * 60))), etax.screen_text()
        await etax.press("escape")
        await person(etax, "李明")
        await scan(etax)
        assert shown(etax) in offered(etax)


@in_two
async def test_the_phone_is_put_away_and_taken_up_again(etax_run: StartRun, size: tuple[int, int], language: str) -> None:
    """Who is logged in, the page and the number picked are as they were; the client's side went on meanwhile."""
    async with code_shown(etax_run, size, language) as etax:
        await person(etax, "李明")
        await scan(etax)
        number = shown(etax)
        view(etax).go_to(entry(etax, etax.app.desk.words.say("app.confirm.pick")))
        await etax.press(str(offered(etax).index(number) + 1), "f9")
        assert not says(etax, "beside.title")
        await etax.advance(minutes=1)
        await etax.press("f9")
        await go(etax, "app.confirm.yes")
        assert "91440199MA0QJ0100K" in etax.screen_text()


async def test_an_expired_code_is_scanned_too_late(etax_run: StartRun) -> None:
    """QR-01, QR-08: a code that was scanned and not confirmed ends on both sides."""
    async with code_shown(etax_run, SMALL, ZH) as etax:
        await person(etax, "李明")
        await scan(etax)
        await etax.advance(minutes=3)
        assert says(etax, "app.result.expired"), "the phone finds out by itself"
        await etax.press("f9")
        assert says(etax, "qr.over.expired_scanned")


async def test_the_client_goes_another_way_while_the_phone_decides(etax_run: StartRun) -> None:
    """QRT-7: the ticket is void when the screen is left, and the phone finds out when it answers."""
    async with code_shown(etax_run, SMALL, ZH) as etax:
        await person(etax, "李明")
        await scan(etax)
        await etax.press("f9", "f2", "f9")
        await answer(etax, offered(etax)[0])
        assert says(etax, "app.result.cancelled")
        await etax.press("f9")
        assert "账号密码登录" in etax.screen_text()
