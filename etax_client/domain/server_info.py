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
    steered: bool = False
    """Whether testers may stop, set and advance its time: then the client goes by what it says."""

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("a time without its zone")


@dataclass(frozen=True, slots=True)
class ServerTime:
    """What a steered clock shows, how fast it goes (0 frozen, 1 as usual), and a mark that is another one whenever it has been steered."""

    now: datetime
    rate: int
    revision: str

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("a time without its zone")
