"""The audit trail: one log line for each outcome of an attempt to get in, without a secret and with numbers masked (SEC-5)."""

import logging
import unicodedata

_log = logging.getLogger("etax_client.audit")


def audit(event: str, **facts: object) -> None:
    """`facts` are ids, masked names and codes: never a password, a token or a captcha's answer."""
    _log.info("%s %s", event, " ".join(f"{key}={_escaped(str(value))}" for key, value in facts.items()))


def _escaped(text: str) -> str:
    """Control and format characters, and blanks, as escapes: a line of the log is one line, and a field is one field."""
    return "".join(char if _plain(char) else f"\\u{{{ord(char):x}}}" for char in text)


def _plain(char: str) -> bool:
    return char != "\\" and unicodedata.category(char)[0] not in "CZ"
