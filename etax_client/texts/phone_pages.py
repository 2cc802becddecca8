"""The phone APP's pages."""

TEXTS: dict[str, tuple[str, str]] = {}
