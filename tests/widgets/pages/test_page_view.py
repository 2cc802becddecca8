"""The page view: hostile pages do no harm, fields keep to what the page says, keys do what the page has them do (PGS-02, PGS-04)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from typing_extensions import override

from etax_client.clock import ManualClock
from etax_client.domain.pages.page import Button, Choice, Countdown, Field, FieldKind, Form, Link, Look, Page, Paragraph, Skin, Text
from etax_client.domain.pages.reading import read_page
from etax_client.domain.secret import Secret
from etax_client.texts.catalogue import words
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.pages.page_body import PageBody
from etax_client.widgets.pages.page_view import PageView
from etax_client.widgets.themes import LIGHT


class Stage(App[None]):
    """One page, and what it says."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.register_theme(LIGHT)
        self.set_reactive(App.theme, LIGHT.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.clock = ManualClock()
        self._page = page
        self.said: list[Message] = []

    @override
    def compose(self) -> ComposeResult:
        yield PageView(words(), self.clock)

    async def on_mount(self) -> None:
        await self.view.show(self._page)
        self.view.focus_first()

    @on(PageView.Followed)
    @on(PageView.Pressed)
    @on(PageView.ChoiceWanted)
    @on(PageView.KeypadToggled)
    @on(PageView.TimeOver)
    def _says(self, event: Message) -> None:
        self.said.append(event)

    @property
    def view(self) -> PageView:
        return self.query_one(PageView)

    @property
    def text(self) -> str:
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


@asynccontextmanager
async def showing(page: Page, size: tuple[int, int] = (80, 40)) -> AsyncIterator[tuple[Stage, Pilot[None]]]:
    stage = Stage(page)
    async with stage.run_test(size=size) as pilot:
        await pilot.pause()
        yield stage, pilot


def page(*blocks: Field | Button | Link | Paragraph, forms: int = 1) -> Page:
    return Page("/portal/x", "页", "zh", Skin.portal, blocks, tuple(Form(f"/portal/{place}") for place in range(forms)))


HOSTILE = (
    b"<!doctype html><html lang=zh><title>[@click=app.quit]x[/] \x1b]0;pwned\x07</title><body class=portal><main>"
    + b"<h1>[red]t[/red]\x1b[2J</h1>"
    + b"<script>alert(2)</script><style>*{display:none}</style><blink onclick=x()>\xe2\x80\xae[/] evil</blink>"
    + b"<a href='https://evil.example/a'>out</a><a href='javascript:alert(1)'>js</a><a href='//evil.example'>two</a>"
    + b"<form method=post action='https://evil.example/steal'>"
    + b"<label for=p>pw</label><input id=p name=p type=password><button>go</button></form>"
    + b"<p>[@click=app.bell]click[/] $primary [link=x]</p>" * 50
    + b"<div>" * 3000
    + b"<table><tr>"
    + b"<td colspan=999999>x" * 300
)


async def test_a_hostile_page_is_drawn_as_text_and_leads_nowhere() -> None:
    """PGS-04, TUI-1, TUI-2: unknown tags, markup, controls, foreign links, a form that goes elsewhere, and no end."""
    async with showing(read_page(HOSTILE, "/portal/x")) as (stage, pilot):
        assert "[@click=app.bell]click[/] $primary [link=x]" in stage.text
        assert not any(char in stage.text for char in "\x1b\x07\u202e")
        assert "alert(2)" not in stage.text
        assert stage.view.setting.things
        for thing in stage.view.setting.things:
            stage.view.go_to(thing)
            await pilot.press("enter")
        assert not [event for event in stage.said if isinstance(event, PageView.Followed)]
        assert all(stage.view.page.forms[event.button.form].action is None for event in stage.said if isinstance(event, PageView.Pressed))
        for size in ((20, 5), (200, 60), (40, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()


async def test_the_first_error_has_the_focus_and_stands_beside_its_field() -> None:
    fields = (
        Field(0, "a", FieldKind.text, "甲", "1"),
        Field(0, "b", FieldKind.text, "乙", "2", hint="提示", error="乙不对"),
        Field(0, "c", FieldKind.text, "丙", "3", error="丙不对"),
    )
    async with showing(page(*fields, Button(0, "好", look=Look.main, enter=True))) as (stage, _):
        box = stage.view.filling.entries[1].box
        assert box is not None
        assert box.has_focus
        rows = stage.text.splitlines()
        at = next(place for place, row in enumerate(rows) if "乙" in row)
        assert "乙不对" in rows[at + 1]


async def test_enter_presses_what_the_page_has_it_press_and_sends_what_stands_there() -> None:
    """A box without its tick is not sent, a day is sent as the page wants it, a secret stays one."""
    fields = (
        Field(0, "day", FieldKind.date, "日期"),
        Field(0, "pw", FieldKind.password, "密码"),
        Field(0, "yes", FieldKind.tick, "同意", ticks="on"),
        Field(0, "one", FieldKind.radio, "选", choices=(Choice("x", "甲"), Choice("y", "乙"))),
    )
    buttons = (Button(0, "别的", name="do", value="other"), Button(0, "确定", look=Look.main, enter=True))
    async with showing(page(*fields, *buttons)) as (stage, pilot):
        await pilot.press(*"20260131", "tab", *"s3cret", "enter")
        [pressed] = stage.said
        assert isinstance(pressed, PageView.Pressed)
        assert pressed.button.text == "确定"
        secret = pressed.values["pw"]
        assert isinstance(secret, Secret)
        assert secret.reveal() == "s3cret"
        assert {name: value for name, value in pressed.values.items() if name != "pw"} == {"day": "2026-01-31"}
        await pilot.press("tab", "tab", "space", "tab", "2", "enter")
        again = stage.said[-1]
        assert isinstance(again, PageView.Pressed)
        assert (again.values["yes"], again.values["one"]) == ("on", "y")


async def test_what_is_missing_is_said_at_once_but_not_where_a_button_skips() -> None:
    fields = (Field(0, "a", FieldKind.text, "甲", required=True), Field(0, "d", FieldKind.date, "日", "2026-02-31"))
    async with showing(page(*fields, Button(0, "确定", enter=True), Button(0, "换一张", skips=True))) as (stage, pilot):
        await pilot.press("enter")
        assert stage.said == []
        first, second = stage.view.filling.entries
        assert (first.in_error, second.in_error) == (True, True)
        assert stage.view.at is first
        await pilot.press("x")
        assert not first.in_error, "it is being mended"
        stage.view.go_to(stage.view.setting.things[-1])
        await pilot.press("enter")
        assert len(stage.said) == 1


async def test_a_form_that_goes_on_keeps_its_secrets_and_leads_to_what_is_missing() -> None:
    """As in a browser, which has a code sent without leaving the page; a page of another form, or one in error, has none of them."""
    asked = Page("/portal/x", "页", "zh", Skin.portal, (), (Form("/portal/0"),))
    fields = (Field(0, "pw", FieldKind.password, "密码", required=True), Field(0, "code", FieldKind.text, "验证码", required=True))
    wrong = replace(fields[0], error="密码不符合要求")
    async with showing(replace(asked, blocks=fields)) as (stage, pilot):
        view = stage.view
        for blocks, form, kept, length in (
            (fields, "/portal/0", True, 6),
            (fields, "/portal/0", False, 0),
            (fields, "/portal/login", True, 0),
            ((wrong, fields[1]), "/portal/0", True, 0),
        ):
            await view.show(replace(asked, blocks=fields))
            view.focus_first()
            await pilot.press(*"s3cret")
            secrets = view.filling.secrets if kept else {}
            await view.show(replace(asked, blocks=blocks, forms=(Form(form),)), None, secrets)
            box = view.filling.entries[0].box
            assert isinstance(box, SecretField)
            assert box.length == length
            view.focus_first(view.filling.missing)
            assert view.standing == (form, "code" if length else "pw")


async def test_where_one_is_already_is_said_in_words() -> None:
    """looks.md: no state is told by colour alone, and none is left out."""
    ways = (Link("企业业务", "/portal/a"), Link("自然人业务", "/portal/b", current=True))
    button = Link("主", "/portal/c", look=Look.quiet, current=True)
    async with showing(page(*ways, button)) as (stage, _):
        rows = [" ".join(row.split()) for row in stage.text.splitlines() if row.strip()]
        assert rows == ["页", "▌企业业务", "自然人业务 当前", "主 当前"]


async def test_characters_to_choose_from_stand_in_rows_and_are_gone_along() -> None:
    """As the characters of a radical do: a line for each would be read by nobody."""
    links = [Link(chr(0x4E00 + place), f"/portal/{place}", notes=("4E",)) for place in range(30)]
    async with showing(page(*links, Button(0, "好"))) as (stage, pilot):
        rows = [row.split() for row in stage.text.splitlines() if row.strip()]
        assert [len(row) // 2 for row in rows[1:-1]] == [9, 9, 9, 3]
        await pilot.press("right", "right", "left", "down", "enter")
        [followed] = stage.said
        assert isinstance(followed, PageView.Followed)
        assert followed.link is links[2]
        first, tenth = (stage.view.setting.place_of(links[place]) for place in (0, 9))
        assert first is not None
        assert tenth == first.translate((0, 1))
    names = [Link("李明", f"/portal/{place}", notes=("liming",)) for place in range(30)]
    async with showing(page(*names)) as (stage, _):
        assert stage.text.count("\n") > len(names), "names have a line each"


async def test_parts_of_a_form_that_are_not_asked_for_are_neither_shown_nor_sent() -> None:
    kinds = (Choice("id", "身份证", note="18 位"), Choice("passport", "护照", parts=("nationality",)))
    fields = (
        Field(0, "kind", FieldKind.select, "证件", "id", choices=kinds),
        Field(0, "nationality", FieldKind.text, "国籍", "DE", part="nationality"),
    )
    async with showing(page(*fields, Button(0, "确定", enter=True))) as (stage, pilot):
        kind, nationality = stage.view.filling.entries
        assert "18 位" in stage.text
        assert "国籍" not in stage.text
        stage.view.choose(kind, "passport")
        await pilot.pause()
        assert "国籍" in stage.text
        stage.view.choose(kind, "id")
        assert nationality not in stage.view.filling.asked
        stage.view.go_to(stage.view.setting.things[-1])
        await pilot.press("enter")
        [pressed] = stage.said
        assert isinstance(pressed, PageView.Pressed)
        assert pressed.values == {"kind": "id"}


async def test_a_countdown_frees_its_button_or_says_that_its_time_is_over() -> None:
    left = Paragraph((Countdown(30, frees="again"), Text(" 秒后可重新获取")))
    over = Paragraph((Text("剩余 "), Countdown(60)))
    async with showing(page(left, over, Button(0, "重新获取", ident="again"))) as (stage, pilot):
        assert stage.view.setting.things == []
        await stage.clock.advance(31)
        await pilot.pause()
        assert [getattr(thing, "text", "") for thing in stage.view.setting.things] == ["重新获取"]
        assert stage.said == []
        await stage.clock.advance(30)
        await pilot.pause()
        assert [type(event).__name__ for event in stage.said] == ["TimeOver"]


EVERYTHING = (
    Link("去那里", "/portal/there"),
    Field(0, "yes", FieldKind.tick, "同意", ticks="on"),
    Field(0, "one", FieldKind.radio, "选", choices=(Choice("x", "甲"), Choice("y", "乙"))),
    Field(0, "kind", FieldKind.select, "证件", "id", choices=(Choice("id", "身份证"), Choice("passport", "护照"))),
    Field(0, "name", FieldKind.text, "姓名"),
    Field(0, "pw", FieldKind.password, "密码"),
    Button(0, "确定", look=Look.main, enter=True),
)
"""Of each kind of thing that can be gone to one."""


async def test_fields_and_buttons_have_grounds_of_their_own_and_what_has_the_focus_another() -> None:
    """looks.md, Grounds and Focus: told by more than their letters."""
    async with showing(page(*EVERYTHING)) as (stage, pilot):

        def grounds() -> list[object]:
            strips = stage.screen._compositor.render_strips()
            at = stage.view.query_one(PageBody).content_region.offset
            places = [spot.region.offset + at + (2, 0) for spot in stage.view.setting.spots]
            return [next(iter(strips[place.y].crop(place.x, place.x + 1))).style.bgcolor for place in places]  # type: ignore[union-attr]

        spots = stage.view.setting.spots
        stage.view.go_to(spots[0].thing)
        await pilot.pause()
        link, tick, first, _, select, text, secret, keypad, main = before = grounds()
        assert tick == first, "what stands on the page's own"
        assert len({link, tick, select, keypad, main}) == 5
        assert select == text == secret
        for place, spot in enumerate(spots[1:], 1):
            stage.view.go_to(spot.thing)
            await pilot.pause()
            assert grounds()[place] != before[place], spot


async def test_the_mouse_alone_does_everything() -> None:
    """PGS-02: what is drawn is hit where it stands, and what is typed into gets the focus."""
    async with showing(page(*EVERYTHING)) as (stage, pilot):
        body = stage.view.query_one(PageBody)
        there, yes, first, second, kind, name, secret, keypad, sure = stage.view.setting.spots
        for spot in (there, yes, second, kind, name, keypad, sure):
            await pilot.click(body, offset=(spot.region.x + 2, spot.region.y))
        assert [type(event).__name__ for event in stage.said] == ["Followed", "ChoiceWanted", "KeypadToggled", "Pressed"]
        pressed = stage.said[-1]
        assert isinstance(pressed, PageView.Pressed)
        assert {"yes": "on", "one": "y", "kind": "id"}.items() <= pressed.values.items()
        assert first.thing is second.thing
        assert secret.thing is stage.view.filling.entries[-1]


async def test_a_button_that_is_let_go_elsewhere_does_nothing() -> None:
    """Text is marked by pulling the pointer over it, wherever that ends."""
    async with showing(page(Paragraph((Text("往下拉"),)), Link("去那里", "/portal/there"))) as (stage, pilot):
        body = stage.view.query_one(PageBody)
        [there] = stage.view.setting.spots
        await pilot.mouse_down(body, offset=(2, there.region.y - 2))
        await pilot.mouse_up(body, offset=(2, there.region.y))
        assert stage.said == []


async def test_tab_goes_through_all_there_is_and_round_and_what_has_the_focus_is_seen() -> None:
    """Drawn or typed into alike, in reading order; a bar or the other ground tells where one is."""
    async with showing(page(*EVERYTHING, *(Link(f"第 {number} 个", "/portal/x") for number in range(30))), (80, 12)) as (stage, pilot):
        things = stage.view.setting.things
        stage.view.go_to(things[0])
        for thing in (*things, things[0]):
            await pilot.pause()
            assert stage.view.at is thing
            place, top = stage.view.setting.place_of(thing), stage.view.scroll_offset.y
            assert place is not None
            assert top <= place.y < top + stage.view.size.height
            if isinstance(thing, Link):
                row = stage.text.splitlines()[place.y - top]
                assert row.strip().startswith(f"▌{thing.text}")
            await pilot.press("tab")
        await pilot.press("shift+tab", "shift+tab")
        assert stage.view.at is things[-1]


async def test_what_is_read_can_be_marked_and_copied() -> None:
    """A hall code is there once: it is drawn line by line, and marked as any text is."""
    async with showing(page(Paragraph((Text("您的注册码为 7Z3P93"),)))) as (stage, pilot):
        body = stage.view.query_one(PageBody)
        at = next(place for place, line in enumerate(stage.view.setting.lines) if "7Z3P93" in line.plain)
        await pilot.mouse_down(body, offset=(1, at))
        await pilot.hover(body, offset=(20, at))
        await pilot.mouse_up(body, offset=(20, at))
        assert "7Z3P93"[:5] in (stage.screen.get_selected_text() or "")
