"""A browser without scripts, in this process: it keeps cookies, sends forms as they stand on the page, and follows where it is led."""

from dataclasses import dataclass
from typing import Any

import httpx

from etax_client.domain.pages import page as domain
from etax_client.domain.pages.controls import Controls, children
from etax_client.domain.pages.markup import Element, parse
from etax_client.domain.pages.page import Button, Field, FieldKind
from etax_client.domain.testing.tester_views import CaptchaSeen
from etax_client.wire import paths
from tests.server.running import HOST, PASSWORD, Running


@dataclass(frozen=True)
class Form:
    """`fields` is what it sends as it stands, without a button: what nobody sees of it included."""

    action: str
    fields: dict[str, str]
    buttons: list[Button]
    radios: dict[str, list[str]]


class Seen:
    """What stands on a page, by the product's reader (PGS-07): its forms as they are sent, and every tag and attribute of its markup."""

    def __init__(self, html: str) -> None:
        markup = parse(html.encode())
        assert not markup.cut
        self._root, self._elements = markup.root, markup.elements
        # addresses are left as they stand: whether they lead elsewhere is what some tests ask
        controls = Controls(self._elements, str)
        fields = [field for each in self._elements if each.tag in ("input", "select") and (field := controls.field(each))]
        buttons = [button for each in self._elements if each.tag == "button" and (button := controls.button(each))]
        self.forms = [
            _form(form, [each for each in fields if each.form == number], [each for each in buttons if each.form == number])
            for number, form in enumerate(controls.forms)
        ]

    @property
    def text(self) -> str:
        return _said(self._root)

    @property
    def tags(self) -> list[str]:
        return [each.tag for each in self._elements]

    @property
    def attributes(self) -> set[str]:
        return {name for each in self._elements for name in each.attributes}

    @property
    def addresses(self) -> list[str]:
        names = ("href", "src", "action", "formaction")
        return [value for each in self._elements for name, value in each.attributes.items() if name in names]

    @property
    def inputs(self) -> dict[str, dict[str, str]]:
        """Attributes, by name."""
        return {each.get("name"): each.attributes for each in self._elements if each.tag == "input" and each.has("name")}

    @property
    def rows(self) -> list[list[str]]:
        """The cells of each row of a table, as text."""
        return [[_said(one) for one in children(each) if one.tag in ("td", "th")] for each in self._elements if each.tag == "tr"]

    @property
    def speaks(self) -> Form:
        """The form that the button for the other language sends."""
        return next(one for one in self.forms if any(each.name == "language" for each in one.buttons))

    def form(self, action: str) -> Form:
        return next(form for form in self.forms if form.action == action)


def _form(form: domain.Form, fields: list[Field], buttons: list[Button]) -> Form:
    choosing = (FieldKind.tick, FieldKind.radio)
    standing = {each.name: each.value for each in fields if each.name and (each.value or each.kind not in choosing)}
    radios = {each.name: [choice.value for choice in each.choices] for each in fields if each.kind is FieldKind.radio}
    return Form(form.action or "", {**dict(form.hidden), **standing}, buttons, radios)


def _said(element: Element) -> str:
    return "".join(one if isinstance(one, str) else _said(one) for one in element.children)


@dataclass
class Surfer:
    server: Running
    http: httpx.AsyncClient
    reply: httpx.Response | None = None

    @property
    def page(self) -> Seen:
        assert self.reply is not None
        return Seen(self.reply.text)

    @property
    def status(self) -> int:
        assert self.reply is not None
        return self.reply.status_code

    @property
    def path(self) -> str:
        assert self.reply is not None
        return self.reply.url.path

    @property
    def html(self) -> str:
        assert self.reply is not None
        return self.reply.text

    @property
    def text(self) -> str:
        return self.page.text

    async def open(self, path: str) -> "Surfer":
        self.reply = await self.http.get(path, follow_redirects=True)
        return self

    async def send(self, action: str, *, to: str | None = None, **typed: str) -> "Surfer":
        """Fill in the form that stands on the page, and press the button whose name and value are among `typed`; `to` is its formaction."""
        form = self.page.form(action)
        self.reply = await self.http.post(to or action, data={**form.fields, **typed}, follow_redirects=True)
        return self

    async def speak(self, language: str, **typed: str) -> "Surfer":
        """Press the button for another language, over what was typed into the form that it belongs to."""
        form = self.page.speaks
        button = next(each for each in form.buttons if each.name == "language")
        data = {**form.fields, **typed, "language": language}
        self.reply = await self.http.post(button.action or form.action, data=data, follow_redirects=True)
        return self

    async def log_in(self, account: str = "liming", password: str = PASSWORD, site: str = "/app", **typed: str) -> "Surfer":
        return await self.send(f"{site}/login", account=account, password=password, **typed)

    async def logged_in(self, account: str = "liming", site: str = "/app") -> "Surfer":
        await (await self.open(site)).log_in(account, site=site)
        assert self.status == 200
        return self

    def solution(self) -> str:
        """The answer to the captcha on the page, by looking where no browser can."""
        wanted = self.page.inputs["captcha_id"]["value"]
        seen = self.server.services.captchas.peek(wanted)
        assert isinstance(seen, CaptchaSeen)
        return seen.answer


def surfer(server: Running, language: str = "zh-CN", host: str = HOST) -> Surfer:
    return Surfer(server, httpx.AsyncClient(transport=server.transport, base_url=host, headers={"Accept-Language": language}))


@dataclass
class Asking:
    """A client that shows a QR code."""

    http: httpx.AsyncClient
    scan_id: str
    short_code: str
    poll_secret: str

    async def view(self) -> dict[str, Any]:
        reply = await self.http.get(paths.QR_TICKET, headers=self._headers)
        view: dict[str, Any] = reply.json()
        return view

    async def cancel(self) -> None:
        await self.http.delete(paths.QR_TICKET, headers=self._headers)

    async def redeem(self) -> httpx.Response:
        return await self.http.post(paths.QR_SESSION, headers=self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.poll_secret}"}


async def asking(server: Running, device: str = "前台电脑") -> Asking:
    http = httpx.AsyncClient(transport=server.transport, base_url=HOST)
    made = (await http.post(paths.QR_TICKETS, json={"device": device})).json()
    return Asking(http, made["scan_id"], made["short_code"], made["poll_secret"])
