"""What the tests of acts share."""

from collections.abc import AsyncIterator

import pytest

from tests.server.running import Running, running


@pytest.fixture
async def server() -> AsyncIterator[Running]:
    """A running server with the demo's world and a clock that stands still."""
    async with running() as one:
        yield one
