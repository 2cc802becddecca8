"""What is done in an open unit, put together."""

from dataclasses import dataclass

from etax_client.clock import Clock
from etax_client.server.services.filing.annexes.annexes import Annexes
from etax_client.server.services.filing.answers import Answers
from etax_client.server.services.filing.deductions.claims import Claims
from etax_client.server.services.filing.deductions.prefilling import Prefilling
from etax_client.server.services.filing.desks import Desks
from etax_client.server.services.filing.importing.imports import Imports
from etax_client.server.services.filing.importing.people import PeopleTarget
from etax_client.server.services.filing.incomes import Incomes
from etax_client.server.services.filing.open_units import Laying, OpenUnits
from etax_client.server.services.filing.payments import Payments
from etax_client.server.services.filing.people import Payees
from etax_client.server.services.filing.people_list import PayeeLists
from etax_client.server.services.filing.people_reports import PayeeReports
from etax_client.server.services.filing.records import Records
from etax_client.server.services.filing.returns import Returns
from etax_client.server.services.filing.taxes import laying
from etax_client.server.services.filing.taxes.calculating import Calculations
from etax_client.server.services.filing.taxes.checking import Checks
from etax_client.server.services.filing.taxes.choosing import Choices
from etax_client.server.services.filing.taxes.explaining import Explanations
from etax_client.server.services.filing.taxes.redoing import Redoing
from etax_client.server.services.news import News
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
    claims: Claims
    prefilling: Prefilling
    answers: Answers
    desks: Desks
    incomes: Incomes
    calculations: Calculations
    explanations: Explanations
    annexes: Annexes
    returns: Returns
    redoing: Redoing
    payments: Payments
    checks: Checks
    choices: Choices
    records: Records


def filing(store: Store, clock: Clock, sessions: Sessions, verification: Verification, news: News) -> Filing:
    units = OpenUnits(store, sessions, verification, Laying(laying.lacks, laying.make))
    answers = Answers(store, clock, news)
    desks = Desks(units, clock, news, answers)
    returns, calculations = Returns(units, clock, news, desks), Calculations(units, clock, news)
    return Filing(
        units,
        PayeeLists(units),
        Payees(units, clock, news),
        PayeeReports(units, clock, news),
        Imports(units, clock, news),
        PeopleTarget(clock),
        Claims(units, clock, news),
        Prefilling(units),
        answers,
        desks,
        Incomes(units, clock, news),
        calculations,
        Explanations(units),
        Annexes(units, clock, news),
        returns,
        Redoing(units, calculations),
        Payments(units, clock, news, desks),
        Checks(units),
        Choices(units, clock, news),
        Records(units, answers),
    )
