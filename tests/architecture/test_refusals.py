"""A refusal is a row of domain/refusals.py: what no type holds of it is held here."""

import ast
from collections.abc import Iterator
from dataclasses import fields

from etax_client.domain.refusals import RefusalCode, Refused
from tests.architecture.sources import PROJECT, calls, dotted, sources, walk
from tests.architecture.test_rules import defined

ASKED = ("server", "pages", "acts", "journeys", "e2e", "control_cli", "testing")
"""Where tests ask a server; elsewhere refusals are made by hand."""


def named(tree: ast.AST) -> Iterator[str]:
    """The codes that a test names, as members or as they are spelled on the wire."""
    for node in walk(tree, ast.Attribute, ast.Constant):
        if isinstance(node, ast.Attribute) and dotted(node).startswith("RefusalCode."):
            yield node.attr
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_refusal_is_provoked_by_a_test() -> None:
    """One that no test has ever been given may as well not be there."""
    left = set[str](RefusalCode)
    for path in (path for folder in ASKED for path in (PROJECT / "tests" / folder).rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if any(code in text for code in left):
            left -= set(named(ast.parse(text)))
    assert left == set()


def test_every_refusal_follows_a_rule() -> None:
    assert {code.rule for code in RefusalCode} <= set(defined())


def test_a_refusal_carries_what_its_row_says() -> None:
    """What a client may count on beside the code."""
    known = {field.name for field in fields(Refused)}
    carried: dict[str, set[str | None]] = {code.name: set() for code in RefusalCode}
    for source in sources():
        for name, call in calls(source.tree):
            code = dotted(call.args[0]) if name == "Refused" and call.args else ""
            if code.startswith("RefusalCode."):
                carried[code.removeprefix("RefusalCode.")] |= {keyword.arg for keyword in call.keywords}
    for each in RefusalCode:
        assert set(each.carries) <= known, each
        assert carried[each.name] <= set(each.carries), each
