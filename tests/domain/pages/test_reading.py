"""What a page says, and that nothing which calls itself one does harm (PGS-01, PGS-03, PGS-04)."""

from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.pages.addresses import Base
from etax_client.domain.pages.markup import ATTRIBUTES, DEEPEST, INPUTS, MOST_BYTES, MOST_ELEMENTS, TAGS, parse
from etax_client.domain.pages.page import (
    Block,
    Button,
    Choice,
    Countdown,
    Fact,
    Facts,
    Field,
    FieldKind,
    Heading,
    Items,
    Link,
    Look,
    Page,
    Paragraph,
    Picture,
    PictureKind,
    Sheet,
    Skin,
    Table,
    Text,
    Tone,
    all_blocks,
)
from etax_client.domain.pages.reading import read_page
from tests.domain.test_safe_text import HOSTILE


def read(html: str, address: str = "/portal", base: str = "") -> Page:
    return read_page(html.encode(errors="surrogatepass"), address, base)


def only(html: str) -> Block:
    [block] = read(html).blocks
    return block


def texts(thing: Any) -> list[str]:
    """Every text anywhere in a page."""
    if isinstance(thing, str):
        return [thing]
    if is_dataclass(thing) and not isinstance(thing, type):
        return [text for field in fields(thing) for text in texts(getattr(thing, field.name))]
    return [text for one in thing for text in texts(one)] if isinstance(thing, tuple) else []


def test_a_page_has_a_head_and_a_body() -> None:
    page = read(
        '<html lang="en"><head><title>no</title></head><body class="portal site"><header><span><a href="/portal">IIT site</a></span>'
        '<b class="mark">in the clear</b><strong>模拟环境</strong><b class="who">李*</b><form method="post" action="/portal/logout">'
        '<input type="hidden" name="token" value="t"><button class="quiet">Log out</button></form>'
        '<form method="post" action="/portal/language"><button name="language" value="zh" lang="zh">中文</button></form></header>'
        "<main><h1>Home</h1><p>Hello</p></main></body></html>"
    )
    assert (page.title, page.language, page.skin, page.product, page.home) == ("Home", "en", Skin.portal, "IIT site", "/portal")
    assert page.marks == ("in the clear", "模拟环境")
    assert page.blocks == (Paragraph((Text("Hello"),)),)
    assert page.tools == (Paragraph((Text("李*", strong=True),)), Button(0, "Log out", look=Look.quiet, enter=True))
    assert page.speaks == Button(1, "中文", "language", "zh", enter=True)
    assert page.forms[0].hidden == (("token", "t"),)


def test_text_is_told_by_its_kind_with_what_stands_in_it() -> None:
    assert read(
        '<h2>One <b>two</b></h2><p class="error">No <small>way</small></p><p class="banner"><b>Mock</b> it</p>'
        '<p>Look <a href="/app/messages" target="_blank">there</a>, <span id="seconds" data-frees="again">57</span>&nbsp;s</p>one<br>two'
    ).blocks == (
        Heading(2, (Text("One "), Text("two", strong=True))),
        Paragraph((Text("No "), Text("way", quiet=True)), Tone.error),
        Paragraph((Text("Mock", strong=True), Text(" it")), Tone.banner),
        Paragraph((Text("Look "), Link("there", "/app/messages", beside=True), Text(", "), Countdown(57, "again"), Text("\xa0s"))),
        Paragraph((Text("one"),)),
        Paragraph((Text("two"),)),
    )


def test_lists_facts_and_tables() -> None:
    assert only("<ul><li>one</li><li><h2>two</h2><a class=button href=/app>go</a></li></ul>") == Items(
        ((Paragraph((Text("one"),)),), (Heading(2, (Text("two"),)), Link("go", "/app", look=Look.button)))
    )
    assert only("<dl><dt>名称</dt><dd><bdi>甲</bdi></dd><dt>期限</dt><dd>长期</dd></dl>") == Facts(
        (Fact("名称", (Text("甲"),)), Fact("期限", (Text("长期"),)))
    )
    table = only(
        "<table><thead><tr><th>a</th><td></td></tr></thead><tbody><tr>"
        "<th scope=row>b</th><td colspan=2><p>c</p><p>d</p></td></tr></tbody></table>"
    )
    assert isinstance(table, Table)
    assert table.heads == ("a", "")
    [[name, cell]] = table.rows
    assert (name.head, cell.head, cell.span, len(cell.blocks)) == (True, False, 2, 2)


def test_a_field_has_its_label_hint_and_error_which_are_said_nowhere_else() -> None:
    page = read(
        '<form method="post" action="/app/x"><label for="m">手机</label><input id="m" name="mobile" value="138" maxlength="30" required '
        'placeholder="11" autofocus aria-describedby="m-hint m-error message"><p class="hint" id="m-hint">11 位</p>'
        '<p class="wrong" id="m-error">不对</p><p class="error" id="message">错了</p></form>'
    )
    assert page.blocks == (
        Field(0, "mobile", FieldKind.text, "手机", "138", "11 位", "不对", required=True, most=30, placeholder="11", focus=True),
        Paragraph((Text("错了"),), Tone.error),
    )


def test_every_kind_of_field() -> None:
    page = read(
        '<form method="post" action="/app/x" enctype="multipart/form-data">'
        '<input type="password" name="p" value="never said"><input type="date" name="d" min="2026-01-01" max="2026-12-31">'
        '<input type="file" name="f"><label><input type="checkbox" name="t" value="yes" checked><span>对</span></label>'
        '<fieldset aria-describedby="r-error"><legend>权限</legend><label><input type="radio" name="r" value="a" required>'
        "<span><b>办税</b> <small>可以申报</small></span></label>"
        '<label><input type="radio" name="r" value="b" checked><span><b>管理</b></span></label>'
        '<p class="wrong" id="r-error">请选择</p></fieldset>'
        '<select name="s"><option value="1" data-fields="birth sex" data-form="18 位">一</option>'
        '<option value="2" selected>二</option></select>'
        '<div data-field="birth"><input name="b" list="l"></div><datalist id="l"><option value="中国">China</option></datalist>'
        '<input type="hidden" name="h" value="1"><input name="off" disabled><label>look <input value="𬭎" readonly></label></form>'
    )
    assert page.forms[0].files
    assert page.forms[0].hidden == (("h", "1"),)
    assert page.blocks == (
        Field(0, "p", FieldKind.password, ""),
        Field(0, "d", FieldKind.date, "", earliest="2026-01-01", latest="2026-12-31"),
        Field(0, "f", FieldKind.file, ""),
        Field(0, "t", FieldKind.tick, "对", "yes", ticks="yes"),
        Field(
            0,
            "r",
            FieldKind.radio,
            "权限",
            "b",
            error="请选择",
            required=True,
            choices=(Choice("a", "办税", "可以申报"), Choice("b", "管理")),
        ),
        Field(0, "s", FieldKind.select, "", "2", choices=(Choice("1", "一", "18 位", ("birth", "sex")), Choice("2", "二"))),
        Field(0, "b", FieldKind.text, "", part="birth", choices=(Choice("中国", "China"),)),
        Field(0, "", FieldKind.text, "look", "𬭎"),
    )


@pytest.mark.parametrize(
    ("buttons", "pressed"),
    [
        ("<button>a</button><button class=primary>b</button>", "a"),
        ('<button form="f" hidden></button><button formaction="/app/c" formnovalidate>a</button><button class=primary>b</button>', "b"),
        ('<button form="f" name="do" value="2" hidden></button><button name=do value=2>a</button><button class=primary>b</button>', "a"),
        ("<button type=button data-print hidden>p</button><button>a</button>", "a"),
    ],
)
def test_enter_presses_what_it_presses_in_a_browser(buttons: str, pressed: str) -> None:
    """Also where the first button is there for that alone, and is not seen."""
    found = [block for block in read(f'<form id="f" method="post" action="/app/x">{buttons}</form>').blocks if isinstance(block, Button)]
    assert [button.text for button in found if button.enter] == [pressed]


def test_what_is_hidden_or_for_scripts_is_not_said() -> None:
    assert only(
        "<script>var a = '<p>b</p>'</script><style>p {}</style><div hidden><p>no</p></div><p hidden>no</p><span aria-hidden=true>no</span>"
        "<dialog><p>no</p></dialog><video></video><noscript><p>yes</p></noscript><!-- <p>no</p> -->"
    ) == Paragraph((Text("yes"),))


def test_a_hint_of_a_hidden_form_stays_with_it_and_its_unseen_values_are_sent() -> None:
    page = read('<div hidden><form method="post" action="/app/x"><input type="hidden" name="a" value="1"><p>no</p></form></div>')
    assert page.blocks == ()
    assert page.forms[0].hidden == (("a", "1"),)


def test_pictures_are_cells_or_words() -> None:
    assert read(
        '<img src="/api/captchas/x.png" alt="图" data-cells="/captchas/x">'
        '<svg aria-label="扫" data-payload="HTTP://H/F/A"><path d="M0"/></svg>'
        '<img src="/icon.svg" alt="icon"><img src="/icon.svg"><img alt="far" data-cells="http://elsewhere.example/x">'
    ).blocks == (
        Picture(PictureKind.captcha, "图", "/captchas/x"),
        Picture(PictureKind.qr, "扫", payload="HTTP://H/F/A"),
        Picture(PictureKind.other, "icon"),
        Picture(PictureKind.other, "far"),
    )


def test_a_long_poll_and_what_may_be_printed_are_named() -> None:
    page = read('<article class="sheet"><p>甲 <u></u><u class="long">乙</u></p></article><p data-waits="/portal/register/face-news">…</p>')
    assert (page.waits, page.prints) == ("/portal/register/face-news", True)
    assert page.blocks[0] == Sheet((Paragraph((Text("甲 "), Text("________乙", strong=True))),))
    assert read('<p data-waits="//elsewhere.example/x">…</p>').waits is None


def test_a_link_elsewhere_is_shown_and_leads_nowhere() -> None:
    for href in (
        "https://evil.example/app",
        "//evil.example/app",
        "javascript:alert(1)",
        "/api/units",
        "\\\\evil",
        "/\\evil",
        "/app/../api",
    ):
        [block] = read(f'<p><a href="{href}">go</a></p>').blocks
        assert isinstance(block, Paragraph)
        assert block.parts == (Link("go", None, href),), href
    form = read(
        '<form action="https://evil.example/"><input type="password" name="p"><button formaction="//evil.example">x</button></form>'
    )
    assert form.forms[0].action is None
    assert [block.action for block in form.blocks if isinstance(block, Button)] == [None]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/w/x/app", "/app"),
        ("http://h:1/w/x/app?z=1#k", "/app?z=1"),
        ("HTTP://H:1/w/x/Q/AB", "/Q/AB"),
        ("?a=1", "/portal/units?a=1"),
        ("/w/x", "/"),
        ("http://h:1/app", None),
        ("http://h:2/w/x/app", None),
        ("/app", None),
        ("/w/xapp", None),
        ("http://[", None),
        ("/w/x/app\n", None),
        ("/w/x/app//x", None),
        ("", None),
    ],
)
def test_addresses_are_those_of_this_world(address: str, path: str | None) -> None:
    assert Base("http://h:1/w/x").path(address, "/portal/units?old=1") == path


@pytest.mark.parametrize("code", HOSTILE[:75] + HOSTILE[-2:])
def test_no_text_of_a_page_holds_what_a_terminal_obeys(code: int) -> None:
    """As a character and as a number, in a text and in every attribute (TUI-1)."""
    for bad in (chr(code), f"&#{code};"):
        attributes = " ".join(f'{name}="{bad}x"' for name in sorted(ATTRIBUTES - {"hidden", "disabled", "aria-hidden", "class", "type"}))
        html = "".join(f"<{tag} {attributes}>{bad}<b>{bad}</b>" for tag in sorted(TAGS - {"script", "style"}))
        said = "".join(texts(read(f"{html}<ul><li>{bad}</li></ul><dl><dt>{bad}<dd>{bad}</dl>")))
        assert not {ord(char) for char in said} & set(HOSTILE), hex(code)


def test_what_is_no_html_of_ours_is_its_text() -> None:
    assert read("<blink onclick=x>a</blink> <marquee><p>b</p></marquee> < c &lt;d &amp &nosuch; &#xD800; &#0;").blocks
    unknown = parse(b"<blink onclick=x><input type=color><p data-new=1>").unknown
    assert unknown == {"<blink>", "onclick=", "type=color", "data-new="}


_NESTS = ["<div>", "<p>", "<ul><li>", "<table><tr><td>", "<form><label>", "<dl><dd>", "<a href=x>", "<select>", "<fieldset>", "<button>"]
_HEAPS = ["<a", "<a ", "<", "</a", "<!--", "<!", "<?", "<a x='", '<a x="', "<script>", "<style><", "&", "&#", "&#1", "<input>", "<![CDATA["]


@pytest.mark.parametrize("piece", [*_NESTS, *_HEAPS, "\x00", "<p>😀</p>", "<input type=radio name=a>", "<tr><th>", "<option>"])
def test_a_megabyte_of_anything_is_cut_and_read_in_one_pass(piece: str) -> None:
    html = (piece * (1_000_000 // len(piece) + 1))[:1_000_000].encode(errors="replace")
    page = read_page(html, "/app")
    assert page.cut
    markup = parse(html)
    assert len(markup.elements) <= MOST_ELEMENTS
    for element in markup.elements[:: MOST_ELEMENTS // 50]:
        depth, above = 0, element.parent
        while above is not None:
            depth, above = depth + 1, above.parent
        assert depth <= DEEPEST
    assert len(html) > MOST_BYTES


@pytest.mark.parametrize("piece", ["x ", "x=", "x='", 'x="', "'", "x = ", "  ", "x='\"", "-", "&amp;"])
def test_a_tag_of_half_a_megabyte_is_read_in_one_pass(piece: str) -> None:
    """The path of a QR code takes thousands of characters."""
    page = read(f"<p {piece * (500_000 // len(piece))}>a</p><p>b</p>")
    assert page.blocks[-1] == Paragraph((Text("b"),))


def test_blanks_between_words_stay_one_wherever_a_part_begins() -> None:
    parts = (Text("a"), Text(" b ", strong=True), Text("c "), Text("d", quiet=True), Text(" e"))
    assert only("<p> a<b> b </b> c <small> d</small>\n e</p>") == Paragraph(parts)


def test_four_texts_are_tied_to_a_field_at_most() -> None:
    hints = "".join(f'<p class="hint" id="{name}">{name}</p>' for name in "hijkm")
    page = read(f'<form>{hints}<input name="a" aria-describedby="h i j k m"></form>')
    [field] = [block for block in page.blocks if isinstance(block, Field)]
    assert field.hint.split() == ["h", "i", "j", "k"]
    assert "m" in texts(page)


def test_thousands_of_fields_tied_to_one_long_text_cost_no_more_than_one() -> None:
    """Each with the whole of a list, a label and hints: made once, and not field by field."""
    tied = '<input id="a" list="l" aria-describedby="h i j k">' * 2900
    hints = "".join(f'<p class="hint" id="{name}">{"y" * 10_000}</p>' for name in "hijk")
    page = read(f'<form><label for="a">{"x" * 10_000}</label>{hints}{tied}' + '<datalist id="l">' + "<option>o" * 3000)
    found = [block for block in page.blocks if isinstance(block, Field)]
    assert len(found) == 2900
    assert len({id(field.choices) for field in found}) == 1


def test_a_number_of_five_thousand_digits_is_no_character() -> None:
    assert "\ufffd" in "".join(texts(read(f"<p title='&#{'9' * 5000};'>&#{'9' * 5000};</p>")))


_SOUP = st.lists(
    st.sampled_from(
        [
            *(f"<{tag}>" for tag in sorted(TAGS)),
            *(f"</{tag}>" for tag in sorted(TAGS)),
            *(f'<input type="{kind}" name="n" value="v">' for kind in sorted(INPUTS)),
            *(f'<p {name}="x"' for name in sorted(ATTRIBUTES)),
            '<label for="x">',
            '<input id="x" list="x" form="x">',
            '<form id="x" action="?a=b">',
            ' class="sheet">',
            '<p class="hint wrong" id="x">',
            '<b aria-describedby="x">',
            "text",
            ">",
            "<",
            '"',
            "&#x1b;",
            "<!--",
            "-->",
        ]
    )
    | st.text(max_size=5),
    max_size=60,
)


@given(_SOUP)
def test_any_soup_of_tags_is_a_page(soup: list[str]) -> None:
    """It is read the same way twice, says only clean texts, and a field or a button belongs to a form that there is, or to none."""
    page = read("".join(soup))
    assert page == read("".join(soup))
    assert not {ord(char) for text in texts(page) for char in text} & set(HOSTILE)
    for block in all_blocks(page):
        if isinstance(block, Field | Button):
            assert -1 <= block.form < len(page.forms)


def test_a_mark_that_is_half_blank_has_no_blank_beside_it() -> None:
    """Nor where a part in bold letters follows it in a line of its own of the source."""
    [block] = read("<main><p>注册码为：\n<b>AB12CD</b> ，请 妥善保管。 谢谢</p></main>").blocks
    assert isinstance(block, Paragraph)
    assert "".join(part.text for part in block.parts if isinstance(part, Text)) == "注册码为：AB12CD，请 妥善保管。谢谢"
