"""What testers read and copy runs as it stands: the examples of docs/testing.md, and the suite of a made-up shop."""

import re
from pathlib import Path

from tests.architecture.sources import PROJECT
from tests.testing.suites import run_suite

DOC = (PROJECT / "docs" / "testing.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", DOC, flags=re.MULTILINE | re.DOTALL)
SHOP = PROJECT / "examples" / "shop"


def test_the_examples_of_the_page_run_as_they_stand(tmp_path: Path) -> None:
    [ini] = re.findall(r"^```ini\n(.*?)^```$", DOC, flags=re.MULTILINE | re.DOTALL)
    assert len(EXAMPLES) == 8
    files = {f"test_{number}.py": text for number, text in enumerate(EXAMPLES)}
    outcome = run_suite(tmp_path, "-W", "error", "--strict-markers", files=files, ini=ini)
    assert outcome.status == 0, outcome.text
    assert "8 passed" in outcome.text


def test_the_suite_of_a_shop_passes() -> None:
    outcome = run_suite(SHOP)
    assert outcome.status == 0, outcome.text
    assert "13 passed" in outcome.text


def test_the_shop_uses_what_the_pages_tell_of() -> None:
    """Every verb and argument in it stands in docs/testing.md, so that nobody has to read our code."""
    suite = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SHOP.glob("*.py")))
    verbs = set(re.findall(r"\betax((?:\.[a-z_]+)+)", suite))
    assert len(verbs) > 15
    unknown = {verb for verb in verbs if not verb.startswith(".control.") and verb.rpartition(".")[2] not in DOC}
    assert unknown == set()
    assert "tests." not in suite.replace("tests.\n", "")
