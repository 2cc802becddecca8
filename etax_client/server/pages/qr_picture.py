"""A QR code as a path of a vector picture: pages draw it themselves, so that nothing but the page is asked for."""

from dataclasses import dataclass

_QUIET = 4
"""Empty modules around the code, as its standard wants."""


@dataclass(frozen=True, slots=True)
class QrPicture:
    """`path` in a square of `side` modules; `text` is what is in it."""

    text: str
    side: int
    path: str


def drawn(text: str) -> QrPicture:
    # start-up budget: few pages have a code
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    rows = code.get_matrix()
    squares = (f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QrPicture(text, len(rows) + 2 * _QUIET, "".join(squares))
