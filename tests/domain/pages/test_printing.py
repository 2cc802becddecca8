"""What is printed of a page stands by itself, and is text (PGS-06, PGS-04)."""

from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.pages.markup import parse
from etax_client.domain.pages.page import (
    Button,
    Countdown,
    Field,
    FieldKind,
    Link,
    Page,
    Paragraph,
    Picture,
    PictureKind,
    Sheet,
    Skin,
    Text,
)
from etax_client.domain.pages.printing import as_document
from etax_client.domain.pages.reading import read_page
from tests.domain.pages.test_reading import read

PAPER = (
    '<html lang="zh"><h1>回执</h1><div class="screen-only"><form method="post" action="/app/x"><input type="hidden" name="token" value="t">'
    "<button>改</button></form><p>不印</p></div>"
    '<article class="slip"><p class="mock">模拟环境</p><h2>注册码</h2><p>甲 &lt;b&gt; <strong>568068</strong>。</p>'
    "<table><tbody><tr><th>姓名</th><td>周婷</td></tr><tr><td colspan=2><dl><dt>类型</dt><dd>居民身份证</dd></dl></td></tr></tbody></table>"
    "<ol><li>一</li></ol></article>"
)


def test_sheets_are_printed_and_nothing_else() -> None:
    printed = as_document(read(PAPER)).decode()
    for said in (
        "<title>回执</title>",
        "注册码",
        "甲 &lt;b&gt; ",
        "<b>568068</b>。",
        "<th><p>姓名</p></th>",
        'colspan="2"',
        "<li><p>一</p></li>",
    ):
        assert said in printed, said
    for left_out in ("<form", "<input", "token", "改", "不印", "<script", "http"):
        assert left_out not in printed, left_out


def test_of_what_cannot_be_printed_there_is_what_it_says() -> None:
    """A picture's words, a link's, the seconds of a countdown; fields and buttons are for screens."""
    paper = Sheet((Paragraph((Text("余"), Countdown(9))),))
    shown = (Picture(PictureKind.other, "公章<"), Link("看", "/app/x"), Field(0, "f", FieldKind.text, "填"), Button(0, "按"), paper)
    printed = as_document(Page("/app", "页", "zh", Skin.portal, (Sheet(shown),), ())).decode()
    assert "<p>公章&lt;</p><p>看</p><p>余9</p>" in printed.replace("\n", "")
    assert "填" not in printed
    assert "按" not in printed


def test_what_is_printed_reads_as_what_was_read() -> None:
    [sheet] = [block for block in read(PAPER).blocks if isinstance(block, Sheet)]
    again = read_page(as_document(read(PAPER)).replace(b"<article>", b'<article class="sheet">').replace(b'"banner"', b'"mock"'), "/app")
    assert again.blocks == (sheet,)


@given(st.text(max_size=40), st.sampled_from(["p", "h2", "li", "td", "dd"]))
def test_no_text_becomes_a_tag(text: str, tag: str) -> None:
    """Escaped once, however hostile: also what the page itself had escaped."""
    page = read(f'<article class="sheet"><{tag}>&lt;script&gt;&lt;img src=x&gt;{text.replace("<", "&lt;")}</{tag}></article>')
    tags = {element.tag for element in parse(as_document(page)).elements}
    assert not tags & {"script", "img", "form", "link"}
