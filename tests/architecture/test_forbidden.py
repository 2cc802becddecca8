"""What must stand nowhere in the code: markup from others, unchecked certificates, clocks of one's own, loose styles and texts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, calls, docstrings, sources, walk

HAN = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


def test_no_markup_is_escaped_or_switched_on() -> None:
    """TUI-2: `escape()` is broken, and text of others must never reach a markup parser."""
    for source in sources():
        for node in walk(source.tree, ast.ImportFrom):
            if node.module in ("rich.markup", "textual.markup"):
                assert "escape" not in {alias.name for alias in node.names}
        for name, call in calls(source.tree):
            assert name not in ("rich.markup.escape", "textual.markup.escape", "markup.escape", "Content.from_markup", "Text.from_markup")
            for keyword in call.keywords:
                assert not (keyword.arg == "markup" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True)


def test_toasts_are_never_markup() -> None:
    """TUI-2: `notify` parses markup unless told not to."""
    for source in sources():
        for name, call in calls(source.tree):
            if name.endswith(".notify"):
                assert any(keyword.arg == "markup" for keyword in call.keywords), f"line {call.lineno}"


def test_certificates_are_always_checked() -> None:
    """TLS-2."""
    for source in sources():
        for _, call in calls(source.tree):
            for keyword in call.keywords:
                assert not (keyword.arg == "verify" and isinstance(keyword.value, ast.Constant) and not keyword.value.value)
        assert "CERT_NONE" not in source.text
        assert "check_hostname = False" not in source.text


COMPARES = {
    ("server/services/guessing/guesses.py", "self.hasher.verify"): "the one place where a password is compared, once the guess is counted",
}


def test_a_password_is_compared_by_a_guess_that_is_counted() -> None:
    """LOG-09, LCK-2: whoever asks, and why ever; else what is told besides is a guess without a limit."""
    found = set()
    for source in sources():
        if source.name.startswith("server/"):
            named = {name for name, _ in calls(source.tree) if name.endswith("hasher.verify") or name in ("passwords.matches", "matches")}
            found |= {(source.name, name) for name in named}
            found |= {
                (source.name, "verify_phc_encoded")
                for name, _ in calls(source.tree)
                if name.endswith("verify_phc_encoded") and source.name != "server/services/guessing/passwords.py"
            }
    assert found == set(COMPARES)


AN_ACCOUNT_SYSTEMS_OWN = re.compile(
    r"CounterKind\.(account|unknown)|\bPurpose\.(registration|recovery|mobile|bureau_login)\b"
    r"|tables\.(bureau_)?accounts|store\.tables import .*\b(bureau_)?accounts\b"
)


def test_no_service_names_an_account_system_s_own_things() -> None:
    """They are handed to it, so that a second system takes no second service; `declaration_password` is a unit's."""
    named = {source.name for source in sources() if source.name.startswith("server/") and AN_ACCOUNT_SYSTEMS_OWN.search(source.text)}
    assert named == {"server/services/account_system.py"}


TOUCHES_FILES = re.compile(r"\bfiles\.put\b|\.open\(\"|os\.(open|scandir)\b|mkdtemp|mkstemp|\b(open|read)_file\b|webbrowser\.")
LETS_NO_VISITOR = {
    "screens/dialogs/address.py": "opens the address in the visitor's own browser",
    "screens/files/saving.py": "hands what a visitor saves to their own browser",
    "screens/pages/uploading.py": "gives a visitor no file",
    "screens/qr_picture.py": "asked for by QrOtherWays alone, which offers it to no visitor",
    "screens/verification/certificate.py": "takes from a visitor the demo's own file alone",
    "screens/filing/importing/spreadsheets.py": "asked by the screen of imports, which reads nothing for a visitor",
    "screens/filing/importing/sampling.py": "asked by the screen of imports, which offers no samples to a visitor",
    "screens/files/browsing.py": "begun by dialogs that show a visitor nothing",
}
"""What touches files of this machine, and how a visitor in a browser is kept from them (Desk.visiting)."""


def test_a_visitor_in_a_browser_reaches_no_file_of_somebody_elses_machine() -> None:
    """SEC-1: a screen that begins to read, write or open something has to think of them too."""
    found = {source.name for source in sources() if source.name.startswith(("screens/", "widgets/")) and TOUCHES_FILES.search(source.text)}
    assert found == set(LETS_NO_VISITOR)


ASKS_FOR_TIME = {
    *("time.time", "time.time_ns", "time.sleep", "time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.clock_gettime"),
    *("time.localtime", "time.gmtime", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now"),
    *("asyncio.sleep", "sleep", "perf_counter", "monotonic", "self.set_timer", "self.set_interval", "self.app.set_timer"),
}
TELLS_TIME = {"clock.py": "it is the clock"}
EXCUSED = {
    ("server/services/news.py", "asyncio.sleep"): "looks for what other processes wrote: their time is the real one",
    ("server/services/guessing/guesses.py", "asyncio.sleep"): "waits for a slot that other processes free: their time is the real one",
    ("server/pages/repeating.py", "asyncio.sleep"): "waits for what other processes do: their time is the real one",
    ("testing/driver.py", "asyncio.sleep"): "gives threads, sockets and the screen their turn; no test waits for a time",
    ("widgets/typing_ahead.py", "asyncio.sleep"): "lets whatever is ready go on; it waits for no time",
    (
        "server/world/world_file.py",
        "datetime.now",
    ): "whether a number in a file is plausible on the day it is read; nothing is decided by it",
    ("server/store/migrations/versions/m0016_ties.py", "datetime.now"): "since when they are tied whom the register names already",
}


def test_nobody_asks_the_system_for_the_time() -> None:
    """Time is handed in, `sleep` as well as `now` (LOG-10, CLK-3)."""
    for source in sources():
        if source.name in TELLS_TIME:
            continue
        asked = {name for name, _ in calls(source.tree) if name in ASKS_FOR_TIME}
        assert {name for name in asked if (source.name, name) not in EXCUSED} == set()


HOLDS_WORDS = ("texts/", "data/")
WORDS_ELSEWHERE = {
    "domain/identity/login_names.py": "a character that a rule allows",
    "domain/bureau/projects.py": "a character at the end of a number",
    "domain/identity/typed_dates.py": "the characters in a typed date",
    "domain/identity/documents.py": "the values of a field of the number",
    "domain/filing/taxes/pages.py": "the announcement's own words on the return",
    "domain/filing/income.py": "the headings and titles of the tax authority's own sheets, which are read and written as they are",
    "domain/filing/typed_cells.py": "what a ticked cell says in the tax authority's templates",
    "domain/filing/people_import.py": "what separates several things in a cell",
    "domain/filing/annexes/annexes.py": "the columns of the tax authority's annexes",
    "sheets/returns.py": "the columns of the tax authority's forms",
    "domain/filing/income_import.py": "the values of a column of the tax authority's templates",
    "domain/filing/tables.py": "headings that a spreadsheet may have beside the template's",
    "sheets/samples.py": "made-up people, and a mistake, in spreadsheets that are Chinese throughout",
    "sheets/templates.py": "what separates several things in a cell",
    "sheets/writing.py": "the name of a sheet in a workbook that is Chinese throughout",
    "domain/filing/people_template.py": "headings and cells of a spreadsheet, as the tax office's template has them in any language",
    "domain/pages/wording.py": "marks that are half blank themselves",
    "domain/units/pasted_ids.py": "what separates numbers that are pasted",
    "domain/safe_text.py": "the characters that a terminal draws wider than Python knows",
    "server/services/units/ca_key.py": "the names in a certificate, the same for readers of both languages",
    "machine/terminal.py": "the character whose width is measured",
    "widgets/said.py": "marks at which no line may begin or end",
}


def test_words_for_people_stand_in_texts() -> None:
    """One house for words, so that both languages are complete."""
    for source in sources():
        if source.name.startswith(HOLDS_WORDS):
            continue
        skipped = docstrings(source.tree)
        found = {
            node.value
            for node in walk(source.tree, ast.Constant)
            if isinstance(node.value, str) and id(node) not in skipped and HAN.search(node.value)
        }
        assert not found or source.name in WORDS_ELSEWHERE, found


def test_the_excuses_are_all_needed() -> None:
    names = {source.name for source in sources()}
    assert {name for name, _ in EXCUSED} | WORDS_ELSEWHERE.keys() <= names


def top_level_selectors(style: str) -> Iterator[str]:
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    depth, start = 0, 0
    for index, char in enumerate(style):
        if char == "{":
            if depth == 0:
                yield from (part.strip() for part in style[start:index].split(","))
            depth += 1
        elif char == "}":
            depth -= 1
            start = index + 1
        elif char == ";" and depth == 0:
            start = index + 1


STYLES = sorted((PACKAGE / "screens").rglob("*.tcss"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_stands_under_its_screen(path: Path) -> None:
    """A screen's style applies to the whole app once shown, so every rule is nested under a class of the file beside it."""
    tree = ast.parse(path.with_suffix(".py").read_text(encoding="utf-8"))
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    loose = [
        selector for selector in top_level_selectors(path.read_text(encoding="utf-8")) if re.split(r"[.:\s#]", selector)[0] not in classes
    ]
    assert loose == []


@pytest.mark.parametrize("path", [*STYLES, PACKAGE / "etax.tcss"], ids=lambda path: path.name)
def test_colours_come_from_the_theme(path: Path) -> None:
    """looks.md: theme variables only; ansi_default is the terminal's own ground."""
    style = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for value in re.findall(r"(?:color|background|tint|border[a-z-]*)\s*:\s*([^;]+);", style):
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(|\b(?:red|green|blue|yellow|white|black)\b", value), value


def test_there_are_styles() -> None:
    assert len(STYLES) >= 3
