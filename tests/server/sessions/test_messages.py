"""Short messages: sent with the login that they tell of, read by whoever has the number, kept within bounds (WEB-5, SMS-02)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from etax_client.domain.sessions import phone_messages
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.server.services.sessions import messages as service
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.tables import accounts, messages
from etax_client.wire import paths
from tests.server.running import Running
from tests.server.sessions.qr import DEVICE, asking, confirmed, phone_of


async def test_a_login_by_code_is_told_to_the_persons_phone(server: Running) -> None:
    client, phone, other = await asking(server), await phone_of(server), await phone_of(server, "wangfang")
    await confirmed(server, client, phone)
    assert (await phone.messages())["messages"] == []
    await client.redeem()
    at = server.clock.now().isoformat()
    inbox = await phone.messages()
    [message] = inbox["messages"]
    assert inbox["masked_mobile"][3:7] == "****"
    assert message == {
        "message_id": message["message_id"],
        "key": "sms.qr_login",
        "params": {"device": DEVICE, "at": at},
        "sent_at": at.replace("+00:00", "Z"),
    }
    assert (await other.messages())["messages"] == [], "WEB-5: nobody reads another's"


async def test_nothing_is_sent_for_a_login_that_did_not_happen(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """DUR-2: session and message are one transaction."""
    client, phone = await asking(server), await phone_of(server)
    await confirmed(server, client, phone)

    def refuse(*_: object) -> None:
        raise StoreError(StoreFault.busy)

    with monkeypatch.context() as patched:
        patched.setattr(server.services.store, "before_commit", refuse)
        assert (await client.redeem()).status_code == 503
    assert (await phone.messages())["messages"] == []
    assert (await client.redeem()).status_code == 201
    assert len((await phone.messages())["messages"]) == 1


async def test_an_account_without_a_number_gets_in_all_the_same(server: Running) -> None:
    client, phone = await asking(server), await phone_of(server)
    with server.services.store.write() as connection:
        connection.execute(update(accounts).where(accounts.c.person_id == 1).values(mobile=None))
    await confirmed(server, client, phone)
    assert (await client.redeem()).status_code == 201
    assert await phone.messages() == {"masked_mobile": None, "messages": []}


@pytest.mark.sql
async def test_the_newest_come_first_and_the_oldest_go(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many for one number, and none for ever; another number's are left alone."""
    monkeypatch.setattr(service, "MOST", 3)
    phone, now, store = await phone_of(server), server.clock.now(), server.services.store
    with store.write() as connection:
        mobile = service.mobile_of(connection, server.services.system, 1)
        assert mobile is not None
        service.send(connection, Medium.sms, "13800000000", "sms.qr_login", {"at": "elsewhere"}, now)
        for number in range(5):
            service.send(connection, Medium.sms, mobile, "sms.qr_login", {"at": str(number)}, now + timedelta(seconds=number))
        assert connection.execute(select(func.count()).select_from(messages)).scalar_one() == 4
    assert [message["params"]["at"] for message in (await phone.messages())["messages"]] == ["4", "3", "2"]
    await server.manual.advance((phone_messages.KEPT + timedelta(seconds=3)).total_seconds())
    phone = await phone_of(server)
    assert [message["params"]["at"] for message in (await phone.messages())["messages"]] == ["4"]
    with store.write() as connection:
        service.send(connection, Medium.sms, "13800000000", "sms.qr_login", {"at": "later"}, server.clock.now())
        assert connection.execute(select(func.count()).select_from(messages)).scalar_one() == 2


@pytest.mark.sql
async def test_the_inbox_is_a_phones(server: Running) -> None:
    """WEB-5."""
    inside = await server.signed_in()
    assert (await inside.get(paths.PHONE_MESSAGES)).status_code == 401
