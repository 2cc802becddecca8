"""The unit under the list's cursor, beside the list, with what opens it (looks.md)."""

from asyncio import Lock

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from typing_extensions import override

from etax_client.domain.secret import Secret
from etax_client.domain.units.units import Unit
from etax_client.screens.desk import Desk
from etax_client.screens.verification.verification_form import VerificationForm
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.units.unit_card import UnitCard
from etax_client.widgets.units.unit_standing import is_free


class UnitDetail(VerticalScroll, can_focus=False):
    """`form` is there once a unit has been shown; its screen hears it, and the button `enter-free`."""

    DEFAULT_CSS = """
    UnitDetail { scrollbar-size-vertical: 1; }
    UnitDetail #free { height: auto; align-horizontal: right; }
    UnitDetail #free Said { width: 100%; color: $quiet; }
    UnitDetail #form-title { width: 100%; text-style: bold; color: $primary; }
    UnitDetail.-free #form-title, UnitDetail.-free VerificationForm { display: none; }
    UnitDetail #free { display: none; }
    UnitDetail.-free #free { display: block; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes="-long")
        self._desk = desk
        self._shown: tuple[Unit, float] | None = None
        self._about_to_draw = False
        self._drawing = Lock()
        self.card = UnitCard(desk.words)
        self.form: VerificationForm | None = None

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield self.card
        yield Said(words, phrase("verify.title"), id="form-title")
        with Vertical(id="free"):
            yield Said(words, phrase("detail.enter_free"))
            yield PushButton(words, phrase("units.enter"), id="enter-free", classes="-primary")

    @property
    def in_use(self) -> bool:
        """Whether the user is at the form."""
        return self.form is not None and self.screen.focused is not None and self.form in self.screen.focused.ancestors

    def show(self, unit: Unit | None, passed: float) -> None:
        """The unit under the cursor, as it was read so many seconds ago; None while it is not there yet.

        Drawn behind the list, and of several that come at once the last (P7).
        """
        if unit is None:
            return
        self._shown = unit, passed
        if not self._about_to_draw:
            self._about_to_draw = True
            self.call_after_refresh(self._draw)

    async def _draw(self) -> None:
        async with self._drawing:
            self._about_to_draw = False
            if self._shown is None:
                return
            unit, passed = self._shown
            self.card.show(unit)
            if self.form is None:
                form = VerificationForm(self._desk, unit, in_dialog=False)
                await self.mount(form, after="#form-title")
                self.form = form
            self.form.show(unit, passed)
            self.set_class(is_free(unit), "-free")

    async def ask(self, unit: Unit, passed: float, typed: Secret | None = None) -> None:
        """For the password, whatever the list knows: the server wants it."""
        self._shown = unit, passed
        await self._draw()
        self.remove_class("-free")
        if self.form is not None:
            self.form.start(typed)
