"""A captcha's picture: cells for the terminal, PNG for pages."""

import random

from etax_client.png import png
from etax_client.server.services.guessing.glyphs import GLYPHS, HEIGHT, WIDTH

ROWS = HEIGHT + 1
"""Four rows of a terminal, in half blocks."""
COLUMNS = 44
_CELL = 2
"""A stroke is two columns wide: a half block is about as high as one column is wide, and thin strokes drown in noise."""
_NOISE = 7
_SCALE = 5
_MARGIN = 2
_INK, _PAPER = (28, 39, 51), (246, 248, 250)
"""Those of the client's light theme."""


def draw(answer: str, rng: random.Random) -> tuple[str, ...]:
    """Rows of 0 and 1: each character shifted a little, and a few specks in the gaps, never touching a stroke."""
    picture = [[False] * COLUMNS for _ in range(ROWS)]
    left = rng.randint(0, 1)
    for char in answer:
        top = rng.randint(0, ROWS - HEIGHT)
        for y, line in enumerate(GLYPHS[char]):
            for x, dot in enumerate(line):
                if dot == "#":
                    for column in range(_CELL):
                        picture[top + y][left + x * _CELL + column] = True
        left += WIDTH * _CELL + 1
    _speckle(picture, rng)
    return tuple("".join("1" if dot else "0" for dot in line) for line in picture)


def _speckle(picture: list[list[bool]], rng: random.Random) -> None:
    for _ in range(_NOISE):
        y, x = rng.randrange(ROWS), rng.randrange(COLUMNS)
        around = (picture[j][i] for j in range(max(0, y - 1), min(ROWS, y + 2)) for i in range(max(0, x - 1), min(COLUMNS, x + 2)))
        if not any(around):
            picture[y][x] = True


def picture(rows: tuple[str, ...]) -> bytes:
    """As a PNG, five pixels a cell wide and ten high, with a margin."""
    blank = "0" * (COLUMNS + 2 * _MARGIN)
    side = "0" * _MARGIN
    return png([blank, *(side + row + side for row in rows), blank], ink=_INK, paper=_PAPER, wide=_SCALE, high=2 * _SCALE)
