"""What a server says of itself before anyone has logged in."""

from dataclasses import dataclass
from datetime import datetime

FASTEST = 10
"""How many times as fast as the true time a steered clock may go."""
_EARLIEST, _LATEST = 1900, 9000


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """`simulated` is always true: a server that does not say so is not ours to talk to."""

    product: str
    version: str
    simulated: bool
    policy: str
    phase: str
    now: datetime
    steered: bool
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
        if self.now.tzinfo is None or not _EARLIEST <= self.now.year <= _LATEST:
            raise ValueError("a time that no clock can go on from")
        if not 0 <= self.rate <= FASTEST:
            raise ValueError("no rate")
