"""A page of the simulated systems in cells: it is handed a page, and says what was chosen on it (attributes down, messages up)."""

from collections.abc import Iterator, Mapping, Set

from textual import events, on
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.geometry import Region, Spacing
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker
from typing_extensions import override

from etax_client.clock import Clock
from etax_client.domain.pages.page import Button, FieldKind, Link, Look, Page, Sheet, Skin, Table, all_blocks
from etax_client.domain.secret import Secret
from etax_client.texts.words import Phrase, Words
from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.pages.entry import Entry, Keypad
from etax_client.widgets.pages.filling import Filling, Place, Typed
from etax_client.widgets.pages.page_body import PageBody
from etax_client.widgets.pages.parts import countdowns
from etax_client.widgets.pages.rows import Framed, Head, Row, rows_of
from etax_client.widgets.pages.setting import Setting, Thing, set_page
from etax_client.widgets.qr_code import QrCode

_NOTHING = Page("", "", "", Skin.server, ())
_STEP = 3
"""Rows that an arrow scrolls by."""
_BELOW = Spacing(0, 0, 1, 0)


class PageView(VerticalScroll, can_focus=True):
    """Tab goes through it as the page reads; Enter in a field presses what the page has it press."""

    DEFAULT_CSS = """
    PageView { height: 1fr; width: 100%; align-horizontal: center; scrollbar-size-vertical: 1; }
    """
    BINDINGS = [
        Binding("tab", "step(1)"),
        Binding("shift+tab", "step(-1)"),
        Binding("up", "go(-1)"),
        Binding("down", "go(1)"),
        Binding("left", "pick(-1)"),
        Binding("right", "pick(1)"),
        Binding("enter", "enter"),
        Binding("space", "act"),
        *(Binding(str(place + 1), f"pick_at({place})") for place in range(9)),
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

    class ChoiceWanted(Message):
        """A field's choices are asked for; whoever lists them calls `choose`."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    class KeypadToggled(Message):
        """The soft keypad is to be opened or closed, for the secret that has the focus now."""

    class TimeOver(Message):
        """A countdown without a button of its own has come to its end: the page is no longer true."""

    def __init__(self, words: Words, clock: Clock, *, titled: bool = True) -> None:
        """`titled`: it says the page's title, where nobody else does."""
        super().__init__()
        self._titled = titled
        self._words = words
        self._clock = clock
        self.page = _NOTHING
        self.filling = Filling(_NOTHING, ())
        self._rows: list[Row] = []
        self.at: Thing | None = None
        """Where one is on the page, or was as one left it."""
        self._passed = 0.0
        self._waiting: Set[str] = frozenset()
        """What a countdown has yet to free."""
        self._counting: Worker[None] | None = None
        self._body = PageBody()

    @override
    def compose(self) -> Iterator[Widget]:
        yield self._body

    # --- what is shown

    async def show(self, page: Page, typed: Typed | None = None, secrets: Mapping[Place, Secret] | None = None) -> None:
        """Another page, from its top, with what had been typed on it before; secrets only while its form is still being filled in."""
        self.rest()
        self.page, self.at = page, None
        self._rows = list(rows_of(page, self._words, titled=self._titled))
        self.filling = Filling(page, [row for row in self._rows if isinstance(row, Entry)])
        self.filling.put_back(typed or {}, secrets or {})
        if self.has_focus_within:
            self.screen.set_focus(self, scroll_visible=False)
        self._count_down()
        boxes = [entry.box for entry in self.filling.entries if entry.box is not None]
        with self.app.batch_update():
            self._body.set_class(any(isinstance(block, Table | Sheet) for block in all_blocks(page)), "-broad")
            await self._body.hold([*boxes, *(framed.widget for framed in self._framed)])
            self._squeeze()
            self._set_anew()
            self.scroll_to(y=0, animate=False, immediate=True)

    @property
    def _framed(self) -> list[Framed]:
        return [row for row in self._rows if isinstance(row, Framed)]

    def _set_anew(self) -> None:
        """Something on it looks otherwise now."""
        asked = self.filling.asked
        for entry in self.filling.entries:
            if entry.box is not None and entry.box.display != (entry in asked):
                entry.box.display = entry in asked
        rows = [row for row in self._rows if not isinstance(row, Entry) or row in asked]
        self._body.lay(lambda width: set_page(rows, width, self._words, self._passed, self._waiting))

    def _squeeze(self) -> None:
        """As large as there is room for."""
        for framed in self._framed:
            if isinstance(framed.widget, QrCode):
                framed.widget.squeeze(self._body.content_size.width, max(self.size.height, 1))

    def on_resize(self) -> None:
        if self._framed:
            self._squeeze()
            self._set_anew()

    def reword(self) -> None:
        self._set_anew()

    def show_captcha(self, address: str, rows: tuple[str, ...]) -> None:
        for framed in self._framed:
            if framed.picture.cells == address and isinstance(framed.widget, CaptchaView):
                framed.widget.show(rows)
                self._set_anew()

    @property
    def setting(self) -> Setting:
        """What stands where."""
        return self._body.setting

    # --- time

    def rest(self) -> None:
        """Nobody looks at it: time stands still, and no secret stays in it."""
        if self._counting is not None:
            self._counting.cancel()
        self.filling.forget_secrets()

    def _count_down(self) -> None:
        ends = countdowns(self.page.blocks)
        self._passed, self._waiting = 0.0, {one.frees for one in ends if one.frees}
        self._counting = self.run_worker(self._count(), group="vigil", description="page's countdown") if ends else None

    async def _count(self) -> None:
        """Seconds run down by the clock that was handed in; then the page is told of anew, or a button may be pressed."""
        start = self._clock.monotonic()
        left = countdowns(self.page.blocks)
        while left:
            self._passed = self._clock.monotonic() - start
            if any(one.seconds <= self._passed and not one.frees for one in left):
                self.post_message(self.TimeOver())
            left = [one for one in left if one.seconds > self._passed]
            self._waiting = {one.frees for one in left if one.frees}
            self._set_anew()
            await self._clock.sleep(1 - self._passed % 1)

    # --- where one is

    def go_to(self, thing: Thing, *, seen: bool = True) -> None:
        self.at = thing
        (thing.box if isinstance(thing, Entry) and thing.box is not None else self).focus(scroll_visible=False)
        self._mark()
        if seen:
            self.call_after_refresh(self._bring_into_sight, thing)

    def _mark(self) -> None:
        self._body.mark(self.at if self.has_focus else None)

    def _bring_into_sight(self, thing: Thing) -> None:
        """What stands above the first thing to go to is seen again with it."""
        place = self._place_of(thing)
        if thing is next(iter(self.setting.things), None):
            self.scroll_home(animate=False)
        elif place is not None:
            self.scroll_to_region(place, animate=False, x_axis=False)

    def _place_of(self, thing: Thing) -> Region | None:
        """Where it is, by the rows that are scrolled, with the row below, in which a field has its message."""
        place = self.setting.place_of(thing)
        return None if place is None else place.grow(_BELOW).translate((0, self._body.styles.padding.top))

    @override
    def focus_on_click(self) -> bool:
        """What is read can be marked while one is elsewhere."""
        return False

    @override
    def watch_has_focus(self, _has_focus: bool) -> None:
        """No style sheet asks for it: what has the focus is drawn."""
        self._mark()

    def on_focus(self) -> None:
        if self.screen.focused is self:
            if self.at is None:
                self.focus_first()
            else:
                self.go_to(self.at, seen=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.at = self.filling.entry_of(event.widget) or self.at
        self._mark()

    @property
    def standing(self) -> Place | None:
        """The field that one is in, by what it is called in a page that comes anew too."""
        return self.filling.key(self.at) if isinstance(self.at, Entry) and self.at in self.filling.entries else None

    def focus_first(self, standing: Place | None = None) -> None:
        """Where one stood; else the first field in error, the one that the page names, the first field or main act, what can be chosen."""
        asked = self.filling.asked
        stood = next((entry for entry in asked if self.filling.key(entry) == standing), None)
        wrong = next((entry for entry in asked if entry.in_error), None)
        named = next((entry for entry in asked if entry.field.focus), None)
        if (first := stood or wrong or named or self._begins()) is None:
            self.focus(scroll_visible=False)
        else:
            self.go_to(first, seen=first is stood or first is wrong)  # else a page is seen from its top, whatever is asked further down

    def _begins(self) -> Thing | None:
        things = self.setting.things
        head = [act for row in self._rows if isinstance(row, Head) for act in row.acts]
        content = [thing for thing in things if not any(thing is act for act in head)]
        main = (thing for thing in content if isinstance(thing, Entry) or (not isinstance(thing, Keypad) and thing.look is Look.main))
        return next(main, None) or next(iter(content or things), None)

    def action_step(self, by: int) -> None:
        """Tab; from its ends on to what lies around it, and it is come back to at the other one."""
        things = self.setting.things
        at = self._place_among(things) + by
        if 0 <= at < len(things):
            self.go_to(things[at])
            return
        if things:
            self.at = things[0 if by > 0 else -1]
        chain = self.screen.focus_chain
        other = chain[(chain.index(self) + by) % len(chain)] if self in chain else self
        if other is self and self.at is not None:
            self.go_to(self.at)
        else:
            other.focus()

    def _place_among(self, things: list[Thing]) -> int:
        return next((place for place, thing in enumerate(things) if thing is self.at), -1)

    def action_go(self, by: int) -> None:
        """To the next thing that can be chosen; what is read between two of them is scrolled through."""
        if self._picks is not None:
            self.action_pick(by)
        elif by > 0 and isinstance(self.at, Entry) and self.at.chooses:
            self._act(self.at)
        else:
            self._go(by)

    def _go(self, by: int) -> None:
        things = self.setting.things
        at = self._place_among(things)
        if at >= 0 and 0 <= at + by < len(things) and self._is_seen(things[at]) and self._is_seen(things[at + by], self.size.height // 2):
            self.go_to(things[at + by])
        else:
            self.scroll_relative(y=_STEP * by, animate=False)

    def _is_seen(self, thing: Thing, around: int = 0) -> bool:
        """Or would be, so many rows above or below."""
        place = self._place_of(thing)
        seen = Region(0, self.scroll_offset.y - around, self.size.width, self.size.height + 2 * around)
        return place is not None and seen.overlaps(place)

    # --- what is done on it

    @on(PageBody.Touched)
    def _touched(self, event: PageBody.Touched) -> None:
        event.stop()
        thing = event.spot.thing
        self.go_to(thing, seen=False)
        if isinstance(thing, Entry) and thing.field.kind is FieldKind.radio:
            self.choose(thing, thing.field.choices[event.spot.choice].value)
        else:
            self._act(thing)

    def action_enter(self) -> None:
        """Of a list the one that stands first there, if nothing is picked, and then on."""
        if (picks := self._picks) is None:
            self.action_act()
            return
        if not picks.value:
            self.action_pick_at(picks.under)
        self._submit(picks)

    def action_act(self) -> None:
        if (picks := self._picks) is not None:
            self.action_pick_at(picks.under)
        elif self.at is not None:
            self._act(self.at)

    def _act(self, thing: Thing) -> None:
        if isinstance(thing, Link):
            self.post_message(self.Followed(thing))
        elif isinstance(thing, Button):
            self._press(thing)
        elif isinstance(thing, Keypad):
            self.go_to(thing.entry)
            self.post_message(self.KeypadToggled())
        elif thing.field.kind is FieldKind.tick:
            thing.tick()
            self._set_anew()
        elif thing.chooses:
            self.post_message(self.ChoiceWanted(thing))

    @property
    def _picks(self) -> Entry | None:
        """The list of which one is picked, while one is there."""
        return self.at if isinstance(self.at, Entry) and self.at.field.kind is FieldKind.radio else None

    def action_pick(self, by: int) -> None:
        """Past the ends one goes on: a list is left as it was come to."""
        picks = self._picks
        place = -1 if picks is None else picks.under + by if picks.value else picks.under
        if picks is None:
            self._go(by)
        elif 0 <= place < len(picks.field.choices):
            self.action_pick_at(place)
        else:
            self.action_step(by)

    def action_pick_at(self, place: int) -> None:
        if (picks := self._picks) is not None and place < len(picks.field.choices):
            self.choose(picks, picks.field.choices[place].value)

    @on(TextField.Submitted)
    @on(SecretField.Submitted)
    def _entered(self, event: TextField.Submitted | SecretField.Submitted) -> None:
        event.stop()
        if (entry := self.filling.entry_of(event.control)) is not None:
            self._submit(entry)

    def _submit(self, entry: Entry) -> None:
        button = self.filling.entered(entry.field.form)
        if button is not None and button.ident not in self._waiting:
            self._press(button)

    def _press(self, button: Button) -> None:
        wrong = None if button.skips else self.filling.check(button.form)
        self._set_anew()
        if wrong is not None:
            self.go_to(wrong)
        else:
            self.post_message(self.Pressed(button, self.filling.values(button.form)))

    def choose(self, entry: Entry, value: str) -> None:
        entry.put(value)
        entry.error = None
        self._set_anew()

    def complain(self, entry: Entry, what: Phrase) -> None:
        """Say what is wrong with a field, and go there."""
        entry.error = what
        self._set_anew()
        self.go_to(entry)

    @on(TextField.Changed)
    @on(SecretField.Changed)
    def _changed(self, event: TextField.Changed | SecretField.Changed) -> None:
        """What is typed into is seen, and what was wrong is being mended."""
        event.stop()
        entry = self.filling.entry_of(event.control)
        if entry is not None and entry.in_error and entry.typed != entry.field.value:
            entry.error = None
            self._set_anew()
        if entry is not None and event.control.has_focus and not self._is_seen(entry):
            self._bring_into_sight(entry)
