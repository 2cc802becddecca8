"""What carries out the faults that testers have asked for: it stands before the application while the tester's door is open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.scenarios import BREAKING, BadScenario, Garbling, Kind, Scenario, parse
from etax_client.server.routes.answers import code_of
from etax_client.server.routes.reading import WORLD
from etax_client.server.services.audit import audit
from etax_client.server.services.bundle import Services
from etax_client.server.services.testing.journal import note_of
from etax_client.server.services.why import unfit
from etax_client.server.store.errors import StoreError
from etax_client.wire import problems, spelling
from etax_client.wire.control.faults import HANG_UP, SCENARIO_HEADER

CANNOT_BREAK = "without httptools this server cannot break a connection"
_HEADER = SCENARIO_HEADER.lower().encode()
_BODILESS = (204, 304)
_GARBAGE = {
    Garbling.text: b"\xff\xfe{not what was asked for",
    Garbling.json: b'{"unexpected":["shape"]}',
    Garbling.html: b"<!doctype html><title>502</title><p>Bad gateway</p>",
}


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes = b""

    def but(self, **headers: bytes) -> "_Answer":
        """With these headers (`content_type`) in the place of its own."""
        changed = {name.replace("_", "-").encode(): value for name, value in headers.items()}
        kept = (header for header in self.headers if header[0].lower() not in changed)
        return replace(self, headers=(*kept, *changed.items()))


def faulty(app: ASGIApp) -> ASGIApp:
    """`app`, whose requests may go wrong as they were told to."""

    async def befall(scope: Scope, receive: Receive, send: Send) -> None:
        request = cast(HTTPScope, scope)
        try:
            services: Services | None = scope["litestar_app"].state.worlds.of(cast(dict[str, str], scope)[WORLD])
            scenario = None if services is None else _scenario(request, services)
        except StoreError:
            services, scenario = None, None  # the application itself says what is wrong with the store
        except BadScenario as error:
            refused = unfit(SCENARIO_HEADER, "unusable", "WEB-4")
            note_of(scope).refuses(refused)
            await _send(_problem(refused, 400, str(error)), send)
            return
        if services is None or scenario is None:
            await app(scope, receive, send)
            return
        note_of(scope).fault = str(scenario)
        await services.clock.sleep(services.faults.pause(scenario))
        await _carry_out(scenario, app, request, receive, send)

    return befall


def _scenario(scope: HTTPScope, services: Services) -> Scenario | None:
    """What the request asks for itself, else what was asked for it. Raises BadScenario, StoreError."""
    own = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == _HEADER]
    if not own:
        return services.faults.befalling(scope["method"], scope["path"])
    scenario = parse(";".join(own))
    audit("fault", fault="header", method=scope["method"], scenario=scenario)
    return scenario


async def _carry_out(scenario: Scenario, app: ASGIApp, scope: HTTPScope, receive: Receive, send: Send) -> None:
    """What the request meets. But where it is refused or never heard, it is carried out whole: it is the answer that suffers."""
    hang_up = hanging_up(scope)
    if scenario.kind in BREAKING and hang_up is None:
        await _send(_problem(Refused(RefusalCode.unavailable), 501, CANNOT_BREAK), send)
        return
    if scenario.kind is Kind.delay:  # the pause is over
        await app(scope, receive, send)
    elif scenario.kind is Kind.status:
        await _send(_refusal(scenario), send)
    elif scenario.kind is not Kind.drop:
        answer = await _answer(app, scope, receive)
        if scenario.kind is Kind.garble:
            await _send(_garbled(answer, scenario.garbling or Garbling.text), send)
        elif scenario.kind is Kind.media_type:
            await _send(answer.but(content_type=b"text/plain"), send)
        elif scenario.kind is Kind.truncate and answer.body and scope["method"] != "HEAD":
            # with its true length in the head, so that whoever reads knows that there was more; an answer without a body is lost instead
            await _send(replace(answer, body=answer.body[: len(answer.body) // 2]), send, more=True)
    if scenario.kind in BREAKING and hang_up is not None:
        hang_up()


def hanging_up(scope: HTTPScope) -> Callable[[], None] | None:
    """What breaks the connection of a request; None on a server that cannot do so."""
    return cast(Callable[[], None] | None, (scope.get("extensions") or {}).get(HANG_UP, {}).get("call"))


async def _answer(app: ASGIApp, scope: HTTPScope, receive: Receive) -> _Answer:
    """What the application answers, kept back."""
    kept: list[Message] = []

    async def keep(message: Message) -> None:
        kept.append(message)

    await app(scope, receive, keep)
    answer = _Answer(500, ())
    for message in kept:
        if message["type"] == "http.response.start":
            answer = _Answer(message["status"], tuple(message["headers"]), answer.body)
        elif message["type"] == "http.response.body":
            answer = replace(answer, body=answer.body + message["body"])
    return answer


def _garbled(answer: _Answer, garbling: Garbling) -> _Answer:
    body = _GARBAGE[garbling]
    status = 200 if answer.status in _BODILESS else answer.status
    own = next((value for name, value in answer.headers if name.lower() == b"content-type"), b"application/json")
    media_type = b"text/html" if garbling is Garbling.html else own
    return replace(answer, status=status, body=body).but(content_type=media_type, content_length=str(len(body)).encode())


def _refusal(scenario: Scenario) -> _Answer:
    code = scenario.code or code_of(scenario.status or 503)
    return _problem(Refused(code, retry_after=scenario.retry_after), scenario.status or code.status)


def _problem(refused: Refused, status: int, detail: str | None = None) -> _Answer:
    body = spelling.write(problems.to_problem(refused, status, detail))
    answer = _Answer(status, (), body).but(content_type=problems.MEDIA_TYPE.encode(), content_length=str(len(body)).encode())
    return answer if refused.retry_after is None else answer.but(retry_after=str(refused.retry_after).encode())


async def _send(answer: _Answer, send: Send, *, more: bool = False) -> None:
    """`more` leaves the answer unfinished."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": more})
