"""What can be set of a mock server; plain data, cheap to import."""

from dataclasses import dataclass

from etax_client.domain.policies import NATIONAL, Phase


@dataclass(frozen=True, slots=True)
class HashCost:
    """Argon2id's memory in KiB and passes; the default is the OWASP minimum, and only tests go below it."""

    memory_kib: int = 19456
    passes: int = 2


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """`database` is a file or an SQLAlchemy URL, None keeps all in memory; `world` is a TOML file, None takes the demo's people and units.

    `hosts` are names that may stand in the Host header besides loopback's own (WEB-1). A `seed` makes captchas, the numbers of QR tickets
    and chance faults repeatable: for tests only. `control` opens the tester's door to whoever knows the token with this SHA-256; None keeps
    it shut (WEB-4). `open_inbox` lets any SIM card be put into any phone: for one user alone (WEB-5). `own_counter`
    opens the hall's counter to this very process, where the door is shut: for one whose world it is (WEB-4).
    """

    database: str | None = None
    policy: str = NATIONAL.name
    phase: Phase = Phase.phase_1
    hosts: tuple[str, ...] = ()
    hash_cost: HashCost = HashCost()
    world: str | None = None
    seed: int | None = None
    control: str | None = None
    open_inbox: bool = False
    own_counter: bool = False
