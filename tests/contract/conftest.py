"""The databases that the server is asked on."""

import pytest

from tests.postgresql import Cluster


@pytest.fixture(params=["memory", pytest.param("postgresql", marks=pytest.mark.long)])  # both take the same: test_bounds.py
def place(request: pytest.FixtureRequest) -> str | None:
    """A database for a server, of each kind in turn."""
    if request.param == "memory":
        return None
    made: Cluster = request.getfixturevalue("postgres")
    return made.fresh()
