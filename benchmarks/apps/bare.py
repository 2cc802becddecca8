"""The least that an ASGI server can do: a fixed JSON answer, no framework, no database, no session."""

from typing import Any

BODY = b'{"profile":{"person_id":"1","name":"x","masked_name":"x*"},"idle_seconds":1800,"absolute_seconds":43200}'


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": BODY})
