"""The steps of a recovery: each act is carried out at one step, and nowhere else (RST-1, REG-1)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from etax_client.domain.doors import Door
from etax_client.domain.flows import recovery
from etax_client.domain.flows.recovery import OUT_OF_ORDER, Recovery, RecoveryStep
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.refusals import Refused

WHO = Identity(DocumentType.resident_id, "440199198805120030", "李明")
Act = Callable[[Recovery], Recovery | Refused]
ACTS: dict[str, tuple[Act, RecoveryStep, RecoveryStep]] = {
    "identify": (lambda flow: recovery.identify(flow, WHO), RecoveryStep.identity, RecoveryStep.proof),
    "prove": (recovery.prove, RecoveryStep.proof, RecoveryStep.password),
    "finish": (recovery.finish, RecoveryStep.password, RecoveryStep.done),
    "back": (recovery.back, RecoveryStep.proof, RecoveryStep.identity),
}


@pytest.mark.parametrize("step", RecoveryStep)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leads_from_one_step_to_one_other(act: str, step: RecoveryStep) -> None:
    do, old, new = ACTS[act]
    flow = Recovery(Door.terminal, step, WHO)
    assert do(flow) == (replace(flow, step=new) if step is old else OUT_OF_ORDER)


def test_what_was_filled_in_stays() -> None:
    """REG-06."""
    flow = recovery.identify(Recovery(Door.portal), WHO)
    assert isinstance(flow, Recovery)
    assert recovery.back(flow) == Recovery(Door.portal, RecoveryStep.identity, WHO)
