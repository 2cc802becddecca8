"""The shell: help, errors, doctor, settings."""

TEXTS: dict[str, tuple[str, str]] = {}
