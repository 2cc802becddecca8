"""The large number is drawn from blanks, and each digit is another shape (QR-04)."""

import pytest
from textual.containers import Vertical

from etax_client.widgets.big_number import BigNumber
from etax_client.widgets.themes import THEMES
from tests.widgets.stage import Stage


def dots(app: Stage, number: BigNumber) -> list[str]:
    """Read back from the cells: reversed ones are ink; there is no glyph in any."""
    x, y, width, height = number.region
    rows = []
    for strip in app.screen._compositor.render_strips()[y : y + height]:
        row = ""
        for text, style, _ in strip.crop(x, x + width):
            assert text.strip(" ") == ""
            row += ("#" if style is not None and style.reverse else " ") * len(text)
        rows.append(row)
    return rows


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_it_can_be_read(theme: str) -> None:
    number = BigNumber()
    app = Stage(Vertical(number), theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        number.show(47)
        await pilot.pause()
        assert dots(app, number) == [
            "##  ##    ######",
            "##  ##        ##",
            "######        ##",
            "    ##        ##",
            "    ##        ##",
        ]
        number.show(None)
        await pilot.pause()
        assert number.region.width == 0


async def test_no_two_digits_look_alike() -> None:
    number = BigNumber()
    app = Stage(Vertical(number))
    async with app.run_test(size=(80, 24)) as pilot:
        seen = set()
        for digit in range(10):
            number.show(digit)
            await pilot.pause()
            seen.add(tuple(dots(app, number)))
        assert len(seen) == 10
