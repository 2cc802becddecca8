"""Every document that code, tests and documents cite is there, with the section that is named."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, PROJECT
from tests.architecture.test_rules import texts
from tests.conftest import ADDED, KINDS

DOCS, TESTS = PROJECT / "docs", PROJECT / "tests"
DOCUMENT = re.compile(r"(?<![\w/.-])((?:\.\./)*(?:[a-z_-]+/)*[A-Za-z_-]+\.md)\b(?:,? \"([^\"]+)\"| ([0-9])\b)?")


def place(cited: str, by: Path) -> Path | None:
    """A document is cited by its path, from the project's, the package's or the citing file's folder, or by its name if it is in docs."""
    return next((path for path in (PROJECT / cited, PACKAGE / cited, DOCS / cited, by.parent / cited) if path.exists()), None)


@pytest.mark.parametrize("folder", ["etax_client", "tests", "docs", "benchmarks", "examples", "."])
def test_every_document_that_is_cited_is_there(folder: str) -> None:
    """With the section that is cited: by its number (security.md 3), or by its heading in quotes."""
    wrong = []
    for path, text in texts().items():
        home = path.relative_to(PROJECT).parts
        if (home[0] if len(home) > 1 else ".") != folder or ".md" not in text:
            continue
        for cited, heading, number in DOCUMENT.findall(text):
            there = place(cited, path)
            if there is None:
                wrong.append(f"{path.relative_to(PROJECT)}: {cited}")
                continue
            headings = re.findall(r"^#+ (.*)", there.read_text(encoding="utf-8"), re.MULTILINE)
            if (heading and heading not in headings) or (number and not any(each.startswith(f"{number}. ") for each in headings)):
                wrong.append(f"{path.relative_to(PROJECT)}: {cited} {heading}{number}")
    assert wrong == []


def test_every_experiment_that_is_cited_is_told() -> None:
    """E7 is a row of security.md's first table."""
    told = set(re.findall(r"^\| (E[0-9]+) \|", (DOCS / "security.md").read_text(encoding="utf-8"), re.MULTILINE))
    cited = {
        each
        for path, text in texts().items()
        if path.suffix == ".py" and path.relative_to(PROJECT).parts[0] in ("etax_client", "tests")
        for each in re.findall(r"(?:[(,] ?|\.md )(E[0-9]{1,2})(?=[,)])", text)
    }
    assert len(cited) > 5
    assert cited <= told


def test_every_folder_of_code_stands_on_the_map() -> None:
    """architecture.md says what is in each, by its name or its path."""
    told = re.findall(r"`([^`\n]+)`", (DOCS / "architecture.md").read_text(encoding="utf-8"))
    named = {part for each in told for part in each.split("/")}
    folders = {path.parent for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"} - {PACKAGE}
    assert len(folders) > 60
    assert sorted(str(folder.relative_to(PACKAGE)) for folder in folders if folder.name not in named) == []


GUIDES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_link_and_path_leads_somewhere(guide: Path) -> None:
    """A path in backquotes, with a folder or as a Python file, is one of the project's, the package's or the server's, or a test's."""
    text = guide.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (guide.parent / link).exists(), link
    roots = (PROJECT, PACKAGE, PACKAGE / "server", TESTS, TESTS / "architecture")
    for name in re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.[a-z]+)?|[a-z_]+\.py)`", text):
        assert any((root / name).exists() for root in roots), name


def test_every_recipe_names_files() -> None:
    """And that they are there is held above; so are the six kinds of no, each in the files that the table names."""
    recipes = dict(re.findall(r"^- \*\*(.+?)\*\*: (.+)$", CONTRIBUTING, re.MULTILINE))
    assert list(recipes) == [
        "A refusal",
        "A field of a unit or person",
        "A verb of the tester's door",
        "A page",
        "A screen",
        "A migration",
    ]
    for recipe in recipes.values():
        assert recipe.count("`etax_client/") >= 2
    kinds = re.findall(r"^\| (`[A-Z].+?) \| (`etax_client/.+?) \|", CONTRIBUTING, re.MULTILINE)
    assert len(kinds) == 6
    for names, files in kinds:
        code = "".join((PROJECT / file).read_text(encoding="utf-8") for file in re.findall(r"`([^`]+)`", files))
        for name in re.findall(r"`([A-Za-z]+)`", names):
            assert f"class {name}" in code, name


def test_every_mark_is_told() -> None:
    """And which of them CI adds to a plain run."""
    for kind in KINDS:
        assert f"`{kind}`" in CONTRIBUTING, kind
    [added] = re.findall(r"a plain run leaves out (.+?), which `CI=true` adds", CONTRIBUTING)
    assert re.findall(r"`([a-z0-9]+)`", added) == list(ADDED)


def test_hooks_fetch_nothing() -> None:
    """Each runs a program of the project's own environment."""
    hooks = (PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (.*)", hooks) == ["local"]
    entries = re.findall(r"entry: (.*)", hooks)
    assert entries
    assert all(entry.startswith("uv run --no-sync ") for entry in entries)
    assert len(entries) == len(re.findall(r"language: system$", hooks, re.MULTILINE))
