"""Captchas: when they are asked for, what they are good for, what they look like (CAP)."""

import asyncio
import io
import random

import pytest
from PIL import Image
from sqlalchemy import select

from etax_client.domain.guessing import captcha
from etax_client.domain.guessing.captcha import ALPHABET
from etax_client.domain.testing.tester_views import CaptchaSeen
from etax_client.server.services.guessing import captcha_art, one_try
from etax_client.server.services.guessing.glyphs import GLYPHS, HEIGHT, WIDTH
from etax_client.server.services.seals import Seal
from etax_client.server.store.tables import captchas as rows
from etax_client.widgets.themes import LIGHT
from etax_client.wire import paths
from tests.server.running import PASSWORD, UNIT_PASSWORD, WRONG, Running, code


async def test_the_second_try_needs_one_on_any_machine(server: Running) -> None:
    """CAP-1, LOG-04: of the account's, whoever tries; until the next success."""
    first, second = server.caller(), server.caller()
    refused = await first.login(password=WRONG)
    assert refused.json()["captcha_required"] is True
    reply = await second.login()
    assert (reply.status_code, code(reply), reply.json()["captcha_required"]) == (403, "captcha_required", True)
    assert server.compared == [WRONG]
    assert (await second.solved_login()).status_code == 201
    assert (await server.caller().login()).status_code == 201


async def test_a_client_that_was_wrong_needs_one_for_every_account(server: Running) -> None:
    """CAP-1: per client as well, for 24 hours or until it gets in; and not for units."""
    caller = server.caller()
    await caller.login(password=WRONG)
    assert code(await caller.login("wangfang")) == "captcha_required"
    assert code(await caller.login("nobody_at_all")) == "captcha_required"
    assert (await caller.solved_login("wangfang")).status_code == 201
    assert (await caller.login("wangfang")).status_code == 201
    await caller.login("chenjing", WRONG)
    await server.manual.advance(hours=24)
    assert (await caller.login("wangfang")).status_code == 201


async def test_units_ask_for_one_too(server: Running) -> None:
    """CAP-1, VER-02."""
    caller, colleague = await server.signed_in("liming"), await server.signed_in("wangfang")
    assert (await caller.verify(1, WRONG)).json()["captcha_required"] is True
    assert code(await caller.verify(2)) == "captcha_required"
    assert code(await colleague.verify(1)) == "captcha_required"
    assert (await colleague.verify(2)).status_code == 200
    assert (await caller.solved_verify(1)).status_code == 200
    assert (await colleague.verify(1)).status_code == 200


async def test_the_answer_is_taken_in_either_case_and_width(server: Running) -> None:
    """CAP-01."""
    caller = server.caller()
    for change in (str.lower, str.upper, lambda text: f" {text} ", lambda text: text.translate({ord(c): ord(c) + 0xFEE0 for c in text})):
        await server.caller().login(password=WRONG)
        solved = await caller.captcha()
        assert (await caller.login(captcha={**solved, "answer": change(solved["answer"])})).status_code == 201


@pytest.mark.sql
async def test_each_is_good_for_one_try(server: Running) -> None:
    """CAP-2: right or wrong, used up."""
    caller = server.caller()
    await caller.login(password=WRONG)
    solved = await caller.captcha()
    assert code(await caller.login(password=WRONG, captcha={**solved, "answer": "0000"})) == "wrong_captcha"
    assert code(await caller.login(captcha=solved)) == "wrong_captcha"
    again = await caller.captcha()
    assert code(await caller.login(password=WRONG, captcha=again)) == "wrong_credentials"
    assert code(await caller.login(captcha=again)) == "wrong_captcha"


@pytest.mark.sql
async def test_one_answer_buys_one_comparison(server: Running) -> None:
    """CAP-2: fifty wrong passwords with one right answer, and one of them is looked at."""
    caller = server.caller()
    await caller.login(password=WRONG)
    solved = await caller.captcha()
    replies = await asyncio.gather(*(caller.login(password=WRONG, captcha=solved) for _ in range(50)))
    codes = [code(reply) for reply in replies]
    assert (codes.count("wrong_credentials"), codes.count("wrong_captcha")) == (1, 49)
    assert len(server.compared) == 2


@pytest.mark.sql
async def test_it_ends_after_five_minutes(server: Running) -> None:
    """CAP-02."""
    caller = server.caller()
    await caller.login(password=WRONG)
    just = await caller.captcha()
    await server.manual.advance(299)
    assert (await caller.login(captcha=just)).status_code == 201
    await caller.login(password=WRONG)
    late = await caller.captcha()
    await server.manual.advance(300)
    assert code(await caller.login(captcha=late)) == "wrong_captcha"


async def test_another_takes_the_place_of_the_one_before(server: Running) -> None:
    """CAP-2: each client has one for each purpose, and 换一张 leaves none behind to be tried as well."""
    caller, colleague = server.caller(), server.caller()
    await caller.login(password=WRONG)
    first, theirs, units = await caller.captcha(), await colleague.captcha(), await caller.captcha("unit_verification")
    second = await caller.captcha()
    assert code(await caller.login(captcha=first)) == "wrong_captcha"
    assert (await caller.get(f"{paths.CAPTCHAS}/{first['captcha_id']}.png")).status_code == 404
    assert isinstance(server.services.captchas.peek(units["captcha_id"]), CaptchaSeen)
    assert (await caller.login(captcha=second)).status_code == 201
    await caller.login(password=WRONG)
    assert (await colleague.login(captcha=theirs)).status_code == 201


async def test_one_address_gets_so_many_a_minute(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """LCK-12 in spirit: whatever marks it sends, so that nobody pushes out the one that another is typing."""
    monkeypatch.setattr(one_try, "MOST_ASKED", 3)
    for _ in range(3):
        await server.caller().captcha()
    refused = await server.caller().http.post(paths.CAPTCHAS, json={"purpose": "login"})
    assert (code(refused), refused.json()["retry_after"], refused.headers["Retry-After"]) == ("too_many", 60, "60")
    await server.manual.advance(60)
    await server.caller().captcha()


async def test_what_is_over_makes_room_before_what_is_typed(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_try, "MOST", 3)
    typing, other = server.caller(), server.caller()
    await typing.login(password=WRONG)
    mine = await typing.captcha()
    for _ in range(5):
        await server.manual.advance(1)
        await other.captcha()
    assert (await typing.login(captcha=mine)).status_code == 201


async def test_no_answer_lies_open_in_the_database(server: Running) -> None:
    """CAP-2, SEC-1: neither what is to be typed nor the picture of it; sealed for this row, by this installation."""
    caller = server.caller()
    picture = (await caller.http.post(paths.CAPTCHAS, json={"purpose": "login"})).json()
    seen = server.services.captchas.peek(picture["captcha_id"])
    assert isinstance(seen, CaptchaSeen)
    with server.services.store.read() as connection:
        row = connection.execute(select(rows)).one()._mapping
    text = " ".join(map(str, row.values()))
    assert seen.answer not in text
    assert not any(line in text for line in picture["rows"])
    place = f"{row['id']} {row['client']} {row['purpose']}"
    assert server.services.captchas.seal.open(row["sealed"], place) is not None
    assert server.services.captchas.seal.open(row["sealed"], place.replace("login", "unit_verification")) is None
    assert Seal(b"another", "captcha").open(row["sealed"], place) is None


async def test_a_client_without_a_mark_is_given_one(server: Running) -> None:
    """CAP-2: else all that send none could use each other's captchas."""
    unnamed, other = server.caller(""), server.caller("")
    reply = await unnamed.http.post(paths.CAPTCHAS, json={"purpose": "login"})
    mark = reply.headers[paths.CLIENT_HEADER]
    assert (await other.http.post(paths.CAPTCHAS, json={"purpose": "login"})).headers[paths.CLIENT_HEADER] != mark
    seen = server.services.captchas.peek(reply.json()["captcha_id"])
    assert isinstance(seen, CaptchaSeen)
    await server.caller().login(password=WRONG)
    solved = {"captcha_id": seen.captcha_id, "answer": seen.answer}
    assert code(await other.login(captcha=solved)) == "wrong_captcha"
    unnamed.http.headers[paths.CLIENT_HEADER] = mark
    admitted = await unnamed.login(captcha=solved)
    assert (admitted.status_code, paths.CLIENT_HEADER.lower() in admitted.headers) == (201, False)


async def test_it_is_bound_to_its_client_and_purpose(server: Running) -> None:
    """CAP-2."""
    caller, thief = server.caller(), server.caller()
    await caller.login(password=WRONG)
    mine = await caller.captcha()
    assert code(await thief.login(captcha=mine)) == "wrong_captcha"
    assert (await caller.login(captcha=mine)).status_code == 201, "another's try must not use it up"
    await caller.login(password=WRONG)
    assert code(await caller.login(captcha=await caller.captcha("unit_verification"))) == "wrong_captcha"


async def test_a_wrong_one_says_nothing_of_the_password(server: Running) -> None:
    """CAP-3."""
    caller = server.caller()
    await caller.login(password=WRONG)
    server.compared.clear()
    replies = [await caller.login(password=tried, captcha={**await caller.captcha(), "answer": "0000"}) for tried in (PASSWORD, WRONG)]
    assert replies[0].content == replies[1].content
    assert replies[0].headers.items() - {("date", "")} == replies[1].headers.items() - {("date", "")}
    assert server.compared == []


async def test_no_way_round_it_is_offered(server: Running) -> None:
    """CAP-4, CAP-03: the answer is in no reply, and no field or header lets a captcha be skipped."""
    caller = server.caller()
    await caller.login(password=WRONG)
    picture = await caller.http.post(paths.CAPTCHAS, json={"purpose": "login"})
    solved = await caller.captcha()
    assert set(picture.json()) == {"captcha_id", "rows", "seconds"}
    assert picture.json()["seconds"] == 300
    extra = {"account": "liming", "password": PASSWORD, "skip_captcha": True}
    assert (await caller.http.post(paths.SESSIONS, json=extra)).status_code == 422
    await caller.http.post(paths.CAPTCHAS, json={"purpose": "login"})
    for header in ("X-Etax-Scenario", "X-Etax-Control", "X-Captcha"):
        reply = await caller.http.post(paths.SESSIONS, json={"account": "liming", "password": PASSWORD}, headers={header: solved["answer"]})
        assert code(reply) == "captcha_required"


@pytest.mark.sql
async def test_others_can_fetch_no_more_than_there_is_room_for(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_try, "MOST", 5)
    first = server.caller()
    await first.login(password=WRONG)
    pushed_out = await first.captcha()
    for _ in range(5):
        await server.manual.advance(1)
        caller = server.caller()
        last = await caller.captcha()
    assert code(await first.login(captcha=pushed_out)) == "wrong_captcha"
    assert (await caller.login(captcha=last)).status_code == 201


def drawn(answer: str) -> list[list[str]]:
    """The glyphs as the terminal's picture has them, each column doubled."""
    return [["".join("1" * 2 if dot == "#" else "0" * 2 for dot in line) for line in GLYPHS[char]] for char in answer]


def test_each_character_stands_whole_in_its_place() -> None:
    """CAP-01: shifted a little, with a few specks, and never a stroke touched: what a reader sees is the glyph."""
    rng = random.Random(7)
    for _ in range(200):
        answer = captcha.draw(rng.choice)
        rows = captcha_art.draw(answer, rng)
        assert len(rows) == 8
        assert {len(row) for row in rows} == {44}
        for place, glyph in enumerate(drawn(answer)):
            spots = [
                (top, left)
                for top in range(len(rows) - HEIGHT + 1)
                for left in (place * (WIDTH * 2 + 1), place * (WIDTH * 2 + 1) + 1)
                if all(rows[top + y][left : left + WIDTH * 2].count("1") >= line.count("1") for y, line in enumerate(glyph))
                and all(rows[top + y][left + x] == "1" for y, line in enumerate(glyph) for x, dot in enumerate(line) if dot == "1")
            ]
            assert spots, (answer, rows)


def test_no_two_characters_look_alike() -> None:
    """CAP-01: any two differ in three dots or more, out of 35."""
    assert set(GLYPHS) == set(ALPHABET)
    flat = {char: "".join(lines) for char, lines in GLYPHS.items()}
    close = [(one, two) for one in flat for two in flat if one < two and sum(a != b for a, b in zip(flat[one], flat[two], strict=True)) < 3]
    assert close == []


async def test_pages_get_the_same_picture_as_png(server: Running) -> None:
    caller = server.caller()
    picture = (await caller.http.post(paths.CAPTCHAS, json={"purpose": "login"})).json()
    reply = await caller.get(f"{paths.CAPTCHAS}/{picture['captcha_id']}.png")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png")
    drawn = Image.open(io.BytesIO(reply.content))
    palette = bytes(drawn.getpalette() or ())[:6]
    assert [f"#{palette[:3].hex()}", f"#{palette[3:].hex()}"] == [LIGHT.background, LIGHT.foreground]
    image = drawn.convert("L")
    rows = picture["rows"]
    assert image.size == ((44 + 4) * 5, 10 * 10)
    pixels = image.tobytes()
    seen = ["".join("1" if pixels[((y + 1) * 10 + 5) * 240 + (x + 2) * 5 + 2] < 128 else "0" for x in range(44)) for y in range(8)]
    assert seen == rows
    await server.manual.advance(minutes=5)
    assert (await caller.get(f"{paths.CAPTCHAS}/{picture['captcha_id']}.png")).status_code == 404
    assert (await caller.get(f"{paths.CAPTCHAS}/{picture['captcha_id']}")).status_code == 404


async def test_a_seed_makes_them_repeatable_and_no_seed_does_not(server: Running) -> None:
    rows = [captcha_art.draw(captcha.draw(rng.choice), rng) for rng in (random.Random(5), random.Random(5), random.Random(6))]
    assert rows[0] == rows[1] != rows[2]
    assert isinstance(server.services.captchas.rng, random.SystemRandom)


async def test_a_unit_password_never_opens_an_account(server: Running) -> None:
    assert code(await server.caller().login(password=UNIT_PASSWORD)) == "wrong_credentials"
