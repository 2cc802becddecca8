"""Unit list, unit verification and home."""

TEXTS: dict[str, tuple[str, str]] = {}
