"""The field of a name: what is wanted, and where the character goes (HAN-01)."""

from textual.containers import Horizontal

from etax_client.texts.catalogue import words
from etax_client.widgets.fields.name_field import NameField, RareCharacterButton
from tests.widgets.stage import Stage


async def test_the_key_and_the_button_ask_for_the_same() -> None:
    field = NameField()
    button = RareCharacterButton(words(), field)
    app = Stage(Horizontal(field, button))
    async with app.run_test(size=(80, 24)) as pilot:
        field.styles.width = 20
        field.focus()
        await pilot.press("f7")
        await pilot.click(button)
        button.focus()
        await pilot.press("enter")
        assert [wanted.field for wanted in app.heard(NameField.RareCharacterWanted)] == [field] * 3
        button.hold()
        await pilot.press("enter")
        assert len(app.heard(NameField.RareCharacterWanted)) == 3
        assert "录入生僻字" in app.rows()[0]


async def test_the_character_goes_where_the_cursor_was() -> None:
    first, field = NameField(), NameField()
    app = Stage(first, field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.value = "王小"
        field.focus()
        await pilot.press("end", "left")
        first.focus()
        await pilot.pause()
        field.focus()
        await pilot.pause()
        field.put_in("𫍰")
        assert field.value == "王𫍰小"
        field.put_in("龘")
        assert field.value == "王𫍰龘小"


async def test_it_takes_the_place_of_what_is_selected_and_keeps_to_the_length() -> None:
    field = NameField(max_length=3)
    app = Stage(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.value = "王小明"
        field.focus()
        await pilot.press("end")
        field.put_in("𫍰")
        assert field.value == "王小明"
        await pilot.press("shift+left")
        field.put_in("𫍰")
        assert field.value == "王小𫍰"
