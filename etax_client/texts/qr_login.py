"""QR login in the client."""

TEXTS: dict[str, tuple[str, str]] = {}
