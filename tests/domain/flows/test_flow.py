"""Flows as data: each step is taken where it is due and nowhere else, and back leads to what is neither proved nor done (REG-1, REG-06)."""

from dataclasses import replace
from typing import Any

import pytest

from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import ATTEMPT, Attempt
from etax_client.domain.flows.flow import OUT_OF_ORDER, FlowKind
from etax_client.domain.flows.recovery import RECOVERY, Recovery, RecoveryStep
from etax_client.domain.flows.registration import REGISTRATION, AccountSettings, Registration, Step, Way
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity

WHO = Identity(DocumentType.resident_id, "440199198805120030", "李明")
SETTINGS = AccountSettings("liming", "13800000001", None)
ORDERS: dict[str, tuple[FlowKind[Any, Any], Any, str, dict[str, str]]] = {
    "registration by face": (
        REGISTRATION,
        Registration(Channel.client, Step.way, Way.face, WHO, SETTINGS),
        "way agreement identity proof settings sms_code done",
        {"agreement": "way", "identity": "agreement", "proof": "identity", "sms_code": "settings"},
    ),
    "registration by hall code": (
        REGISTRATION,
        Registration(Channel.phone, Step.way, Way.hall_code, WHO, SETTINGS),
        "way agreement identity settings sms_code done",
        {"agreement": "way", "identity": "agreement", "sms_code": "settings"},
    ),
    "registration at the portal": (
        REGISTRATION,
        Registration(Channel.portal, Step.agreement, Way.face, WHO, SETTINGS),
        "agreement way identity proof settings sms_code done",
        {"way": "agreement", "identity": "way", "proof": "identity", "sms_code": "settings"},
    ),
    "login at the bureau": (ATTEMPT, Attempt(Channel.bureau), "first second in", {"second": "first"}),
    "recovery": (RECOVERY, Recovery(Channel.client, identity=WHO), "identity proof password done", {"proof": "identity"}),
}


@pytest.mark.parametrize("name", ORDERS)
def test_each_step_leads_to_the_next_and_back_over_what_does_not_stand(name: str) -> None:
    """REG-01, REG-02, RST-1."""
    kind, flow, order, back = ORDERS[name]
    steps = [type(flow.step)(step) for step in order.split()]
    assert kind.begun(flow.channel).step is steps[0]
    for at, step in enumerate(steps):
        flow = replace(flow, step=step)
        taken = {other: kind.take(flow, other) for other in steps[:-1]}
        assert taken == {other: replace(flow, step=steps[at + 1]) if other is step else OUT_OF_ORDER for other in steps[:-1]}
        assert kind.back(flow) == (replace(flow, step=type(step)(back[step])) if step in back else OUT_OF_ORDER)
        assert kind.is_over(flow) is (step is steps[-1])
        assert kind.resumed(flow) == flow


@pytest.mark.parametrize(
    ("kept", "step"),
    [
        (Registration(Channel.client, Step.agreement), Step.way),
        (Registration(Channel.client, Step.identity), Step.way),
        (Registration(Channel.client, Step.proof, Way.hall_code, WHO), Step.identity),
        (Registration(Channel.client, Step.proof, Way.face, WHO), Step.proof),
        (Registration(Channel.portal, Step.agreement), Step.agreement),
        (Registration(Channel.portal, Step.settings, None, WHO), Step.way),
    ],
)
def test_what_was_kept_under_another_order_stands_before_what_it_has_not_been_asked(kept: Registration, step: Step) -> None:
    """REG-01, REG-02: when the agreement came first, and the hall code behind the identity."""
    assert REGISTRATION.resumed(kept) == replace(kept, step=step)
    assert RECOVERY.resumed(Recovery(Channel.portal)) == Recovery(Channel.portal, RecoveryStep.identity)


def test_a_step_keeps_what_was_filled_in() -> None:
    """REG-06."""
    flow = RECOVERY.take(Recovery(Channel.portal), RecoveryStep.identity, identity=WHO)
    assert flow == Recovery(Channel.portal, RecoveryStep.proof, WHO)
    assert RECOVERY.back(flow) == Recovery(Channel.portal, RecoveryStep.identity, WHO)
