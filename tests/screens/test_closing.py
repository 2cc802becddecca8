"""A dialog whose answer has come closes whole, whatever lies on top of it (VER-01)."""

import pytest
from textual.app import App
from textual.screen import ModalScreen

from etax_client.screens.dialogs.closing import close


@pytest.mark.parametrize("on_top", [0, 1, 2])
async def test_the_dialog_and_what_lies_on_top_are_closed(on_top: int) -> None:
    """Each with its own result: the dialog with the answer, the others without one; a second time nothing happens."""
    app = App[None]()
    told: list[tuple[str, int | None]] = []
    async with app.run_test() as pilot:
        ground = app.screen
        dialog = ModalScreen[int]()
        await app.push_screen(dialog, lambda result: told.append(("dialog", result)))
        for _ in range(on_top):
            await app.push_screen(ModalScreen[int](), lambda result: told.append(("top", result)))
        close(dialog, 7)
        await pilot.pause()
        assert app.screen is ground
        assert told == [("top", None)] * on_top + [("dialog", 7)]
        close(dialog, 8)
        await pilot.pause()
        assert app.screen is ground
        assert len(told) == on_top + 1
