"""The offline demo as it is put together, without its client: devices that stand before the pages, by words, in one language."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from etax_client.api.carrier import Carrier
from etax_client.api.pages import PageUser
from etax_client.clock import ManualClock
from etax_client.demo import OfflineServer
from etax_client.domain.pages.controls import CONTROLS
from etax_client.domain.pages.markup import Element, parse
from etax_client.domain.pages.page import Button, Field, FieldKind, all_blocks
from etax_client.server.app import create_app
from etax_client.server.settings import ServerSettings
from etax_client.testing.verbs.browser import Browser
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from tests.server.running import CHEAP, PASSWORD

PORTAL, APP, HALL = "/portal", "/app", "/control/page/hall"


class ReadBrowser(Browser):
    """Looks at every page it comes to: nothing of it is unknown to the reader, and no field or button is lost (PGS-01)."""

    @override
    async def _after(self, what: str, step: Any) -> Browser:
        await super()._after(what, step)
        markup = parse(self.user.source)
        assert (self.page.address, markup.unknown, markup.cut) == (self.page.address, frozenset(), False)
        assert self.page.language == self.user.language
        shown = [each for each in markup.elements if each.tag in CONTROLS and is_shown(each)]
        blocks = list(all_blocks(self.page))
        radios = sum(len(block.choices) for block in blocks if isinstance(block, Field) and block.kind is FieldKind.radio)
        fields = [block for block in blocks if isinstance(block, Field) and block.kind is not FieldKind.radio]
        buttons = [block for block in blocks if isinstance(block, Button)]
        assert len(fields) + radios + len(buttons) == len(shown), self.text()
        for field in fields:
            assert field.label, f"a field without a label: {field}"
        assert all(button.text for button in buttons), buttons
        return self


def is_shown(element: Element) -> bool:
    above: Element | None = element
    while above is not None:
        if above.has("hidden") or above.has("disabled") or above.tag == "dialog":
            return False
        above = above.parent
    return element.get("type") != "hidden" and not (element.tag == "button" and element.get("type") == "button")


@dataclass
class Demo:
    """`phone` and `site` are two devices; whoever is at the `counter` is the demo's user."""

    carrier: Carrier
    clock: ManualClock
    language: str
    phone: Browser
    site: Browser
    counter: Browser

    def say(self, key: str, **params: object) -> str:
        return words(Language(self.language)).say(key, **params)

    async def code_to(self, mobile: str) -> str:
        """The newest SMS code to a number, read on a phone of its own in which that SIM card is."""
        phone = browser(self.carrier, self.clock, self.language)
        await phone.open(f"{APP}/messages")
        phone.fill(mobile=mobile)
        await phone.enter()
        found = [
            word for word in phone.text().replace("：", " ").replace("，", " ").replace(":", " ").replace(",", " ").split() if is_code(word)
        ]
        assert found, phone.text()
        return found[0].strip(".。")

    async def log_in(self, at: Browser, account: str, door: str, password: str = PASSWORD) -> None:
        await at.open(door)
        at.fill(account=account, password=password)
        await at.enter()
        assert not any(isinstance(block, Field) and block.name == "account" for block in all_blocks(at.page)), at.text()


def is_code(word: str) -> bool:
    return len(word.strip(".。")) == 6 and word.strip(".。").isdigit()


def browser(carrier: Carrier, clock: ManualClock, language: str) -> Browser:
    async def nothing_else() -> None:
        return

    return ReadBrowser(PageUser(carrier, clock, language), nothing_else)


@asynccontextmanager
async def at_the_demo(language: str) -> AsyncIterator[Demo]:
    clock = ManualClock()
    offline = OfflineServer(lambda: create_app(ServerSettings(hash_cost=CHEAP, open_inbox=True, own_counter=True), clock=clock))
    carrier = await offline.owning_carrier()
    phone, site, counter = (browser(carrier, clock, language) for _ in range(3))
    found = offline.counter_pass()
    assert found is not None
    counter.user.keep(*found)
    try:
        yield Demo(carrier, clock, language, phone, site, counter)
    finally:
        await carrier.close()
