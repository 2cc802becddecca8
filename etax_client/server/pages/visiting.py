"""A request for a page, whoever asks: in which browser, what form came with it, and what came of the form before (WEB-1, ACT-2)."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from litestar.datastructures import Cookie
from litestar.response import Redirect

from etax_client.domain.refusals import Refused
from etax_client.server.pages import cookies, forms
from etax_client.server.pages.cookies import Jar
from etax_client.server.pages.rendering import Asked, Pages, root_of
from etax_client.server.routes.reading import world_of
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import UNKEYED, Asking, Kept, Once, Repeats, is_key
from etax_client.server.services.sessions.form_tokens import FormTokens
from etax_client.server.services.testing.journal import Note, note_of
from etax_client.server.store.database import Proof

T = TypeVar("T")
FIELD, TOKEN, HERE, MARK = "once", "token", "here", "as"
FIELDS = {FIELD: 64, TOKEN: 64, HERE: 500, MARK: 64}
"""What every form of ours carries, and how long it is at most; `here` for a change of language alone.

`as` says for whom it was drawn, where one may act as several (BJ-67).
"""
WITH_FORMS = {"Referrer-Policy": "same-origin"}
"""With `no-referrer` browsers say `Origin: null` when a form is sent, which the guard must refuse; other hosts learn nothing either way."""
TAKEN = "etax.form_key"
"""Where a request's scope holds the key of the form that is being done."""
_DONE = "done"


@dataclass(frozen=True, slots=True)
class Visiting(ABC):
    """`held` is the session token that the browser sent."""

    request: Asked
    services: Services
    pages: Pages
    jar: Jar
    device: str
    is_new: bool
    held: str

    @property
    @abstractmethod
    def who(self) -> str:
        """Whose forms are the same ones: a browser's, or those of a session in it."""

    @property
    @abstractmethod
    def bound_to(self) -> str:
        """Of which session in this browser its forms are, "" for none."""

    @property
    def repeats(self) -> Repeats:
        return self.services.repeats

    @property
    def form_tokens(self) -> FormTokens:
        return self.services.form_tokens

    @property
    def client(self) -> str:
        """This browser's mark, to which captchas are bound (CAP-2)."""
        return hashlib.sha256(f"page {self.device}".encode()).hexdigest()

    @property
    def note(self) -> Note:
        """Where to write down for the journal what was decided, and why."""
        return note_of(self.request.scope)

    @property
    def world(self) -> str:
        return world_of(self.request)

    @property
    def path(self) -> str:
        """The address asked for, as forms and links within a world name it."""
        return self.request.scope["path"]

    async def form(self, fields: Mapping[str, int]) -> dict[str, str]:
        """The form that was sent, made by us for this browser and session (WEB-1). Raises Turned."""
        media_type = self.request.headers.get("content-type", "")
        found = forms.read(media_type, await self.request.body(), {**fields, **FIELDS})
        key, token, *_ = (found.pop(name) for name in FIELDS)
        if key and not is_key(key):
            raise forms.malformed()
        if not self.is_ours(token):
            raise forms.foreign()
        return found

    def is_ours(self, token: str) -> bool:
        """Whether a form with this token was made for this browser and session (WEB-1)."""
        return self.form_tokens.fits(token, "" if self.is_new else self.device, self.bound_to)

    def acted_on(self, by: Proof, mark: str) -> Self:
        """The same, whose services write only while `by` holds too, for a form with this mark. Raises Over."""
        return replace(self, services=self.services.acted_on(by))

    def keeping(self, named: str) -> Once:
        """What goes along with a form's act, so that the page to which it leads can ask for its answer by this name (ACT-2)."""
        key = _key(self.request)
        return self.repeats.keeping(Asking(self.who, key, named, b"")) if key else UNKEYED

    def done(self, path: str) -> Redirect:
        """To the page that shows what came of this form."""
        return self.go(leading_to(self.request, path))

    def result(self, named: str, kind: type[T]) -> T | None:
        """What came of the form that led here, if it was this asker's, and an act of this name. Raises StoreError."""
        kept = self._kept()
        found = None if kept is None or kept.act != named else kept.read(kind)
        return None if isinstance(found, Refused) else found

    def was_done(self, *named: str) -> str | None:
        """Which of these acts the form did that led here, if one. Raises StoreError."""
        kept = self._kept()
        return kept.act if kept is not None and kept.refused is None and kept.act in named else None

    def go(self, path: str, *set_cookies: Cookie) -> Redirect:
        """To another page of this server, by GET."""
        return Redirect(root_of(self.request) + path, status_code=303, cookies=[*self.cookies_due(), *set_cookies])

    def cookies_due(self) -> list[Cookie]:
        """What the browser is to keep, or to drop, whatever it is answered."""
        return [self.jar.keep(cookies.DEVICE, self.device)] if self.is_new else []

    def _kept(self) -> Kept | None:
        return self.repeats.find(self.who, self.request.query_params.get(_DONE, ""))


def leading_to(request: Asked, path: str) -> str:
    """The address of the page that shows what came of the form; its key is no secret, as it opens nothing to anybody else."""
    key = _key(request)
    return f"{path}?{_DONE}={key}" if key else path


def _key(request: Asked) -> str:
    return str(request.scope.get(TAKEN, ""))
