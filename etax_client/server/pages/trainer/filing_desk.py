"""What a trainer steers of a unit's filing: bank, answers, vouchers, the register, what employees file (PER-04, DED-02, SUB-02, PAY-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.faults import Fault
from etax_client.domain.filing.deductions.claims import ClaimField, ClaimKind, judge
from etax_client.domain.filing.people_states import Outcome
from etax_client.domain.filing.periods import fileable
from etax_client.domain.filing.taxes.payments import Agreement, BankOutcome
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import Refused
from etax_client.domain.safe_text import is_clean, safe_text
from etax_client.domain.withholding.deadlines import deadline
from etax_client.domain.withholding.deductions import City
from etax_client.server.control.tester_acts import acted, find_unit
from etax_client.server.pages import forms
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.trainer.trainer_visit import PAGE, TrainerVisit, Visited
from etax_client.server.pages.wrong import Wrong, Wrongs, refused_for, wrong
from etax_client.server.routes.parameters import Search
from etax_client.server.services.testing.claims import ClaimsOfUnits
from etax_client.server.services.testing.filings import Filings
from etax_client.texts.claim_lines import fault as fault_line
from etax_client.texts.words import Phrase, phrase

FILING = f"{PAGE}/filing"
_UNIT = {"unit": 64}
_PEOPLE = 100
_MONTHS = 3
_NATURAL = ""
"""What agreement, balance and register make of it by themselves."""
_MOST = Decimal("999999999999.99")
_FORMS = ("bank", "answer", "voucher", "register", "report", "deduction")
_CLAIMED = tuple(field for field in ClaimField if field not in (ClaimField.kind, ClaimField.whole))
Answer = Response[str] | Redirect


@dataclass(frozen=True, slots=True)
class _Option:
    name: str
    label: Phrase


@get(FILING, include_in_schema=False)
async def overview(visit: Visited, unit: Search[str] = "") -> Answer:
    """A unit by its id or taxpayer id."""
    return _page(visit, {"unit": unit}) if visit.is_in else visit.go()


@get([f"{FILING}/{form}" for form in _FORMS], include_in_schema=False)
async def nothing_here(visit: Visited) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(FILING)


@acting(f"{FILING}/bank")
async def bank(visit: Visited) -> Answer:
    """三方协议, the account with its balance, and the next debit's outcome (PAY-01)."""
    typed = await visit.form({"agreement": 10, "bank": 100, "account": 30, "balance": 16, "next": 24, **_UNIT})
    if typed["agreement"] not in set(Agreement) or typed["next"] not in {_NATURAL, *BankOutcome}:
        raise forms.not_offered("agreement")
    unit_id, errors = _unit(visit, typed)
    balance = _yuan(typed["balance"])
    if balance is None:
        errors["balance"] = wrong(phrase("trainer.filing.balance.form"), Fault.form, "PAY-01")
    errors |= {name: _unclean(name) for name in ("bank", "account") if not is_clean(typed[name])}
    if errors or unit_id is None:
        return _page(visit, typed, errors)
    given = {"agreement": typed["agreement"], "bank": typed["bank"].strip(), "account": typed["account"].strip(), "balance": balance}
    _filings(visit).set_bank(unit_id, given | {"next_outcome": typed["next"] or None}, natural=not typed["next"])
    acted(visit.request, "set_bank", unit=unit_id)
    return _back(visit, typed)


@acting(f"{FILING}/answer")
async def answer(visit: Visited) -> Answer:
    """What the tax office answers to the return that waits, else to the next one; without a reason it is taken (SUB-02)."""
    typed = await visit.form({"reason": 200, **_UNIT})
    unit_id, errors = _unit(visit, typed)
    if not is_clean(typed["reason"]):
        errors["reason"] = _unclean("reason")
    if errors or unit_id is None:
        return _page(visit, typed, errors)
    _filings(visit).set_answer(unit_id, typed["reason"].strip() or None)
    acted(visit.request, "set_answer", unit=unit_id)
    return _back(visit, typed)


@acting(f"{FILING}/voucher")
async def voucher(visit: Visited) -> Answer:
    """Paid at the bank, for good: it is asked first (PAY-02)."""
    typed = await visit.form({"voucher": 20, "sure": 3, **_UNIT})
    if not typed["voucher"].isascii() or not typed["voucher"].isdigit():
        raise forms.not_offered("voucher")
    if typed["sure"] != "yes":
        return _asked(visit, typed, "voucher", phrase("trainer.filing.pay"))
    paid = _filings(visit).pay_voucher(typed["voucher"])
    if isinstance(paid, Refused):
        return _refused(visit, typed, paid)
    acted(visit.request, "pay_voucher", payment=paid.payment_id)
    return _back(visit, typed)


@acting(f"{FILING}/register")
async def register(visit: Visited) -> Answer:
    """What the register says of someone when their next feedback is fetched (PER-04)."""
    typed = await visit.form({"number": 30, "outcome": 10, "why": 100, **_UNIT})
    if typed["outcome"] not in {_NATURAL, *Outcome}:
        raise forms.not_offered("outcome")
    unit_id, errors = _unit(visit, typed)
    if not is_clean(typed["why"]):
        errors["why"] = _unclean("why")
    if errors or unit_id is None:
        return _page(visit, typed, errors)
    outcome = Outcome(typed["outcome"]) if typed["outcome"] else None
    found = visit.services.payees.set_outcome(unit_id, typed["number"], outcome, typed["why"].strip())
    if isinstance(found, Refused):
        return _refused(visit, typed, found)
    acted(visit.request, "set_outcome", unit=unit_id, payee=found.payee_id)
    return _back(visit, typed)


@acting(f"{FILING}/report")
async def report(visit: Visited) -> Answer:
    """报送 and 获取反馈 of all who wait, at once: it is asked first, as nobody is deleted after it (PER-03, PER-04)."""
    typed = await visit.form({"sure": 3, **_UNIT})
    unit_id, errors = _unit(visit, typed)
    if unit_id is None:
        return _page(visit, typed, errors)
    if typed["sure"] != "yes":
        return _asked(visit, typed, "report", phrase("trainer.filing.report"))
    visit.services.payees.report_now(unit_id)
    acted(visit.request, "report_payees_now", unit=unit_id)
    return _back(visit, typed)


@acting(f"{FILING}/deduction")
async def deduction(visit: Visited) -> Answer:
    """What an employee files in the APP; a clerk downloads it (DED-02)."""
    typed = await visit.form({"employee": 30, "kind": 16, **dict.fromkeys(_CLAIMED, 50), **_UNIT})
    if typed["kind"] not in set(ClaimKind):
        raise forms.not_offered("kind")
    unit_id, errors = _unit(visit, typed)
    texts = {ClaimField.kind: typed["kind"]} | {field: typed[field] for field in _CLAIMED if typed[field]}
    judged = judge(texts, local_day(visit.services.clock.now()))
    for field, fault in judged.faults.items():
        said = fault_line(fault)
        errors[field.value] = wrong(said, str(getattr(fault, "fault", fault)), "DED-01")
    if errors or unit_id is None:
        return _page(visit, typed, errors)
    services = visit.services
    filed = ClaimsOfUnits(services.store, services.clock, services.news).file(unit_id, typed["employee"], judged.texts)
    if isinstance(filed, Refused):
        return _refused(visit, typed, filed)
    acted(visit.request, "file_deduction", unit=unit_id)
    return _back(visit, typed)


def _filings(visit: TrainerVisit) -> Filings:
    return Filings(visit.services.store, visit.services.clock, visit.services.news)


def _unit(visit: TrainerVisit, typed: Mapping[str, str]) -> tuple[int | None, dict[str, Wrong]]:
    """Which one was named, and what is wrong where there is none such."""
    found = find_unit(visit.services, typed["unit"].strip()) if typed["unit"].strip() else None
    return found, {} if found is not None else {"unit": wrong(phrase("trainer.bureau.no_unit"), "unusable", "WEB-4")}


def _yuan(typed: str) -> str | None:
    try:
        amount = Decimal(typed.replace(",", "").strip())
    except InvalidOperation:
        return None
    if not amount.is_finite():
        return None
    exact = amount == amount.quantize(Decimal("0.01")) if abs(amount) <= _MOST else False
    return f"{amount:f}" if exact and amount >= 0 else None


def _unclean(name: str) -> Wrong:
    return wrong(phrase("trainer.filing.text.form"), "character", "INP-1")


def _asked(visit: TrainerVisit, typed: Mapping[str, str], act: str, what: Phrase) -> Response[str]:
    fields = {name: value for name, value in typed.items() if name != "sure"}
    return visit.asks(f"filing/{act}", "trainer.filing", fields, "trainer.sure", _looking_at(typed), act=what)


def _refused(visit: TrainerVisit, typed: Mapping[str, str], refused: Refused) -> Response[str]:
    visit.note.refuses(refused)
    return _page(visit, typed, message=refusal(refused))


def _back(visit: TrainerVisit, typed: Mapping[str, str]) -> Redirect:
    return visit.go(_looking_at(typed))


def _looking_at(typed: Mapping[str, str]) -> str:
    return f"{FILING}?{urlencode({'unit': typed['unit']})}" if typed["unit"] else FILING


def _outcomes() -> tuple[_Option, ...]:
    return tuple(_Option(each, phrase(f"trainer.filing.next.{each or 'natural'}")) for each in (_NATURAL, *BankOutcome))


def _words_of_the_register() -> tuple[_Option, ...]:
    return tuple(_Option(each, phrase(f"trainer.filing.register.{each or 'natural'}")) for each in (_NATURAL, *Outcome))


def _page(visit: TrainerVisit, typed: Mapping[str, str], errors: Wrongs | None = None, message: Phrase | None = None) -> Response[str]:
    named = bool(typed["unit"].strip())
    unit_id, missing = _unit(visit, typed) if named else (None, {})
    every: dict[str, Wrong] = {**missing, **(errors or {})}
    if every and visit.request.method == "POST":
        visit.note.refuses(refused_for(every))
    seen = None if unit_id is None else _filings(visit).seen(unit_id)
    said = {
        "agreement": seen.agreement if seen else Agreement.none,
        "bank": seen.bank if seen else "",
        "account": seen.account if seen else "",
        "balance": f"{seen.balance:.2f}" if seen else "0",
        "next": (seen.next_outcome or _NATURAL) if seen else _NATURAL,
        "reason": (seen.next_refusal or "") if seen else "",
        **dict.fromkeys(("number", "outcome", "why", "employee", "kind", *_CLAIMED), ""),
    }
    today = local_day(visit.services.clock.now())
    people = () if unit_id is None else visit.services.payees.page(unit_id, 0, _PEOPLE)
    return visit.page(
        "trainer_filing.html",
        "trainer.filing",
        status=422 if every else 409 if message is not None else 200,
        here=FILING,
        message=message,
        typed={**said, **typed},
        errors=every,
        seen=seen,
        people=people,
        whose=tuple(_Option(each.document_number, phrase("plain", text=safe_text(each.name))) for each in people),
        deadlines=tuple((str(month), deadline(month)) for month in fileable(today)[:_MONTHS]),
        agreements=tuple(_Option(each, phrase(f"pay.agreement.{each}")) for each in Agreement),
        outcomes=_outcomes(),
        register=_words_of_the_register(),
        kinds=tuple(_Option(each, phrase(f"claim.kind.{each}")) for each in ClaimKind),
        cities=(_Option("", phrase("plain", text="-")), *(_Option(each, phrase(f"claim.city.{each}")) for each in City)),
        claimed=tuple(field.value for field in _CLAIMED),
    )


HANDLERS = (overview, nothing_here, bank, answer, voucher, register, report, deduction)
