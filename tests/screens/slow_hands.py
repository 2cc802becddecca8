"""Hands that do not wait: all keys at once, and a server that answers one request at a time."""

from collections.abc import Sequence

from textual.events import Key
from textual.keys import _character_to_key

from tests.driving import Driver


async def type_ahead(etax: Driver, keys: Sequence[str]) -> None:
    """All at once, as a terminal does that was not read for a while."""
    for key in keys:
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        etax.app.post_message(Key(name, key if len(key) == 1 else None))
    await etax.settle()


def said_void(etax: Driver) -> bool:
    return any("输入的内容未使用" in each.message for each in etax.app._notifications)


async def answer_one_by_one(etax: Driver) -> None:
    """Each request is held until all that the answer before it set going is done."""
    for _ in range(60):
        if not etax.carrier.under_way:
            break
        etax.carrier.release()
        etax.carrier.hold()
        await etax.settle()
    etax.carrier.release()
    await etax.settle()
