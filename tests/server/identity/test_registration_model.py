"""Registrations against a model of them: steps in any order, again, back, too early and too late (REG-1, REG-06)."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from etax_client.clock import ManualClock
from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FacePage, FaceRequest, FaceState
from etax_client.domain.flows.registration import RegistrationView, Way
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity, Said
from etax_client.domain.identity.resident_ids import check_character
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.spans import FLOW_LIFE
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import open_store
from tests.server.running import CHEAP

EXAMPLES, STEPS = 60, 40
ORDER = ("way", "agreement", "identity", "proof", "settings", "sms_code", "done")
BACK = {"agreement": "way", "identity": "agreement", "proof": "identity", "sms_code": "settings"}
HALL_CODE = "ABC234"
MOST_WRONG = 5
PASSWORD = Secret("Sunny7Days")


@dataclass
class Known:
    """What must be true of a flow: the step, how it is being proved, and the link of its latest face check."""

    secret: str
    begun: datetime
    who: int
    step: str = "way"
    way: Way | None = None
    link: Secret | None = None
    asked: datetime | None = None
    sent: str | None = None
    sent_at: datetime | None = None
    proved: bool = False
    wrong: int = 0


class Registering(RuleBasedStateMachine):
    services: ClassVar[Services]
    clock: ClassVar[ManualClock]
    loop: ClassVar[asyncio.AbstractEventLoop]
    numbers: ClassVar[Iterator[int]]

    @initialize()
    def begin(self) -> None:
        who = next(self.numbers)
        begun = self.services.registrations.flow.begin(Channel.client, str(IPv4Address(who)))
        assert not isinstance(begun, Refused)
        self.flow = Known(begun[0].reveal(), self.now, who)
        with self.services.store.write() as connection:
            identity = Identity(DocumentType.resident_id, self.number, "周婷", "CN")
            self.services.hall_codes.issue(connection, identity, Secret(HALL_CODE), self.now)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def number(self) -> str:
        """A 居民身份证 of somebody new in each example; the check character fits."""
        first = f"4401991996{1 + self.flow.who // 1000 % 12:02}01{self.flow.who % 1000:03}"
        return first + check_character(first)

    # --- what may be asked, whatever the step

    @rule()
    def agree(self) -> None:
        self._meets("agreement", "identity", self.services.registrations.agree(self.flow.secret))

    @rule(way=st.sampled_from(Way))
    def choose(self, way: Way) -> None:
        if self._meets("way", "agreement", self.services.registrations.choose(self.flow.secret, way)):
            self.flow.way = way

    @rule(right=st.booleans(), code=st.sampled_from([HALL_CODE, "ZZZ999", None]))
    def identify(self, right: bool, code: str | None = HALL_CODE) -> None:
        """By hall code this is the proof as well (REG-02); by face no code is looked at."""
        name, address = ("周婷" if right else "周\ue000"), str(IPv4Address(next(self.numbers)))
        secret = None if code is None else Secret(code)
        result = self.services.registrations.identify(
            self.flow.secret, Said(DocumentType.resident_id, self.number, name), hall_code=secret, address=address
        )
        by_code = self.flow.way is Way.hall_code
        if not right:
            assert _code(result) in ("malformed", "flow_ended")
        elif by_code and self.flow.step == "identity" and self.alive and code != HALL_CODE:
            assert _code(result) == ("malformed" if code is None else "wrong_hall_code" if self._guesses_left() else "locked")
        elif by_code and self.flow.step == "identity" and self.alive and self.flow.wrong == MOST_WRONG:
            assert _code(result) == "locked"
        elif self._meets("identity", "settings" if by_code else "proof", result) and by_code:
            self.flow.proved, self.flow.wrong = True, 0

    def _guesses_left(self) -> bool:
        """After one more wrong code."""
        self.flow.wrong = min(self.flow.wrong + 1, MOST_WRONG)
        return self.flow.wrong < MOST_WRONG

    @rule()
    def ask_face(self) -> None:
        asked = self.services.registrations.flow.ask_face(self.flow.secret)
        if self.alive and self.flow.step == "proof" and self.flow.way is Way.face:
            assert isinstance(asked, FaceRequest)
            self.flow.link, self.flow.asked = asked.link_id, self.now
        else:
            assert _code(asked) == ("out_of_order" if self.alive else "flow_ended")

    @rule()
    def look(self) -> None:
        if self.flow.link is None or self.flow.asked is None:
            return
        page = self.services.faces.check(self.flow.link, str(IPv4Address(next(self.numbers))))
        if self.alive and self.flow.step == "proof" and (self.now - self.flow.asked).total_seconds() < 180:
            assert isinstance(page, FacePage)
            assert page.state is FaceState.passed
            self.flow.step, self.flow.proved = "settings", True
        else:
            assert _code(page) == "face_unknown"
        self.flow.link = None

    @rule()
    def set_up(self) -> None:
        mobile = f"139{self.flow.who:08}"
        asked = self.services.registrations.set_up(
            self.flow.secret, login_name=f"name_{self.flow.who}", password=PASSWORD, mobile=mobile, household=None
        )
        self._meets("settings", "sms_code", self.loop.run_until_complete(asked))

    @rule()
    def send_code(self) -> None:
        result = self.services.registrations.flow.send_code(self.flow.secret)
        early = self.flow.sent_at is not None and (self.now - self.flow.sent_at).total_seconds() < 60
        if self.alive and self.flow.step == "sms_code" and early:
            assert _code(result) == "too_many"
        elif self._meets("sms_code", "sms_code", result):
            newest = self.services.messages.delivered(f"139{self.flow.who:08}", None, 1)[0]
            self.flow.sent, self.flow.sent_at = newest.message.params["code"], self.now

    @rule()
    def finish(self) -> None:
        result = self.services.registrations.finish(self.flow.secret, Secret(self.flow.sent or "000000"))
        fresh = self.flow.sent_at is not None and (self.now - self.flow.sent_at).total_seconds() < 300
        if self.alive and self.flow.step == "sms_code" and not fresh:
            assert _code(result) == "code_void"
        elif self.flow.step == "done" and self.alive:
            assert isinstance(result, RegistrationView)
        else:
            self._meets("sms_code", "done", result)

    @rule()
    def back(self) -> None:
        result = self.services.registrations.flow.back(self.flow.secret)
        if self.flow.step in BACK:
            if self._meets(self.flow.step, BACK[self.flow.step], result):
                self.flow.link = None
        else:
            assert _code(result) == ("out_of_order" if self.alive else "flow_ended")

    @rule(seconds=st.sampled_from([1, 30, 60, 179, 180, 299, 300, 1799]))
    def wait(self, seconds: int) -> None:
        self.loop.run_until_complete(self.clock.advance(seconds))

    @rule(steps=st.integers(1, 6))
    def go_ahead(self, steps: int) -> None:
        """What people do most of the time: without it hardly any flow would get far."""
        for _ in range(steps):
            self._go_on()

    def _go_on(self) -> None:
        ahead: dict[str, Callable[[], None]] = {
            "way": lambda: self.choose(Way.hall_code),
            "agreement": self.agree,
            "identity": lambda: self.identify(True, HALL_CODE),
            "proof": self.ask_face,
            "settings": self.set_up,
            "sms_code": self.send_code,
        }
        ahead.get(self.flow.step, self.finish)()

    # --- what is always true

    @invariant()
    def the_view_is_the_model(self) -> None:
        if not hasattr(self, "flow"):
            return
        view = self.services.registrations.flow.view(self.flow.secret)
        if not self.alive:
            assert _code(view) == "flow_ended"
            return
        assert isinstance(view, RegistrationView)
        assert view.step == self.flow.step
        assert ORDER.index(self.flow.step) < ORDER.index("settings") or self.flow.proved

    @property
    def alive(self) -> bool:
        return self.now - self.flow.begun < FLOW_LIFE

    def _meets(self, at: str, then: str, result: object) -> bool:
        """Whether the step was taken: exactly when it was due."""
        if self.alive and self.flow.step == at:
            assert isinstance(result, RegistrationView), result
            self.flow.step = then
            return True
        assert _code(result) == ("out_of_order" if self.alive else "flow_ended")
        return False


def _code(result: object) -> RefusalCode:
    assert isinstance(result, Refused), result
    return result.code


@pytest.fixture
def machine() -> Iterator[type[Registering]]:
    """Over one store for all examples, as making one takes longer than an example."""
    store, clock, loop = open_store(None), ManualClock(), asyncio.new_event_loop()
    services = put_together(ServerSettings(hash_cost=CHEAP), store, clock)
    yield type("RegisteringHere", (Registering,), {"services": services, "clock": clock, "loop": loop, "numbers": itertools.count(1)})
    loop.run_until_complete(services.close())
    loop.close()


def test_registrations_behave_as_their_model(machine: type[Registering]) -> None:
    """REG-1."""
    chosen = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=chosen)
