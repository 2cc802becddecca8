"""A picture of a terminal, as a camera in front of it would see it; letters are left out, as no code is made of them."""

import pyte
from PIL import Image
from pyte.screens import Char

CELL = (10, 20)
_NAMED = {
    "black": "000000",
    "red": "cd0000",
    "green": "00cd00",
    "brown": "cdcd00",
    "blue": "0000ee",
    "magenta": "cd00cd",
    "cyan": "00cdcd",
    "white": "e5e5e5",
    "default": "",
}


def picture(screen: pyte.Screen) -> Image.Image:
    """Ten by twenty pixels a cell; a dark terminal where the program sets no colour."""
    width, height = CELL
    image = Image.new("RGB", (screen.columns * width, screen.lines * height))
    for row in range(screen.lines):
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            ink, ground = _colours(cell)
            left, top = column * width, row * height
            image.paste(ground, (left, top, left + width, top + height))
            if cell.data == "▀":
                image.paste(ink, (left, top, left + width, top + height // 2))
    return image


def _colours(cell: Char) -> tuple[str, str]:
    ink, ground = _rgb(cell.fg, "e5e5e5"), _rgb(cell.bg, "000000")
    return (ground, ink) if cell.reverse else (ink, ground)


def _rgb(name: str, default: str) -> str:
    found = _NAMED.get(name, name.removeprefix("bright"))
    return f"#{_NAMED.get(found, found) or default}"
