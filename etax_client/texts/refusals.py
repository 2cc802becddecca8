"""Every refusal and accident, with what to do next."""

TEXTS: dict[str, tuple[str, str]] = {}
