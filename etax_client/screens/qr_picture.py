"""A QR code as a picture file that nobody else can read, for as long as the code is good (QR-06)."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from etax_client.png import png
from etax_client.widgets.qr_code import QUIET, framed, matrix

_PIXELS = 8
"""The side of a module."""
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)


class QrPicture:
    """At most one file, in a folder of its own."""

    def __init__(self) -> None:
        self._path: Path | None = None

    def save(self, payload: str) -> Path:
        """Write the code, in place of the one before. Raises OSError."""
        self.delete()
        rows = ["".join("1" if module else "0" for module in row) for row in framed(matrix(payload), QUIET)]
        path = Path(tempfile.mkdtemp(prefix="etax-")) / "qr.png"
        self._path = path
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(png(rows, ink=_BLACK, paper=_WHITE, wide=_PIXELS, high=_PIXELS))
        return path

    def delete(self) -> None:
        """Leave nothing behind; what the user has taken away already is none of our business."""
        path, self._path = self._path, None
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)
                path.parent.rmdir()
