"""A unit's filing in a tester's hand: its bank, the next answers, a voucher that is paid (SUB-02, PAY-01, PAY-02)."""

import msgspec
from litestar.params import JSONBody

from etax_client.domain.filing.taxes.payments import Payment
from etax_client.domain.testing.filing_views import FilingSeen
from etax_client.domain.withholding.deadlines import Deadline
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, unit_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.bundle import Services
from etax_client.server.services.testing.filings import Filings
from etax_client.wire.control.filing import (
    PAY_VOUCHER,
    READ_FILING,
    SET_ANSWER,
    SET_BANK,
    SET_DEADLINE,
    AnswerRequest,
    BankRequest,
    DeadlineRequest,
)


@handles(READ_FILING)
async def read_filing(request: Anyone, services: Served, which: Name) -> FilingSeen:
    """A unit's bank, the answers that are fixed, what was sent and paid."""
    unit_id = unit_id_of(services, which)
    acted(request, READ_FILING, unit=unit_id)
    return _filings(services).seen(unit_id)


@handles(SET_BANK)
async def set_bank(request: Anyone, services: Served, which: Name, data: JSONBody[BankRequest]) -> FilingSeen:
    """Its agreement, balance, and what the bank answers to the next debit (PAY-01)."""
    unit_id = unit_id_of(services, which)
    acted(request, SET_BANK, unit=unit_id)
    return _filings(services).set_bank(unit_id, msgspec.structs.asdict(data))


@handles(SET_ANSWER)
async def set_answer(request: Anyone, services: Served, which: Name, data: JSONBody[AnswerRequest]) -> FilingSeen:
    """What the tax office answers to the return that waits, else to the next one; to a voiding likewise (SUB-02, SUB-03)."""
    unit_id = unit_id_of(services, which)
    acted(request, SET_ANSWER, unit=unit_id)
    return _filings(services).set_answer(unit_id, data.refused_because)


@handles(SET_DEADLINE)
async def set_deadline(request: Anyone, services: Served, period: Name, data: JSONBody[DeadlineRequest]) -> Deadline:
    """Until when a month is to be declared in this world (FLW-01)."""
    found = accepted(_filings(services).set_deadline(period, data.day))
    acted(request, SET_DEADLINE, period=period)
    return found


@handles(PAY_VOUCHER)
async def pay_voucher(request: Anyone, services: Served, number: Name) -> Payment:
    """As whoever goes to the bank with it (PAY-02)."""
    paid = accepted(_filings(services).pay_voucher(number))
    acted(request, PAY_VOUCHER, payment=paid.payment_id)
    return paid


def _filings(services: Services) -> Filings:
    return Filings(services.store, services.clock, services.news)


HANDLERS = (read_filing, set_bank, set_answer, set_deadline, pay_voucher)
