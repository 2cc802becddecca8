"""What of a screen cannot be reached with the mouse alone, and what not with keys alone."""

from collections.abc import Iterator
from typing import Any

from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.frame import KeyLine
from etax_client.widgets.pages.page_body import PageBody
from etax_client.widgets.push_button import PushButton
from tests.driving import Driver

_WAYS_OUT = ("close", "cancel", "no", "back")
_HAVE_A_KEY = (KeyLine, CaptchaView, PageBody)
"""What is clicked without ever having the focus: for each there is a key, and a page is gone through by what holds it."""


def out_of_reach_by_mouse(screen: Screen[Any]) -> list[str]:
    """Fields, buttons and lists that lie under something else or beside the screen, and keys that nothing to click does the same as."""
    return [*_hidden(screen), *_unclickable_keys(screen)]


def out_of_reach_by_keys(screen: Screen[Any]) -> list[str]:
    """What hears a click, and can neither have the focus nor has a key."""
    return [
        repr(widget)
        for widget in screen.query("*")
        if _is_shown(widget) and _hears_clicks(widget) and not widget.focusable and not isinstance(widget, _HAVE_A_KEY)
    ]


async def leave_by_mouse(etax: Driver) -> bool:
    """Click a dialog's way out; whether that took it away."""
    dialog = etax.app.screen
    for button in dialog.query(PushButton):
        if button.id in _WAYS_OUT:
            await etax.pilot.click(button)
            break
    else:
        for line in dialog.query(KeyLine):
            end = line.content_region.right - 1
            await etax.pilot.click(offset=(end, line.content_region.y))
    await etax.settle()
    return dialog not in etax.app.screen_stack


def _hidden(screen: Screen[Any]) -> Iterator[str]:
    for widget in screen.focus_chain:
        widget.scroll_visible(animate=False, immediate=True)
        x, y = widget.region.intersection(screen.region).center
        found, _ = screen.get_widget_at(int(x), int(y))
        if widget not in found.ancestors_with_self:
            yield f"{widget!r} lies under {found!r}"


def _unclickable_keys(screen: Screen[Any]) -> Iterator[str]:
    keys = [key for line in screen.query(KeyLine) for key in line.keys]
    if not isinstance(screen, ModalScreen) and not any(key.leads_to_all for key in keys):
        yield "no 更多"


def _hears_clicks(widget: Widget) -> bool:
    """By a handler of its own class; those of Textual's are for what can have the focus."""
    ours = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("etax_client.")]
    return any("on_click" in vars(kind) or "_on_click" in vars(kind) for kind in ours)


def _is_shown(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self)
