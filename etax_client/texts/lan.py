"""Certificates, pins and what leaves this machine."""

TEXTS: dict[str, tuple[str, str]] = {}
