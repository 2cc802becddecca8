"""The tester's door seen from outside: its verbs as functions, for the shell and for the pytest plugin."""

from datetime import datetime, timedelta
from typing import TypeVar

from etax_client.api.carrier import Carrier
from etax_client.api.etax import done, read
from etax_client.domain.policies import Phase
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.world_names import prefix
from etax_client.wire import control, spelling

T = TypeVar("T")


class Turned(Exception):
    """The door said no; testers want to see that at once, so here a refusal is no value."""

    def __init__(self, refused: Refused, asked: str) -> None:
        super().__init__(f"{asked}: {refused.code}" + (f" ({refused.field})" if refused.field else ""))
        self.refused = refused


class Control:
    """The door of one world ("" is the main one) of the server behind a carrier. Each verb raises Turned and Accidents."""

    def __init__(self, carrier: Carrier, token: Secret, world: str = "") -> None:
        self._carrier = carrier
        self._token = token
        self._at = f"{prefix(world)}/control"

    async def clock(self) -> control.ClockView:
        return await self._ask("GET", "/clock", control.ClockView)

    async def set_clock(self, moment: datetime) -> control.ClockView:
        return await self._steer(control.ClockRequest(set=moment))

    async def advance(self, time: timedelta) -> control.ClockView:
        """Let time pass: locks, codes, tickets and sessions end as if it had."""
        return await self._steer(control.ClockRequest(advance=time.total_seconds()))

    async def set_speed(self, rate: int) -> control.ClockView:
        """0 freezes the clock, 1 lets it go, up to 10 times as fast."""
        return await self._steer(control.ClockRequest(rate=rate))

    async def release_clock(self) -> control.ClockView:
        """The true time again."""
        return await self._ask("DELETE", "/clock", control.ClockView)

    async def worlds(self) -> tuple[control.WorldView, ...]:
        return (await self._ask("GET", "/worlds", control.WorldsView)).worlds

    async def make_world(
        self, name: str, toml: str | None = None, policy: str | None = None, phase: Phase | None = None
    ) -> control.WorldView:
        return await self._ask("POST", "/worlds", control.WorldView, control.NewWorldRequest(name, toml, policy, phase))

    async def remove_world(self, name: str) -> None:
        await self._tell("DELETE", f"/worlds/{name}")

    async def _steer(self, request: control.ClockRequest) -> control.ClockView:
        return await self._ask("POST", "/clock", control.ClockView, request)

    async def _tell(self, method: str, path: str, request: object | None = None) -> None:
        body = None if request is None else spelling.write(request)
        refused = done(await self._carrier.send(method, self._at + path, body=body, token=self._token))
        if refused is not None:
            raise Turned(refused, f"{method} {path}")

    async def _ask(self, method: str, path: str, kind: type[T], request: object | None = None, query: dict[str, str] | None = None) -> T:
        body = None if request is None else spelling.write(request)
        reply = await self._carrier.send(method, self._at + path, query=query, body=body, token=self._token)
        found = read(reply, kind)
        if isinstance(found, Refused):
            raise Turned(found, f"{method} {path}")
        return found
