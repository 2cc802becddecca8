"""A browser without scripts, in this process: it keeps cookies, sends forms as they stand on the page, and follows where it is led."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from etax_client.domain.testing.tester_views import CaptchaSeen
from etax_client.wire import paths
from tests.server.running import HOST, PASSWORD, Running


@dataclass
class Form:
    action: str
    id: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[dict[str, str | None]] = field(default_factory=list)
    radios: dict[str, list[str]] = field(default_factory=dict)


class Seen(HTMLParser):
    """What stands on a page: text, forms, addresses, tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.inputs: dict[str, dict[str, str | None]] = {}
        self.text = ""
        self.rows: list[list[str]] = []
        """The cells of each row of a table, as text."""
        self._select = ""
        self._before: list[tuple[str, str, dict[str, str | None]]] = []
        self.feed(html)
        for tag, owner, given in reversed(self._before):
            form = next(form for form in self.forms if form.id == owner)
            if tag == "button":
                form.buttons.insert(0, given)
            else:
                form.fields[given["name"] or ""] = given.get("value") or ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= given.keys()
        self.addresses += [value for name, value in attrs if name in ("href", "src", "action", "formaction") and value is not None]
        if tag == "form" and given.get("method") == "dialog":
            return  # a script's own
        if tag == "form":
            self.forms.append(Form(given["action"] or "", given.get("id") or ""))
        elif tag in ("button", "input") and (owner := given.get("form")):
            if owner not in [form.id for form in self.forms]:
                self._before.append((tag, owner, given))
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append(given)
        elif tag == "select":
            self._select = given["name"] or ""
        elif tag == "option" and self._select and (self._select not in self.forms[-1].fields or "selected" in given):
            self.forms[-1].fields[self._select] = given["value"] or ""
        elif tag == "input" and (name := given.get("name")):
            self.inputs[name] = given
            if given.get("type") == "radio":
                self.forms[-1].radios.setdefault(name, []).append(given["value"] or "")
            else:
                self.forms[-1].fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data

    def form(self, action: str) -> Form:
        return next(form for form in self.forms if form.action == action)


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
        form = next(one for one in self.page.forms if any(each.get("name") == "language" for each in one.buttons))
        button = next(each for each in form.buttons if each.get("name") == "language")
        data = {**form.fields, **typed, "language": language}
        self.reply = await self.http.post(button.get("formaction") or form.action, data=data, follow_redirects=True)
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
        seen = self.server.services.captchas.peek(wanted or "")
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
