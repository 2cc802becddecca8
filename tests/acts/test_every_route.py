"""No route that changes something is without a test of who acts by it, or a reason why nobody need be logged in for it (ACT-1)."""

from collections.abc import Iterator

from litestar import Litestar
from litestar.routes import HTTPRoute

from etax_client.server import tester_door as control
from etax_client.server.app import create_app, pages_app
from etax_client.server.control.door import OWN_WAY_IN, digest
from etax_client.server.settings import ServerSettings
from etax_client.wire import paths
from tests.acts import bureau, clients, pages, trainers
from tests.server.control.testers import TOKEN

SAFE = {"GET", "HEAD", "OPTIONS"}
FLOWS = (
    f"{paths.REGISTRATIONS}",
    f"{paths.RECOVERIES}",
    "/register/",
    "/register-foreigner/",
    "/forgot/",
    "/mobile/",
    "/login/second",
    "/old/who/",
    "/old-password/",
)
"""Steps of a flow, whose secret is looked up in the transaction of each."""
TO_COME_IN = {
    *(paths.CAPTCHAS, paths.SESSIONS, paths.QR_TICKETS),
    *(
        "/login",
        "/login/person",
        "/login/scan",
        "/login/choose",
        "/login/scan/enter",
        "/login/foreigner",
        "/login/enterprise",
        "/login/special",
        "/login/agency",
        "/old/person",
        "/old",
        "/page/login",
    ),
}
A_CAPTCHA = {"/captcha", "/old/person/captcha", "/old/captcha"}
BY_A_SECRET = {paths.QR_TICKET, paths.QR_SESSION, paths.PHONE_FACES, paths.PHONE_FACE_CHECKS, "/F/{link_id:str}", "/BF/{link_id:str}"}
"""Of a ticket or a link, which is looked up in the act's transaction."""
BY_ANYONE = {paths.PHONE_SIMS, "/messages", "/mail", "/annexes", "/identity/check", "/language", "/page/language"}
TO_GO = {paths.SESSION, "/logout", "/page/logout"}
"""What has ended cannot be ended again."""
ANOTHER_CAPTCHA = {"/security/password/captcha", "/security/mobile/captcha"}
"""The form again, for whoever is logged in when it is drawn."""
TO_LOOK = {"/reports/cross-region"}
"""What is found is another page's, where whoever asks is looked at again; a miss is counted for the address."""
NEEDLESS = TO_LOOK | TO_COME_IN | A_CAPTCHA | BY_A_SECRET | BY_ANYONE | TO_GO | ANOTHER_CAPTCHA


def routes(app: Litestar) -> Iterator[tuple[str, str]]:
    """Of methods that change something; those of the tester's door, which the door's token alone opens, are left out."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                if app.guards == [] or handler.opt.get(OWN_WAY_IN):
                    yield from ((method, route.path) for method in set(handler.http_methods) - SAFE)


def shared(path: str) -> str:
    """The end of an address that several sites have."""
    return next((path.removeprefix(site) for site in ("/app", "/portal", "/bureau", "/bjapp") if path.startswith(f"{site}/")), path)


def test_each_route_that_changes_something_has_its_deed() -> None:
    settings = ServerSettings(database=None, control=digest(TOKEN))
    found = {
        (method, shared(path)) for app in (create_app(settings), pages_app(), control.create_app(settings)) for method, path in routes(app)
    }
    tested = clients.DEEDS.keys() | pages.DEEDS.keys() | bureau.DEEDS.keys() | trainers.DEEDS.keys()
    rest = {(method, path) for method, path in found - tested if path not in NEEDLESS and not path.startswith(FLOWS)}
    assert rest == set()
    assert tested - found == {("GET", paths.unit_home(clients.UNIT))}, "of these only the home of a unit is a page that changes something"
    assert {path for path in NEEDLESS if path not in {path for _, path in found}} == set()
