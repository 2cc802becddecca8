"""The phone beside the client by keys alone: to what says something, and Enter."""

import pytest

from etax_client.testing.running import EtaxRun

FAR = 40
"""No page of the phone has so many things to go to."""


async def go(etax: EtaxRun, key: str, **params: object) -> None:
    """Tab to what says this, and Enter: a link, or a button."""
    words = etax.app.desk.words.say(key, **params)
    for _ in range(FAR):
        focused = etax.app.screen.focused
        if focused is not None and words in str(focused.render()):
            await etax.press("enter")
            return
        await etax.press("tab")
    pytest.fail(f"no way to {words}:\n{etax.screen_text()}")


async def person(etax: EtaxRun, name: str) -> None:
    """Down to one of the demo's people, and Enter."""
    for _ in range(FAR):
        focused = etax.app.screen.focused
        if focused is not None and name in str(focused.render()):
            break
        await etax.press("down")
    await etax.press("enter")
