"""The pages of the mock server."""

TEXTS: dict[str, tuple[str, str]] = {}
