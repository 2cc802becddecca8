"""What the tests of the pages share."""

from collections.abc import AsyncIterator

import pytest

from tests.server.running import Running, running


@pytest.fixture
async def server() -> AsyncIterator[Running]:
    """A running server in memory, with the demo's world and a clock that stands still."""
    async with running() as one:
        yield one
