"""Holds a request back until all of it is there: whoever asks, and what they may, is looked up when it is acted on (ACT-1)."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPRequestEvent, Receive, ReceiveMessage, Scope, Send

from etax_client.wire import spelling


def arrived(app: ASGIApp) -> ASGIApp:
    """`app`, asked when the whole body has come: else a session could end between a request's head and its body, and act all the same.

    A body beyond what any may have, or that says so, is not waited for to its end, as `app` refuses it; of a request that breaks off
    `app` never hears.
    """

    async def wait(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        announced = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"0")
        body, more = bytearray(), True
        while not _is_too_long(announced) and more and len(body) <= spelling.LARGEST_REQUEST:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        whole: list[HTTPRequestEvent] = [{"type": "http.request", "body": bytes(body), "more_body": more}]

        async def again() -> ReceiveMessage:
            return whole.pop() if whole else await receive()

        await app(scope, again, send)

    return wait


def _is_too_long(announced: bytes) -> bool:
    return announced.isdigit() and int(announced[:20]) > spelling.LARGEST_REQUEST
