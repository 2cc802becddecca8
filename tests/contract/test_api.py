"""Every operation of the API, asked in every way that its document allows and in some that it doesn't, on each database."""

from tests.contract.fuzzing import hold_to


def test_answers_are_as_documented(place: str | None) -> None:
    """INP-1: nothing that is asked makes the server fail, and what it answers is what the document says."""
    hold_to("openapi.json", place)
