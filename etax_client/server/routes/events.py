"""The framework's events, of which there are none here."""

from typing import Self

from litestar.events import BaseEventEmitterBackend


class NoEvents(BaseEventEmitterBackend):
    """Nothing here sends events; the framework's own emitter has to be closed by the task that opened it, which a demo can't promise."""

    def emit(self, event_id: str, *args: object, **kwargs: object) -> None:
        raise NotImplementedError(event_id)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return
