"""税款缴纳 over HTTP (PAY)."""

from decimal import Decimal
from functools import partial

from litestar import get, post
from litestar.params import JSONBody

from etax_client.domain.filing.taxes.payments import BankAccount, Payment
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.filing.parts import CLOSED, KIND, PERIOD, UNIT, Kind, Period, month_of, said
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.wire.filing import payments as wire

_PAYMENT = "{payment_id:int}"


@get(wire.payments(UNIT, PERIOD), security=SIGNED_IN, responses=refusals(*CLOSED))
async def month_payments(services: Served, session: SomeoneIn, unit_id: Id, period: Period) -> tuple[Payment, ...]:
    """A month's payments, in the order in which they were ordered."""
    return services.filing.payments.of_month(session, unit_id, month_of(period))


@post(
    wire.new_payment(UNIT, PERIOD, KIND),
    dto=Spelled[wire.PaymentRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(
        *CLOSED,
        *(RefusalCode.malformed, RefusalCode.too_large, RefusalCode.outdated),
        *(RefusalCode.payment_live, RefusalCode.nothing_due, RefusalCode.no_agreement),
    ),
)
async def order_payment(
    request: Anyone,
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    kind: Kind,
    data: JSONBody[wire.PaymentRequest],
) -> Payment:
    """立即缴款, or a voucher, of the sums that were shown (PAY-01, PAY-02)."""
    sums = (data.method, Decimal(data.amount), Decimal(data.late_fee))
    act = partial(services.filing.payments.order, session, unit_id, month_of(period), kind, *sums)
    made = accepted(await once(request, services, person(session), Payment, act))
    said(request, "changed", "payment.ordered", "PAY-01", period, method=made.method.value, state=made.state.value)
    return made


@post(wire.query(UNIT, _PAYMENT), security=SIGNED_IN, status_code=200, **keyed(*CLOSED))
async def query_payment(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, payment_id: Id) -> Payment:
    """What has become of a payment (PAY-01)."""
    act = partial(services.filing.payments.query, session, unit_id, payment_id)
    found = accepted(await once(request, services, person(session), Payment, act))
    said(request, "changed", "payment.queried", "PAY-01", found.period, state=found.state.value)
    return found


@post(wire.cancellation(UNIT, _PAYMENT), security=SIGNED_IN, status_code=200, **keyed(*CLOSED, RefusalCode.not_now))
async def cancel_payment(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, payment_id: Id) -> Payment:
    """A voucher that was not paid is void (PAY-02)."""
    act = partial(services.filing.payments.cancel, session, unit_id, payment_id)
    found = accepted(await once(request, services, person(session), Payment, act))
    said(request, "changed", "payment.cancelled", "PAY-02", found.period)
    return found


@get(wire.agreement(UNIT), security=SIGNED_IN, responses=refusals(*CLOSED))
async def bank_agreement(services: Served, session: SomeoneIn, unit_id: Id) -> BankAccount:
    """What the unit knows of its 三方协议."""
    return services.filing.payments.account(session, unit_id)


@post(wire.agreement(UNIT), security=SIGNED_IN, status_code=200, **keyed(*CLOSED))
async def renew_agreement(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id) -> BankAccount:
    """更新三方协议 (PAY-01)."""
    act = partial(services.filing.payments.renew_agreement, session, unit_id)
    found = accepted(await once(request, services, person(session), BankAccount, act))
    noted(request).says("changed", "payment.agreement", "PAY-01", state=found.agreement.value)
    return found


HANDLERS = (month_payments, order_payment, query_payment, cancel_payment, bank_agreement, renew_agreement)
