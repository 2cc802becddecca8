"""The verbs of a run: what they do on the screens, and that they say so where they can do nothing."""

import pytest

from etax_client.testing.running import StartRun


async def test_the_list(etax_run: StartRun) -> None:
    async with etax_run(person="liming") as etax:
        assert len(etax.units.rows()) == 6
        await etax.units.search(name="核定")
        assert [row.split()[2] for row in etax.units.rows()] == ["广东示例核定一厂", "广东示例核定四厂"]
        await etax.units.search()
        await etax.units.remove(2)
        assert "单位总数: 5" in etax.screen_text()
        await etax.units.add("91440199MA0QJ0207Y")
        assert "单位总数: 6" in etax.screen_text()
        await etax.units.enter("91440199MA0QJ0207Y", password="Unit2026a")
        await etax.home.reload()
        assert "广东示例核定一厂" in etax.screen_text()
        await etax.home.switch_unit()
        await etax.units.reload()
        await etax.units.log_out()
        assert "已退出登录" in etax.screen_text()


async def test_the_way_out_of_a_unit(etax_run: StartRun) -> None:
    async with etax_run(person="liming") as etax:
        await etax.units.enter(1)
        await etax.verify.cancel()
        await etax.units.enter(1, password="Unit2026a")
        await etax.home.log_out()
        assert "已退出登录" in etax.screen_text()


async def test_a_wrong_captcha(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        with pytest.raises(AssertionError, match="no captcha is asked for"):
            await etax.captcha.answer()
        await etax.login.with_password("liming", "Wrong@2026")
        await etax.login.with_password("liming", "Etax@2026")
        await etax.captcha.answer("0000")
        assert "单位总数" not in etax.screen_text()
        await etax.captcha.answer()
        assert "单位总数" in etax.screen_text()


async def test_a_verb_on_another_screen_says_so_and_shows_it(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        for act in (etax.units.reload, etax.home.reload, etax.verify.cancel, etax.login.by_password, etax.phone.scan, etax.units.log_out):
            with pytest.raises(AssertionError, match="实名登录"):
                await act()
        with pytest.raises(AssertionError, match="scanned nothing"):
            await etax.phone.refuse()
    async with etax_run(person="liming") as etax:
        for unit in (0, 99, "91440199MA0QJ0999X"):
            with pytest.raises(AssertionError, match=f"no unit {unit} in the list"):
                await etax.units.enter(unit)


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_the_phone(etax_run: StartRun, over: str) -> None:
    """QR-04, QR-05: refused, with a wrong number, then in."""
    async with etax_run(over=over) as etax:
        await etax.login.by_qr()
        with pytest.raises(AssertionError, match=r"(?s)log in:.*账号已锁定"):
            await etax.phone.log_in("sunlei")
        with pytest.raises(AssertionError, match=r"(?s)scan:.*登录"):
            await etax.phone.scan()
        await etax.phone.log_in("liming")
        for act, said in ((etax.phone.refuse, "已在手机上取消登录"), (etax.phone.pick_wrong_number, "数字不一致，已拒绝登录")):
            await etax.phone.scan()
            await act()
            assert said in etax.screen_text()
            await etax.press("f5")
        await etax.login.by_password()
        await etax.login.by_qr()
        await etax.phone.scan_and_confirm()
        assert "单位总数: 6" in etax.screen_text()


async def test_time_passes_exactly_under_a_poll(etax_run: StartRun) -> None:
    """QR-01, QR-08: a code is renewed to the second, five times, then the client waits for a key."""
    async with etax_run() as etax:
        await etax.login.by_qr()
        for codes in range(1, 7):
            assert etax.network.sent.count(("POST", "/api/qr-tickets")) == codes
            await etax.advance(minutes=2, seconds=59)
            assert etax.network.sent.count(("POST", "/api/qr-tickets")) == codes
            await etax.advance(1)
        assert "二维码已过期" in etax.screen_text()


async def test_the_line_is_held_cut_and_mended(etax_run: StartRun) -> None:
    async with etax_run() as etax:
        etax.network.hold()
        await etax.login.with_password("liming", "Etax@2026")
        assert await etax.control.sessions() == (), "nothing has arrived"
        etax.network.release()
        await etax.settle()
        assert "单位总数: 6" in etax.screen_text()
        etax.network.cut()
        await etax.units.reload()
        assert "无法连接服务器" in etax.screen_text()
        etax.network.mend()
        etax.network.fail_next(times=2)
        await etax.units.reload()
        assert "无法连接服务器" in etax.screen_text()
        assert len(etax.network.fail) < 2


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_a_poll_is_cut_too(etax_run: StartRun, over: str) -> None:
    """The phone's line stays up: what it decides meanwhile is heard once the client's line is mended."""
    async with etax_run(over=over) as etax:
        await etax.login.by_qr()
        await etax.phone.log_in("liming")
        await etax.phone.scan()
        etax.network.cut()
        await etax.wait_for("连接中断")
        await etax.phone.confirm()
        assert "单位总数" not in etax.screen_text()
        etax.network.mend()
        for _ in range(10):
            await etax.advance(1)
        await etax.wait_for("单位总数: 6")


async def test_someone_registers_and_logs_in(etax_run: StartRun) -> None:
    """REG-02, REG-04: by one verb, and by its steps, which say where they can do nothing."""
    async with etax_run() as etax:
        with pytest.raises(AssertionError, match="RegistrationScreen is not what is shown"):
            await etax.registration.agree()
        await etax.registration.by_hall_code(
            "440199199607260029", "周婷", "568068", mobile="13800000009", password="Sunny7Days", login_name="zhouting"
        )
        await etax.paste("Sunny7Days")
        await etax.press("enter")
        assert "单位总数: 0" in etax.screen_text()
        await etax.units.log_out()
        await etax.registration.open()
        for act in (etax.registration.get_code, etax.registration.to_login, etax.registration.agree):
            with pytest.raises(AssertionError, match="it is not at the step"):
                await act()
