"""What the tests of acts share."""

from collections.abc import AsyncIterator

import pytest

from tests.server.running import Running
from tests.server.testing.journal import door_open


@pytest.fixture
async def server() -> AsyncIterator[Running]:
    """A running server with the demo's world, its tester's door open, and a clock that stands still."""
    async with door_open() as door:
        yield door.server
