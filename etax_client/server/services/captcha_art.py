"""A captcha's picture: cells for the terminal, PNG for pages."""

import random
import struct
import zlib

from etax_client.server.services.glyphs import GLYPHS, HEIGHT, WIDTH

ROWS = HEIGHT + 1
"""Four rows of a terminal, in half blocks."""
COLUMNS = 44
_CELL = 2
"""A stroke is two columns wide: a half block is about as high as one column is wide, and thin strokes drown in noise."""
_NOISE = 7
_SCALE = 5
_MARGIN = 2
_INK, _PAPER = (28, 39, 51), (246, 248, 250)


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


def png(rows: tuple[str, ...]) -> bytes:
    """The picture as a PNG with a palette of two colours, five pixels a cell wide and ten high."""
    width = (COLUMNS + 2 * _MARGIN) * _SCALE
    blank = "0" * (COLUMNS + 2 * _MARGIN)
    lines = [blank, *("0" * _MARGIN + row + "0" * _MARGIN for row in rows), blank]
    pixels = b"".join(_scan_line(line) * (2 * _SCALE) for line in lines)
    header = struct.pack(">IIBBBBB", width, len(lines) * 2 * _SCALE, 1, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"PLTE", bytes((*_PAPER, *_INK))), _chunk(b"IDAT", zlib.compress(pixels)), _chunk(b"IEND", b""))
    )


def _scan_line(line: str) -> bytes:
    """One row of pixels, a bit each, after the byte that says it is not filtered."""
    bits = "".join(dot * _SCALE for dot in line)
    bits += "0" * (-len(bits) % 8)
    return b"\x00" + int(bits, 2).to_bytes(len(bits) // 8)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
