"""The journal of the tester's door, as it is sent."""

from datetime import datetime

import msgspec

from etax_client.domain.refusals import RefusalCode
from etax_client.wire.control.verb import Verb

MOST_ROWS = 500
USUAL_ROWS = 100


class JournalRow(msgspec.Struct, frozen=True):
    """One decision. `person` is the masked name of who asked, `client` the beginning of its mark's digest, `status` 0 without an answer.

    `outcome` and `why` are in words by language; for programs, `decided` and `reason` are their keys, and `facts` what was filled in.
    """

    id: int
    at: datetime
    person_id: int | None
    person: str | None
    client: str
    address: str
    asked: str
    status: int
    decided: str
    rule: str
    reason: str
    facts: dict[str, str | int]
    outcome: dict[str, str]
    why: dict[str, str]


class JournalView(msgspec.Struct, frozen=True):
    """Rows, oldest first; `last` is the `after` that the next rows follow, whether or not all before it were wanted."""

    rows: tuple[JournalRow, ...]
    last: int


READ_JOURNAL = Verb("read_journal", "GET", "/journal", JournalView, refuses=(RefusalCode.malformed,))
