"""The phone beside the client by keys alone: to what says something, and Enter."""

import pytest

from etax_client.domain.pages.page import Button, Link
from etax_client.testing.running import EtaxRun
from etax_client.widgets.pages.page_view import PageView

FAR = 40
"""No page of the phone has so many things to go to."""


def is_at(etax: EtaxRun, words: str) -> bool:
    """Whether the keys are at what says this on a page."""
    view = etax.app.screen.focused
    return isinstance(view, PageView) and isinstance(view.at, Link | Button) and words in " ".join((view.at.text, *view.at.notes))


async def go(etax: EtaxRun, key: str, **params: object) -> None:
    """Tab to what says this, and Enter: a link, or a button."""
    words = etax.app.desk.words.say(key, **params)
    for _ in range(FAR):
        if is_at(etax, words):
            await etax.press("enter")
            return
        await etax.press("tab")
    pytest.fail(f"no way to {words}:\n{etax.screen_text()}")


async def person(etax: EtaxRun, name: str) -> None:
    """Down to one of the demo's people, and Enter."""
    for _ in range(FAR):
        if is_at(etax, name):
            break
        await etax.press("down")
    await etax.press("enter")
