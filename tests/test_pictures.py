"""The pictures of the documents: all of them are there and shown, and how a screen becomes one."""

import re

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tools import pictures
from tools.drawing import svg


def test_every_picture_is_there_and_shown() -> None:
    shown = {
        name
        for document in (pictures.DOCS / "screens.md", pictures.DOCS.parent / "README.md")
        for name in re.findall(r"\((?:docs/)?images/([^)]+)\)", document.read_text(encoding="utf-8"))
    }
    assert shown == {path.name for path in pictures.FOLDER.iterdir()}


def test_the_page_of_all_screens_is_the_tool_s() -> None:
    assert (pictures.DOCS / "screens.md").read_text(encoding="utf-8") == pictures.document()


def test_a_screen_is_set_by_its_cells() -> None:
    """Wide characters and narrow ones apart, so that no font moves what stands behind them; blocks and lines are drawn."""
    row = Strip(
        [Segment("登录 <a>", Style(color="#1f5fa8", bold=True)), Segment("▀█", Style(color="#000000", bgcolor="#ffffff")), Segment("─")]
    )
    drawn = svg([row], "#202020", "#fafafa")
    assert '<text x="0" y="16" textLength="40" fill="#1f5fa8" class="w b">登录</text>' in drawn
    assert '<text x="50" y="16" textLength="30" fill="#1f5fa8" class="b">&lt;a&gt;</text>' in drawn
    assert 'fill="#ffffff" shape-rendering="crispEdges" d="M80 0h20v20h-20z"' in drawn
    assert 'fill="#000000" shape-rendering="crispEdges" d="M80 0h20v10h-20zM90 10h10v10h-10z"' in drawn
    assert '<path stroke="#202020" d="M105 10L100 10M105 10L110 10"/>' in drawn
    assert 'viewBox="0 0 110 20"' in drawn
