"""Every parameter and field has bounds that are judged before a database is asked, so that both take and refuse the same (INP-1)."""

import itertools
import json
from collections.abc import Iterator
from enum import StrEnum
from types import NoneType
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.params import ParameterKwarg, SkipValidationMarker
from litestar.routes import HTTPRoute
from msgspec import inspect

from etax_client.domain.safe_text import CLEAN
from etax_client.server import tester_door as control
from etax_client.server.app import create_app, pages_app
from etax_client.server.control.door import digest
from etax_client.server.settings import ServerSettings
from etax_client.server.world import world_file
from etax_client.wire.filing.income import PERIOD
from tests.architecture.sources import sources
from tests.contract.arena import Arena, arena
from tests.contract.test_edges import SPELLED
from tests.postgresql import Cluster
from tests.server.control.testers import TOKEN
from tests.server.running import Json
from tools.openapi import FOLDER, NAMES

NUMBERS = ("-1", "0", "2147483648", "9007199254740991", "9007199254740992", "9" * 40, "nan")
TEXTS = ("%00", "%1B%5B2J", "%EF%BF%BE", "%ED%A0%80", "x%0A", "%25_%5C", "%F0%A0%AE%B7", "x" * 300)
"""Percent-encoded: control characters, noncharacters, half a surrogate pair, what SQL knows, a rare character, and too much."""


def documents() -> Iterator[tuple[str, Json]]:
    for name in NAMES:
        document: Json = json.loads((FOLDER / name).read_text(encoding="utf-8"))
        yield document["servers"][0]["url"].rstrip("/"), document


def handlers() -> Iterator[HTTPRouteHandler]:
    """Of the API, of the tester's door, and of the pages of both."""
    settings = ServerSettings(control=digest(TOKEN))
    for app in (create_app(settings), pages_app(), control.create_app(settings)):
        for route in app.routes:
            if isinstance(route, HTTPRoute):
                yield from (each for each in route.route_handlers if each.fn.__module__.startswith("etax_client."))


def test_every_parameter_is_bounded() -> None:
    """INP-1: a number on both sides, a text in length and characters; whoever adds one says what it may be."""
    loose, seen = [], 0
    for handler in handlers():
        for name, field in handler.parsed_fn_signature.parameters.items():
            bounds = field.kwarg_definition
            if not isinstance(bounds, ParameterKwarg) or SkipValidationMarker in map(type, field.metadata):
                continue  # the body, the request itself, or what is ours
            kinds = {each.annotation for each in field.inner_types or (field,)} - {NoneType}
            numbers = bounds.ge is not None and bounds.le is not None
            texts = bounds.max_length is not None and bounds.pattern in (CLEAN, PERIOD)
            fits = {int: numbers, float: numbers, str: texts}
            seen += 1
            loose += [f"{handler}: {name}" for kind in kinds if not fits.get(kind, kind is bool or issubclass(kind, StrEnum))]
    assert sorted(set(loose)) == []
    assert seen > 100


def test_nobody_reads_a_query_past_its_parameters() -> None:
    """INP-1: but for the page that looks into a table of its own, for words of ours, what is digested, and a size."""
    known = {"server/pages/rare_characters.py", "server/pages/visiting.py", "server/pages/language.py", "web/site.py"}
    assert {source.name for source in sources() if "query_params" in source.text} == known


def test_every_field_of_a_request_is_bounded() -> None:
    """INP-1: how long a text may be is judged by its field, what it may hold for all alike, and a secret is as long as a body at most.

    A world's people and units are judged by what a world's file may hold (server/world_file.py).
    """
    loose: list[str] = []
    bodies = [handler.parsed_fn_signature.parameters.get("data") for handler in handlers()]
    for body in bodies:
        if body is not None and body.annotation.__module__ != world_file.__name__:
            loose += unbounded(inspect.type_info(body.annotation), body.annotation.__name__)
    assert sorted(set(loose)) == []
    assert sum(body is not None for body in bodies) > 40


def unbounded(kind: Any, where: str) -> Iterator[str]:
    """The fields of a type that may be as large as one likes."""
    if isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from unbounded(field.type, f"{where}.{field.name}")
    elif isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from unbounded(each, where)
    elif isinstance(kind, inspect.CollectionType | inspect.VarTupleType):
        yield from [] if kind.max_length is not None else [where]
        yield from unbounded(kind.item_type, where)
    elif isinstance(kind, inspect.DictType):
        yield from [] if kind.max_length is not None or isinstance(kind.key_type, inspect.EnumType) else [where]
        yield from unbounded(kind.key_type, where)
        yield from unbounded(kind.value_type, where)
    elif isinstance(kind, inspect.IntType | inspect.FloatType):
        yield from [] if None not in (kind.ge, kind.le) else [where]
    elif isinstance(kind, inspect.StrType):
        yield from [] if kind.max_length is not None or kind.pattern is not None else [where]
    elif isinstance(kind, inspect.Metadata):
        yield from unbounded(kind.type, where)
    else:
        assert type(kind) in _FEW, where


_FEW = (inspect.EnumType, inspect.BoolType, inspect.NoneType, inspect.DateType, inspect.DateTimeType, inspect.CustomType)
"""Kinds that have bounds of their own; the custom one is the secret."""


@pytest.fixture(scope="module")
def servers(postgres: Cluster) -> Iterator[tuple[Arena, Arena]]:
    with arena(None) as memory, arena(postgres.fresh()) as postgresql:
        for one in (memory, postgresql):
            one.put_in_order()
        yield memory, postgresql


def questions(every: bool) -> Iterator[tuple[str, str, str]]:
    """Scheme, method and address: each parameter of each operation with each odd value, or two in turn, the others as usual."""
    turn = itertools.count()
    for root, document in documents():
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                wanted = operation.get("security") or document.get("security") or [{"": []}]
                scheme = "phone" if path.startswith("/api/phone/") else next(iter(wanted[0]))
                parameters = operation.get("parameters", [])
                for odd in parameters:
                    values = NUMBERS if is_number(odd["schema"]) else TEXTS
                    first = next(turn)
                    for value in values if every else (values[(first + more) % len(values)] for more in (0, 3)):
                        address = root + path
                        for parameter in parameters:
                            if parameter["in"] == "path":
                                usual = SPELLED.get(parameter["name"], "1")
                                address = address.replace(f"{{{parameter['name']}}}", value if parameter is odd else usual)
                        yield (
                            scheme,
                            method.upper(),
                            address + (f"?{odd['name']}={value}" if odd["in"] == "query" and odd["name"] != "wait" else ""),
                        )


def is_number(schema: Json) -> bool:
    return any(one.get("type") in ("integer", "number") for one in schema.get("oneOf", [schema]))


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_both_databases_take_the_same(servers: tuple[Arena, Arena], every: bool) -> None:
    """INP-1: and none of it is a failure. Many operations share what they are asked by, so each meets some of the values."""
    asked = 0
    for scheme, method, address in questions(every):
        if method != "GET" and "1" in address.split("/"):
            continue  # what is there is left there
        said = []
        for server in servers:
            token = server.tokens.get(scheme, "")
            reply = server.ask(
                method, address, headers={"Authorization": f"Bearer {token}"} if token else {}, json={} if method != "GET" else None
            )
            said.append((reply.status_code, code_in(reply.json() if reply.content and "json" in reply.headers["content-type"] else {})))
        assert said[0] == said[1], f"{method} {address}"
        assert said[0][0] < 500, f"{method} {address}"
        asked += 1
    assert asked > 500


def code_in(answer: Any) -> str:
    return str(answer.get("code", "")) if isinstance(answer, dict) else ""
