"""What stands on every screen."""

TEXTS: dict[str, tuple[str, str]] = {}
