"""The simulated face check of registration and recovery: three outcomes, chosen by testers (REG-03)."""

from enum import StrEnum


class FaceOutcome(StrEnum):
    """What the (simulated) public-security check says of whoever stands before the camera."""

    passed = "pass"
    other_person = "other_person"
    unreachable = "unreachable"
