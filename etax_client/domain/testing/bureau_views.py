"""What testers see of the Beijing bureau: its accounts and how they are guessed at, and its old login (BJ-42, BJ-74)."""

from collections.abc import Mapping
from dataclasses import dataclass

from etax_client.domain.guessing.methods import Method
from etax_client.domain.testing.tester_views import Guessing


@dataclass(frozen=True, slots=True)
class BureauAccountSeen:
    """Someone's account there; without `has_password` none was ever set. A lock by one method is the account's."""

    person_id: int
    name: str
    login_name: str | None
    mobile: str | None
    has_password: bool
    guessing: Mapping[Method, Guessing]
