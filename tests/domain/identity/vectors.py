"""The made-up numbers and passwords of tests/data/id_vectors.json: what is valid, and what it says."""

import json
from pathlib import Path
from typing import NotRequired, TypedDict

_FILE = Path(__file__).parents[2] / "data" / "id_vectors.json"


class Vector(TypedDict):
    id: str
    type: str
    input: str
    valid: bool
    note: str
    normalized: NotRequired[str]
    birth: NotRequired[str]
    sex: NotRequired[str]
    nationality: NotRequired[str]
    warning: NotRequired[str]
    error: NotRequired[str]


def of_type(name: str) -> list[Vector]:
    every: list[Vector] = json.loads(_FILE.read_text(encoding="utf-8"))["vectors"]
    found = [vector for vector in every if vector["type"] == name]
    if not found:
        raise LookupError(name)
    return found


def name_of(vector: Vector) -> str:
    return f"{vector['id']} {vector['note']}"
