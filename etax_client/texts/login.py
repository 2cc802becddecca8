"""Login, captcha and lock."""

TEXTS: dict[str, tuple[str, str]] = {}
