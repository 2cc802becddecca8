"""Where there is room a field is three rows high with a line around, and its label is level with its text (looks.md)."""

import pytest

from etax_client.widgets.fields.form_row import FormRow
from tests.driving import driving


@pytest.mark.parametrize(("rows", "height"), [(29, 1), (30, 3)])
async def test_a_field_and_its_label(rows: int, height: int) -> None:
    async with driving(size=(80, rows)) as etax:
        row = etax.screen.query_one("#account-row", FormRow)
        assert row.field.outer_size.height == height
        text = row.field.content_region.y
        assert "账号" in etax.rows()[text], "the label is level with what is typed"
        assert "手机号码" in etax.rows()[row.field.region.bottom], "the message stands right under the field"


async def test_a_form_of_many_fields_takes_less() -> None:
    """Its main button stays in sight at 30 rows."""
    async with driving(size=(80, 30)) as etax:
        await etax.press("ctrl+n", "enter", "enter")
        assert "下一步" in etax.text()
        assert not etax.screen.query_one(".middle").show_vertical_scrollbar
