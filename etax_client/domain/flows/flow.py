"""A flow is data: its steps in order, what each keeps, where back leads, and how long it lives; one way to go through all (REG-1)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceView
from etax_client.domain.identity.identity import Identity
from etax_client.domain.policies import Policy
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.spans import FLOW_LIFE

OUT_OF_ORDER = Refused(RefusalCode.out_of_order)


class FlowState(Protocol):
    """How far a flow has come. What was filled in stays when one goes back (REG-06)."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def channel(self) -> Channel: ...
    @property
    def step(self) -> StrEnum: ...
    @property
    def identity(self) -> Identity | None: ...


class FlowView(FlowState, Protocol):
    """A flow as its own channel sees it. `policy` names the rules.

    `seconds` are left of the flow, `resend` until another SMS code may be sent (0: now, None: none has been); `face` is there once a
    check has been asked for.
    """

    @property
    def policy(self) -> str: ...
    @property
    def seconds(self) -> int: ...
    @property
    def resend(self) -> int | None: ...
    @property
    def face(self) -> FaceView | None: ...


S = TypeVar("S", bound=FlowState)
V = TypeVar("V", bound=FlowView)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: `keeps` is what of the state it fills in; what `stands` was proved or done in it, and no way leads back over it."""

    step: StrEnum
    keeps: str | None = None
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What a view tells beside the state, as FlowView has it."""

    seconds: int
    resend: int | None
    face: FaceView | None


@dataclass(frozen=True, slots=True)
class CameOf:
    """What has come of a face that has passed: the journal's reason and rule, and the masked name of who lost something by it."""

    reason: str
    rule: str
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class FlowKind(Generic[S, V]):
    """`stages` are those of a flow as far as it is known, the last one its end; `by_face` is the step that a face check proves.

    One that `admits_strangers` is for people whom nobody knows yet too; by `either_app` the face may stand before any APP
    there is. `whose` is the person of a flow, by id or by what they say.
    `without_number` is a flow whose person has lost the number that was bound; `awaited`, if a code was sent to it and not used yet.
    """

    name: str
    state: type[S]
    begun: Callable[[Channel], S]
    stages: Callable[[S | V], tuple[Stage, ...]]
    by_face: StrEnum
    show: Callable[[S, Policy, Standing], V]
    admits_strangers: bool = False
    either_app: bool = False
    counts_faces: bool = False
    """Whether another person's face is a failure of the account that it goes about (BJ-42)."""
    whose: Callable[[S], int | Identity | None] = lambda flow: flow.identity
    came_of: Callable[[S], CameOf] = lambda flow: CameOf("face.pass", "REG-03")
    without_number: Callable[[S, bool], S] = lambda flow, awaited: flow
    life: timedelta = FLOW_LIFE

    def is_over(self, flow: S | V) -> bool:
        return flow.step is self.stages(flow)[-1].step

    def take(self, flow: S, step: StrEnum, **kept: object) -> S | Refused:
        """The flow behind this step, with what that keeps, if it is the one that is due."""
        if flow.step is not step:
            return OUT_OF_ORDER
        filled_in = replace(flow, **kept)
        stages = self.stages(filled_in)
        return replace(filled_in, step=stages[_place(stages, step) + 1].step)

    def before(self, flow: S | V) -> StrEnum | None:
        """Where one step back leads; None at the beginning, and behind what stands."""
        stages = self.stages(flow)
        at = _place(stages, flow.step)
        return None if at == 0 or stages[at - 1].stands else stages[at - 1].step

    def back(self, flow: S) -> S | Refused:
        earlier = self.before(flow)
        return OUT_OF_ORDER if earlier is None else replace(flow, step=earlier)

    def makes_sense(self, view: V) -> bool:
        """Whether a flow can stand so: at a step that there is, with what those before it keep."""
        return view.step in (stage.step for stage in self.stages(view)) and self._missing(view) is None

    def resumed(self, flow: S) -> S:
        """As it goes on today: one that was kept under another order of steps stands before what it has not been asked yet."""
        stages = self.stages(flow)
        if flow.step not in (stage.step for stage in stages):
            return replace(flow, step=next(stage.step for stage in stages if stage.stands))
        return replace(flow, step=self._missing(flow) or flow.step)

    def _missing(self, flow: S | V) -> StrEnum | None:
        """The first step before this one that was to keep something, and has not."""
        stages = self.stages(flow)
        passed = stages[: _place(stages, flow.step)]
        return next((stage.step for stage in passed if stage.keeps is not None and getattr(flow, stage.keeps) is None), None)


def _place(stages: tuple[Stage, ...], step: StrEnum) -> int:
    return next(place for place, stage in enumerate(stages) if stage.step is step)
