"""Every operation of both documents, asked in every way that they allow and in some that they don't, on each database."""

import pytest

from tests.contract.arena import arena
from tests.contract.fuzzing import Fuzz
from tools.openapi import NAMES


@pytest.mark.parametrize("document", NAMES)
def test_answers_are_as_documented(document: str, place: str | None) -> None:
    """INP-1: nothing that is asked makes the server fail, and what it answers is what the document says."""
    with arena(place) as one:
        fuzz = Fuzz(one)
        fuzz.ask_all(document)
    assert "\n".join(fuzz.faults) == ""
    assert {200, 201, 204, 400, 404, 422} <= set(fuzz.statuses)
