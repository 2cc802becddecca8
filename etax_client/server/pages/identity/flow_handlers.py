"""The pages that every flow has: the step that is due, codes and face checks, back and out; the rest is each flow's own (REG-1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from etax_client.domain.flows.flow import OUT_OF_ORDER, FlowKind, S, V
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import App
from etax_client.server.pages import forms
from etax_client.server.pages.fields import new_password
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.identity.flow_pages import Errors
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import APP, PORTAL, Site
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import Wrongs, refused_for
from etax_client.server.routes.parameters import Wait
from etax_client.server.routes.reading import Anyone, address_of
from etax_client.server.services.bundle import Services
from etax_client.server.services.identity.flow_engine import FlowEngine

Page = Response[str]
Answer = Page | Redirect
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The page of a step: `values` are what its template asks for."""

    title: str
    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """What has been filled in at a step, and what is wrong with it; of the password only which rules it met is told."""

    typed: Typed | None = None
    errors: Errors | None = None
    refused: Refused | None = None
    password: Secret | None = None


EMPTY = Filled()


def turned_down(errors: Wrongs, typed: Typed | None = None, password: Secret | None = None) -> Filled:
    """As the form itself turns it down."""
    return Filled(typed, errors, refused_for(errors), password)


@dataclass(frozen=True, slots=True)
class FlowPages(Generic[S, V]):
    """One kind of flow on each of the `sites` of its system. `at` names it in addresses and cookies; `forms` are those of its own steps.

    `first` is a flow that has not begun, `asked` which steps this site asks for, in order, the end included.
    """

    at: str
    kind: FlowKind[S, V]
    engine: Callable[[Services], FlowEngine[S, V]]
    forms: tuple[str, ...]
    first: Callable[[Visit], V]
    asked: Callable[[Visit, V], tuple[object, ...]]
    draw: Callable[[Visit, V, Filled], Drawn]
    face_by: str
    sites: tuple[Site, ...] = (APP, PORTAL)
    send: Callable[[Services, str], V | Refused] | None = None
    """How a code is sent by SMS, where there are other ways too."""

    @property
    def path(self) -> str:
        return f"/{self.at}"

    def on_sites(self, path: str) -> list[str]:
        """An address of it, or of a form of its, on each site."""
        return [site.at(f"{self.path}{path}") for site in self.sites]

    def held(self, visit: Visit) -> str:
        """The secret of the flow that this browser has begun here, "" if there is none."""
        return flow_pages.secret_in(visit, self.at)

    def begin(self, visit: Visit) -> tuple[str, V] | Refused:
        """The secret of a new one, and how it begins."""
        begun = self.engine(visit.services).begin(visit.site.channel, address_of(visit.request))
        return begun if isinstance(begun, Refused) else (begun[0].reveal(), begun[1])

    def page(self, visit: Visit, view: V | None, filled: Filled = EMPTY, *, cookies: tuple[Cookie, ...] = ()) -> Page:
        """The page of a step, or of the first one while nothing has begun, with what is wrong with it."""
        shown = self.first(visit) if view is None else view
        drawn, asked = self.draw(visit, shown, filled), self.asked(visit, shown)
        over, errors = self.kind.is_over(shown), dict(filled.errors or {})
        goes_back = view is not None and self.kind.before(shown) is not None and shown.step is not asked[0]
        said = None if errors else filled.refused
        place = asked.index(shown.step) + 1 if shown.step in asked[:-1] else 0
        return visit.page(
            drawn.template,
            drawn.title,
            refused=filled.refused,
            here=visit.site.at(self.path),
            set_cookies=cookies,
            **flow_pages.frame(self.at, place, len(asked) - 1, said, goes_back=goes_back, begun=view is not None and not over),
            errors=errors,
            **drawn.values,
        )

    def after(
        self,
        visit: Visit,
        result: V | Refused,
        held: str,
        typed: Typed | None = None,
        told: tuple[str, str, str] | None = None,
        *,
        password: Secret | None = None,
        begins: bool = False,
    ) -> Answer:
        """What follows an act: the page of the step that is due by a GET, or the same one with what is wrong."""
        if not isinstance(result, Refused):
            decided, key, rule = told or ("went_on", f"{self.kind.name}.step", "REG-1")
            visit.note.says(decided, key, rule, step=result.step.value)
            kept = [flow_pages.keep(visit, self.at, held)] if begins else []
            return visit.go(visit.site.at(self.path), *kept)
        view = self.engine(visit.services).view(held)
        if isinstance(view, Refused):
            return self.ended(visit, view)
        errors = flow_pages.field_errors(result) | new_password.unfit_said(result)
        return self.page(visit, view, Filled(typed, errors, result, password))

    def due(self, visit: Visit, held: str, step: object) -> V | Page:
        """The flow, if this is its step; else the page that says so."""
        view = self.engine(visit.services).view(held)
        if isinstance(view, Refused):
            return self.ended(visit, view)
        return view if view.step is step else self.page(visit, view, Filled(refused=OUT_OF_ORDER))

    def ended(self, visit: Visit, refused: Refused) -> Page:
        """There is no such flow any more: from the beginning."""
        return self.page(visit, None, Filled(refused=refused), cookies=flow_pages.drop(visit, self.at))


def common(flow: FlowPages[S, V]) -> tuple[HTTPRouteHandler, ...]:
    """The handlers that each kind of flow has."""
    at = flow.on_sites

    @get(at(""), include_in_schema=False)
    async def page(visit: Here) -> Page:
        """The step that is due; the first one, if nothing has begun here."""
        held = flow.held(visit)
        if not held:
            return flow.page(visit, None)
        view = flow.engine(visit.services).view(held)
        return flow.ended(visit, view) if isinstance(view, Refused) else flow.page(visit, view)

    @get([path for form in (*flow.forms, "sms-code", "face", "back", "leave") for path in at(f"/{form}")], include_in_schema=False)
    async def nothing_here(visit: Here) -> Redirect:
        """Addresses of forms, opened as pages."""
        return visit.go(visit.site.at(flow.path))

    @acting(at("/sms-code"))
    async def send_code(visit: Here) -> Answer:
        """获取验证码 (SMS-01)."""
        await visit.form({})
        held = flow.held(visit)
        services = visit.services
        sent = flow.engine(services).send_code(held) if flow.send is None else flow.send(services, held)
        return flow.after(visit, sent, held, told=("sent", "code.sent", "SMS-01"))

    @acting(at("/face"))
    async def ask_face(visit: Here) -> Answer:
        """A face check: on a phone here, from elsewhere by a code to scan, by the APP that was chosen where there is a choice (REG-03)."""
        way, held = (await visit.form({"way": 16}))["way"], flow.held(visit)
        if way not in ("", *App):
            raise forms.not_offered("way")
        asked = flow.engine(visit.services).ask_face(held, App(way) if way else None)
        if isinstance(asked, Refused):
            return flow.after(visit, asked, held)
        visit.note.says("asked", "face.asked", flow.face_by)
        return flow_pages.to_face_check(visit, flow.at, asked.link_id)

    @get(at("/face-news"), include_in_schema=False)
    async def face_news(request: Anyone, visit: Here, wait: Wait = 0) -> Response[None]:
        """Of a check that is done elsewhere."""
        return await flow_pages.face_news(request, flow.engine(visit.services), flow.held(visit), wait)

    @acting(at("/back"))
    async def back(visit: Here) -> Answer:
        """One step back; over one that this site does not ask for (REG-06)."""
        await visit.form({})
        held, engine = flow.held(visit), flow.engine(visit.services)
        moved = engine.back(held)
        if not isinstance(moved, Refused) and moved.step not in flow.asked(visit, moved):
            moved = engine.back(held)
        return flow.after(visit, moved, held)

    @acting(at("/leave"))
    async def leave(visit: Here) -> Redirect:
        """Nothing of it is kept."""
        await visit.form({})
        flow.engine(visit.services).abandon(flow.held(visit))
        visit.note.says("cancelled", f"{flow.kind.name}.abandoned", "REG-1")
        return visit.go(visit.site.at(flow.path), *flow_pages.drop(visit, flow.at))

    return page, nothing_here, send_code, ask_face, face_news, back, leave
