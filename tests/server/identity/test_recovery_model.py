"""Recoveries against a model, their steps in any order: a password is new only where its own flow was proved (RST-1, REG-1, COD-1)."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from etax_client.clock import ManualClock
from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FacePage, FaceRequest, FaceState
from etax_client.domain.flows.recovery import RecoveryStep, RecoveryView
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.services.guessing import passwords
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import open_store
from etax_client.server.store.tables import accounts, flows, guess_counters, one_time_codes, strangers
from etax_client.server.world import world
from etax_client.server.world.world_file import read_world
from tests.server.identity.recovering import LIMING, MOBILE, NOBODY, ZHAO
from tests.server.running import CHEAP

EXAMPLES, STEPS = 60, 50
PEOPLE = {"liming": LIMING, "zhao": ZHAO, "nobody": NOBODY, "misnamed": {**LIMING, "name": "李朋"}}
IDS = {"liming": 1, "zhao": 3}
"""Those who have an account; 赵强's has no number."""


@dataclass
class Code:
    """The last one that was sent for a document; the flow is the one that it is good in."""

    flow: int
    text: str
    sent: datetime
    wrong: int = 0


@dataclass
class Known:
    """What must be true of a flow."""

    secret: str
    begun: datetime
    step: RecoveryStep = RecoveryStep.identity
    who: str | None = None
    link: Secret | None = None
    asked: datetime | None = None
    alive: bool = True


class Recoveries(RuleBasedStateMachine):
    services: ClassVar[Services]
    clock: ClassVar[ManualClock]
    loop: ClassVar[asyncio.AbstractEventLoop]
    numbers: ClassVar[Iterator[int]]
    """No password is ever set again."""

    @initialize()
    def begin_anew(self) -> None:
        self.flows: list[Known] = []
        self.codes: dict[str, Code] = {}
        self.passwords: dict[int, str] = {}
        with self.services.store.write() as connection:
            for table in (flows, one_time_codes, guess_counters, strangers):
                connection.execute(delete(table))
        self.begin()

    # --- what may happen

    @rule()
    def begin(self) -> None:
        begun = self.services.recoveries.flow.begin(Channel.client, "192.0.2.1")
        assert not isinstance(begun, Refused)
        self.flows.append(Known(begun[0].reveal(), self.now))

    @rule(data=st.data(), who=st.sampled_from(sorted(PEOPLE)))
    def identify(self, data: st.DataObject, who: str) -> None:
        known, typed = self._one(data), PEOPLE[who]
        result = self.services.recoveries.identify(known.secret, DocumentType(typed["document_type"]), typed["number"], typed["name"])
        if self._in_order(known, RecoveryStep.identity, result):
            known.step, known.who = RecoveryStep.proof, who

    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        known = self._one(data)
        before = len(self._inbox())
        result = self.services.recoveries.flow.send_code(known.secret)
        if isinstance(result, Refused) and result.code is RefusalCode.too_many:
            assert known.step is RecoveryStep.proof
            assert known.who is not None
            last = self.codes.get(self._document(known.who))
            assert last is not None
            return
        if self._in_order(known, RecoveryStep.proof, result) and known.who is not None:
            sent = self._inbox()
            assert len(sent) - before == (known.who == "liming")
            text = sent[0] if known.who == "liming" else "------"
            self.codes[self._document(known.who)] = Code(self.flows.index(known), text, self.now)

    @rule(data=st.data(), right=st.booleans())
    def prove(self, data: st.DataObject, right: bool) -> None:
        known = self._one(data)
        code = self.codes.get(self._document(known.who)) if known.who else None
        # a wrong one that is the right one of another flow, where there is any
        right_one = code.text if code is not None and code.text.isdecimal() else "271828"
        typed = right_one if right else f"{(int(right_one) + 1) % 1_000_000:06}"
        result = self.services.recoveries.prove(known.secret, Secret(typed))
        good = (
            self._alive(known)
            and known.step is RecoveryStep.proof
            and known.who == "liming"
            and code is not None
            and self.flows[code.flow] is known
            and code.wrong < 5
            and self.now < code.sent + timedelta(minutes=5)
        )
        if isinstance(result, RecoveryView):
            assert good
            assert right
            known.step, known.link = RecoveryStep.password, None
            del self.codes[self._document("liming")]
        elif result.code is RefusalCode.wrong_code:
            assert code is not None
            assert not (good and right)
            code.wrong += 1
            assert result.attempts_left == 5 - code.wrong
        else:
            assert not (good and right) or result.code is RefusalCode.locked

    @rule(data=st.data())
    def ask_face(self, data: st.DataObject) -> None:
        known = self._one(data)
        result = self.services.recoveries.flow.ask_face(known.secret)
        if self._in_order(known, RecoveryStep.proof, result):
            assert isinstance(result, FaceRequest)
            known.link, known.asked = result.link_id, self.now

    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        known = self._one(data)
        if known.link is None or known.asked is None:
            return
        result = self.services.faces.check(known.link, f"192.0.2.{len(self.flows)}")
        good = self._alive(known) and known.step is RecoveryStep.proof and self.now < known.asked + timedelta(minutes=3)
        assert isinstance(result, FacePage) == good
        known.link = None
        if isinstance(result, FacePage):
            assert (result.state is FaceState.passed) == (known.who in IDS)
            known.step = RecoveryStep.password if known.who in IDS else known.step

    @rule(data=st.data())
    def set_password(self, data: st.DataObject) -> None:
        known = self._one(data)
        text = f"Sunny{next(self.numbers)}Days"
        result = self.loop.run_until_complete(self.services.recoveries.set_password(known.secret, Secret(text)))
        if self._alive(known) and known.step is RecoveryStep.done:
            assert result == Refused(RefusalCode.key_reused)  # it is another password each time (IDM-1)
        elif self._in_order(known, RecoveryStep.password, result) and known.who is not None:
            known.step = RecoveryStep.done
            self.passwords[IDS[known.who]] = text
            for other in self.flows:
                if other is not known and other.who and self._document(other.who) == self._document(known.who):
                    other.alive = False

    @rule(data=st.data())
    def go_ahead(self, data: st.DataObject) -> None:
        """What people do most of the time: without it hardly any flow would get far."""
        known = self._one(data)
        if self._alive(known) and known.step is RecoveryStep.identity:
            self.identify(_Always(known), "zhao")
        if self._alive(known) and known.step is RecoveryStep.proof:
            self.ask_face(_Always(known))
            self.look(_Always(known))

    @rule(data=st.data())
    def back(self, data: st.DataObject) -> None:
        known = self._one(data)
        if self._in_order(known, RecoveryStep.proof, self.services.recoveries.flow.back(known.secret)):
            known.step, known.link = RecoveryStep.identity, None

    @rule(data=st.data())
    def abandon(self, data: st.DataObject) -> None:
        known = self._one(data)
        self.services.recoveries.flow.abandon(known.secret)
        known.alive = False

    @rule(seconds=st.sampled_from([1, 59, 60, 180, 300, 1200]))
    def wait(self, seconds: int) -> None:
        self.loop.run_until_complete(self.clock.advance(seconds))

    # --- what must be true at any time

    @invariant()
    def every_flow_is_where_it_must_be(self) -> None:
        for known in getattr(self, "flows", []):
            view = self.services.recoveries.flow.view(known.secret)
            assert (view.step if isinstance(view, RecoveryView) else view.code) == (
                known.step if self._alive(known) else RefusalCode.flow_ended
            )

    @invariant()
    def every_password_is_the_one_that_was_set_last(self) -> None:
        with self.services.store.read() as connection:
            for person, text in getattr(self, "passwords", {}).items():
                phc = connection.execute(select(accounts.c.password_hash).where(accounts.c.person_id == person)).scalar_one()
                assert passwords.matches(phc, Secret(text))

    # --- in short

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def _alive(self, known: Known) -> bool:
        return known.alive and self.now < known.begun + timedelta(minutes=30)

    def _in_order(self, known: Known, step: RecoveryStep, result: object) -> bool:
        """Whether the act was carried out; that it was exactly where it had to be."""
        if not self._alive(known):
            assert result == Refused(RefusalCode.flow_ended)
            return False
        if known.step is not step:
            assert result == Refused(RefusalCode.out_of_order)
            return False
        assert not isinstance(result, Refused)
        return True

    def _document(self, who: str) -> str:
        return str(PEOPLE[who]["number"])

    def _inbox(self) -> list[str]:
        found = self.services.messages.delivered(MOBILE, None, 50)
        return [each.message.params["code"] for each in found if each.message.key == "sms.code.recovery"]

    def _one(self, data: "st.DataObject | _Always") -> Known:
        if isinstance(data, _Always):
            return data.known
        return data.draw(st.sampled_from(self.flows[-3:]))


@dataclass(frozen=True)
class _Always:
    """In the place of what is drawn: this one."""

    known: Known


@pytest.fixture
def machine() -> Iterator[type[Recoveries]]:
    Recoveries.clock, Recoveries.numbers = ManualClock(), itertools.count(1)
    Recoveries.services = put_together(ServerSettings(hash_cost=CHEAP), open_store(None), Recoveries.clock)
    world.lay(Recoveries.services, read_world(None))
    with asyncio.Runner() as runner:
        Recoveries.loop = runner.get_loop()
        yield Recoveries
        runner.run(Recoveries.services.close())


def test_recoveries_are_as_their_model(machine: type[Recoveries]) -> None:
    chosen = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=chosen)
