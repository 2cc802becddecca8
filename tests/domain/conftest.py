"""What several rooms of this street need."""

import time
from collections.abc import Iterator

import pytest


@pytest.fixture(params=["UTC", "America/New_York", "Pacific/Kiritimati"])
def host_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A zone of the machine that rules must not heed."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of this system cannot be changed")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()
