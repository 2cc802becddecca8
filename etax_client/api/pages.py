"""A browser for the server's own pages, of one device: its cookies, where it is, and the forms that it sends (PGS-04)."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode

from etax_client.api.carrier import Carrier, Garbled, Reply
from etax_client.api.replies import LATE, read
from etax_client.clock import Clock
from etax_client.domain.guessing.captcha import CaptchaPicture
from etax_client.domain.pages.addresses import Base
from etax_client.domain.pages.page import Button, Field, FieldKind, Form, Page, Picture, all_blocks
from etax_client.domain.pages.reading import read_page
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LONGEST_WAIT

MOST_REDIRECTS = 5
_MOST_BACK = 50
_MOST_COOKIES = 50
_LONGEST_COOKIE = 4096
_PAUSE = 3.0
"""Seconds at least between two questions to a long poll that does not wait."""
_NEWS, _NONE = 200, 204
_LANGUAGE = re.compile("(__Host-)?etax-language")
"""The cookie by which a page remembers the language that was chosen in it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a form takes it."""

    name: str
    content: bytes


Filled = Mapping[str, "str | Secret | Upload"]
"""What was filled in, by the fields' names; of a tick box "" where it is not ticked."""


class PageUser:
    """Each verb gives the page that comes of it or what was refused, and raises only Accidents; `carrier` may be anyone's.

    What it keeps ends with it, and is nobody else's: it knows no session of the client's, and the client none of its own. `base` is
    where the server's world is reached, if that is known, so that links that name it are followed.
    """

    def __init__(self, carrier: Carrier, clock: Clock, language: str = "zh", base: str = "") -> None:
        self.language = language
        self.page: Page | None = None
        self.source = b""
        """The HTML of the page, as it came."""
        self._carrier = carrier
        self._clock = clock
        self._base = base
        self._jar: dict[str, str] = {}
        self._before: list[str] = []

    @property
    def can_go_back(self) -> bool:
        return bool(self._before)

    def keep(self, cookie: str, value: str) -> None:
        """Put a cookie into this device, as for a door that its owner has opened to it."""
        self._jar[cookie] = value

    async def open(self, path: str) -> Page | Refused:
        """A page by its path within the world. Raises Accident; Garbled for one that is none of this server's pages."""
        return await self._go("GET", _own(Base(), path))

    async def reload(self) -> Page | Refused:
        """The same page by its address; after a form was sent the one that its address opens."""
        return await self._go("GET", self._here.address)

    async def back(self) -> Page | Refused:
        """The page that was open before this one, as it is now; this one if there was none."""
        return await self._go("GET", self._before.pop(), leaves=False) if self._before else await self.reload()

    def start_over(self) -> None:
        """Go on from no page: nothing of what was open is come back to."""
        self.page, self.source, self._before = None, b"", []

    async def submit(self, form: int, values: Filled, button: Button | None = None) -> Page | Refused:
        """Send a form of the page as it stands, with `values` in place of what stood in its fields, by a button of its own.

        Raises ValueError for what this form has not, and Accident.
        """
        return await self._send(form, values, button)

    async def _send(self, form: int, values: Filled, button: Button | None, *, leaves: bool = True) -> Page | Refused:
        page = self._here
        sent = page.forms[form]
        if button is not None and button.form != form:
            raise ValueError("a button of another form")
        pairs = _pairs(page, form, values)
        if button is not None and button.name:
            pairs.append((button.name, button.value))
        action = sent.action if button is None or button.action is None else button.action
        if action is None:
            raise Garbled("form")
        if not sent.post:
            asked = urlencode([(name, _text(value)) for name, value in pairs])
            return await self._go("GET", f"{action.partition('?')[0]}?{asked}")
        return await self._go("POST", action, *_body(sent, pairs), leaves=leaves, form=sent.action)

    async def speak(self, language: str, values: Filled | None = None) -> Page | Refused:
        """Go on in another language: by the page's own button, which keeps what is typed in its form, else by reading it anew."""
        page, self.language = self._here, language
        for name in [name for name in self._jar if _LANGUAGE.fullmatch(name)]:
            del self._jar[name]
        if page.speaks is None or page.speaks.value != language:
            return await self.reload()
        known = {field.name for field in _fields(page, page.speaks.form)}
        typed = {name: each for name, each in (values or {}).items() if name in known}
        return await self._send(page.speaks.form, typed, page.speaks, leaves=False)

    async def captcha(self, picture: Picture) -> CaptchaPicture | Refused:
        """The cells of a captcha on the page (PGS-03)."""
        return read(await self._ask("GET", picture.cells or "", accept="application/json, application/problem+json"), CaptchaPicture)

    async def wait(self) -> Page | Refused:
        """The page anew, as soon as the address that it names has news (PGS-03)."""
        page = self._here
        if page.waits is None:
            return page
        while True:
            asked = self._clock.monotonic()
            reply = await self._ask("GET", f"{page.waits}?wait={LONGEST_WAIT}", patience=LONGEST_WAIT + LATE)
            if reply.status == _NEWS:
                return await self.reload()
            if reply.status != _NONE:
                raise Garbled(f"status {reply.status}")
            if self._clock.monotonic() - asked < _PAUSE:
                await self._clock.sleep(_PAUSE)

    @property
    def _here(self) -> Page:
        if self.page is None:
            raise ValueError("no page is open")
        return self.page

    async def _go(
        self, method: str, path: str, body: bytes | None = None, media_type: str = "", *, leaves: bool = True, form: str | None = None
    ) -> Page | Refused:
        """To a page, wherever it leads within this server, which is never far; `form` is the action of the form that is sent."""
        asked = path
        reply = await self._ask(method, path, body, media_type)
        for _ in range(MOST_REDIRECTS):
            if reply.status not in (301, 302, 303):
                break
            path = _own(Base(self._base), reply.location, path)
            reply = await self._ask("GET", path)
        return self._arrived(path, reply, leaves, form if path == asked else None)

    def _arrived(self, path: str, reply: Reply, leaves: bool, form: str | None) -> Page | Refused:
        if reply.media_type != "text/html":
            refused = read(reply, str)
            if isinstance(refused, Refused):
                return refused
            raise Garbled("media type")
        if 300 <= reply.status < 400:
            raise Garbled("redirect")
        came_from = self.page
        self.page, self.source = read_page(reply.body, path, self._base), reply.body
        anew = form in {each.action for each in self.page.forms}  # the form again, with what was wrong in it: nobody has left it
        if leaves and not anew and came_from is not None and came_from.address != self.page.address:
            self._before = [*self._before, came_from.address][-_MOST_BACK:]
        return self.page

    async def _ask(
        self, method: str, path: str, body: bytes | None = None, media_type: str = "", *, accept: str = "", patience: float | None = None
    ) -> Reply:
        headers = {"Accept": accept or "text/html, application/problem+json;q=0.5", "Accept-Language": self.language}
        if media_type:
            headers["Content-Type"] = media_type
        if self._jar:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._jar.items())
        reply = await self._carrier.send(method, path, body=body, patience=patience, headers=headers)
        for cookie in reply.cookies[:_MOST_COOKIES]:
            self._take(cookie)
        return reply

    def _take(self, cookie: str) -> None:
        """Keep what the server says, or drop it; what can't be a cookie is passed over."""
        if len(cookie) > _LONGEST_COOKIE:
            return
        try:
            told = SimpleCookie(cookie)
        except CookieError:
            return
        for name, morsel in told.items():
            if morsel["max-age"] == "0" or not morsel.value:
                self._jar.pop(name, None)
            elif name in self._jar or len(self._jar) < _MOST_COOKIES:
                self._jar[name] = morsel.coded_value


def _own(base: Base, address: str, page: str = "/") -> str:
    path = base.path(address, page)
    if path is None:
        raise Garbled("address")
    return path


def _fields(page: Page, form: int) -> list[Field]:
    return [block for block in all_blocks(page) if isinstance(block, Field) and block.form == form]


def _pairs(page: Page, form: int, values: Filled) -> list[tuple[str, str | Secret | Upload]]:
    """What a form sends, in the order of the page: a part that isn't asked for, and a box that isn't ticked, are not sent."""
    fields = [field for field in _fields(page, form) if field.name]
    forged = values.keys() - {field.name for field in fields}
    if forged:
        raise ValueError(f"the form has no field {', '.join(sorted(forged))}")
    asked_for = _parts(fields, values)
    pairs: list[tuple[str, str | Secret | Upload]] = [*page.forms[form].hidden]
    for field in fields:
        value = values.get(field.name, field.value)
        left_out = field.kind in (FieldKind.tick, FieldKind.radio) and not value
        if not left_out and (not field.part or asked_for is None or field.part in asked_for):
            pairs.append((field.name, value))
    return pairs


def _parts(fields: list[Field], values: Filled) -> set[str] | None:
    """Which parts of a form are asked for with what is chosen in it; None if nothing decides that."""
    deciding = [field for field in fields if any(choice.parts for choice in field.choices)]
    chosen = [(choice, values.get(field.name, field.value)) for field in deciding for choice in field.choices]
    return {part for choice, value in chosen if choice.value == value for part in choice.parts} if deciding else None


def _text(value: str | Secret | Upload) -> str:
    if isinstance(value, Upload):
        return value.name
    return value.reveal() if isinstance(value, Secret) else value


def _body(form: Form, pairs: list[tuple[str, str | Secret | Upload]]) -> tuple[bytes, str]:
    """The form as it is sent, and its media type."""
    if not form.files:
        return urlencode([(name, _text(value)) for name, value in pairs]).encode(), "application/x-www-form-urlencoded"
    border = secrets.token_hex(16)
    parts = [part for name, value in pairs for part in (f"--{border}\r\n".encode(), _part(name, value), b"\r\n")]
    return b"".join([*parts, f"--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"


def _part(name: str, value: str | Secret | Upload) -> bytes:
    said = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if not isinstance(value, Upload):
        return f"{said}\r\n\r\n{_text(value)}".encode()
    return f'{said}; filename="{_quoted(value.name)}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + value.content


def _quoted(text: str) -> str:
    """As browsers write names in such a form."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
