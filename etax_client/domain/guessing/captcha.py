"""The captcha: four characters, one try, five minutes (CAP-01, CAP-02)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from etax_client.domain.numbers import normalise

ALPHABET = "234679ACDEFGHJKMNPRTUWXY"
"""No 0/O, 1/l/I, and none that a small picture confuses: 5/S, 8/B, 2/Z, U/V, Q."""
LENGTH = 4
LIFE = timedelta(minutes=5)


class CaptchaPurpose(StrEnum):
    """What a captcha was fetched for; it is good for nothing else."""

    login = "login"
    unit_verification = "unit_verification"
    enterprise_password = "enterprise_password"  # noqa: S105


@dataclass(frozen=True, slots=True)
class CaptchaPicture:
    """A captcha as the client gets it: its id, rows of 0 and 1 (one character a pixel), and the seconds it is good for."""

    captcha_id: str
    rows: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class CaptchaAnswer:
    captcha_id: str
    answer: str


def draw(choose: Callable[[Sequence[str]], str]) -> str:
    """A new answer; `choose` picks one of a sequence from a cryptographic source."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def matches(answer: str, typed: str) -> bool:
    return normalise(typed) == answer
