"""Below the unit list: what one is at the unit under the cursor, how many units there are, and what came of what was done last."""

from textual.app import ComposeResult
from textual.containers import Vertical
from typing_extensions import override

from etax_client.clock import Clock
from etax_client.domain.units.units import Unit, UnitTotals
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.said import Said
from etax_client.widgets.units.unit_standing import UnitStanding


class UnitFoot(Vertical):
    """Three lines; what came of something may take two of them, and lies on the totals then, so that nothing moves."""

    DEFAULT_CSS = """
    UnitFoot { height: 3; width: 100%; }
    UnitFoot #standing { padding: 0 1; color: $quiet; }
    UnitFoot #totals { padding: 0 1; color: $foreground; }
    UnitFoot #status {
        dock: bottom; width: 100%; height: auto; min-height: 1; max-height: 2; padding: 0 1; background: $background; color: $quiet;
        &.-error { color: $error; text-style: bold; }
    }
    """

    def __init__(self, words: Words, clock: Clock) -> None:
        super().__init__()
        self.status = Said(words, id="status")
        self._standing = UnitStanding(words, clock, id="standing")
        self._totals = OneLine(words, id="totals")

    @override
    def compose(self) -> ComposeResult:
        yield self._standing
        yield self._totals
        yield self.status

    def show(self, unit: Unit | None, passed: float) -> None:
        """The unit under the cursor, read so many seconds ago."""
        self._standing.show(unit, passed)

    def count(self, totals: UnitTotals) -> None:
        numbers = {"units": totals.units, "income": totals.income_filed, "business": totals.business_filed}
        self._totals.say(phrase("units.totals", **numbers), phrase("units.totals_short", **numbers))

    def say(self, what: Phrase | None, *, wrong: bool = False) -> None:
        self.status.say(what)
        self.status.set_class(wrong, "-error")
