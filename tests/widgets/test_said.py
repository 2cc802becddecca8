"""Words that take several lines: where these may end."""

from textual.containers import Vertical

from etax_client.texts.words import Language, Words, phrase
from etax_client.widgets.said import Said, hung, wrapped
from tests.widgets.stage import Stage

WRAPPED: tuple[tuple[str, int, list[str]], ...] = (
    ("密码不正确，请重输。", 20, ["密码不正确，请重输。"]),
    ("密码不正确，请重输。", 10, ["密码不正", "确，请", "重输。"]),
    ("密码不正确，请重输。", 11, ["密码不正", "确，请", "重输。"]),
    ("请按（任意键）继续", 6, ["请按", "（任意", "键）继", "续"]),
    ("请按 Enter。不必等", 10, ["请", "按 Enter。", "不必等"]),
    ("忘记密码请按 F4。", 15, ["忘记密码请", "按 F4。"]),
    ("请按 F3 打开软键盘", 7, ["请", "按 F3", "打开", "软键盘"]),
    ("打开个人所得税APP，再扫一扫", 16, ["打开个人所得", "税APP，再扫一扫"]),
    ("手机号码 / 登录名", 12, ["手机号码 /", "登录名"]),
    ("保存到 /home/liming/code.png", 12, ["保存到", "/home/liming", "/code.png"]),
    ("See (F4), or wait.", 9, ["See (F4),", "or wait."]),
    ("一\n二三", 2, ["一", "二", "三"]),
    ("https://a.example", 8, ["https://", "a.exampl", "e"]),
    ("。。。", 2, ["。", "。", "。"]),
    ("", 5, [""]),
    ("宽字", 1, ["宽", "字"]),
    ("宽字", 0, ["宽", "字"]),
    ("abc   ", 3, ["abc"]),
)


def test_where_a_line_may_end() -> None:
    """looks.md: no closing mark begins a line, no opening one ends it; where nothing else is left, the text is cut at the edge."""
    for text, width, lines in WRAPPED:
        assert wrapped(text, width) == lines


def test_what_is_said_of_a_mark_goes_on_beside_it() -> None:
    assert hung("未满足  须同时含大写字母和数字", 20) == ["未满足  须同时含大写", "        字母和数字"]
    assert hung("已满足  不含空格", 20) == ["已满足  不含空格"]
    assert hung("密码不正确，请重输。", 10) == wrapped("密码不正确，请重输。", 10)


async def test_what_is_said_takes_the_lines_that_it_needs() -> None:
    words = Words({"wrong": ("密码不正确，请重输。", "Wrong, once more.")}, Language.zh)
    said = Said(words, phrase("wrong"))
    said.styles.width = "100%"
    app = Stage(Vertical(said))
    async with app.run_test(size=(10, 5)) as pilot:
        assert [row.strip() for row in app.rows()[:4]] == ["密码不正", "确，请", "重输。", ""]
        assert said.size.height == 3
        words.language = Language.en
        said.reword()
        await pilot.pause()
        assert [row.strip() for row in app.rows()[:3]] == ["Wrong,", "once more.", ""]
