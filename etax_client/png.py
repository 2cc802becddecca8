"""Two-coloured pictures as PNG, for captchas on pages and for QR codes in files."""

import struct
import zlib
from collections.abc import Sequence

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 each."""


def png(rows: Sequence[str], *, ink: Colour, paper: Colour, wide: int, high: int) -> bytes:
    """A picture of rows of 0 (paper) and 1 (ink), all of one length; each is `wide` pixels wide and `high` pixels high."""
    pixels = b"".join(_scan_line(row, wide) * high for row in rows)
    header = struct.pack(">IIBBBBB", len(rows[0]) * wide, len(rows) * high, 1, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"PLTE", bytes((*paper, *ink))), _chunk(b"IDAT", zlib.compress(pixels)), _chunk(b"IEND", b""))
    )


def _scan_line(row: str, wide: int) -> bytes:
    """One row of pixels, a bit each, after the byte that says it is not filtered."""
    bits = "".join(dot * wide for dot in row)
    bits += "0" * (-len(bits) % 8)
    return b"\x00" + int(bits, 2).to_bytes(len(bits) // 8)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
