"""A page of the simulated systems in cells: it is handed a page, and says what was chosen on it (attributes down, messages up)."""

from collections.abc import Iterator, Mapping

from textual import events, on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.clock import Clock
from etax_client.domain.pages.page import (
    Button,
    Field,
    FieldKind,
    Heading,
    Link,
    Look,
    Page,
    Paragraph,
    Picture,
    Sheet,
    Table,
    Text,
    Tone,
    all_blocks,
)
from etax_client.domain.secret import Secret
from etax_client.texts.words import Words, phrase
from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.fields.choice_field import ChoiceField
from etax_client.widgets.fields.pick_list import PickList
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.pages.entry import Entry, is_asked
from etax_client.widgets.pages.links import LinkLine, columns
from etax_client.widgets.pages.parts import Acts, Drawn, countdowns, parts_of
from etax_client.widgets.pages.parts import Prose as ProsePart
from etax_client.widgets.pages.prose import Prose
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode

Typed = Mapping[tuple[str, str], str]
"""What was typed, by the form's address and the field's name; no secrets."""
_BESIDE = 56
"""Columns from which labels stand at the left of their fields."""
_LONGEST_LABEL = 20
_KEYPAD = 52
"""Columns that the soft keypad takes at least."""
_STEP = 3
"""Rows that an arrow scrolls by."""
_LOOKS = {Look.main: "-primary", Look.quiet: "-link", Look.plain: "-link"}


class PageView(VerticalScroll):
    """Tab goes through it as the page reads; Enter in a field presses what the page has it press."""

    DEFAULT_CSS = """
    PageView { height: 1fr; width: 100%; align-horizontal: center; scrollbar-size-vertical: 1; }
    PageView > .page-column { width: 100%; max-width: 68; height: auto; padding: 0 1; }
    PageView > .page-column.-broad { max-width: 100; }
    .-roomy PageView > .page-column, .-tall PageView > .page-column { padding: 1; }
    PageView .page-head { height: auto; width: 100%; }
    PageView .page-head Prose { width: auto; padding: 0 1; }
    PageView .page-head .page-title { width: 1fr; padding: 0; }
    PageView .page-acts { height: auto; width: 100%; align-horizontal: right; }
    PageView .page-acts PushButton { margin: 0 0 0 1; }
    PageView .-apart { margin: 1 0 0 0; }
    PageView QrCode { margin: 1 0; }
    PageView .keypad-toggle { margin: 0 0 0 1; }
    PageView > .page--heading-1 { color: $primary; text-style: bold; }
    PageView > .page--heading-2 { color: $primary; text-style: bold; }
    PageView > .page--heading-3 { text-style: bold; }
    PageView > .page--strong { text-style: bold; }
    PageView > .page--head { text-style: bold; color: $foreground; }
    PageView > .page--plain { color: $foreground; }
    PageView > .page--quiet { color: $quiet; }
    PageView > .page--hint { color: $quiet; }
    PageView > .page--banner { color: $quiet; }
    PageView > .page--rule { color: $quiet; }
    PageView > .page--notice { color: $primary; }
    PageView > .page--done { color: $success; text-style: bold; }
    PageView > .page--warning { color: $warning; }
    PageView > .page--error { color: $error; text-style: bold; }
    """
    COMPONENT_CLASSES = {
        *(f"page--heading-{level}" for level in (1, 2, 3)),
        *(f"page--{tone}" for tone in Tone),
        "page--strong",
        "page--head",
        "page--rule",
    }
    BINDINGS = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
    ]

    class Followed(Message):
        """A link was chosen."""

        def __init__(self, link: Link) -> None:
            super().__init__()
            self.link = link

    class Pressed(Message):
        """A button was pressed, and nothing that it needs is missing; `values` are those of its form, by name."""

        def __init__(self, button: Button, values: Mapping[str, str | Secret]) -> None:
            super().__init__()
            self.button = button
            self.values = values

    class TimeOver(Message):
        """A countdown without a button of its own has come to its end: the page is no longer true."""

    def __init__(self, words: Words, clock: Clock, page: Page, *, titled: bool = True) -> None:
        """`titled`: it says its title, where nobody else does."""
        super().__init__(can_focus=False)
        self._titled = titled
        self.page = page
        self._words = words
        self._clock = clock
        self.entries: list[Entry] = []
        self._buttons: dict[PushButton, Button | Link] = {}
        self._captchas: dict[str, CaptchaView] = {}
        self._ends = countdowns(page.blocks)
        self._rows = list(self._widgets())
        self._show_asked()
        self._column = Vertical(*self._rows, classes="page-column")
        self._column.set_class(any(isinstance(block, Table | Sheet) for block in all_blocks(page)), "-broad")

    # --- building

    @override
    def compose(self) -> Iterator[Widget]:
        yield self._column

    def _widgets(self) -> Iterator[Widget]:
        head = Heading(1, (Text(self.page.title),)) if self._titled else Paragraph((Text(self.page.product),), Tone.quiet)
        tools = list(self._tools())
        if tools or (self._titled and self.page.title):
            yield Horizontal(Prose((Drawn(head),)).add_class("page-title"), *tools, classes="page-head")
        parts = parts_of(self.page.blocks)
        for part, column in zip(parts, columns(parts), strict=True):
            yield LinkLine(part, column) if isinstance(part, Link) else self._widget(part)
        if self.page.cut:
            yield Prose((Drawn(Paragraph((Text(self._words.say("reader.cut")),), Tone.warning)),))

    def _tools(self) -> Iterator[Widget]:
        for part in parts_of(self.page.tools):
            if isinstance(part, Acts):
                yield from (self._button(act) for act in part.acts)
            elif isinstance(part, Link):
                yield self._button(part)
            elif isinstance(part, ProsePart):
                yield Prose(part.drawn)

    def _widget(self, part: ProsePart | Acts | Field | Picture) -> Widget:
        if isinstance(part, ProsePart):
            return Prose(part.drawn)
        if isinstance(part, Acts):
            return Horizontal(*(self._button(act) for act in part.acts), classes="page-acts")
        if isinstance(part, Picture):
            return self._picture(part)
        secret = part.kind is FieldKind.password
        toggle = (PushButton(self._words, phrase("login.keypad"), classes="keypad-toggle"),) if secret else ()
        entry = Entry(self._words, part, toggle)
        self.entries.append(entry)
        return entry

    def _button(self, act: Button | Link) -> PushButton:
        text = "  ".join((act.text, *act.notes))
        button = PushButton(self._words, phrase("plain", text=text), classes=_LOOKS.get(act.look))
        if isinstance(act, Button) and any(act.ident and one.frees == act.ident for one in self._ends):
            button.disabled = True
        self._buttons[button] = act
        return button

    def _picture(self, picture: Picture) -> CaptchaView | QrCode:
        if picture.payload:
            return QrCode(picture.payload)
        view = self._captchas[picture.cells or ""] = CaptchaView(self._words)
        return view

    def on_mount(self) -> None:
        if self._ends:
            self.run_worker(self._count(), group="vigil", description="page's countdown")
        if not self._focusable:
            self.can_focus = True

    # --- time

    async def _count(self) -> None:
        """Seconds run down by the clock that was handed in; then the page is told of anew, or a button may be pressed."""
        start = self._clock.monotonic()
        left = list(self._ends)
        while left:
            passed = self._clock.monotonic() - start
            for prose in self.query(Prose):
                prose.pass_time(passed)
            for over in [one for one in left if one.seconds <= passed]:
                left.remove(over)
                if not over.frees:
                    self.post_message(self.TimeOver())
                for button, act in self._buttons.items():
                    if isinstance(act, Button) and over.frees == act.ident and over.frees:
                        button.disabled = False
            await self._clock.sleep(1 - passed % 1)

    def show_captcha(self, address: str, rows: tuple[str, ...]) -> None:
        if address in self._captchas:
            self._captchas[address].show(rows)

    # --- what stands in it

    @property
    def typed(self) -> Typed:
        return {self._key(entry): value for entry in self.entries if (value := entry.typed) is not None and entry.field.name}

    @property
    def typed_for_language(self) -> dict[str, str]:
        """What goes along as the page is asked for in the other language."""
        speaks = self.page.speaks
        entries = [] if speaks is None else [entry for entry in self.entries if entry.field.form == speaks.form]
        return {entry.field.name: value for entry in entries if (value := entry.typed) is not None and entry.field.name}

    def put_back(self, typed: Typed) -> None:
        """What had been typed on this page before it came anew."""
        for entry in self.entries:
            value = typed.get(self._key(entry))
            if value is not None and value != entry.typed:
                entry.put(value)
        self._show_asked()

    def _key(self, entry: Entry) -> tuple[str, str]:
        return self.page.forms[entry.field.form].action or "", entry.field.name

    @property
    def secret(self) -> SecretField | None:
        """The first one, with which a soft keypad would begin."""
        return next((entry.widget for entry in self.entries if isinstance(entry.widget, SecretField)), None)

    def fill_login(self, password: Secret) -> None:
        """Type it where an account is asked for with a password, and there alone."""
        forms = {entry.field.form for entry in self.entries if entry.field.name == "account"}
        for entry in self.entries:
            if entry.field.form in forms and isinstance(entry.widget, SecretField) and not entry.widget.length:
                entry.widget.insert(password)

    def entry_of(self, widget: Widget) -> Entry:
        return next(entry for entry in self.entries if entry.widget is widget)

    def choose(self, entry: Entry, value: str) -> None:
        entry.choose(value)
        self._show_asked()

    def _asked(self, entry: Entry) -> bool:
        return is_asked(entry, [each for each in self.entries if each.field.form == entry.field.form])

    def _show_asked(self) -> None:
        """Styles are put on once where nothing has been mounted yet."""
        for entry in self.entries:
            if entry.display != self._asked(entry):
                entry.display = not entry.display
        before: Widget | None = None
        for widget in self._rows:
            if widget.display:
                widget.set_class(before is not None and _is_apart(widget, before), "-apart", update=widget.is_attached)
                before = widget

    # --- size and focus

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        width = self._column.size.width
        column = min(max((entry.label_width for entry in self.entries), default=0), _LONGEST_LABEL) if width >= _BESIDE else 0
        for entry in self.entries:
            entry.set_column(column)
        for toggle in self.query(".keypad-toggle"):
            toggle.display = width >= _KEYPAD
        for code in self.query(QrCode):
            code.squeeze(width, max(self.size.height, 1))

    @property
    def _focusable(self) -> list[Widget]:
        return [widget for widget in self.query("*").results(Widget) if widget.focusable and not _is_hidden(widget)]

    def focus_first(self) -> None:
        """The first field in error, else the one that the page names, else the first field or main act; else what can be chosen."""
        asked = [entry for entry in self.entries if self._asked(entry)]
        wrong = next((entry for entry in asked if entry.in_error), None)
        named = next((entry for entry in asked if entry.field.focus), None)
        first = wrong or named
        if first is not None:
            first.widget.focus(scroll_visible=first.in_error)  # a page is seen from its top, whatever is asked further down
            return
        main = [button for button, act in self._buttons.items() if act.look is Look.main]
        fields = [entry.widget for entry in asked]
        begins = next((widget for widget in self._focusable if widget in main or widget in fields), None)
        content = (widget for widget in self._focusable if widget.parent is None or not widget.parent.has_class("page-head"))
        target = begins or next(content, None) or next(iter(self._focusable), self)
        target.focus(scroll_visible=False)

    def action_go(self, by: int) -> None:
        """To the next thing that can be chosen; what is read between two of them is scrolled through."""
        chain = [widget for widget in self._focusable if widget.display and widget.region]
        focused = self.screen.focused
        at = chain.index(focused) + by if focused in chain else -1
        if focused in chain and self._is_seen(focused) and 0 <= at < len(chain) and self._is_near(chain[at], by):
            chain[at].focus()
        else:
            self.scroll_relative(y=_STEP * by, animate=False)

    def _is_seen(self, widget: Widget) -> bool:
        return self.content_region.overlaps(widget.region)

    def _is_near(self, widget: Widget, by: int) -> bool:
        """Within a screenful of what is seen."""
        seen = self.content_region
        return widget.region.y < seen.bottom + seen.height // 2 if by > 0 else widget.region.bottom > seen.y - seen.height // 2

    def on_key(self) -> None:
        """What is typed into is seen."""
        focused = self.screen.focused
        if isinstance(focused, TextField | SecretField) and not self._is_seen(focused):
            focused.scroll_visible(animate=False)

    # --- what is done on it

    @on(LinkLine.Chosen)
    def _link_chosen(self, event: LinkLine.Chosen) -> None:
        event.stop()
        self.post_message(self.Followed(event.line.link))

    @on(PushButton.Pressed)
    def _button_pressed(self, event: PushButton.Pressed) -> None:
        act = self._buttons.get(event.button)
        if act is None:
            return
        event.stop()
        if isinstance(act, Link):
            self.post_message(self.Followed(act))
        else:
            self._press(act)

    @on(TextField.Submitted)
    @on(SecretField.Submitted)
    @on(PickList.Submitted)
    def _entered(self, event: TextField.Submitted | SecretField.Submitted | PickList.Submitted) -> None:
        event.stop()
        form = self.entry_of(event.control).field.form
        buttons = [act for act in self._buttons.values() if isinstance(act, Button) and act.form == form]
        button = next((each for each in buttons if each.enter), None) or next(iter(buttons), None)
        if button is not None:
            self._press(button)

    def _press(self, button: Button) -> None:
        entries = [entry for entry in self.entries if entry.field.form == button.form and self._asked(entry)]
        if not button.skips:
            for entry in entries:
                entry.complain(entry.wrong())
            wrong = next((entry for entry in entries if entry.in_error), None)
            if wrong is not None:
                wrong.widget.focus()
                return
        values = {entry.field.name: entry.value for entry in entries if entry.field.name and entry.is_sent}
        self.post_message(self.Pressed(button, values))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What stands above the first thing to go to is seen again with it."""
        if self._focusable and event.widget is self._focusable[0]:
            self.scroll_home(animate=False)

    @on(TextField.Changed)
    @on(SecretField.Changed)
    @on(PickList.Changed)
    def _changed(self, event: TextField.Changed | SecretField.Changed | PickList.Changed) -> None:
        """What was wrong is being mended."""
        event.stop()
        entry = self.entry_of(event.control)
        if entry.in_error and entry.typed != entry.field.value:
            entry.complain(None)

    @on(ChoiceField.Wanted)
    def _choice_wanted(self, event: ChoiceField.Wanted) -> None:
        self.entry_of(event.field).complain(None)


def _is_apart(widget: Widget, before: Widget) -> bool:
    """Whether there is an empty line between them: a field ends with one of its own, and links stand in rows."""
    return not isinstance(before, Entry) and not (isinstance(widget, LinkLine) and isinstance(before, LinkLine))


def _is_hidden(widget: Widget) -> bool:
    return any(not node.display for node in widget.ancestors_with_self if isinstance(node, Widget))
