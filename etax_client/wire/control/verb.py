"""A verb of the tester's door, declared once for both sides: the handler, the client's function and the audit go by its row."""

import re
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import quote

from etax_client.domain.refusals import RefusalCode

A = TypeVar("A")
T = TypeVar("T")
_PART = re.compile(r"\{(\w+):\w+\}")


@dataclass(frozen=True, slots=True)
class Verb(Generic[T]):
    """`name` is its handler's; `path` has its parts as `{who:str}`; `refuses` is beside what any verb may refuse."""

    name: str
    method: str
    path: str
    tells: type[T]
    refuses: tuple[RefusalCode, ...] = field(default=(), kw_only=True)
    status: int = field(default=200, kw_only=True)

    def at(self, parts: dict[str, object]) -> str:
        """Its path with these parts, whatever stands in them."""
        return _PART.sub(lambda part: quote(str(parts[part[1]]), safe=""), self.path)


@dataclass(frozen=True, slots=True)
class Order(Verb[T], Generic[A, T]):
    """A verb with a body, of the type `takes`."""

    takes: type[A]
