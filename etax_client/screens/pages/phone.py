"""The phone in the demo's hand: its browser, and what one does with a phone of the demo beside reading its pages."""

from urllib.parse import urlsplit

from etax_client.api.pages import PageUser
from etax_client.domain.flows.face_check import link_in
from etax_client.domain.pages.page import Button, all_blocks
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import App, code_in
from etax_client.screens.desk import DemoPerson, Desk
from etax_client.screens.pages.own_pages import phone_start
from etax_client.screens.pages.reading import Reading
from etax_client.texts.words import phrase

_HOME, _MESSAGES = "/app", "/app/messages"
_AT = {App.itax: _HOME, App.bureau: "/bjapp"}
APPS = tuple(_AT.values())
"""Where the pages of the two APPs begin."""


class PhoneInHand:
    """One phone for the whole run: putting it away changes nothing of it."""

    def __init__(self, user: PageUser, desk: Desk) -> None:
        self._desk = desk
        self.reading = Reading(user, desk.clock, lambda: phone_start(desk.words, desk.place.people))
        self.person: DemoPerson | None = None
        """Who is logging in: whose password need not be typed."""

    async def log_in(self, person: DemoPerson) -> None:
        """As a person of the demo, whoever was logged in before; where a captcha is asked for, the rest is there already."""
        if person.login_name is None:
            self.reading.say(phrase("beside.unregistered_chosen", name=person.name))
            return
        self.person = person
        await self.reading.open(_HOME)
        await self._leave()
        await self.reading.fill_in({"account": person.login_name, "password": self.password})

    @property
    def password(self) -> Secret:
        """What all people of the demo have, and no secret there."""
        return Secret(self._desk.place.account_password)

    async def read_messages(self, person: DemoPerson) -> None:
        """With the SIM card of the person's number put in (WEB-5)."""
        await self.reading.open(_MESSAGES)
        await self.reading.fill_in({"mobile": person.mobile or ""})

    async def scan(self, payload: str | None) -> None:
        """扫一扫, with what the camera sees: a login, a face check, or the address of a page (QR-05, REG-03).

        By the APP that is open, whichever the code is for (BJ-79); while none is, by the code's own.
        """
        path = "" if payload is None else urlsplit(payload).path
        scan = f"{_AT[self._app_for(path)]}/scan"
        if payload is None or path in ("", "/"):
            await self.reading.open(scan)
            return
        is_code = code_in(payload) is not None or link_in(payload) is not None
        if is_code:
            await self.reading.open(scan)
            if await self.reading.fill_in({"code": payload}):
                return
        # where nobody is logged in, the code's own address leads there by way of the login
        await self.reading.open(path if is_code else path.lower())

    def _app_for(self, path: str) -> App:
        here = urlsplit(self.reading.page.address).path
        opened = next((app for app, at in _AT.items() if here == at or here.startswith(f"{at}/")), None)
        return opened or (App.bureau if path.startswith(f"/{App.bureau.at('')}") else App.itax)

    async def _leave(self) -> None:
        """Log out whoever is logged in to the APP."""
        page = self.reading.page
        for button in all_blocks(page):
            if isinstance(button, Button) and page.forms[button.form].action == f"{_HOME}/logout":
                await self.reading.send(button.form, {}, button)
                return
