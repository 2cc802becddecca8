"""With the setting `ascii`, lines and bars are of characters that every terminal gives the same width (terminal.md)."""

from unicodedata import east_asian_width

from etax_client.machine.settings import Settings
from tests.driving import Driver, driving

_NAMED = "·"
"""In the name of one of the demo's people: names are shown as they are."""
_MORE = "更多 …"
"""At the end of its line, where it pushes nothing aside."""


def ambiguous(etax: Driver) -> list[str]:
    return [row for row in etax.rows() if any(east_asian_width(char) == "A" and char != _NAMED for char in row.removesuffix(_MORE))]


async def test_forms_dialogs_and_the_steps_at_the_side() -> None:
    async with driving(size=(100, 30), settings=Settings(keypad=False, ascii=True)) as etax:
        assert ambiguous(etax) == []
        await etax.press("f4")
        assert "+---" in etax.text()
        assert ambiguous(etax) == []
        await etax.press("ctrl+p", "q", "q")
        assert ambiguous(etax) == []
