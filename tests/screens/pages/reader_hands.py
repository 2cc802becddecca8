"""Hands for the reader: what a user does on a page that is shown, by the words that stand on it."""

import re
from typing import TypeVar

from textual.widget import Widget

from etax_client.testing.driver import Driver
from etax_client.widgets.fields.choice_field import ChoiceField
from etax_client.widgets.fields.pick_list import PickList
from etax_client.widgets.fields.tick_box import TickBox
from etax_client.widgets.pages.entry import Entry
from etax_client.widgets.pages.links import LinkLine
from etax_client.widgets.pages.page_view import PageView
from etax_client.widgets.push_button import PushButton

W = TypeVar("W", bound=Widget)


def view(etax: Driver) -> PageView:
    """The page that is shown: on the phone, if it is taken up, else on the page screen."""
    shown = list(etax.app.screen.query("PhonePanel PageView").results(PageView)) or list(etax.app.screen.query(PageView))
    assert shown, "no page is shown:\n" + etax.screen_text()
    return shown[0]


def read(etax: Driver) -> str:
    """All that the page says, wherever it is scrolled to, without blanks."""
    return re.sub(r"\s", "", "".join(map(str, _told(view(etax)))))


def _told(shown: PageView) -> list[str]:
    told = [
        str(widget.render())
        for widget in shown.query("Prose, LinkLine, Entry, PushButton, PickList, TickBox, ChoiceField")
        if widget.region
    ]
    return [*told, *(str(field.value) for field in shown.query("TextField").results(Widget) if hasattr(field, "value"))]


def entry(etax: Driver, label: str) -> Entry:
    found = [each for each in view(etax).entries if each.field.label == label and each.display]
    assert found, f"no field {label}:\n{etax.screen_text()}"
    return found[0]


async def fill(etax: Driver, **values: str) -> None:
    """Fields by their labels; of a list the label of what is to be chosen, of a box anything to tick it."""
    for label, value in values.items():
        one = entry(etax, label)
        widget = one.widget
        if isinstance(widget, TickBox):
            widget.focus()
            await etax.press("space")
            continue
        if isinstance(widget, PickList | ChoiceField):
            chosen = next(choice.value for choice in one.field.choices if value in (choice.label, choice.value))
            if isinstance(widget, PickList):
                widget.focus()
                await etax.press(str([choice.value for choice in one.field.choices].index(chosen) + 1))
            else:
                view(etax).choose(one, chosen)
            continue
        widget.focus()
        await etax.press("ctrl+u")
        await etax.paste(value)


async def press(etax: Driver, text: str) -> None:
    """A link or a button that says this."""
    shown = view(etax)
    links = [line for line in shown.query(LinkLine) if line.link.text == text]
    buttons = [button for button in shown.query(PushButton) if str(button.render()).strip() == text]
    found: list[Widget] = [*links, *buttons]
    assert found, f"nothing says {text}:\n{read(etax)}"
    found[0].focus()
    await etax.press("enter")


def title(etax: Driver) -> str:
    return view(etax).page.title
