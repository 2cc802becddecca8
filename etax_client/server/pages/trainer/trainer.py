"""The trainer's page: the clock, who is logged in, locks, messages, tickets, worlds, faults, and the journal as it grows."""

import re
from datetime import datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.policies import POLICIES, Phase
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.safe_text import safe_text
from etax_client.domain.secret import Secret
from etax_client.domain.spans import SHANGHAI
from etax_client.server.control.clock import release, steer, steered
from etax_client.server.control.door import OWN_WAY_IN, Doorkeeper, turned_away
from etax_client.server.control.tester_acts import acted, no_world, worlds_of
from etax_client.server.pages import cookies, forms, language
from etax_client.server.pages.rendering import Asked, Pages
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.trainer import bureau_desk, filing_desk, hall_certificates, hall_pages, hall_proxy
from etax_client.server.pages.trainer.trainer_news import news, room
from etax_client.server.pages.trainer.trainer_visit import PAGE, TrainerVisit, Visited, page_errors, trainer_visit
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.parameters import Place, Wait
from etax_client.server.routes.reading import Anyone, Served, hung_up
from etax_client.server.services.testing.locked_now import LockSeen
from etax_client.server.world.world_file import WorldError
from etax_client.texts.words import phrase

_ASSETS = {
    "/pages.css": ("text/css", "pages.css"),
    "/trainer.css": ("text/css", "trainer.css"),
    "/papers.css": ("text/css", "papers.css"),
    "/print.js": ("text/javascript", "print.js"),
    "/trainer.js": ("text/javascript", "trainer.js"),
    "/icon.svg": ("image/svg+xml", "icon.svg"),
}
_FORMS = ("login", "logout", "language", "clock", "phase", "unlock", "sessions/end", "worlds", "worlds/remove", "reset", "faults")
_PAGES = re.compile(f"{PAGE}(?:/[a-z]+)*")
_STEPS: dict[str, tuple[timedelta, int | None]] = {
    "freeze": (timedelta(0), 0),
    "go": (timedelta(0), 1),
    "5": (timedelta(minutes=5), None),
    "120": (timedelta(minutes=120), None),
}
"""How much time each button lets pass, and how fast the clock goes on; None leaves it."""
_LONGEST_NAME = 40
_LONGEST_KEY = 200


def router(keeper: Doorkeeper, pages: Pages) -> Router:
    """The page and what it is drawn with; it has a way in of its own, by a form, which `keeper` knows how to judge."""

    @acting(f"{PAGE}/login")
    async def log_in(visit: Visited) -> Response[str] | Redirect:
        """The door's token once; then a session of the page's own."""
        form = await visit.form({"key": _LONGEST_KEY}, out=True)
        if not keeper.knows(Secret(form["key"].strip())):
            refused = turned_away(visit.request)
            visit.note.refuses(refused)
            waits = refused.code is RefusalCode.too_many
            message = phrase("app.too_many", seconds=refused.retry_after) if waits else phrase("trainer.wrong")
            return _login_page(visit, 429 if waits else 401, message)
        acted(visit.request, "trainer_in")
        visit.note.says("admitted", "trainer.in", "WEB-4")
        return visit.go(PAGE, visit.entered(visit.trainers.start()))

    handlers = [
        page,
        nothing_here,
        log_in,
        log_out,
        choose_language,
        clock,
        phase,
        unlock,
        end_session,
        make_world,
        remove_world,
        reset,
        remove_fault,
        page_news,
        *bureau_desk.HANDLERS,
        *filing_desk.HANDLERS,
    ]
    return _routed(handlers, pages)


def counter(pages: Pages) -> Router:
    """The hall's counter alone, without the trainer's desk and a way in."""
    return _routed([choose_language], pages)


def _routed(handlers: list[HTTPRouteHandler], pages: Pages) -> Router:
    def visit_of(request: Asked, services: Served) -> TrainerVisit:
        return trainer_visit(request, services, pages)

    return Router(
        "/",
        route_handlers=[*handlers, *hall_pages.HANDLERS, *hall_proxy.HANDLERS, *hall_certificates.HANDLERS, asset],
        dependencies={"visit": Provide(visit_of, sync_to_thread=False)},
        exception_handlers=page_errors(pages),
        opt={OWN_WAY_IN: True},
        request_max_body_size=forms.LARGEST,
    )


@get(PAGE, include_in_schema=False)
async def page(visit: Visited) -> Response[str]:
    """Everything at a glance, or the form to come in."""
    return _main_page(visit) if visit.is_in else _login_page(visit)


@get([f"{PAGE}/{form}" for form in _FORMS], include_in_schema=False)
async def nothing_here(visit: Visited) -> Redirect:
    """Addresses of forms, opened as pages: from a reload, or from the browser's history."""
    return visit.go()


@acting(f"{PAGE}/logout")
async def log_out(visit: Visited) -> Redirect:
    """退出."""
    await visit.form({})
    visit.trainers.end(visit.held)
    acted(visit.request, "trainer_out")
    visit.note.says("logged_out", "trainer.left", "WEB-4")
    return visit.go(PAGE, visit.jar.drop(cookies.TRAINER))


@post(f"{PAGE}/language", include_in_schema=False)
async def choose_language(visit: Visited) -> Redirect:
    """The other language, from now on in this browser, at the same place."""
    return await language.change(visit, _PAGES, PAGE)


@acting(f"{PAGE}/clock")
async def clock(visit: Visited) -> Redirect:
    """One of the buttons beside the clock."""
    do = (await visit.form({"do": 8}))["do"]
    services = visit.services
    if do == "true":
        release(services)
    elif do == "midnight":
        steer(services, _midnight(services.clock.now()), timedelta(0), None)
    elif do in _STEPS:
        by, rate = _STEPS[do]
        steer(services, None, by, rate)
    else:
        raise forms.not_offered("phase")
    acted(visit.request, "clock", do=do)
    return visit.go()


@acting(f"{PAGE}/phase")
async def phase(visit: Visited) -> Redirect:
    """The other phase of unit verification (VER-03)."""
    chosen = (await visit.form({"do": 16}))["do"]
    if chosen not in set(Phase):
        raise forms.not_offered("phase")
    visit.services.phases.switch(Phase(chosen))
    acted(visit.request, "phase", phase=chosen)
    return visit.go()


@acting(f"{PAGE}/unlock")
async def unlock(visit: Visited) -> Response[str] | Redirect:
    """Take one lock off, as at the hall (LOG-06); if it has become another since the page was shown, that is asked first."""
    form = await visit.form({"kind": 16, "key": 64, "since": 40})
    locked = visit.services.locked_now
    seen = next((one for one in locked.all() if (one.subject.kind, one.subject.key) == (form["kind"], form["key"])), None)
    if seen is None:
        return visit.go()
    rule = locked.rule_of(seen.subject)
    same = seen.since.isoformat() == form["since"]
    if not same or not visit.services.locks.unlock_as_seen(seen.subject, rule, seen.since):
        fields = {"kind": seen.subject.kind, "key": seen.subject.key, "since": seen.since.isoformat()}
        return visit.asks("unlock", "trainer.unlock", fields, "trainer.unlock.changed", who=_whose(visit, seen))
    acted(visit.request, "unlock", unit=seen.subject.key if seen.subject.kind is CounterKind.unit else None)
    return visit.go()


@acting(f"{PAGE}/sessions/end")
async def end_session(visit: Visited) -> Redirect:
    """End one under the user's hands (SES-03)."""
    which = forms.id_in(await visit.form({"session": 18}), "session")
    if visit.services.sessions.end_by_id(which, EndReason.trainer) is None:
        acted(visit.request, "end_session", session=which)
    return visit.go()


@acting(f"{PAGE}/worlds")
async def make_world(visit: Visited) -> Response[str] | Redirect:
    """A world of its own, as the main one began."""
    _at_the_main_door(visit)
    form = await visit.form({"name": _LONGEST_NAME, "policy": 16, "phase": 16})
    if form["policy"] not in POLICIES or form["phase"] not in set(Phase):
        raise forms.not_offered("policy")
    try:
        made = worlds_of(visit.request).make(form["name"], None, form["policy"], Phase(form["phase"]))
    except WorldError as error:
        raise no_world(error) from None
    if isinstance(made, Refused):
        visit.note.refuses(made)
        key = "trainer.worlds.malformed" if made.code is RefusalCode.malformed else f"refused.{made.code}"
        return _main_page(visit, status=409, message=phrase(key))
    acted(visit.request, "make_world", name=form["name"])
    return visit.go()


@acting(f"{PAGE}/worlds/remove")
async def remove_world(visit: Visited) -> Response[str] | Redirect:
    """All of it is lost, so it is asked once more."""
    _at_the_main_door(visit)
    form = await visit.form({"name": _LONGEST_NAME, "sure": 3})
    name = form["name"]
    if name not in worlds_of(visit.request).names():
        return visit.go()
    if form["sure"] != "yes":
        return visit.asks("worlds/remove", "trainer.worlds.removing", {"name": name}, "trainer.worlds.sure", name=name)
    refused = await worlds_of(visit.request).remove(name)
    if refused is not None:
        raise Turned(refused)
    acted(visit.request, "remove_world", name=name)
    return visit.go()


@acting(f"{PAGE}/reset")
async def reset(visit: Visited) -> Response[str] | Redirect:
    """The world as it was laid; whoever is in it is thrown out, so it is asked once more."""
    form = await visit.form({"name": _LONGEST_NAME, "sure": 3})
    if form["sure"] != "yes":
        name: object = visit.world or phrase("trainer.worlds.main")
        return visit.asks("reset", "trainer.reset", {"name": visit.world}, "trainer.reset.sure", name=name)
    try:
        await worlds_of(visit.request).reset(visit.services, steered(visit.services))
    except WorldError as error:
        raise no_world(error) from None
    acted(visit.request, "reset")
    return visit.go()


@acting(f"{PAGE}/faults")
async def remove_fault(visit: Visited) -> Redirect:
    """Take one back, or all of them."""
    form = await visit.form({"fault": 12})
    visit.services.faults.remove(None if form["fault"] == "all" else forms.id_in(form, "fault"))
    return visit.go()


@get(f"{PAGE}/journal", include_in_schema=False)
async def page_news(request: Anyone, visit: Visited, after: Place[int] = 0, wait: Wait = 0) -> dict[str, object]:
    """What the page's script puts under the journal: texts alone, in the page's language."""
    visit.must_be_in()
    async with hung_up(request) as gone:
        told = await news(visit, after, wait, gone)
    # the trainer may have left while the page waited (ACT-1)
    visit.must_be_in()
    return told


@get(list(_ASSETS), include_in_schema=False)
async def asset(request: Asked) -> Response[bytes]:
    """A style, a picture or a script; the same for everyone."""
    media_type, name = _ASSETS[request.scope["path"]]
    return Response(resources.files("etax_client.server.pages").joinpath(name).read_bytes(), media_type=media_type)


def _main_page(visit: TrainerVisit, **values: object) -> Response[str]:
    shown = {"message": None, **room(visit), **values}
    shown.setdefault("typed", {"name": "", "policy": shown["policy"], "phase": shown["phase"]})
    return visit.page("trainer.html", "trainer.title", scripts=("/trainer.js",), **shown)


def _login_page(visit: TrainerVisit, status: int = 200, message: object = None) -> Response[str]:
    return visit.page("trainer_login.html", "trainer.login", status=status, message=message)


def _whose(visit: TrainerVisit, seen: LockSeen) -> str:
    """A lock's row in words."""
    words = visit.pages.words_for(visit.request)
    parts = (words.say(f"trainer.locks.{seen.subject.kind}"), seen.whose.name or seen.subject.shown, seen.whose.account)
    return safe_text(" ".join(part for part in parts if part))


def _at_the_main_door(visit: TrainerVisit) -> None:
    """What becomes of worlds is kept in the main one: a world that has ended could tell nobody that it has. Raises Turned."""
    if visit.world:
        raise Turned(Refused(RefusalCode.not_found))


def _midnight(now: datetime) -> datetime:
    """The next one here."""
    tomorrow = now.astimezone(ZoneInfo(SHANGHAI)) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
