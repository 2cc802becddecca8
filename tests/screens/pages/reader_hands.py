"""Hands for the reader: what a user does on a page that is shown, by the words that stand on it."""

import re

from etax_client.domain.pages.page import FieldKind
from etax_client.screens.pages.phone_panel import PhonePanel
from etax_client.testing.driver import Driver
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.pages.entry import Entry
from etax_client.widgets.pages.page_view import PageView


def view(etax: Driver) -> PageView:
    """The page that is shown: on the phone, if it is taken up, else on the page screen."""
    shown = [each for each in etax.app.screen.query(PageView) if all(node.display for node in each.ancestors_with_self)]
    assert shown, "no page is shown:\n" + etax.screen_text()
    return next((each for each in shown if any(isinstance(node, PhonePanel) for node in each.ancestors)), shown[0])


def read(etax: Driver) -> str:
    """All that the page says, wherever it is scrolled to, without blanks."""
    shown = view(etax)
    typed = [entry.box.value for entry in shown.filling.asked if isinstance(entry.box, TextField)]
    return re.sub(r"\s", "", "".join((shown.setting.text, *typed)))


def entry(etax: Driver, label: str) -> Entry:
    found = [each for each in view(etax).filling.asked if each.field.label == label]
    assert found, f"no field {label}:\n{etax.screen_text()}"
    return found[0]


async def fill(etax: Driver, **values: str) -> None:
    """Fields by their labels; of a list the label of what is to be chosen, of a box anything to tick it."""
    for label, value in values.items():
        one = entry(etax, label)
        if one.chooses:
            view(etax).choose(one, _choices(one, value)[0])
            continue
        view(etax).go_to(one)
        if one.box is not None:
            await etax.press("ctrl+u")
            await etax.paste(value)
        elif one.field.kind is FieldKind.tick:
            await etax.press("space")
        else:
            await etax.press(str([choice.value for choice in one.field.choices].index(_choices(one, value)[0]) + 1))


def _choices(one: Entry, value: str) -> list[str]:
    return [choice.value for choice in one.field.choices if value in (choice.label, choice.value)]


async def press(etax: Driver, text: str) -> None:
    """A link or a button that says this."""
    shown = view(etax)
    found = [thing for thing in shown.setting.things if getattr(thing, "text", None) == text]
    assert found, f"nothing says {text}:\n{read(etax)}"
    shown.go_to(found[0])
    await etax.press("enter")


def title(etax: Driver) -> str:
    return view(etax).page.title
