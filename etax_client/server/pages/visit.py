"""One request for a page of the phone APP or the web portal: who asks, in which browser and session, and how it is answered."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from litestar import Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.response import Redirect

from etax_client.domain.refusals import EndReason, Refused
from etax_client.server.pages import cookies, forms, language, repeating
from etax_client.server.pages.cookies import Jar
from etax_client.server.pages.page_doors import APP, PageDoor, door_at
from etax_client.server.pages.rendering import Asked, Pages, root_of
from etax_client.server.routes.reading import world_of
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import Once, Repeats
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.testing.journal import Note, note_of
from etax_client.server.store.database import Proof

T = TypeVar("T")
_WITH_FORMS = {"Referrer-Policy": "same-origin"}
"""With `no-referrer` browsers say `Origin: null` when a form is sent, which the guard must refuse; other hosts learn nothing either way."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`held` is the session token that the browser sent; `session` is there if it is alive, else `ended` says why it is not."""

    request: Asked
    services: Services
    pages: Pages
    jar: Jar
    door: PageDoor
    device: str
    is_new: bool
    held: str
    session: Session | None
    ended: EndReason | None

    @property
    def client(self) -> str:
        """This browser's mark, to which captchas are bound (CAP-2)."""
        return hashlib.sha256(f"page {self.device}".encode()).hexdigest()

    @property
    def note(self) -> Note:
        """Where to write down for the journal what was decided, and why."""
        return note_of(self.request.scope)

    @property
    def session_cookie(self) -> str:
        """Its name here."""
        return cookies.in_world(self.door.session_cookie, world_of(self.request))

    @property
    def path(self) -> str:
        """The address asked for, as forms and links within a world name it."""
        return self.request.scope["path"]

    async def form(self, fields: Mapping[str, int]) -> dict[str, str]:
        """The form that was sent, made by us for this browser and session (WEB-1). Raises Turned."""
        media_type = self.request.headers.get("content-type", "")
        found = forms.read(media_type, await self.request.body(), {**fields, **repeating.FIELDS})
        repeating.check(found.pop(repeating.FIELD))
        del found[repeating.HERE]
        if not self.is_ours(found.pop(repeating.TOKEN)):
            raise forms.foreign()
        return found

    def page(
        self,
        template: str,
        title: str,
        *,
        refused: Refused | None = None,
        status: int = 200,
        scripts: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        here: str | None = None,
        set_cookies: Sequence[Cookie] = (),
        **values: object,
    ) -> Response[str]:
        """A page, with the status of what was refused, if something was.

        `here` is where a change of language leads from the answer to a form.
        """
        more = {**_WITH_FORMS, **(headers or {})}
        if refused is not None:
            self.note.refuses(refused)
            status = refused.code.status
            if refused.retry_after is not None:
                more["Retry-After"] = str(refused.retry_after)
        return self.pages.show(
            self.request,
            template,
            status=status,
            scripts=scripts,
            headers=more,
            set_cookies=[*self._cookies(), *set_cookies],
            title=title,
            here=language.here(self.request) if self.request.method == "GET" else here or self.path,
            speaks=f"{root_of(self.request)}{self.door.at('/language')}",
            frame=self.door.frame,
            home=root_of(self.request) + self.door.prefix,
            token=self.services.form_tokens.make(self.device, "" if self.session is None else self.held),
            masked_name=None if self.session is None else self.session.profile.masked_name,
            **language.filled(self, values),
        )

    def is_ours(self, token: str) -> bool:
        """Whether a form with this token was made for this browser and session (WEB-1)."""
        return self.services.form_tokens.fits(token, "" if self.is_new else self.device, self.held)

    def acted_on(self, by: Proof) -> "Visit":
        """The same, whose services write only while `by` holds."""
        return replace(self, services=self.services.acted_on(by))

    def keeping(self, named: str) -> Once:
        """What goes along with a form's act, so that the page to which it leads can ask for its answer by this name (ACT-2)."""
        return repeating.keeping(self, named)

    def done(self, path: str) -> Redirect:
        """To the page that shows what came of this form."""
        return self.go(repeating.leading_to(self.request, path))

    def result(self, named: str, kind: type[T]) -> T | None:
        """What came of the form that led here, if it was sent in this session."""
        return repeating.result(self, named, kind)

    def was_done(self, *named: str) -> str | None:
        """Which of these acts the form did that led here, if one."""
        did = (each for each in named if repeating.was_done(self, each))
        return next(did, None)

    @property
    def repeats(self) -> Repeats:
        return self.services.repeats

    @property
    def who(self) -> str:
        """Whose forms are the same ones."""
        return f"browser {self.device}" if self.session is None else f"session {self.session.session_id} {self.held}"

    def go(self, path: str, *set_cookies: Cookie) -> Redirect:
        """To another page of ours, by GET."""
        return Redirect(root_of(self.request) + path, status_code=303, cookies=[*self._cookies(), *set_cookies])

    def _cookies(self) -> list[Cookie]:
        new = [self.jar.keep(cookies.DEVICE, self.device)] if self.is_new else []
        return [*new, self.jar.drop(self.session_cookie)] if self.held and self.session is None else new


Here = NamedDependency[SkipValidation[Visit]]


def visit(request: Asked, services: Services, pages: Pages) -> Visit:
    """Raises StoreError."""
    jar = cookies.jar_of(request)
    door = door_at(request.scope["path"]) or APP
    device, held = jar.get(cookies.DEVICE), jar.get(cookies.in_world(door.session_cookie, world_of(request)))
    found = services.sessions.find(held, door.channel) if held else None
    session, ended = (None, found.ended) if isinstance(found, Refused) else (found, None)
    made = Visit(request, services, pages, jar, door, device or secrets.token_urlsafe(32), not device, held, session, ended)
    made.note.client, made.note.person_id = made.client, None if session is None else session.person_id
    return made
