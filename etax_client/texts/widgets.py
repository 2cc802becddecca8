"""The parts that screens are made of."""

TEXTS: dict[str, tuple[str, str]] = {}
