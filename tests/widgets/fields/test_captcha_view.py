"""The captcha's picture (CAP-01)."""

import pytest
from rich.color import Color
from textual.containers import Vertical

from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.widgets.fields.captcha_view import COLUMNS, MOST_COLUMNS, MOST_ROWS, CaptchaView
from etax_client.widgets.themes import THEMES
from tests.widgets.stage import HOSTILE, Stage, assert_harmless

PICTURE = tuple("".join("1" if (x * y) % 3 == 1 else "0" for x in range(COLUMNS)) for y in range(8))


def dots(app: Stage, view: CaptchaView) -> list[str]:
    """Rows of 0 and 1 read back from the colours on the screen: dark is 1."""
    x, y, width, height = view.region
    rows: list[str] = []
    for strip in app.screen._compositor.render_strips()[y : y + height]:
        upper = lower = ""
        for text, style, _ in strip.crop(x, x + width):
            assert style is not None
            upper += _dot(style.color if text.startswith("▀") else style.bgcolor) * len(text)
            lower += _dot(style.bgcolor) * len(text)
        rows += [upper, lower]
    return rows


def _dot(colour: Color | None) -> str:
    assert colour is not None
    triplet = colour.get_truecolor()
    return "1" if sum(triplet) < 3 * 128 else "0"


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_dark_on_light_in_every_theme(theme: str) -> None:
    view = CaptchaView(words())
    app = Stage(Vertical(view), theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        view.show(PICTURE)
        await pilot.pause()
        assert (view.outer_size.width, view.outer_size.height) == (COLUMNS, 4)
        assert dots(app, view) == list(PICTURE)
        assert view.has_picture


async def test_a_click_wants_another() -> None:
    """CAP-01: with a picture or without."""
    view = CaptchaView(words())
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(view)
        view.show(PICTURE)
        await pilot.click(view, offset=(3, 2))
        assert [message.control for message in app.heard(CaptchaView.Wanted)] == [view, view]


async def test_without_a_picture_it_says_how_to_get_one() -> None:
    view = CaptchaView(words())
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        width = view.outer_size.width
        assert any("点击获取验证码" in row for row in app.rows())
        view.show(PICTURE)
        view.hide_picture()
        await pilot.pause()
        assert any("点击获取验证码" in row for row in app.rows())
        assert not view.has_picture
        view._words.language = Language.en
        view.reword()
        await pilot.pause()
        assert any("Click for a captcha" in row for row in app.rows())
        assert view.outer_size.width == width


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ("",),
        ("", ""),
        ("01", "0"),
        ("0", "01"),
        ("02",),
        ("０１",),
        ("0" * (MOST_COLUMNS + 1),),
        ("0",) * (MOST_ROWS + 1),
        ("0" * 10_000_000,),
        ("1",) * 1_000_000,
        *((text, text) for text in HOSTILE),
    ],
    ids=lambda rows: f"{len(rows)} rows",
)
async def test_what_is_no_picture_is_not_drawn(rows: tuple[str, ...]) -> None:
    """TUI-1, TUI-3: wrong lengths, other characters, huge."""
    view = CaptchaView(words())
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.show(PICTURE)
        view.show(rows)
        await pilot.pause()
        assert not view.has_picture
        assert any("验证码无法显示" in row for row in app.rows())
        assert_harmless(app.rows())


@pytest.mark.parametrize(("rows", "columns"), [(8, 20), (7, 44), (1, 1), (MOST_ROWS, MOST_COLUMNS)])
async def test_pictures_of_other_sizes(rows: int, columns: int) -> None:
    picture = tuple("1" * columns for _ in range(rows))
    view = CaptchaView(words())
    app = Stage(Vertical(view))
    async with app.run_test(size=(80, 24)) as pilot:
        view.show(picture)
        await pilot.pause()
        drawn = dots(app, view)
        assert len(drawn) == 8
        seen = min(rows, 8)
        assert [row[:columns] for row in drawn[:seen]] == list(picture[:seen])
        assert sum(row.count("1") for row in drawn) == seen * columns
