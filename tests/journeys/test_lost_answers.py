"""The answer of each act is lost after it was done; asked once more, the client is told what became of it (IDM-1, IDM-2)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from typing_extensions import override

from etax_client.api.carrier import Unreachable, attempt
from etax_client.api.control import Control
from etax_client.api.etax import Etax
from etax_client.api.flows import agree, choose, open_account, prove, recover, register, set_password, set_up
from etax_client.api.http import HttpCarrier
from etax_client.api.in_process import InProcess
from etax_client.domain.flows.recovery import RecoveryView
from etax_client.domain.flows.registration import RegistrationView, Way
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall_codes import Slip
from etax_client.domain.identity.identity import Identity
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.server.control.door import digest
from tests.phone_api import Phone
from tests.server.control.testers import TOKEN
from tests.server.identity.recovering import recovery_code
from tests.server.identity.registering import CODE, inbox, issue, sms_code
from tests.server.running import HOST, PASSWORD, WRONG, Running, running

NEW = Secret("Sunny7Days")
FREE, MINE, FANGS, ZHOUS = "13800000100", "13800000001", "13800000002", "13800000009"
UNLISTED = "91440199MA0QJ0506W"


class Lossy(httpx.AsyncBaseTransport):
    """The server does what is asked; while `loses`, its answers are lost on the way."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.loses = False

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        if self.loses:
            await response.aclose()
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        return response


@dataclass
class Line:
    server: Running
    lossy: Lossy
    carrier: HttpCarrier

    async def twice(self, act: Callable[[], Awaitable[object]]) -> object:
        """What a person sees who presses again: unknown, then what the second answer says."""
        self.lossy.loses = True
        lost = await attempt(act())
        assert isinstance(lost, Unreachable)
        assert lost.sent
        self.lossy.loses = False
        return await attempt(act())

    async def phone(self, account: str = "liming") -> Phone:
        phone = Phone(self.carrier)
        assert isinstance(await phone.login(account, Secret(PASSWORD)), LoggedIn)
        return phone

    def keys(self, mobile: str) -> list[str]:
        return [each.message.key for each in inbox(self.server, mobile)]

    def code_to(self, mobile: str) -> Secret:
        return Secret(next(each.message.params["code"] for each in inbox(self.server, mobile) if "code" in each.message.params))


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with running(control=digest(TOKEN)) as server:
        lossy = Lossy(InProcess(server.app))
        carrier = HttpCarrier(HOST, transport=lossy)
        yield Line(server, lossy, carrier)
        await carrier.close()


async def test_another_password(line: Line) -> None:
    """One change, no wrong guess: the current password is the old one no more when it comes again."""
    phone = await line.phone()
    assert await line.twice(lambda: phone.change_password(Secret(PASSWORD), NEW)) is None
    assert line.keys(MINE) == ["sms.password_changed"]
    assert line.server.compared.count(PASSWORD) == 2  # to log in, and once to change it


async def test_a_wrong_password(line: Line) -> None:
    """One failure counted; typed again after its answer it is another guess."""
    phone = await line.phone()
    told = await line.twice(lambda: phone.change_password(Secret(WRONG), NEW))
    assert isinstance(told, Refused)
    assert (told.code, told.attempts_left) == (RefusalCode.wrong_credentials, 4)
    again = await phone.change_password(Secret(WRONG), NEW)
    assert isinstance(again, Refused)
    assert again.code is RefusalCode.captcha_required


async def test_another_number(line: Line) -> None:
    phone = await line.phone()
    assert not isinstance(await line.twice(lambda: phone.send_mobile_code(FREE)), Refused)
    code = line.code_to(FREE)
    assert not isinstance(await line.twice(lambda: phone.bind_mobile(FREE, code, Secret(PASSWORD))), Refused)
    assert line.keys(FREE) == ["sms.mobile_bound", "sms.code.mobile"]


async def test_another_declaration_password(line: Line) -> None:
    phone = await line.phone("wangfang")
    assert not isinstance(await line.twice(lambda: phone.send_reset_code(1)), Refused)
    code = line.code_to(FANGS)
    assert await line.twice(lambda: phone.reset_declaration_password(1, Secret("Unit2027b"), code)) is None
    assert line.keys(FANGS) == ["sms.declaration_password", "sms.code.declaration_password"]


async def test_units_of_the_list(line: Line) -> None:
    tokens: list[Secret] = []
    etax = Etax(line.carrier, lambda: tokens[-1] if tokens else None)
    logged_in = await etax.login("wangfang", Secret(PASSWORD))
    assert isinstance(logged_in, LoggedIn)
    tokens.append(logged_in.token)
    added = await line.twice(lambda: etax.add_units([(UNLISTED, UNLISTED)]))
    assert isinstance(added, tuple)
    assert [each.refused for each in added] == [None]
    assert await line.twice(lambda: etax.remove_unit(1)) is None


async def test_the_end_of_a_registration(line: Line) -> None:
    issue(line.server)
    flow = Etax(line.carrier, lambda: None).registering()
    await flow.begin()
    await flow.take(choose(Way.hall_code))
    await flow.take(agree())
    zhou = Identity(DocumentType.resident_id, "440199199607260029", "周婷")
    proved = await line.twice(lambda: flow.take(register(zhou, Secret(CODE))))
    assert isinstance(proved, RegistrationView)
    await flow.take(set_up(NEW, ZHOUS, "zhouting"))
    assert isinstance(await line.twice(flow.send_code), RegistrationView)
    code = Secret(sms_code(line.server))
    done = await line.twice(lambda: flow.take(open_account(code)))
    assert isinstance(done, RegistrationView)
    assert done.step.value == "done"
    assert line.keys(ZHOUS) == ["sms.registered", "sms.code.registration"]


async def test_the_end_of_a_recovery(line: Line) -> None:
    flow = Etax(line.carrier, lambda: None).recovering()
    await flow.begin()
    await flow.take(recover(Identity(DocumentType.resident_id, "440199198805120030", "李明")))
    assert isinstance(await line.twice(flow.send_code), RecoveryView)
    code = Secret(recovery_code(line.server))
    proved = await line.twice(lambda: flow.take(prove(code)))
    assert isinstance(proved, RecoveryView)
    done = await line.twice(lambda: flow.take(set_password(NEW)))
    assert isinstance(done, RecoveryView)
    assert done.step.value == "done"
    assert line.keys(MINE) == ["sms.password_reset", "sms.code.recovery"]


async def test_what_a_tester_does(line: Line) -> None:
    """A clock that is advanced once more would end locks and codes of which nobody knows."""
    control = Control(line.carrier, TOKEN)
    began = (await control.clock()).now
    shown = await line.twice(lambda: control.advance(timedelta(hours=2)))
    assert shown == await control.clock()
    assert (await control.clock()).now == began + timedelta(hours=2)
    assert isinstance(await line.twice(lambda: control.issue_hall_code("440199199607260029")), Slip)
    assert len(await control.hall_codes()) == 2, "the world's own, and one"
