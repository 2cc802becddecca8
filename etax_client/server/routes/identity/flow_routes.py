"""What every flow has over HTTP: begun, looked at, its SMS codes and face checks, gone back in, abandoned; the rest is its own (REG-1)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from litestar import delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.flow import S, V
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.parameters import Wait
from etax_client.server.routes.reading import WITH_FLOW, Anyone, Served, address_of, bearer_of, hung_up, noted
from etax_client.server.routes.repeating import keyed, step_once
from etax_client.server.services.bundle import Services
from etax_client.server.services.identity.flow_engine import FlowEngine
from etax_client.server.services.repeats import Once
from etax_client.wire.paths import FlowPaths

Handler = TypeVar("Handler", bound=Callable[..., Any])
STEP = (RefusalCode.flow_ended, RefusalCode.out_of_order)
FORM = (*STEP, RefusalCode.malformed, RefusalCode.too_large)
"""What any step may be refused for, and any that takes a body."""


@dataclass(frozen=True, slots=True)
class FlowRoutes(Generic[S, V]):
    """One kind of flow, as the OpenAPI document and the journal have it. `begun` is the answer to its beginning.

    `asks_face`, `sends_code` and `goes_back` are the names of these operations, with what they say of themselves.
    """

    name: str
    engine: Callable[[Services], FlowEngine[S, V]]
    at: FlowPaths
    view: type[V]
    begun: Callable[[Secret, V], object]
    begins_by: str
    asks_face: tuple[str, str]
    face_by: str
    sends_code: tuple[str, str]
    code_told: str
    goes_back: tuple[str, str]

    async def step(
        self,
        request: Anyone,
        services: Services,
        act: Callable[[str, Once], V | Refused | Awaitable[V | Refused]],
        *told: str,
    ) -> V:
        """How far the flow has come by this act, done once; `told` is what the journal has of it: decided, key, rule."""
        secret = bearer_of(request)
        view = accepted(await step_once(request, services, secret, self.view, partial(act, secret), self.engine(services).view))
        decided, key, rule = told or ("went_on", f"{self.name}.step", "REG-1")
        noted(request).says(decided, key, rule, step=view.step.value)
        return view


def common(flow: FlowRoutes[S, V]) -> tuple[HTTPRouteHandler, ...]:
    """The handlers that each kind of flow has."""

    @post(flow.at.begin, responses=refusals(RefusalCode.too_many))
    @_known_as(f"begin_{flow.name}", "A flow of the client's, good for 30 minutes.", flow.begun)
    async def begin(request: Anyone, services: Served) -> object:
        secret, view = accepted(flow.engine(services).begin(Channel.client, address_of(request)))
        noted(request).says("begun", f"{flow.name}.begun", flow.begins_by)
        return flow.begun(secret, view)

    @get(flow.at.current, security=WITH_FLOW, responses=refusals(RefusalCode.flow_ended))
    @_known_as(flow.name, "How far it has come, with what was filled in, but for secrets (REG-06).", flow.view)
    async def look(request: Anyone, services: Served) -> object:
        return accepted(flow.engine(services).view(bearer_of(request)))

    @post(flow.at.sms_code, security=WITH_FLOW, status_code=200, **keyed(*STEP, RefusalCode.too_many))
    @_known_as(*flow.sends_code, flow.view)
    async def send_code(request: Anyone, services: Served) -> object:
        return await flow.step(request, services, flow.engine(services).send_code, "sent", flow.code_told, "SMS-01")

    @post(flow.at.face, security=WITH_FLOW, responses=refusals(*STEP))
    @_known_as(*flow.asks_face, FaceRequest)
    async def ask_face(request: Anyone, services: Served) -> object:
        asked = accepted(flow.engine(services).ask_face(bearer_of(request)))
        noted(request).says("asked", "face.asked", flow.face_by)
        return asked

    @get(flow.at.face, security=WITH_FLOW, responses=refusals(RefusalCode.malformed, RefusalCode.flow_ended, RefusalCode.face_unknown))
    @_known_as(
        f"face_check_of_{flow.name}",
        "The check's state: at once if it is another than the one last `seen`, else as soon as it changes or after `wait` seconds.",
        FaceView,
    )
    async def face(request: Anyone, services: Served, seen: FromQuery[FaceState | None] = None, wait: Wait = 0) -> object:
        async with hung_up(request) as gone:
            return accepted(await flow.engine(services).face(bearer_of(request), seen=seen, wait=wait, gone=gone))

    @post(flow.at.back, security=WITH_FLOW, status_code=200, **keyed(*STEP))
    @_known_as(*flow.goes_back, flow.view)
    async def back(request: Anyone, services: Served) -> object:
        return await flow.step(request, services, flow.engine(services).back)

    @delete(flow.at.current, security=WITH_FLOW, responses=refusals())
    @_known_as(f"abandon_{flow.name}", "Nothing of it is kept.", None)
    async def abandon(request: Anyone, services: Served) -> None:
        flow.engine(services).abandon(bearer_of(request))
        noted(request).says("cancelled", f"{flow.name}.abandoned", "REG-1")

    return begin, look, send_code, ask_face, face, back, abandon


def _known_as(name: str, said: str, answer: object) -> Callable[[Handler], Handler]:
    """A handler is in the OpenAPI document by its name, its docstring and the type that it answers, which are its flow's here."""

    def rename(handler: Handler) -> Handler:
        handler.__name__, handler.__doc__ = name, said
        handler.__annotations__["return"] = answer
        return handler

    return rename
