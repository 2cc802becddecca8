"""The simulated face check of registration and recovery: its link, its time, and its outcomes, chosen by testers (REG-03)."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import SCAN_ID_ALPHABET, SCAN_ID_LENGTH, App

LIFE = timedelta(seconds=180)
_IN_LINK = re.compile(f"(?:^|/B?F/)([{SCAN_ID_ALPHABET}]{{{SCAN_ID_LENGTH}}})$")


class FaceOutcome(StrEnum):
    """What the (simulated) public-security check says of whoever stands before the camera."""

    passed = "pass"
    other_person = "other_person"
    unreachable = "unreachable"


class FaceState(StrEnum):
    """A check that was asked for: `waiting`, then one of the outcomes, or its time ran out."""

    waiting = "waiting"
    passed = "pass"
    other_person = "other_person"
    unreachable = "unreachable"
    expired = "expired"


@dataclass(frozen=True, slots=True)
class FaceRequest:
    """A check as whoever asked for it gets it: `link_id` goes into the address of the page where the face is looked at."""

    link_id: Secret
    seconds: int


@dataclass(frozen=True, slots=True)
class FaceView:
    """A check as its flow sees it; `app` stands before the face."""

    state: FaceState
    seconds: int
    app: App = App.itax


@dataclass(frozen=True, slots=True)
class FacePage:
    """A check as the phone sees it that stands before the face: whose face is expected, and the seconds left."""

    state: FaceState
    masked_name: str
    seconds: int


def face_url(pages: str, link_id: Secret, app: App = App.itax) -> str:
    """What the QR code says: the page of the check, in capitals, which take the least room; `pages` is a server's root."""
    return f"{pages.rstrip('/')}/{app.at('F')}/{link_id.reveal()}".upper()


def link_in(text: str) -> Secret | None:
    """The id in a scanned address; None if there is none."""
    found = _IN_LINK.search(text.strip().upper())
    return None if found is None else Secret(found[1])
