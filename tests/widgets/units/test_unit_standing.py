"""What is said of the unit under the cursor: who one is there, for how long, and how it opens (VER-03, AUT-03, VER-02)."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from etax_client.clock import ManualClock
from etax_client.domain.units.units import Entry, Permission, Role, Unit
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.widgets.units.unit_standing import UnitStanding
from tests.widgets.stage import Stage
from tests.widgets.units.unit_stage import unit

UNIT = unit(0)
ZH = {
    "role": {
        Role.legal_representative: "法定代表人",
        Role.finance_officer: "财务负责人",
        Role.tax_staff: "办税员",
    },
    "permission": {None: "未授权", Permission.filing: "办税员，办税权限", Permission.management: "办税员，管理权限"},
    "entry": {
        Entry.authorised: "已有授权，免申报密码",
        Entry.everyone_verifies: "申报密码（第一阶段）",
        Entry.not_authorised: "申报密码（未授权）",
    },
}
EVERY = [
    replace(UNIT, role=role, permission=permission, days_left=days, entry=entry, locked_seconds=locked, opened=opened, has_certificate=card)
    for role in (None, *Role)
    for permission in (None, *Permission)
    for days in (None, 1, 30)
    for entry in Entry
    for locked in (None, 61)
    for opened in (False, True)
    for card in (False, True)
]


def expected(shown: Unit) -> str:
    """The Chinese line, put together from the rules anew."""
    who = ZH["permission"][shown.permission] if shown.role is None else ZH["role"][shown.role]  # type: ignore[index]
    term = "" if shown.permission is None else "（长期）" if shown.days_left is None else f"（定期，剩余 {shown.days_left} 天）"
    how = ZH["entry"][shown.entry]  # type: ignore[index]
    if shown.entry is not Entry.authorised:
        if shown.opened:
            how = "本次登录已验证"
        elif shown.locked_seconds:
            how = "申报密码已锁定，剩余 2 分钟"
        elif shown.has_certificate:
            how = how.replace("申报密码", "申报密码或 CA 证书")
    return f"身份：{who}{term}   进入方式：{how}"


async def test_each_combination_is_said() -> None:
    """An authorisation opens whatever is locked; what is open already says so before a lock; a role is said before a permission."""
    standing = UnitStanding(words(), ManualClock())
    app = Stage(standing)
    assert len(EVERY) == len(set(EVERY)) == 864
    async with app.run_test(size=(120, 4)) as pilot:
        for each in EVERY:
            standing.show(each)
            assert str(standing.visual) == expected(each), each
        await pilot.pause()
        assert app.rows()[0].rstrip() == expected(EVERY[-1])


@pytest.mark.parametrize("language", list(Language))
async def test_it_is_whole_in_the_smallest_terminal(language: Language) -> None:
    """looks.md: who one is, for how long and how the unit opens, with a term of four digits and a lock; why, only where there is room."""
    standing = UnitStanding(words(language), ManualClock())
    app = Stage(standing)
    async with app.run_test(size=(58, 4)) as pilot:
        for each in EVERY:
            standing.show(replace(each, days_left=each.days_left and 3650, locked_seconds=each.locked_seconds and 7200))
            assert cell_len(str(standing.visual)) <= 58, each
        standing.show(replace(UNIT, permission=Permission.management, days_left=30, locked_seconds=7200))
        await pilot.pause()
        zh, en = "管理权限（剩余 30 天）  密码已锁定，剩余 120 分钟", "management permission (30 days)  locked, 120 minutes"
        assert app.rows()[0].rstrip() == (zh if language is Language.zh else en)


async def test_the_minutes_of_a_lock_are_counted_by_the_clients_clock() -> None:
    """CLK-3: a started minute counts as a whole one, and at the end the way in is said again."""
    clock = ManualClock()
    standing = UnitStanding(words(), clock)
    app = Stage(standing)

    def line() -> str:
        return app.rows()[0].rstrip()

    async with app.run_test(size=(80, 4)) as pilot:
        standing.show(replace(UNIT, locked_seconds=150))
        for passed, said in (
            (0, "剩余 3 分钟"),
            (29, "剩余 3 分钟"),
            (1, "剩余 2 分钟"),
            (59, "剩余 2 分钟"),
            (1, "剩余 1 分钟"),
            (59, "剩余 1 分钟"),
            (1, "申报密码（第一阶段）"),
        ):
            await clock.advance(passed)
            await pilot.pause()
            assert line().endswith(said), (passed, line())
        assert not [worker for worker in app.workers if worker.is_running]


async def test_another_unit_and_another_language_while_it_counts() -> None:
    """The count of the unit before ends; where there is no unit nothing is said of one, nor counted (UNT-03)."""
    clock, said = ManualClock(), words()
    standing = UnitStanding(said, clock)
    app = Stage(standing)
    async with app.run_test(size=(120, 4)) as pilot:
        standing.show(replace(UNIT, locked_seconds=90))
        standing.show(replace(UNIT, role=Role.finance_officer, locked_seconds=600))
        said.language = Language.en
        standing.reword()
        await clock.advance(240)
        await pilot.pause()
        assert app.rows()[0].rstrip() == "You: finance officer   Entry: the password is locked, 6 minutes left"
        standing.show(UNIT)
        await clock.advance(600)
        await pilot.pause()
        assert app.rows()[0].rstrip() == "You: not authorised   Entry: declaration password (phase 1)"
        standing.show(replace(UNIT, locked_seconds=600))
        standing.show(None)
        await clock.advance(120)
        await pilot.pause()
        assert app.rows()[0].strip() == ""


async def test_it_ends_with_its_screen() -> None:
    clock = ManualClock()
    standing = UnitStanding(words(), clock)
    app = Stage(standing)
    async with app.run_test(size=(80, 4)) as pilot:
        standing.show(replace(UNIT, locked_seconds=600))
        await pilot.pause()
        assert [worker.group for worker in app.workers] == ["vigil"]
        await standing.remove()
        await pilot.pause()
        assert not [worker for worker in app.workers if worker.is_running]
