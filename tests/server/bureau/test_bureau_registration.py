"""Registration at the bureau at the server's services, where the order of commits decides (REG-1, REG-2, BJ-18, BJ-22, BJ-23)."""

import asyncio
import itertools
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from etax_client.domain.channels import Channel
from etax_client.domain.flows.bureau_registration import HallSays, JoiningView, JoinStep
from etax_client.domain.flows.face_check import FacePage, FaceRequest, FaceState
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import Claim, Collected
from etax_client.domain.identity.identity import Said
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import App
from etax_client.server.services.bureau.registration import Joinings
from etax_client.server.services.guessing.address_limits import MOST_MISSES
from etax_client.server.services.why import why_of
from etax_client.server.store.tables import bureau_accounts, persons
from tests.server.running import Running

pytestmark = pytest.mark.sql
HE, XU = ("110199199406080025", "何静"), ("110199199604040016", "许可")
OWN = Secret("Own@2026x")
ADDRESS = "192.0.2.9"
AT_ONCE = 6
_MOBILES = itertools.count(13900000100)


@dataclass
class Joiner:
    """One browser's registration; `who` is document and name."""

    server: Running
    who: tuple[str, str] = HE
    mobile: str = field(default_factory=lambda: str(next(_MOBILES)))
    secret: str = ""

    @property
    def joinings(self) -> Joinings:
        return self.server.services.bureau.registrations

    def at_settings(self) -> "Joiner":
        begun = self.joinings.flow.begin(Channel.bureau, ADDRESS)
        assert not isinstance(begun, Refused)
        self.secret = begun[0].reveal()
        assert isinstance(self.joinings.agree(self.secret), JoiningView)
        told = self.joinings.identify(self.secret, Said(DocumentType.resident_id, *self.who), address=ADDRESS)
        assert isinstance(told, JoiningView), told
        return self

    def sent(self) -> Secret:
        told = self.joinings.send_code(self.secret, self.mobile)
        assert isinstance(told, JoiningView), told
        delivered = self.server.services.messages.delivered(self.mobile, None, 9)
        return Secret(next(each.message.params["code"] for each in delivered if "code" in each.message.params))

    async def set_up(self, code: Secret, name: str = "", password: Secret = OWN) -> JoiningView | Refused:
        given = {"login_name": name, "password": password, "again": password, "typed": self.mobile, "code": code, "address": ADDRESS}
        return await self.joinings.set_up(self.secret, **given)  # type: ignore[arg-type]

    async def at_face(self, name: str = "") -> Secret:
        """The link of the check that waits."""
        told = await self.at_settings().set_up(self.sent(), name)
        assert isinstance(told, JoiningView), told
        asked = self.joinings.flow.ask_face(self.secret)
        assert isinstance(asked, FaceRequest)
        return asked.link_id

    def look(self, link: Secret) -> FacePage | Refused:
        return self.server.services.bureau.faces.check(link, ADDRESS)

    def view(self) -> JoiningView:
        told = self.joinings.flow.view(self.secret)
        assert isinstance(told, JoiningView)
        return told


def numbers(server: Running) -> dict[str, str | None]:
    """Of those who have registered, by name."""
    found = select(persons.c.name, bureau_accounts.c.mobile).join_from(bureau_accounts, persons)
    with server.services.store.read() as connection:
        return {row.name: row.mobile for row in connection.execute(found.where(persons.c.name.in_((HE[1], XU[1]))))}


async def test_one_document_in_two_browsers_is_one_account(server: Running) -> None:
    """REG-05: who comes later is told so, and nothing is overwritten."""
    first, later = Joiner(server), Joiner(server)
    links = await first.at_face(), await later.at_face()
    for one, link in zip((first, later), links, strict=True):
        looked = one.look(link)
        assert isinstance(looked, FacePage)
        assert looked.state is FaceState.passed
    assert first.view().step is JoinStep.done
    assert (later.view().step, later.view().taken) == (JoinStep.identity, RefusalCode.already_registered)
    assert numbers(server) == {"何静": first.mobile}


async def test_one_number_of_two_people_is_the_later_ones(server: Running) -> None:
    """BJ-23: both accounts are there."""
    first, later = Joiner(server), Joiner(server, XU)
    later.mobile = first.mobile
    link = await first.at_face()
    await server.manual.advance(120)
    other = await later.at_face()
    again = first.joinings.flow.ask_face(first.secret)
    assert isinstance(again, FaceRequest)
    assert isinstance(first.look(link), Refused), "an earlier code of the flow is over"
    for one, each in ((first, again.link_id), (later, other)):
        assert isinstance(one.look(each), FacePage)
    assert numbers(server) == {"何静": None, "许可": first.mobile}


async def test_one_look_makes_one_account(server: Running) -> None:
    """REG-2: by the APP that it was asked of."""
    one = Joiner(server)
    link = await one.at_face()
    wrong = server.services.faces.check(link, ADDRESS)
    assert isinstance(wrong, Refused)
    assert wrong.code is RefusalCode.wrong_app
    looked = [one.look(link) for _ in range(AT_ONCE)]
    assert [isinstance(each, FacePage) for each in looked] == [True] + [False] * (AT_ONCE - 1)
    asked = one.joinings.flow.ask_face(one.secret, App.itax)
    assert isinstance(asked, Refused), "registering is 北京税务APP's alone (BJ-19)"


async def test_what_is_pressed_many_times_at_once_is_done_once(server: Running) -> None:
    """COD-2: the code is spent once; the rest find another step due."""
    one = Joiner(server, XU, "13900000007").at_settings()
    code = one.sent()
    told = await asyncio.gather(*(one.set_up(code) for _ in range(AT_ONCE)))
    assert sorted(isinstance(each, Refused) for each in told) == [False] + [True] * (AT_ONCE - 1)
    assert (one.view().step, one.view().hall) == (JoinStep.done, HallSays.equals)
    assert numbers(server) == {"许可": "13900000007"}


async def test_the_hall_is_asked_in_the_transaction_that_takes_the_code(server: Running) -> None:
    """BJ-22: a number that was changed there meanwhile spares nobody the face, nor does one that was taken down without a number."""
    one = Joiner(server, XU, "13900000007").at_settings()
    code = one.sent()
    assert isinstance(server.services.hall.collect(Claim(DocumentType.resident_id, *XU), "13900000099"), Collected)
    told = await one.set_up(code)
    assert isinstance(told, JoiningView)
    assert (told.step, told.hall) == (JoinStep.face, HallSays.differs)


async def test_guesses_at_a_code_are_few(server: Running) -> None:
    """COD-2: five are compared."""
    one = Joiner(server).at_settings()
    right = int(one.sent().reveal())
    guesses = [Secret(f"{(right + 1 + each) % 1_000_000:06}") for each in range(20)]
    told = [await one.set_up(each) for each in guesses]
    codes = [each.code for each in told if isinstance(each, Refused)]
    assert codes == [RefusalCode.wrong_code] * 5 + [RefusalCode.code_void] * 15
    assert why_of(told[0]).rule == "COD-2"  # type: ignore[arg-type]


async def test_steps_in_no_other_order(server: Running) -> None:
    """REG-1, REG-2: nothing is set up before it is said who it is, no face asked for before the code."""
    begun = server.services.bureau.registrations.flow.begin(Channel.bureau, ADDRESS)
    assert not isinstance(begun, Refused)
    one = Joiner(server, secret=begun[0].reveal())
    assert isinstance(one.joinings.identify(one.secret, Said(DocumentType.resident_id, *HE)), Refused)
    assert isinstance(one.joinings.send_code(one.secret, one.mobile), Refused)
    assert isinstance(await one.set_up(Secret("123456")), Refused)
    assert isinstance(one.joinings.flow.ask_face(one.secret), Refused)
    one.at_settings()
    assert isinstance(one.joinings.flow.ask_face(one.secret), Refused)


async def test_another_number_forgets_the_one_that_was_answered(server: Running) -> None:
    """BJ-18: back at the settings the answered number needs no other code, until a code is sent somewhere else."""
    one = Joiner(server)
    await one.at_face()
    assert isinstance(one.joinings.flow.back(one.secret), JoiningView)
    answered, one.mobile = one.mobile, str(next(_MOBILES))
    one.sent()
    one.mobile = answered
    told = await one.set_up(Secret("123456"))
    assert isinstance(told, Refused)
    assert told.code is RefusalCode.code_void


async def test_a_document_alone_tells_nobody_whether_it_has_registered(server: Running) -> None:
    """BJ-28, BJ-81: under another name one is led on to the face, which is another person's, as for who is at the register alone."""
    for number in ("110199198001010016", HE[0]):
        one = Joiner(server, (number, "赵不知"))
        looked = one.look(await one.at_face())
        assert isinstance(looked, FacePage)
        assert (looked.state, one.view().taken) == (FaceState.other_person, None)


async def test_whether_a_user_name_is_taken_is_said_so_often_to_an_address_here_too(server: Running) -> None:
    """BJ-81: one code that was right is enough to ask, as it stays good (COD-4)."""
    one = Joiner(server).at_settings()
    code = one.sent()

    async def told(name: str) -> RefusalCode | None:
        found = await one.set_up(code, name)
        return found.code if isinstance(found, Refused) else None

    assert [await told("liuyang") for _ in range(MOST_MISSES + 1)] == [RefusalCode.login_name_taken] * MOST_MISSES + [RefusalCode.too_many]
    await server.manual.advance(60)
    assert await told("hejing1") is None
