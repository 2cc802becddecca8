"""Accidents as values, for those who have to tell a person about them."""

from collections.abc import Awaitable
from typing import TypeVar

from etax_client.api.carrier import Accident

T = TypeVar("T")


async def attempt(request: Awaitable[T]) -> T | Accident:
    """What a request answers, or the accident that befell it."""
    try:
        return await request
    except Accident as accident:
        return accident
