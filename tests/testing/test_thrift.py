"""A thrifty client looks as any other: what is shared between clients is what each of them would find."""

from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from etax_client.testing.driver import Driver
from etax_client.testing.running import StartRun
from etax_client.testing.thrift import SharedStyles


def _assert_as_textual_has_it(driver: Driver) -> None:
    shared = driver.app.stylesheet
    assert isinstance(shared, SharedStyles)
    plain = Stylesheet(variables=shared._variables)
    plain.source = dict(shared.source)
    plain.parse()
    assert driver.app.screen.walk_children(with_self=True)
    for node in driver.app.screen.walk_children(with_self=True):
        parts: list[DOMNode] = [node]
        seen = [_look(node)]
        for virtual in node._component_styles.values():
            assert virtual.node is not None
            parts.append(virtual.node)
            seen.append(_look(virtual.node))
        for part, found in zip(parts, seen, strict=True):
            plain.apply(part)
            assert found == _look(part), part


def _look(node: DOMNode) -> object:
    flags = (node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even)
    return dict(node._css_styles._rules), flags


async def test_styles_are_those_of_any_client(etax_run: StartRun) -> None:
    """Twice, as the second run finds what the first has left; another theme and size are other places."""
    for _ in range(2):
        async with etax_run() as etax:
            _assert_as_textual_has_it(etax)
            await etax.login.with_password("liming", "Etax@2026")
            _assert_as_textual_has_it(etax)
            await etax.press("down", "f10")
            _assert_as_textual_has_it(etax)
            etax.app.theme = "etax-dark"
            await etax.press("up")
            _assert_as_textual_has_it(etax)
