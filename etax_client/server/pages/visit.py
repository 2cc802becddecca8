"""One request for a page of an APP, the web portal or the bureau: who asks, in which browser and session, and how it is answered."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from litestar import Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.response import Redirect
from typing_extensions import override

from etax_client.domain.bureau.capacities import Capacity
from etax_client.domain.local_time import local_time
from etax_client.domain.refusals import EndReason, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.sessions import SEEN_EVERY, WARNED, SessionRule
from etax_client.server.pages import cookies, language
from etax_client.server.pages.rendering import Asked, Pages, root_of
from etax_client.server.pages.sites import APP, Site, site_at
from etax_client.server.pages.visiting import WITH_FORMS, Visiting
from etax_client.server.routes.reading import world_of
from etax_client.server.services.bundle import Bureau, Services
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.store.database import Proof
from etax_client.texts.lasting import lasting
from etax_client.texts.words import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Visit(Visiting):
    """`session` is there if it is alive, else `ended` says why it is not; `capacity` is as whom it acts, where there is a choice."""

    site: Site
    session: Session | None
    ended: EndReason | None
    capacity: Capacity | None = None

    @property
    @override
    def who(self) -> str:
        return f"browser {self.device}" if self.session is None else f"session {self.session.session_id} {self.held}"

    @property
    @override
    def bound_to(self) -> str:
        return self.held

    @property
    def own(self) -> Services | Bureau:
        """What serves this site's account system."""
        return self.site.own(self.services)

    @property
    def sessions(self) -> Sessions:
        """Those of this site's account system."""
        return self.own.sessions

    @override
    def acted_on(self, by: Proof, mark: str) -> Self:
        """A form does nothing for anyone but whom it was drawn for: looked at before all else of it, and in each transaction (BJ-67).

        Leaving is one's own, whoever one is by now.
        """
        acted = Visiting.acted_on(self, by, mark)
        if self.site.capacities is None or self.session is None or self.path == self.site.at("/logout"):
            return acted
        proof = self.site.capacities(self.services).proof(self.session, mark)
        with self.services.store.read() as connection:
            proof(connection)
        return replace(acted, services=acted.services.acted_on(proof))

    @property
    def session_cookie(self) -> str:
        """Its name here."""
        return cookies.in_world(self.site.session_cookie, self.world)

    def admit(self, given: LoggedIn, key: str, rule: str, *set_cookies: Cookie, to: str | None = None) -> Redirect:
        """In, by the session that someone was given, which this browser has from now on: home, or where the login was asked for."""
        self.note.says("admitted", key, rule, person_id=int(given.profile.person_id))
        return self.go(to or self.site.prefix, self.jar.keep(self.session_cookie, given.token.reveal()), *set_cookies)

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
        more = {**WITH_FORMS, **(headers or {})}
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
            set_cookies=[*self.cookies_due(), *set_cookies],
            title=title,
            here=language.here(self.request) if self.request.method == "GET" else here or self.path,
            speaks=f"{root_of(self.request)}{self.site.at('/language')}",
            frame=self.site.frame,
            home=root_of(self.request) + self.site.prefix,
            inbox=root_of(self.request) + self.site.inbox,
            token=self.form_tokens.make(self.device, "" if self.session is None else self.held),
            soon=int(WARNED.total_seconds()) // 60,
            soon_after=int((self._rule.idle - WARNED - SEEN_EVERY).total_seconds()),
            nearly_over=self._nearly_over(),
            masked_name=None if self.session is None else self.session.profile.masked_name,
            capacity=self.capacity,
            **language.filled(self, values),
        )

    @property
    def _rule(self) -> SessionRule:
        return self.sessions.rule

    def _nearly_over(self) -> Phrase | None:
        """That the session's hours end while this page may still be looked at: where it is left longer, it is over by then anyway."""
        if self.session is None:
            return None
        end, now = self.session.started_at + self._rule.absolute, self.services.clock.now()
        left = (end - now).total_seconds()
        return phrase("session.soon.expired", left=lasting(left), at=local_time(end)[11:16]) if end - now <= self._rule.idle else None

    @override
    def cookies_due(self) -> list[Cookie]:
        gone = [self.jar.drop(self.session_cookie)] if self.held and self.session is None else []
        return [*Visiting.cookies_due(self), *gone]


Here = NamedDependency[SkipValidation[Visit]]


def visit(request: Asked, services: Services, pages: Pages) -> Visit:
    """Raises StoreError."""
    jar = cookies.jar_of(request)
    site = site_at(request.scope["path"]) or APP
    device, held = jar.get(cookies.DEVICE), jar.get(cookies.in_world(site.session_cookie, world_of(request)))
    found = site.own(services).sessions.find(held, site.channel) if held else None
    session, ended = (None, found.ended) if isinstance(found, Refused) else (found, None)
    capacity = None if session is None or site.capacities is None else site.capacities(services).find(session)
    made = Visit(request, services, pages, jar, device or secrets.token_urlsafe(32), not device, held, site, session, ended, capacity)
    made.note.client, made.note.person_id = made.client, None if session is None else session.person_id
    return made
