"""What a server says of itself before anyone has logged in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """`simulated` is always true: a server that does not say so is not ours to talk to."""

    product: str
    version: str
    simulated: bool
    policy: str
    phase: str
    now: datetime

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("a time without its zone")
