"""Units by the row, and an app that has an answer to whatever the unit table wants."""

from dataclasses import replace

from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Label

from etax_client.domain.units.units import Filing, Unit
from etax_client.widgets.units.unit_table import UnitTable
from tests.units import PLAIN
from tests.widgets.stage import Stage

MANY = 100_000


def unit(row: int, name: str | None = None) -> Unit:
    name = name or f"广东示例{row + 1}号有限公司"
    return replace(PLAIN, unit_id=1000 + row, taxpayer_id=f"9144{row:014}", name=name, income_filing=Filing.pending)


def fill(table: UnitTable, start: int, stop: int, total: int) -> None:
    table.put(start, [unit(row) for row in range(start, stop)], total)


class Answering(Stage):
    """Answers what the table wants, as a screen with a very fast server does."""

    def __init__(self, table: UnitTable, total: int = MANY, theme: str = "etax-light") -> None:
        super().__init__(table, Label("below"), theme=theme)
        self._table = table
        self._total = total

    def on_paged_table_wanted(self, wanted: UnitTable.Wanted) -> None:
        fill(self._table, wanted.start, wanted.end, self._total)


async def press(app: Stage, pilot: Pilot[None], *keys: str) -> None:
    """Keys as the terminal sends them, without the waits of a pilot."""
    for key in keys:
        app.post_message(Key(key, None))
    await pilot.pause()
    await pilot.pause()


def shown(app: Stage, table: UnitTable) -> list[str]:
    return [app.row_of(table, line) for line in range(table.outer_size.height)]
