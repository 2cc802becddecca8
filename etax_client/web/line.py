"""A web socket that nobody can hold by taking nothing of what is drawn (FAIR-1); it needs the `web` extra."""

import asyncio
from typing import Any

from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from etax_client.server.listening.connections import SECONDS


class Line(WebSocketsSansIOProtocol):
    """uvicorn's, with the deadline of other answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._untaken: asyncio.TimerHandle | None = None

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        if self._untaken is None:
            self._untaken = self.loop.call_later(SECONDS, self.transport.abort)

    @override
    def resume_writing(self) -> None:
        self._taken()
        super().resume_writing()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._taken()
        super().connection_lost(exc)

    def _taken(self) -> None:
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None
