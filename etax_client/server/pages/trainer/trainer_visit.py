"""One request for the trainer's page: in which browser, session and world, and how it is answered."""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from litestar import Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.response import Redirect

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.control.clock import steered
from etax_client.server.control.tester_acts import worlds_of
from etax_client.server.middleware import guard
from etax_client.server.pages import cookies, forms, language, repeating
from etax_client.server.pages.cookies import Jar
from etax_client.server.pages.errors import is_for_people
from etax_client.server.pages.rendering import Asked, Pages, root_of
from etax_client.server.routes import answers
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.reading import world_of
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import Once, Repeats
from etax_client.server.services.sessions.trainers import LIFE, Trainers
from etax_client.server.services.testing.journal import Note, note_of
from etax_client.server.services.why import because
from etax_client.server.store.database import Proof

PAGE = "/page"
COOKIE = "etax-trainer"
"""The token of the trainer's own session, never the door's."""
T = TypeVar("T")
_HEADERS = {"Referrer-Policy": "same-origin", "Content-Security-Policy": guard.POLICY_WITH_NEWS}
"""With `no-referrer` browsers say `Origin: null` when a form is sent, which the guard must refuse."""


@dataclass(frozen=True, slots=True)
class TrainerVisit:
    """`services` are those of the world that the address names, in the trainer's hands: they change nothing once the trainer is out.

    Sessions and forms are the main world's, so one login opens all.
    """

    request: Asked
    services: Services
    main: Services
    pages: Pages
    jar: Jar
    device: str
    is_new: bool
    held: str
    is_in: bool
    repeats: Repeats
    """In nobody's hands: it keeps what became of the way in, too."""

    @property
    def who(self) -> str:
        """Whose forms are the same ones: a trainer's, or those of a browser in which none is logged in."""
        return self._bound_to if self.is_in else f"browser {self.device}"

    @property
    def note(self) -> Note:
        """Where to write down for the journal what was decided, and why."""
        return note_of(self.request.scope)

    @property
    def world(self) -> str:
        return world_of(self.request)

    @property
    def trainers(self) -> Trainers:
        return _trainers(self.main)

    async def form(self, fields: Mapping[str, int], *, out: bool = False) -> dict[str, str]:
        """The form that was sent, made by us for this browser and session (WEB-1); `out` is for those that need nobody logged in.

        Raises Turned.
        """
        media_type = self.request.headers.get("content-type", "")
        found = forms.read(media_type, await self.request.body(), {**fields, **repeating.FIELDS})
        repeating.check(found.pop(repeating.FIELD))
        del found[repeating.HERE]
        if not self.is_ours(found.pop(repeating.TOKEN)):
            raise forms.foreign()
        if not out:
            self.must_be_in()
        return found

    def must_be_in(self) -> None:
        """Raises Turned for a trainer who is out by now."""
        if not self.trainers.is_in(self.held):
            raise Turned(because(Refused(RefusalCode.session_ended), "trainer.out", "WEB-4"))

    def page(
        self, template: str, title: str, *, status: int = 200, scripts: Sequence[str] = (), here: str = "", **values: object
    ) -> Response[str]:
        """A page; `here` is where a change of language leads from a form's answer."""
        new = [self.jar.keep(cookies.DEVICE, self.device)] if self.is_new else []
        return self.pages.show(
            self.request,
            template,
            status=status,
            scripts=scripts,
            headers=_HEADERS,
            set_cookies=new,
            title=title,
            token=self.main.form_tokens.make(self.device, self._bound_to),
            is_in=self.is_in,
            world=self.world,
            here=language.here(self.request) if self.request.method == "GET" else here or str(self.request.scope["path"]),
            speaks=f"{root_of(self.request)}{PAGE}/language",
            **language.filled(self, values),
        )

    def is_ours(self, token: str) -> bool:
        """Whether a form with this token was made for this browser and session (WEB-1)."""
        return self.main.form_tokens.fits(token, "" if self.is_new else self.device, self._bound_to)

    def acted_on(self, by: Proof) -> "TrainerVisit":
        """The same, whose services write only while `by` holds too."""
        return replace(self, services=self.services.acted_on(by))

    def keeping(self, named: str) -> Once:
        """What goes along with a form's act, so that the page to which it leads can ask for its answer by this name (ACT-2)."""
        return repeating.keeping(self, named)

    def done(self, path: str) -> Redirect:
        """To the page that shows what came of this form."""
        return self.go(repeating.leading_to(self.request, path))

    def result(self, named: str, kind: type[T]) -> T | None:
        """What came of the form that led here, if it was sent in this trainer's session."""
        return repeating.result(self, named, kind)

    def go(self, path: str = PAGE, *set_cookies: Cookie) -> Redirect:
        """To another page of this door, by GET."""
        return Redirect(root_of(self.request) + path, status_code=303, cookies=list(set_cookies))

    def entered(self, token: str) -> Cookie:
        """Sent by this site's own pages alone."""
        cookie = self.jar.keep(COOKIE, token, int(LIFE.total_seconds()))
        cookie.samesite = "strict"
        return cookie

    @property
    def _bound_to(self) -> str:
        return f"trainer {self.held}"


Visited = NamedDependency[SkipValidation[TrainerVisit]]


def trainer_visit(request: Asked, services: Services, pages: Pages) -> TrainerVisit:
    """Raises StoreError."""
    main = worlds_of(request).main
    jar = cookies.jar_of(request)
    device, held = jar.get(cookies.DEVICE), jar.get(COOKIE)
    found = device or secrets.token_urlsafe(32)
    note_of(request.scope).client = hashlib.sha256(f"page {found}".encode()).hexdigest()
    trainers = _trainers(main)
    acted = services.acted_on(trainers.proof(held))
    return TrainerVisit(request, acted, main, pages, jar, found, not device, held, trainers.is_in(held), services.repeats)


def door_errors(pages: Pages) -> dict[int | type[Exception], Callable[[Asked, Any], Response[Any]]]:
    """What goes wrong elsewhere at the door: a problem detail for programs, a page for those who came with a browser.

    A browser has no token to give, and there is no page for it: so that is what it is told, whatever is there for programs.
    """

    def turn(plain: Callable[[Asked, Any], Response[bytes]]) -> Callable[[Asked, Any], Response[Any]]:
        def answer(request: Asked, error: Exception) -> Response[Any]:
            said = plain(request, error)
            if not is_for_people(request):
                return said
            status = 404 if said.status_code == 401 else said.status_code or 500
            return _error_page(pages, request, status, {})

        return answer

    return {kind: turn(plain) for kind, plain in answers.HANDLERS.items()}


def page_errors(pages: Pages) -> dict[int | type[Exception], Callable[[Asked, Any], Response[Any]]]:
    """What goes wrong on the way to the page, as a page: the same status as for programs, in words."""

    def turn(plain: Callable[[Asked, Any], Response[bytes]]) -> Callable[[Asked, Any], Response[Any]]:
        def answer(request: Asked, error: Exception) -> Response[Any]:
            said = plain(request, error)
            return _error_page(pages, request, said.status_code or 500, dict(said.headers))

        return answer

    return {kind: turn(plain) for kind, plain in answers.HANDLERS.items()}


def _error_page(pages: Pages, request: Asked, status: int, headers: dict[str, str]) -> Response[str]:
    title = "app.login" if status == 401 else f"app.error.{answers.code_of(status)}"
    what = "trainer.no_page" if status == 404 else "trainer.error"
    return pages.show(request, "trainer_error.html", status=status, headers=headers, title=title, what=what)


def _trainers(main: Services) -> Trainers:
    return Trainers(main.store, steered(main).true)
