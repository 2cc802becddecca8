"""A server in this very process as httpx's network: requests reach the application without a socket, and it can hang up as over one."""

from typing import Any

import httpx
from typing_extensions import override

from etax_client.wire.control.faults import HANG_UP


class InProcess(httpx.AsyncBaseTransport):
    """httpx's own transport for ASGI, which knows no broken connections; a client sees here exactly what it would see over a socket."""

    def __init__(self, app: Any) -> None:
        self._app = app

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises RemoteProtocolError when the application breaks the connection."""
        line = _Line(self._app)
        response = await httpx.ASGITransport(app=line, raise_app_exceptions=False).handle_async_request(request)
        if not line.hung_up:
            return response
        if line.started:
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.")


class _Line:
    """The application behind one request's connection."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.started = False
        self.hung_up = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def pass_on(message: Any) -> None:
            if not self.hung_up:
                self.started = True
                await send(message)

        scope["extensions"] = {HANG_UP: {"call": self._hang_up}}
        await self._app(scope, receive, pass_on)
        if self.hung_up:
            await self._end(send)

    def _hang_up(self) -> None:
        self.hung_up = True

    async def _end(self, send: Any) -> None:
        """The transport beneath wants a whole answer, which nobody will see."""
        if not self.started:
            await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
