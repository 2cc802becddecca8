"""What is done in an open unit, put together."""

from dataclasses import dataclass

from etax_client.clock import Clock
from etax_client.server.services.filing.imports import Imports
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.people import Payees
from etax_client.server.services.filing.people_import import PeopleTarget
from etax_client.server.services.filing.people_list import PayeeLists
from etax_client.server.services.filing.people_reports import PayeeReports
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.units.verification import Verification
from etax_client.server.store.database import Store


@dataclass(frozen=True, slots=True)
class Filing:
    units: OpenUnits
    payee_lists: PayeeLists
    payees: Payees
    payee_reports: PayeeReports
    imports: Imports
    people_target: PeopleTarget


def filing(store: Store, clock: Clock, sessions: Sessions, verification: Verification) -> Filing:
    units = OpenUnits(store, sessions, verification)
    return Filing(units, PayeeLists(units), Payees(units, clock), PayeeReports(units, clock), Imports(units, clock), PeopleTarget(clock))
