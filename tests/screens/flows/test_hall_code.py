"""The code of the hall in the step that asks who it is: what it may look like, the tries that are left, and the lock (REG-02)."""

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens.registration_steps.hall_code import HallCodeField
from etax_client.screens.registration_steps.identity import ApplicantPane
from etax_client.texts.words import phrase
from etax_client.wire import paths
from tests.screens.faults import sent
from tests.screens.flows.registration_hands import CODE, NAME, NUMBER, at


async def test_five_wrong_hall_codes_lock_this_way() -> None:
    """REG-02: the tries left, the lock with its time, and what was typed before it stays; after it the right code works again."""
    async with at("identity") as (etax, wizard):
        await wizard.identify(NUMBER, NAME, hall_code="12")
        assert "注册码为 6 位数字、字母" in etax.text()
        assert etax.screen.focused is etax.screen.query_one("#hall-code")
        await etax.press("3")
        assert "注册码为 6 位数字、字母" not in etax.text()
        assert sent(etax, "POST", paths.REGISTRATION_IDENTITY) == 0
        for left in (4, 3, 2, 1):
            await wizard.identify(NUMBER, NAME, hall_code="ABC 23" + str(left))
            assert f"您还有 {left} 次机会" in etax.text()
            assert NAME in etax.text()
        await wizard.identify(NUMBER, NAME, hall_code="ABC239")
        assert "已锁定，剩余 120:00" in etax.text()
        await etax.advance(minutes=1)
        assert "已锁定，剩余 119:00" in etax.text()
        await wizard.identify(NUMBER, NAME, hall_code=CODE)
        assert "已锁定，剩余 119:00" in etax.text()
        assert wizard.step == "identity"
        assert NAME in etax.text()
        await wizard.identify("440199199607260045", NAME, hall_code="ABC239")
        assert "您还有 4 次机会" in etax.text(), "another document has tries of its own"
        field = etax.screen.query_one(HallCodeField)
        assert field.settle(Refused(RefusalCode.locked, retry_after=5))
        await etax.advance(seconds=5)
        assert "锁定已解除，请重新输入" in etax.text()
        assert field.settle(Refused(RefusalCode.malformed, field="hall_code"))
        await etax.settle()
        assert "锁定已解除" not in etax.text()
        assert not field.settle(Refused(RefusalCode.flow_ended)), "that is not for the code"
        pane = etax.screen.query_one(ApplicantPane)
        assert pane.settle(Refused(RefusalCode.malformed, field="number")) is None
        await etax.settle()
        assert etax.screen.focused is etax.screen.query_one("#document-number"), "each error at its field"
        assert pane.settle(Refused(RefusalCode.malformed)) == phrase("refused.malformed")
