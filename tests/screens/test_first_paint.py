"""What the first screen is put together from, counted and never timed (P1, P2, P10)."""

from collections import Counter

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

from etax_client.api.carrier import Unreachable, Why
from etax_client.app import EtaxApp
from etax_client.clock import ManualClock
from etax_client.demo import demo_place
from etax_client.machine.settings import Settings
from etax_client.screens.desk import Choices, lay_desk
from etax_client.session import KeepsNothing
from etax_client.texts.words import Language
from etax_client.widgets.fields.form_row import FormRow
from tests.api.scripted import Scripted
from tests.driving import LARGE, SMALL

MOST_WIDGETS = {SMALL: 21, LARGE: 27}
"""The keypad among them, and where it is wide the panel. Rows draw their words, and what few ever see is mounted when it is shown."""


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_first_screen_is_laid_out_once(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """No style sheet is read again as the screen comes, and no widget's styles are put on more often than Textual does by itself."""
    put_on: Counter[DOMNode] = Counter()
    parsed_again: list[int] = []
    apply, reparse = Stylesheet.apply, Stylesheet.reparse

    def counted(styles: Stylesheet, node: DOMNode, *, animate: bool = False, cache: object = None) -> None:
        put_on[node] += 1
        apply(styles, node, animate=animate, cache=cache)  # type: ignore[arg-type]

    def noted(styles: Stylesheet) -> None:
        parsed_again.append(len(styles.source))
        reparse(styles)

    monkeypatch.setattr(Stylesheet, "apply", counted)
    monkeypatch.setattr(Stylesheet, "reparse", noted)
    choices = Choices(Settings(keypad=True), lambda _: None)
    desk = lay_desk(Scripted(Unreachable(Why.refused, sent=False)), demo_place(), choices, clock=ManualClock(), language=Language.zh)
    app = EtaxApp(desk, KeepsNothing())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        widgets = [node for node in app.screen.walk_children() if isinstance(node, Widget)]
        assert len(widgets) <= MOST_WIDGETS[size], widgets
        assert not [row for row in widgets if isinstance(row, FormRow) and len(row.children) > 2], "a row has boxes for its words"
        still = [widget for widget in widgets if widget is not app.screen.focused]
        assert {put_on[widget] for widget in still} == {2}, "as they are mounted, and as the screen comes"
    assert parsed_again == []
