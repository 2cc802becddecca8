"""A picture of the screen as a terminal shows it, for a scanner: cells of 8x16 pixels in their colours, half blocks as they are."""

from pathlib import Path

import pytest
from rich.color import Color
from rich.style import Style
from textual.app import App
from textual.strip import Strip

zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
pytest.importorskip("PIL", reason="Pillow is not installed")
from PIL import Image  # noqa: E402

WIDE, HIGH = 8, 16
Pixel = tuple[int, int, int]
DARK, LIGHT = (0, 0, 0), (255, 255, 255)


def photograph(app: App[int], ground: Pixel = DARK) -> Image.Image:
    """`ground` is the terminal's own background; text is drawn as a bar of its colour, which no scanner takes for a code."""
    strips = app.screen._compositor.render_strips()
    width, height = app.size
    picture = Image.new("RGB", (width * WIDE, height * HIGH), ground)
    for row, strip in enumerate(strips[:height]):
        _paint(picture, row, strip, ground)
    return picture


def _paint(picture: Image.Image, row: int, strip: Strip, ground: Pixel) -> None:
    x, y = 0, row * HIGH
    for text, style, _ in strip:
        ink, paper = _colours(style or Style(), ground)
        for char in text:
            picture.paste(paper, (x, y, x + WIDE, y + HIGH))
            if char == "▀":
                picture.paste(ink, (x, y, x + WIDE, y + HIGH // 2))
            elif char != " ":
                picture.paste(ink, (x + 1, y + 6, x + WIDE - 1, y + 10))
            x += WIDE


def _colours(style: Style, ground: Pixel) -> tuple[Pixel, Pixel]:
    ink = _pixel(style.color, LIGHT if ground == DARK else DARK)
    paper = _pixel(style.bgcolor, ground)
    return (paper, ink) if style.reverse else (ink, paper)


def _pixel(colour: Color | None, otherwise: Pixel) -> Pixel:
    if colour is None or colour.is_default:
        return otherwise
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def codes_in(picture: Image.Image | Path) -> list[str]:
    """What a scanner reads in a picture."""
    image = Image.open(picture) if isinstance(picture, Path) else picture
    return [found.text for found in zxingcpp.read_barcodes(image)]
