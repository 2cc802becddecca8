"""The QR code on the screen is the one that the library made, black on white, with white around it (QR-06)."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from textual.containers import Vertical

from etax_client.widgets.qr_code import BLANKS, LARGEST, LEAST_QUIET, QUIET, SMALLEST, QrCode, matrix
from etax_client.widgets.themes import THEMES
from tests.widgets.stage import Stage

URL = "HTTP://192.168.1.20:8765/Q/7K3M9X2PQW4D5R6T8V2B4N6M3A"
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def modules(app: Stage, code: QrCode) -> list[list[bool]]:
    """Read back from the colours of the cells on the screen; anything but black and white is an error."""
    x, y, width, height = code.region
    rows: list[list[bool]] = []
    for strip in app.screen._compositor.render_strips()[y : y + height]:
        upper: list[bool] = []
        lower: list[bool] = []
        for text, style, _ in strip.crop(x, x + width):
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            colours = [tuple(colour.get_truecolor()) for colour in (style.color, style.bgcolor)]
            assert set(colours) <= {BLACK, WHITE}
            assert set(text) == ({" "} if colours[0] == colours[1] else {"▀"}), "a glyph only where one is needed"
            upper += [colours[0] == BLACK] * len(text)
            lower += [colours[1] == BLACK] * len(text)
        rows += [upper, lower]
    return rows


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_drawn_is_the_code(size: tuple[int, int], theme: str) -> None:
    """QR-06: it fits 80x24 with its white border, in every theme."""
    code = QrCode(URL)
    app = Stage(Vertical(code), theme=theme)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert (code.columns, code.rows) == (37, 19)
        assert (code.outer_size.width, code.outer_size.height) == (37, 19)
        drawn = modules(app, code)
        inner = [row[QUIET:-QUIET] for row in drawn[QUIET : QUIET + 29]]
        assert inner == matrix(URL)
        assert sum(map(sum, drawn)) == sum(map(sum, inner)), "the white around it is white"


@settings(max_examples=20)
@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.-", min_size=1, max_size=120))
def test_the_matrix_is_the_library_s(payload: str) -> None:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    assert matrix(payload) == code.get_matrix()


@pytest.mark.parametrize(
    ("columns", "rows", "fits", "quiet"),
    [
        (80, 24, True, 4),
        (37, 19, True, 4),
        (36, 19, True, 3),
        (37, 18, True, 3),
        (34, 18, True, 2),
        (33, 17, True, 2),
        (32, 17, False, 4),
        (33, 16, False, 4),
    ],
)
async def test_less_white_where_space_is_short(columns: int, rows: int, fits: bool, quiet: int) -> None:
    code = QrCode(URL)
    app = Stage(Vertical(code))
    async with app.run_test(size=(80, 24)) as pilot:
        assert code.squeeze(columns, rows) is fits
        await pilot.pause()
        assert code.columns == 29 + 2 * quiet
        assert [row[quiet:-quiet] for row in modules(app, code)[quiet : quiet + 29]] == matrix(URL)


def test_never_without_white() -> None:
    assert QrCode(URL, quiet=0).columns == 29 + 2 * LEAST_QUIET


async def test_another_payload() -> None:
    code = QrCode(URL)
    app = Stage(Vertical(code))
    async with app.run_test(size=(80, 24)) as pilot:
        code.show("SHORT")
        await pilot.pause()
        side = len(matrix("SHORT"))
        assert code.outer_size.width == side + 2 * QUIET
        assert [row[QUIET:-QUIET] for row in modules(app, code)[QUIET : QUIET + side]] == matrix("SHORT")


def test_the_library_is_imported_when_a_code_is_made() -> None:
    """P1: what no login screen needs is not loaded with it."""
    said = subprocess.run(
        [sys.executable, "-c", "import sys, etax_client.widgets.qr_code; print('qrcode' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("columns", "rows", "scales", "drawn"),
    [
        (200, 100, LARGEST, (6, 2)),
        (148, 74, LARGEST, (4, 4)),
        (147, 74, LARGEST, (4, 3)),
        (80, 24, LARGEST, (1, 4)),
        (74, 37, BLANKS, (2, 4)),
        (66, 33, BLANKS, (2, 2)),
        (200, 40, (*BLANKS, *SMALLEST), (2, 4)),
        (80, 24, (*BLANKS, *SMALLEST), (1, 4)),
        (65, 33, BLANKS, None),
        (66, 32, BLANKS, None),
    ],
)
async def test_the_best_scale_that_fits(columns: int, rows: int, scales: tuple[int, ...], drawn: tuple[int, int] | None) -> None:
    """The first scale that fits at all, then as much white as fits; at even scales there is no glyph."""
    code = QrCode(URL)
    assert code.squeeze(columns, rows, scales) is (drawn is not None)
    if drawn is None:
        return
    scale, quiet = drawn
    side = (29 + 2 * quiet) * scale
    assert (code.scale, code.columns, code.rows) == (scale, side, (side + 1) // 2)
    text = "".join(code.render_line(y).text for y in range(code.rows))
    assert ("▀" in text) is (scale % 2 == 1)


async def test_nothing_until_it_is_told() -> None:
    code = QrCode()
    app = Stage(Vertical(code))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert code.payload is None
        code.show(URL)
        await pilot.pause()
        assert modules(app, code)[QUIET][QUIET]


def test_what_it_takes_at_least() -> None:
    assert QrCode(URL).least(1) == (33, 17)
    assert QrCode(URL).least(2) == (66, 33)
