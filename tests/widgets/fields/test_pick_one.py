"""One of a few values, all in sight: keys step round, a click picks what it hits, and each pick is told once."""

from textual.containers import Vertical

from etax_client.texts.catalogue import words
from etax_client.texts.words import phrase
from etax_client.widgets.fields.pick_one import PickOne
from tests.widgets.stage import Stage

OFFERED = [(name, phrase("plain", text=name)) for name in ("red", "green", "blue")]


async def test_by_keys_and_by_mouse_in_as_many_lines_as_it_needs() -> None:
    pick = PickOne(words(), OFFERED, "red")
    app = Stage(Vertical(pick))
    async with app.run_test(size=(24, 6)) as pilot:
        pick.focus()
        await pilot.pause()
        assert [row.strip(" ▌▎█") for row in app.rows()[:3]] == ["(x) red  ( ) green", "( ) blue", ""]
        await pilot.press("left", "right", "space")
        await pilot.click(pick, offset=(3, 1))
        await pilot.click(pick, offset=(3, 1))
        await pilot.click(pick, offset=(20, 0))
        await pilot.click(pick, offset=(2, 0))
        assert [picked.value for picked in app.heard(PickOne.Picked)] == ["blue", "red", "green", "blue", "red"]
        pick.value = "green"
        await pilot.pause()
        assert app.row_of(pick).strip(" ▌▎█") == "( ) red  (x) green"
        assert len(app.heard(PickOne.Picked)) == 5, "what the program shows is told to nobody"
