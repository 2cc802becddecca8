"""What the shop's tests share: its own people and units."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest

WORLD = Path(__file__).parent / "shop.toml"


@pytest.fixture
def shop(etax_run):
    """`async with shop(...) as etax:` is a run in the shop's own world."""

    @asynccontextmanager
    async def begin(**how):
        async with etax_run(world=WORLD, **how) as etax:
            yield etax

    return begin
