"""The catalogue is whole: every key that the code says, and no others."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

from etax_client.texts.catalogue import catalogue
from tests.architecture.sources import PACKAGE, calls, sources, walk

CATALOGUE = catalogue()
SAYS = ("say", "phrase", "_good", "_hint", "_bad")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def sayings() -> Iterator[tuple[str, str, ast.Call]]:
    """Where a key that stands in the code is said, the key, and the call."""
    for source in sources():
        for name, call in calls(source.tree):
            first = call.args[0] if call.args else None
            if name.rpartition(".")[2] in SAYS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{source.name}:{call.lineno}", first.value, call


def strings_in_code() -> set[str]:
    """All but the keys of tables: those of the catalogue say nothing by themselves."""
    found: set[str] = set()
    for source in sources():
        keys = {id(key) for node in walk(source.tree, ast.Dict) for key in node.keys}
        in_texts = source.name.startswith("texts/")
        for node in walk(source.tree, ast.Constant):
            if isinstance(node.value, str) and not (in_texts and id(node) in keys):
                found.add(node.value)
    return found


def parts_in_code() -> tuple[tuple[str, ...], tuple[str, ...], set[str]]:
    """Beginnings, ends and middles of keys that are put together: f"keyring.{reason}", f"{texts}.wrong" f"{medium}.code.{it}"."""
    beginnings, ends, middles = set(), set(), set()
    for source in sources():
        for node in walk(source.tree, ast.JoinedStr, ast.BinOp):
            parts = [*node.values] if isinstance(node, ast.JoinedStr) else [node.left, node.right]
            first, last = (part.value if isinstance(part, ast.Constant) else None for part in (parts[0], parts[-1]))
            if len(parts) > 1 and isinstance(first, str) and re.fullmatch(r"[a-z_.]+[._]", first):
                beginnings.add(first)
            if len(parts) > 1 and isinstance(last, str) and re.fullmatch(r"\.[a-z_.]+", last):
                ends.add(last)
            inner = {part.value for part in parts[1:-1] if isinstance(part, ast.Constant) and isinstance(part.value, str)}
            middles |= {text for text in inner if re.fullmatch(r"\.[a-z_]+\.", text)}
    return tuple(beginnings), tuple(ends), middles


def test_every_key_that_is_said_exists() -> None:
    missing = {f"{place} {key}" for place, key, _ in sayings() if key not in CATALOGUE}
    assert missing == set()


def test_no_key_is_left_over() -> None:
    """A text that nothing can say is a room without a door."""
    said = strings_in_code()
    beginnings, ends, middles = parts_in_code()
    templates = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html"))
    quoted = set(re.findall(r"['\"]([a-z0-9_.]+)['\"]", templates))
    beginnings += tuple(key for key in quoted if key.endswith("."))
    left_over = {key for key in CATALOGUE.keys() - said - quoted if not key.startswith(beginnings) and not key.endswith(ends)}
    assert {key for key in left_over if not any(middle in key for middle in middles)} == set()


def test_what_is_said_with_parameters_gets_them_all() -> None:
    """A missing parameter would be a KeyError in front of a user."""
    lacking = set()
    for place, key, call in sayings():
        wanted = placeholders(CATALOGUE[key][0]) if key in CATALOGUE else set()
        given = {keyword.arg for keyword in call.keywords}
        if None not in given and not wanted <= given:
            lacking.add(f"{place} {sorted(wanted - given)}")
    assert lacking == set()
