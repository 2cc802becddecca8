"""Which door a request goes to: a world's name and the tester's door are cut off the front of its address."""

from typing import cast

from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from etax_client.domain.servers.world_names import MAIN, prefix
from etax_client.server.middleware.guard import is_within
from etax_client.server.routes.reading import WORLD
from etax_client.server.world import worlds
from etax_client.wire.paths import CONTROL


def in_worlds(app: ASGIApp, control: ASGIApp | None, *, within: bool = False) -> ASGIApp:
    """`app` and the tester's door (None: shut, and like any address that there is not) for every world of the server.

    `within`: the door is open to who asks from within this process alone.
    """

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        inside = cast(HTTPScope, dict(scope))
        name, path = worlds.split(scope["path"])
        if name != MAIN:
            _enter(inside, scope["path"][: len(scope["path"]) - len(path)] or prefix(name), path)
        cast(dict[str, object], inside)[WORLD] = name
        if control is not None and (not within or is_within(inside)) and (path == CONTROL or path.startswith(f"{CONTROL}/")):
            _enter(inside, CONTROL, path.removeprefix(CONTROL) or "/")
            await control(inside, receive, send)
        else:
            await app(inside, receive, send)

    return choose


def _enter(scope: HTTPScope, folder: str, path: str) -> None:
    scope["root_path"] = scope.get("root_path", "") + folder
    scope["path"] = path
    scope["raw_path"] = path.encode()
