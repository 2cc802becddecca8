"""Faults on demand, as they are asked for at the tester's door and told."""

from types import NoneType
from typing import Annotated

import msgspec

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.scenarios import LONGEST_TEXT
from etax_client.wire.control.verb import Order, Verb

SCENARIO_HEADER = "X-Etax-Scenario"
"""What goes wrong with the one request that carries it, while the door is open (domain/scenarios.py has the words)."""
HANG_UP = "etax.hang_up"
"""The extension in a request's ASGI scope that breaks its connection: `call()` does so; what was written still goes out."""
MOST_TIMES = 1_000_000
LONGEST_PATH = 200
Method = Annotated[str, msgspec.Meta(pattern=r"^(\*|[A-Z]{1,10})$", description="a method, or * for any")]
Path = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[*/]",
        max_length=LONGEST_PATH,
        description="a pattern for the path within the world, as for file names",
    ),
]
ScenarioText = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=LONGEST_TEXT,
        description="what goes wrong: `status=503; retry-after=5`, `code=locked; retry-after=7200`, `delay=2; jitter=1`, `drop`, "
        "`lose-answer`, `truncate`, `garble=text|json|html`, `media-type`; a delay goes with any other",
    ),
]


class FaultRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Befalls requests of `method` to `path`: `percent` of them, the next `count` of these (1: the next one; left out: all)."""

    scenario: ScenarioText
    method: Method = "*"
    path: Path = "*"
    percent: Annotated[int, msgspec.Meta(ge=1, le=100)] = 100
    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_TIMES)] | None = None


class FaultView(msgspec.Struct, frozen=True):
    """A fault that was asked for; `left` requests will still meet it, all of them if None, and none once it is 0."""

    id: int
    method: str
    path: str
    scenario: str
    percent: int
    left: int | None


class FaultsView(msgspec.Struct, frozen=True):
    """In the order in which they were asked for; a request meets the first that fits."""

    faults: tuple[FaultView, ...]


LIST_FAULTS = Verb("list_faults", "GET", "/faults", FaultsView)
ADD_FAULT = Order("add_fault", "POST", "/faults", FaultView, FaultRequest, refuses=(RefusalCode.too_many,), status=201)
REMOVE_FAULTS = Verb("remove_faults", "DELETE", "/faults", NoneType)
REMOVE_FAULT = Verb("remove_fault", "DELETE", "/faults/{fault_id:int}", NoneType, refuses=(RefusalCode.not_found,))
