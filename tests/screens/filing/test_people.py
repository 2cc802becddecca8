"""人员信息采集: the list, its searches and filters, the form, reports and feedback (PER-01 to PER-04, FLW-04, FLW-05)."""

from etax_client.domain.filing.people import PayeeField
from etax_client.domain.filing.people_states import FEEDBACK_AFTER
from etax_client.screens.filing.payee_form import PayeeForm
from etax_client.screens.filing.people import PeopleScreen
from etax_client.texts.words import Language
from etax_client.widgets.filing.payee_table import PayeeTable
from tests.driving import LARGE, Driver, driving

UNIT_PASSWORD = "Unit2026a"
NUMBER = "440199199912010018"


async def enter(etax: Driver, downs: int = 0) -> None:
    """The people of the demo's first unit, or of one below it; by key 1 of 办税首页."""
    await etax.log_in()
    await etax.press(*["down"] * downs, "enter")
    await etax.type_password(UNIT_PASSWORD)
    await etax.press("1")
    etax.on(PeopleScreen)


def names(etax: Driver) -> list[str]:
    table = etax.screen.query_one(PayeeTable)
    rows = [table.row_of(index) for index in range(table.total)]
    return [row.name if row else ".." for row in rows]


async def test_the_list_shows_everyone_with_their_states_and_is_searched_as_one_types() -> None:
    """PER-01; Esc brings all back, then leads home."""
    async with driving(size=LARGE) as etax:
        await enter(etax)
        text = etax.text()
        assert "添加境内   添加境外   报送   获取反馈" in text
        for words in ("人员总数：12", "待报送 1", "待反馈 1", "报送失败 1", "验证不通过", "暂不验证", "非正常", "440199198805120030"):
            assert words in text, text
        await etax.press("slash")
        await etax.paste("oysy")
        assert names(etax) == ["欧阳思远"]
        assert "符合条件的人员：1" in etax.text()
        await etax.press("escape", "f", "down", "down", "down", "enter")
        assert names(etax) == ["马䶮"], "待报送"
        await etax.press("escape", "end", "up", "up")
        assert "报送失败：" in etax.text(), "beside the list: why, and what to do"
        await etax.press("escape")
        assert "办税首页" in etax.text()


async def test_someone_is_added_reported_and_accepted() -> None:
    """PER-02, PER-04: what the number tells is filled in; fields come with what they depend on; each mistake is told at its field."""
    async with driving() as etax:
        await enter(etax, 1)
        assert "尚未采集人员" in etax.text()
        await etax.press("enter")
        form = etax.on(PayeeForm)
        await etax.paste(NUMBER)
        assert "由证件号码自动带出" in etax.text()
        await etax.press("f2")
        assert "请填写此项" in etax.text()
        await etax.fill("#field-name", "林若曦")
        assert not form.query_one("#row-other_circumstances").display
        form.query_one("#field-employment").focus()
        await etax.press("enter", "end", "enter")
        assert form.query_one("#row-other_circumstances").display
        await etax.fill("#field-other_circumstances", "讲师")
        await etax.press("f2")
        assert names(etax) == ["林若曦"], etax.text()
        await etax.press("b", "enter")
        assert "已报送 1 人" in etax.text()
        await etax.press("g")
        assert "尚无反馈" in etax.text()
        await etax.advance(FEEDBACK_AFTER.total_seconds())
        await etax.press("g")
        assert "报送成功 1 人" in etax.text()
        await etax.press("delete")
        assert "不能删除" in etax.text()
        await etax.press("n", "enter")
        assert "已改为非正常" in etax.text()


async def test_a_form_outlives_the_session_and_asks_before_it_is_left() -> None:
    """FLW-05: 30 idle minutes, another language, another size; the unit is verified again over it, and it is saved then."""
    async with driving() as etax:
        await enter(etax)
        await etax.press("enter")
        await etax.press("f6")
        await etax.fill("#field-remark", "不能丢失")
        await etax.advance(minutes=31)
        await etax.press("f8")
        await etax.pilot.resize_terminal(*LARGE)
        assert "Real-name" in etax.text()
        await etax.type_password("Etax@2026")
        form = etax.on(PayeeForm)
        assert etax.app.desk.words.language is Language.en
        await etax.press("f2")
        await etax.type_password(UNIT_PASSWORD)
        assert etax.on(PeopleScreen)
        assert form not in etax.app.screen_stack
        await etax.press("enter")
        again = etax.on(PayeeForm)
        assert again._texts[PayeeField.remark] == "不能丢失"
        await etax.fill("#field-remark", "y")
        await etax.press("escape")
        assert "not saved" in etax.text()
        await etax.press("enter")
        etax.on(PeopleScreen)


async def test_who_saves_an_outdated_version_sees_both_and_chooses() -> None:
    """FLW-04: another clerk's change is neither lost nor written over without a word."""
    async with driving() as etax:
        await enter(etax)
        await etax.press("enter")
        form = etax.on(PayeeForm)
        payee = form._payee
        assert payee is not None
        theirs = {**form._texts, PayeeField.mobile: "13900000099"}
        await etax.app.desk.api.people(1).change(payee.payee_id, payee.version, theirs)
        await etax.fill("#field-mobile", "13900000088")
        await etax.press("f2")
        text = etax.text()
        assert "13900000088" in text
        assert "13900000099" in text
        await etax.press("shift+tab", "enter")
        assert form._texts[PayeeField.mobile] == "13900000099"
