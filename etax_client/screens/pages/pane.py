"""A page with what one can do on it, wherever it lies: it carries out what the page view says, and asks what has to be asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Event
from textual.message import Message
from textual.screen import ModalScreen
from textual.worker import Worker
from typing_extensions import override

from etax_client.domain.pages.page import Button, Field, FieldKind, Link, Look, Page, all_blocks
from etax_client.domain.pages.printing import as_document
from etax_client.domain.sessions.sessions import WARNED
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.dialogs.find import FindDialog
from etax_client.screens.files.saving import file_name, keep
from etax_client.screens.forms.keypad_frame import KeypadFrame
from etax_client.screens.messages import InVain
from etax_client.screens.pages.finding import finder
from etax_client.screens.pages.own_pages import OWN, own
from etax_client.screens.pages.reading import Aside, Reading, Step
from etax_client.screens.pages.uploading import handed
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.pages.entry import Entry
from etax_client.widgets.pages.page_view import PageView
from etax_client.widgets.said import Said

_SAVE = own("save")
_MOST_IN_SIGHT = 12
"""Choices that are shown without a way to search them."""
_KEYPAD = 52

More = Callable[[Page], Page]
"""A page with what the client adds to it."""


class PagePane(Vertical):
    """`more` puts into pages what the client adds to them."""

    DEFAULT_CSS = """
    PagePane { height: 1fr; width: 100%; }
    PagePane KeypadFrame { height: 1fr; }
    PagePane KeypadFrame SoftKeypad { margin: 0; }
    PagePane > #page-said { height: auto; max-height: 3; width: 100%; padding: 0 1; color: $warning; }
    """

    class Changed(Message):
        """What is open is no longer as it is shown."""

    class OwnChosen(Message):
        """One of our own acts, named by what comes after `own:`."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    class Shown(Message):
        """Another page is shown."""

    class Left(Message):
        """Back from where it began."""

    def __init__(
        self, desk: Desk, reading: Reading, more: More = lambda page: page, *, titled: bool = True, takes_focus: bool = True
    ) -> None:
        super().__init__()
        self._takes_focus = takes_focus
        self._desk = desk
        self.reading = reading
        self._more = more
        self._shown: Page | None = None
        self._asleep = False
        self._waiting: Worker[None] | None = None
        self.view = PageView(desk.words, desk.clock, titled=titled)
        self._frame = KeypadFrame(desk, SecretField(), self.view)
        self._said = Said(desk.words, id="page-said")

    @override
    def compose(self) -> ComposeResult:
        yield self._frame
        yield self._said

    async def on_mount(self) -> None:
        await self.wake(focus=self._takes_focus)

    async def wake(self, *, focus: bool) -> None:
        """It is seen now: with what is open, as far as it has come."""
        self._asleep = False
        self.reading.changed = self._tell
        await self._draw(focus=focus)
        self.reword()

    def wake_at_once(self, *, focus: bool) -> bool:
        """The same before anything is painted, where what stands there is still true: a page of ours that says what it said."""
        if not self.reading.is_own or self._with_more(self.reading.page) != self.view.page:
            return False
        self._asleep, self._shown = False, self.reading.page
        self.reading.changed = self._tell
        self._said.say(self.reading.said)
        self.view.at = None
        if focus:
            self.screen.set_focus(self.view, scroll_visible=False)
        self.post_message(self.Shown())
        self.reword()
        return True

    def rest(self) -> None:
        """It isn't seen any more, and nothing that it knows comes back but what was typed, secrets apart."""
        self.keep_typed()
        self._asleep, self._shown, self.reading.aside = True, None, None
        self.view.rest()
        if self._waiting is not None:
            self._waiting.cancel()

    def on_unmount(self) -> None:
        self.keep_typed()
        self.reading.aside = None

    def keep_typed(self) -> None:
        """For when the page is seen again."""
        if not self._asleep and not self.reading.is_own:
            self.reading.kept.update(self.view.filling.typed)

    def _set_aside(self) -> None:
        """The form is come back to."""
        if not self.reading.busy:
            filling = self.view.filling
            self.reading.aside = Aside(frozenset(filling.key(entry)[0] for entry in filling.entries), filling.secrets)

    def _tell(self) -> None:
        self.post_message(self.Changed())

    @on(Changed)
    async def _changed(self, event: Changed) -> None:
        event.stop()
        if not self._asleep:
            await self._draw(focus=self.has_focus_within or self.screen.focused is None)

    async def _draw(self, *, focus: bool) -> None:
        reading = self.reading
        self._said.say(reading.said)
        if reading.page is not self._shown:
            self._shown = reading.page
            standing = self.view.standing if reading.is_anew else None
            aside = reading.aside if reading.goes_on else None
            await self.view.show(self._with_more(reading.page), reading.kept, aside.secrets if aside else None)
            if aside is not None:
                reading.aside = None
            self._frame.begin_with((self.view.filling.secret if self.size.width >= _KEYPAD else None) or SecretField())
            for address, rows in reading.captchas.items():
                self.view.show_captcha(address, rows)
            if focus:
                self.view.focus_first(self.view.filling.missing if reading.goes_on else standing)
            self.post_message(self.Shown())
            if reading.page.soon is not None:
                self.run_worker(self._warn(reading.page, reading.page.soon), group="vigil-session", exclusive=True, description="idle page")
        if reading.page.waits is not None and not reading.busy and (self._waiting is None or self._waiting.is_finished):
            self._waiting = self.run_worker(reading.wait(), group="vigil", description="page that waits")

    async def _warn(self, page: Page, soon: int) -> None:
        """Whose session here is about to end for want of use is told, as the page says it to a browser (SES-01)."""
        clock = self._desk.clock
        await clock.sleep(max(0, self.reading.came_at + soon - clock.monotonic()))
        if self.reading.page is page:
            self._say(phrase("reader.soon", minutes=int(WARNED.total_seconds()) // 60))

    def _with_more(self, page: Page) -> Page:
        if page.prints:
            page = replace(page, blocks=(Link(self._desk.words.say("reader.save"), _SAVE, look=Look.button), *page.blocks))
        return self._more(page)

    def reword(self) -> None:
        """The page itself comes anew, in the other language."""
        language = self._desk.words.language.value
        if self._asleep:
            return
        if self.reading.page.language == language:
            self.reading.user.language = language
            return
        self.keep_typed()
        typed = self.view.filling.typed_for_language
        self.begin(lambda: self.reading.speak(language, typed))

    # --- steps

    def awaited(self, event: Event) -> Sequence[str]:
        """What is typed here is for the page that comes of the step under way."""
        return ("errand-page",)

    def begin(self, step: Step) -> None:
        """The app carries it out, so that it comes to its end when this is put away meanwhile."""
        if not self.reading.busy:
            self.reading.busy = True
            if self._waiting is not None:
                self._waiting.cancel()
            self.app.run_worker(self._carry_out(step), group="errand-page", description="page")

    async def _carry_out(self, step: Step) -> None:
        try:
            await self.reading.run(step)
        finally:
            if self.reading.said is not None:
                self.app.post_message(InVain())

    def _say(self, what: Phrase) -> None:
        self.reading.say(what)
        self._tell()

    def back(self) -> None:
        """Esc: no longer wait for an answer; else to the step or the page before, in the end out."""
        button = next((one for one in all_blocks(self.reading.page) if isinstance(one, Button) and one.back), None)
        if self.reading.busy:
            self.reading.give_up()
        elif button is not None:
            self.keep_typed()
            self.begin(lambda: self.reading.send(button.form, {}, button))
        elif self.reading.at_start:
            self.post_message(self.Left())
        else:
            self.keep_typed()
            self.begin(self.reading.back)

    @on(PageView.TimeOver)
    @on(CaptchaView.Wanted)
    def reload(self) -> None:
        """F5; another captcha comes with it."""
        self.keep_typed()
        self.begin(self.reading.reload)

    @on(PageView.Followed)
    def _followed(self, event: PageView.Followed) -> None:
        event.stop()
        address = event.link.address or ""
        if address == _SAVE:
            self.save()
        elif address.startswith(OWN):
            self.post_message(self.OwnChosen(address.removeprefix(OWN)))
        elif address:
            self.keep_typed()
            if event.link.beside:
                self._set_aside()
            self.begin(lambda: self.reading.open(address))

    @on(PageView.Pressed)
    def _pressed(self, event: PageView.Pressed) -> None:
        event.stop()
        self.run_worker(self._send(event.button, dict(event.values)), group="errand", description="form")

    async def _send(self, button: Button, values: dict[str, Any]) -> None:
        paths = [entry for entry in self.view.filling.entries if entry.field.form == button.form and entry.field.kind is FieldKind.file]
        for entry in paths:
            if not await self._read_file(entry, values):
                return
        if button.skips:
            self._set_aside()
        self.begin(lambda: self.reading.send(button.form, values, button))

    async def _read_file(self, entry: Entry, values: dict[str, Any]) -> bool:
        """The file whose path was typed, in the path's place."""
        typed = str(values.get(entry.field.name, ""))
        try:
            if typed.strip():
                values[entry.field.name] = await handed(typed, visiting=self._desk.visiting)
        except OSError:
            self.view.complain(entry, phrase("reader.no_file"))
            return False
        return True

    # --- what is asked on top

    @on(PageView.KeypadToggled)
    def _keypad_toggled(self, event: PageView.KeypadToggled) -> None:
        event.stop()
        self._frame.toggle_keypad()

    @on(PageView.ChoiceWanted)
    def _choice_wanted(self, event: PageView.ChoiceWanted) -> None:
        event.stop()
        self.run_worker(self._choose(event.entry), group="dialog", exclusive=True, description="choose")

    async def _choose(self, entry: Entry) -> None:
        chosen = await self.app.push_screen_wait(self._chooser(entry.field))
        if isinstance(chosen, str):
            self.view.choose(entry, chosen)

    def _chooser(self, field: Field) -> ModalScreen[Any]:
        title = phrase("plain", text=field.label)
        choices = [
            Choice(one.value, one.label if field.kind is FieldKind.select else f"{one.value}  {one.label}", one.note)
            for one in field.choices
        ]
        if len(choices) <= _MOST_IN_SIGHT:
            return ChooseDialog(self._desk, title, choices)
        return FindDialog(self._desk, title, phrase("reader.find"), finder(choices))

    def save(self) -> None:
        """The page's HTML, in a file for oneself."""
        page = self.reading.page
        if page.prints:
            title = phrase("reader.save.title")
            keep(self.screen, self._desk, as_document(page), file_name(page.title, ".html"), title, "text/html", self._say)
