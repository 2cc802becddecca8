"""A form that is sent again does nothing more, and is answered as it was (ACT-2, IDM-1)."""

import asyncio

import pytest
from litestar.routes import HTTPRoute

from etax_client.server import tester_door as control
from etax_client.server.app import create_app, pages_app
from etax_client.server.control.door import OWN_WAY_IN, digest
from etax_client.server.settings import ServerSettings
from tests.acts import bureau, pages, trainers
from tests.acts.stage import Deed, done
from tests.acts.test_every_route import shared
from tests.server.control.testers import TOKEN
from tests.server.running import Running

CHANGE_NOTHING = {"/annexes", "/identity/check", "/language", "/page/language"}
"""What is printed, what a script asks while a form is filled in, and the language of a browser, chosen as often as one likes."""
DEEDS = {**pages.DEEDS, **bureau.DEEDS, **trainers.DEEDS}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=lambda each: each.__qualname__)
async def test_a_form_sent_again_is_answered_alike_and_does_nothing_more(server: Running, deed: Deed) -> None:
    """A second press comes while the first is answered, a reload after it."""
    ask = await deed(server)
    first, pressed = await asyncio.gather(ask.send(), ask.send())
    after = done(server)
    reloaded = await ask.send()
    assert first.status_code == 303
    assert {(each.status_code, each.headers["location"]) for each in (pressed, reloaded)} == {(303, first.headers["location"])}
    assert done(server) == after


def test_every_form_is_done_once() -> None:
    """Whatever a page sends goes through the one place that knows what was sent before."""
    settings = ServerSettings(database=None, control=digest(TOKEN))
    bare = set()
    for app in (create_app(settings), pages_app(), control.create_app(settings)):
        for route in app.routes:
            for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
                is_page = handler.opt.get(OWN_WAY_IN) or not (app.guards or route.path.startswith("/api"))
                if is_page and "POST" in handler.http_methods and not hasattr(handler.fn, "__wrapped__"):
                    bare.add(shared(route.path))
    assert bare == CHANGE_NOTHING
