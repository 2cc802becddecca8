"""Every rule id that code, tests and documents cite stands in the rulebook, and every rule there has a test (docs/rules.md)."""

import re
from functools import cache
from pathlib import Path

from tests.architecture.sources import PROJECT

DOCS = PROJECT / "docs"
RULES = (DOCS / "rules.md").read_text(encoding="utf-8")
FOLDERS = ("etax_client", "tests", "docs", "tools", "benchmarks", "examples")
KINDS = {".py", ".md", ".html", ".js", ".css", ".tcss", ".toml"}
FOREIGN = {"UTF-8", "UTF-16", "UTF-32", "SSH-2"}
"""What looks like an id and is someone else's word."""
PUBLISHED = ("the published manual", "announcement", "circular")
"""How a source begins that is neither a document nor ours."""
UNTESTED: dict[str, str] = {}
"""Rules that no test and no benchmark cites, each with its reason."""
ID = re.compile(r"\b([A-Z]{2,5})-([0-9]{1,2})\b")
SPAN = re.compile(r"\b([A-Z]{2,5})-([0-9]{1,2}) to (?:([A-Z]{2,5})-)?([0-9]{1,2})\b")
GOAL = re.compile(r"(?<![\w-])P[0-9]{1,2}\b")
ROW = re.compile(r"^\| ([A-Z]{2,5}-[0-9]{1,2}|P[0-9]{1,2}(?:, P[0-9]{1,2})*) \|", re.MULTILINE)


@cache
def texts() -> dict[Path, str]:
    files = [path for folder in FOLDERS for path in sorted((PROJECT / folder).rglob("*")) if path.suffix in KINDS]
    files += [PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "pyproject.toml")]
    return {path: path.read_text(encoding="utf-8") for path in files if path != Path(__file__)}


def ids(text: str) -> set[str]:
    """Every id in a text; a span (LOG-01 to LOG-13) names all from its first to its last."""
    found = {match.group() for match in ID.finditer(text)} | set(GOAL.findall(text))
    for prefix, first, other, last in SPAN.findall(text):
        if other in ("", prefix):
            found |= {f"{prefix}-{number:0{len(first)}}" for number in range(int(first), int(last) + 1)}
    return found - FOREIGN


@cache
def cited() -> dict[Path, set[str]]:
    """By file."""
    return {path: ids(text) for path, text in texts().items()}


def defined() -> list[str]:
    return [each for match in ROW.finditer(RULES) for each in match.group(1).split(", ")]


def test_every_id_that_is_cited_stands_in_the_rulebook() -> None:
    known = set(defined())
    assert len(known) > 150, "the rulebook is somewhere else"
    unknown = {f"{path.relative_to(PROJECT)}: {each}" for path, found in cited().items() for each in found - known}
    assert unknown == set()


def test_no_id_is_told_twice() -> None:
    told = defined()
    assert sorted(told) == sorted(set(told))


def test_every_rule_has_a_test_or_a_reason_why_not() -> None:
    """By its id: who reads a rule finds what holds it. Goals of speed are held by benchmarks."""
    shown = {each for path, found in cited().items() if path.relative_to(PROJECT).parts[0] in ("tests", "benchmarks") for each in found}
    assert set(defined()) - shown - set(UNTESTED) == set()
    assert set(UNTESTED) & shown == set(), "cited now: take these off the list"


def test_every_rule_says_where_it_comes_from() -> None:
    """One of the documents by its short title, another rule, a published announcement or circular, or that it is ours."""
    titles = set(re.findall(r"^\| 00[0-4] \| 《[^》]+》 \| (《[^》]+》) \|", RULES, re.MULTILINE))
    assert len(titles) == 5
    for line in RULES.splitlines():
        if not ROW.match(line) or line.startswith("| P"):
            continue
        *_, source = (cell.strip() for cell in line.strip("|").split("|"))
        assert set(re.findall(r"《[^》]+》", source)) <= titles, line
        assert "《" in source or "ours" in source or ID.search(source) or source.startswith(PUBLISHED), line
