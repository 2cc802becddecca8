"""A line that says as much as there is room for."""

from textual.widgets import Label

from etax_client.texts.words import Language, Words, phrase
from etax_client.widgets.one_line import OneLine
from tests.widgets.stage import Stage

LONG, SHORT, LEAST = "第一阶段都要验证", "都要验证", "验证"
TEXTS = {"long": (LONG, "everyone verifies in phase 1"), "short": (SHORT, "everyone verifies"), "least": (LEAST, "verify")}


async def test_the_longest_that_is_whole_also_when_the_terminal_changes() -> None:
    """looks.md: what is least important gives way as a whole; the very last is cut where even that has no room."""
    words = Words(TEXTS, Language.zh)
    line = OneLine(words)
    app = Stage(line, Label("below"))
    async with app.run_test(size=(16, 4)) as pilot:

        async def shown(width: int) -> str:
            await pilot.resize_terminal(width, 4)
            await pilot.pause()
            return app.rows()[0].strip()

        line.say(phrase("long"), phrase("short"), phrase("least"))
        assert [await shown(width) for width in (16, 15, 8, 7, 4, 3, 16)] == [LONG, SHORT, SHORT, LEAST, LEAST, "验…", LONG]
        words.language = Language.en
        line.reword()
        assert [await shown(width) for width in (16, 17)] == ["verify", "everyone verifies"]
        line.say(None)
        assert await shown(17) == ""
