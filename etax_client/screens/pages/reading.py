"""What is open in one browser of the client, its steps, and what has been typed. No widgets: it outlives whatever shows it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from etax_client.api.carrier import Accident, attempt
from etax_client.api.pages import Filled, PageUser
from etax_client.clock import Clock
from etax_client.domain.guessing.captcha import CaptchaPicture
from etax_client.domain.pages.page import Button, Field, FieldKind, Page, Picture, PictureKind, all_blocks
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.screens.explain import explain, is_unsure
from etax_client.screens.waiting import PATIENCE
from etax_client.screens.watches.tries import Tries, is_final
from etax_client.texts.words import Phrase, phrase

Step = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Aside:
    """Forms that are still being filled in while a code is sent, or while what opens beside them is looked at; and their secrets."""

    forms: frozenset[str]
    secrets: Mapping[tuple[str, str], Secret]


class Reading:
    """`start` makes the page that it begins with, which is ours and not the server's; `changed` tells whoever shows it, if anybody does."""

    def __init__(self, user: PageUser, clock: Clock, start: Callable[[], Page]) -> None:
        self.user = user
        self._clock = clock
        self._own = self._start = start
        self.changed: Callable[[], None] = lambda: None
        self.page = start()
        self.is_own = True
        self.came_at = 0.0
        self.is_anew = False
        """Whether it is the page that was shown before: one stays where one stood."""
        self.aside: Aside | None = None
        self.goes_on = False
        """Whether it is the page with what was set aside."""
        self.busy = False
        self.captchas: dict[str, tuple[str, ...]] = {}
        self.kept: dict[tuple[str, str], str] = {}
        """What was typed on pages that were left, by the form's address and the field's name: no secrets."""
        self._said: Phrase | None = None
        self._takes_long = False
        self._step: asyncio.Task[object] | None = None

    @property
    def at_start(self) -> bool:
        return self.is_own and self._own is self._start

    @property
    def said(self) -> Phrase | None:
        """What the last step came to, or that it takes a while."""
        return phrase("reader.waiting") if self._takes_long else self._said

    def say(self, what: Phrase | None) -> None:
        self._said = what

    async def run(self, step: Step) -> None:
        """Carry out one of the steps below. Whoever begins it has set `busy`: one press is one request (TUI-5)."""
        self._said, self._step = None, asyncio.current_task()
        saying = asyncio.create_task(self._say_later())
        try:
            await step()
        finally:
            saying.cancel()
            self.busy = self._takes_long = False
            self._step = None
            self.changed()

    def give_up(self) -> None:
        """Wait no longer for an answer; what was sent may have been carried out."""
        if self._step is not None:
            self._step.cancel()

    async def _say_later(self) -> None:
        await self._clock.sleep(PATIENCE)
        self._takes_long = True
        self.changed()

    # --- where one goes

    async def open(self, path: str) -> None:
        await self._take(self.user.open(path))

    async def send(self, form: int, values: Filled, button: Button | None) -> None:
        """What was typed is kept until the form has been heard: a session may have ended meanwhile (SES-03)."""
        sent = self.page.forms[form]
        typed = {(sent.action or "", name): value for name, value in values.items() if isinstance(value, str)}
        if button is None or not button.skips:
            self.aside = None
        page = await self._take(self.user.submit(form, values, button), harmless=not sent.post)
        if page is None or _asks_for_login(page, sent.action):
            self.kept.update(typed)
        else:
            self.kept = {key: value for key, value in self.kept.items() if key[0] != sent.action}

    async def fill_in(self, values: Mapping[str, str | Secret]) -> bool:
        """Fill in the form that asks for these, if there is one, and send it if it asks for nothing else."""
        fields = [block for block in all_blocks(self.page) if isinstance(block, Field)]
        form = next((field.form for field in fields if field.name in values), None)
        if form is None:
            return False
        asked = {field.name: field for field in fields if field.form == form}
        if any(field.required and name not in values for name, field in asked.items()):
            action = self.page.forms[form].action or ""
            self.kept.update({(action, name): value for name, value in values.items() if isinstance(value, str)})
        else:
            buttons = [block for block in all_blocks(self.page) if isinstance(block, Button) and block.form == form]
            button = next((each for each in buttons if each.enter), next(iter(buttons), None))
            await self.send(form, {name: value for name, value in values.items() if name in asked}, button)
        return True

    async def back(self) -> None:
        """To the page before, in the end to the one that it began with."""
        if self.is_own or not self.user.can_go_back:
            self.show_own(self._start)
        else:
            await self._take(self.user.back())

    async def reload(self) -> None:
        if self.is_own:
            self.show_own(self._own)
        else:
            await self._take(self.user.reload(), anew=True)

    async def speak(self, language: str, values: Filled) -> None:
        """The same page in the other language, with what is typed in it (PGS-02)."""
        if self.is_own:
            self.user.language = language
            self.show_own(self._own)
        else:
            await self._take(self.user.speak(language, values), anew=True)

    def show_own(self, make: Callable[[], Page]) -> None:
        """A page that the client itself has to say."""
        self._own, self.page, self.is_own, self.is_anew = make, make(), True, False
        self.aside, self.goes_on = None, False
        if self.at_start:
            self.user.start_over()

    async def _take(self, asked: Awaitable[Page | Refused], *, harmless: bool = True, anew: bool = False) -> Page | None:
        try:
            outcome = await attempt(asked)
        except asyncio.CancelledError:
            self._said = phrase("reader.given_up" if harmless else "reader.given_up_unknown")
            raise
        if isinstance(outcome, Page):
            await self._show(outcome, anew=anew)
            return outcome
        unknown = not harmless and isinstance(outcome, Accident) and is_unsure(outcome)
        self._said = phrase("reader.unknown") if unknown else explain(outcome, harmless=harmless)
        return None

    async def _show(self, page: Page, *, anew: bool) -> None:
        """With its captcha, if it has one."""
        self.captchas = {}
        for picture in all_blocks(page):
            if isinstance(picture, Picture) and picture.kind is PictureKind.captcha and picture.cells:
                found = await attempt(self.user.captcha(picture))
                if isinstance(found, CaptchaPicture):
                    self.captchas[picture.cells] = found.rows
        self.page, self.is_own, self.is_anew, self.came_at = page, False, anew, self._clock.monotonic()
        self.goes_on = self.aside is not None and not self.aside.forms.isdisjoint(form.action for form in page.forms)

    async def wait(self) -> None:
        """Until what the page waits for has come; asked again as watches do."""
        page = self.page
        tries = Tries(self._clock)
        while self.page is page:
            outcome = await tries.ask(self.user.wait())
            if isinstance(outcome, Page):
                await self._show(outcome, anew=True)
                self.changed()
            elif isinstance(outcome, Refused) and is_final(outcome):
                return
            else:
                await tries.pause(outcome)


def _asks_for_login(page: Page, sent: str | None) -> bool:
    """Whether a page asks for a password in place of what was sent."""
    secrets = {page.forms[one.form].action for one in all_blocks(page) if isinstance(one, Field) and one.kind is FieldKind.password}
    return bool(secrets) and sent not in {form.action for form in page.forms}
