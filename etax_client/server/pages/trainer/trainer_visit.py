"""One request for the trainer's page: in which browser, session and world, and how it is answered."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.response import Redirect
from typing_extensions import override

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.control.tester_acts import worlds_of
from etax_client.server.middleware import guard
from etax_client.server.pages import cookies, language
from etax_client.server.pages.errors import is_for_people
from etax_client.server.pages.rendering import Asked, Pages, root_of
from etax_client.server.pages.visiting import WITH_FORMS, Visiting
from etax_client.server.routes import answers
from etax_client.server.routes.answers import Turned
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import Repeats
from etax_client.server.services.sessions.form_tokens import FormTokens
from etax_client.server.services.sessions.trainers import LIFE, Trainers, trainers_of
from etax_client.server.services.why import because
from etax_client.texts.words import phrase

PAGE = "/page"
DESK = "desk"
"""In the application's state: whether the trainer's desk is served too, or the hall's counter alone."""
_HEADERS = {**WITH_FORMS, "Content-Security-Policy": guard.POLICY_WITH_NEWS}


@dataclass(frozen=True, slots=True)
class TrainerVisit(Visiting):
    """`services` are those of the world that the address names, in the trainer's hands: they change nothing once the trainer is out.

    Sessions and forms are the main world's, so one login opens all; `kept_by`, in nobody's hands, keeps what became of the way in.
    """

    main: Services
    is_in: bool
    kept_by: Repeats

    @property
    @override
    def who(self) -> str:
        return self.bound_to if self.is_in else f"browser {self.device}"

    @property
    @override
    def bound_to(self) -> str:
        return f"trainer {self.held}"

    @property
    @override
    def repeats(self) -> Repeats:
        return self.kept_by

    @property
    @override
    def form_tokens(self) -> FormTokens:
        return self.main.form_tokens

    @property
    def trainers(self) -> Trainers:
        return _trainers(self.main)

    @override
    async def form(self, fields: Mapping[str, int], *, out: bool = False) -> dict[str, str]:
        """As everywhere, but from a trainer who is in; `out` is for those that need nobody logged in. Raises Turned."""
        found = await Visiting.form(self, fields)
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
        return self.pages.show(
            self.request,
            template,
            status=status,
            scripts=scripts,
            headers=_HEADERS,
            set_cookies=self.cookies_due(),
            title=title,
            token=self.form_tokens.make(self.device, self.bound_to),
            is_in=self.is_in,
            world=self.world,
            desk=self.request.app.state[DESK],
            here=language.here(self.request) if self.request.method == "GET" else here or self.path,
            speaks=f"{root_of(self.request)}{PAGE}/language",
            **language.filled(self, values),
        )

    def asks(self, act: str, title: str, fields: Mapping[str, str], what: str, back: str = PAGE, /, **named: object) -> Response[str]:
        """Whether one is sure: the same form again, with all that it said; `back` is where one goes who is not."""
        return self.page("trainer_confirm.html", title, act=act, fields=fields, what=phrase(what, **named), back=back)

    @override
    def go(self, path: str = PAGE, *set_cookies: Cookie) -> Redirect:
        return Visiting.go(self, path, *set_cookies)

    def entered(self, token: str) -> Cookie:
        """Sent by this site's own pages alone."""
        cookie = self.jar.keep(cookies.TRAINER, token, int(LIFE.total_seconds()))
        cookie.samesite = "strict"
        return cookie


Visited = NamedDependency[SkipValidation[TrainerVisit]]


def trainer_visit(request: Asked, services: Services, pages: Pages) -> TrainerVisit:
    """Raises StoreError."""
    main = worlds_of(request).main
    jar = cookies.jar_of(request)
    device, held = jar.get(cookies.DEVICE), jar.get(cookies.TRAINER)
    trainers = _trainers(main)
    acted = services.acted_on(trainers.proof(held))
    made = TrainerVisit(
        request,
        acted,
        pages,
        jar,
        device or secrets.token_urlsafe(32),
        not device,
        held,
        main,
        trainers.is_in(held),
        services.repeats,
    )
    made.note.client = made.client
    return made


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
    what = "trainer.no_page" if status == 404 else "trainer.failed" if status >= 500 else "trainer.error"
    return pages.show(request, "trainer_error.html", status=status, headers=headers, title=title, what=what, desk=request.app.state[DESK])


def _trainers(main: Services) -> Trainers:
    return trainers_of(main.store, main.clock)
