"""In a terminal of eight colours, or of none, a field without focus is seen by the line in it (looks.md)."""

from tests.driving import driving


async def test_fields_are_seen() -> None:
    async with driving() as etax:
        etax.app.add_class("-few-colours")
        await etax.settle()
        account, password = (next(row for row in etax.rows() if label in row) for label in ("账号 ", "密码 "))
        assert "____" in password
        assert "_" not in account, "the one with the focus has its bar and the cursor"
        await etax.press("tab")
        account, password = (next(row for row in etax.rows() if label in row) for label in ("账号 ", "密码 "))
        assert "____" in account
        assert "_" not in password
