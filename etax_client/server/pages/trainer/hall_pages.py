"""The tax hall's counter, for the trainer: codes, passwords and real names for whoever shows up with papers (REG-02, DPW-05)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.faults import Fault
from etax_client.domain.guessing.passwords import PasswordRule
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import Claim, Collected, Declined, HallCodeSeen
from etax_client.domain.identity.hall_codes import Slip, mask_on_slip
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_time
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.servers.world_names import prefix
from etax_client.domain.testing.tester_views import KnownUnit
from etax_client.server.control.tester_acts import acted
from etax_client.server.middleware.guard import is_within
from etax_client.server.pages import forms
from etax_client.server.pages.fields.identity_fields import choices, countries, country_of, unknown_country
from etax_client.server.pages.rendering import language_for, root_of
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.trainer.trainer_visit import PAGE, TrainerVisit, Visited
from etax_client.server.pages.wrong import Wrong, Wrongs, found_wrong, refused_for, unit_unknown, wrong
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.reading import world_of
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import Once
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, phrase

Answer = Response[str] | Redirect
Reset = Callable[[Secret, Once], Awaitable[Refused | None]]
"""Puts a new password, if whoever was at the counter still is who they were."""
HALL = f"{PAGE}/hall"
SLIPS, COLLECTED = "slips", "collected"
"""What came of a form, as its page asks for it."""
_FIELDS = {"document_type": 40, "number": 64, "name": 200, "nationality": 100, "unit": 64, "mobile": 64, "seen": 3, "correct": 3}
_RECENT = 20
_ACTS = ("code", "account", "declaration", "collect")


@dataclass(frozen=True, slots=True)
class PaperSlip:
    """What is handed over on paper: whose, which matter, and the secret, shown to who drew it and not for long; the number is masked."""

    matter: str
    name: str
    type: Phrase
    number: str
    secret: str
    told: Phrase
    unit_name: str = ""


def slip_of(slip: Slip) -> PaperSlip:
    """The slip of a hall code, as 004 has it."""
    told = phrase("hall.slip.until", at=local_time(slip.issued_at), until=local_time(slip.expires_at))
    number = mask_on_slip(slip.document_number)
    return PaperSlip("code", slip.name, type_name(slip.document_type), number, slip.code.reveal(), told)


@get(HALL, include_in_schema=False)
async def counter(visit: Visited) -> Response[str] | Redirect:
    """What can be done here, what became of the codes, and whose real name has just been taken down."""
    return _counter(visit, visit.result(COLLECTED, Collected)) if visit.is_in else visit.go()


@get([f"{HALL}/{act}" for act in _ACTS], include_in_schema=False)
async def empty(visit: Visited) -> Response[str] | Redirect:
    """The form of one act, or what it has handed over."""
    if not visit.is_in:
        return visit.go()
    found = slips(visit)
    return _form(visit, _act(visit), {}) if found is None else found


@acting(f"{HALL}/code")
async def code(visit: Visited) -> Answer:
    """核发注册码: the slip, or what is wrong."""
    form, claim, errors = await _read(visit)
    if errors:
        return _form(visit, "code", form, errors)

    once = visit.keeping(SLIPS).telling(lambda slip: [slip_of(slip)])
    slip = visit.services.hall.issue(claim, correct=form["correct"] == "yes", once=once)
    if isinstance(slip, Declined):
        return _form(visit, "code", form, _said(slip, claim))
    acted(visit.request, "hall_code")
    return visit.done(f"{HALL}/code")


@acting(f"{HALL}/account")
async def account(visit: Visited) -> Answer:
    """发放账号密码, as a reset: unlocked, and logged out everywhere (RST-2)."""
    form, claim, errors = await _read(visit)
    if errors:
        return _form(visit, "account", form, errors)
    services, hall = visit.services, visit.services.hall
    holder = hall.holder_of(claim)
    if isinstance(holder, Declined):
        return _form(visit, "account", form, _said(holder, claim))
    who, person_id = holder

    def reset(password: Secret, once: Once) -> Awaitable[Refused | None]:
        return services.resets.account(person_id, password, once, lambda: hall.holder_of(claim) == holder)

    return await _handed_over(visit, "account", who, services.policy.password, reset, person=person_id)


@acting(f"{HALL}/declaration")
async def declaration(visit: Visited) -> Answer:
    """发放申报密码 to a person who shows up with papers (DPW-05)."""
    form, claim, errors = await _read(visit)
    services, hall = visit.services, visit.services.hall
    unit, who = unit_at(services, form["unit"]), hall.identified(claim)
    if unit is None:
        errors = {**errors, "unit": unit_unknown()}
    if isinstance(who, Declined):
        errors = {**_said(who, claim), **errors}
    if errors or unit is None or isinstance(who, Declined):
        return _form(visit, "declaration", form, errors)
    unit_id, unit_name, identity = unit.unit_id, unit.name, who

    def still() -> bool:
        now = unit_at(services, form["unit"])
        return now is not None and now.unit_id == unit_id and hall.identified(claim) == identity

    def reset(password: Secret, once: Once) -> Awaitable[Refused | None]:
        return services.resets.unit(unit_id, password, once, still)

    return await _handed_over(visit, "declaration", identity, services.policy.declaration_password, reset, unit_name, unit=unit_id)


@acting(f"{HALL}/collect")
async def collect(visit: Visited) -> Answer:
    """实名采集."""
    form, claim, errors = await _read(visit)
    if errors:
        return _form(visit, "collect", form, errors)

    found = visit.services.hall.collect(claim, form["mobile"], correct=form["correct"] == "yes", once=visit.keeping(COLLECTED))
    if isinstance(found, Declined):
        return _form(visit, "collect", form, _said(found, claim))
    acted(visit.request, "hall_collect", person=found.person_id)
    if found.raises:
        visit.note.says("collected", "level.raised_hall", "BJ-55", person_id=found.person_id)
    return visit.done(HALL)


async def _handed_over(
    visit: TrainerVisit, matter: str, who: Identity, rule: PasswordRule, reset: Reset, unit_name: str = "", **facts: int
) -> Redirect:
    """A new password on paper, drawn by `rule` and put by `reset`. Raises Turned."""
    password = visit.services.hall.draw_password(rule)
    told = phrase("hall.slip.at", at=local_time(visit.services.clock.now()))
    slip = PaperSlip(matter, who.name, type_name(who.document_type), mask_on_slip(who.number), password.reveal(), told, unit_name)
    refused = await reset(password, visit.keeping(SLIPS).telling(lambda _: [slip]))
    if refused is not None:
        raise Turned(refused)
    acted(visit.request, f"hall_{matter}_password", **facts)
    return visit.done(f"{HALL}/{matter}")


def slips(visit: TrainerVisit) -> Response[str] | None:
    """What was handed over by the form that has led here: to be printed, and printed again after a reload."""
    found = visit.result(SLIPS, list[PaperSlip])
    if found is None:
        return None
    asked = visit.request.url
    # within one process there is no address to go to
    address = (
        None if is_within(visit.request.scope) else f"{asked.scheme}://{asked.netloc}{prefix(world_of(visit.request))}/portal/register"
    )
    return visit.page("hall_slips.html", "hall.title", scripts=("/print.js",), slips=found, address=address)


def unit_at(services: Services, typed: str) -> KnownUnit | None:
    """The unit of a taxpayer id as it stands on paper; no other name of it will do at a counter. Raises StoreError."""
    return services.people.unit_named(normalise(typed))


def _counter(visit: TrainerVisit, found: Collected | None) -> Response[str]:
    done = None
    if found is not None:
        key = "hall.collected.new" if found.is_new else "hall.collected.known"
        done = phrase(key, name=found.name, number=mask_on_slip(found.document_number))
    recent = [_shown(one) for one in visit.services.hall.codes(None, _RECENT)]
    return visit.page("hall.html", "hall.title", acts=_ACTS, codes=recent, done=done)


def _form(visit: TrainerVisit, act: str, typed: Mapping[str, str], errors: Wrongs | None = None) -> Response[str]:
    types = tuple(DocumentType)
    if errors:
        visit.note.refuses(refused_for(errors))
    return visit.page(
        "hall_act.html",
        f"hall.{act}",
        status=422 if errors else 200,
        act=act,
        typed={**dict.fromkeys(_FIELDS, ""), "document_type": DocumentType.resident_id.value, **typed},
        errors=errors or {},
        choices=choices(types),
        countries=countries(types, language_for(visit.request)),
        outside=root_of(visit.request).removesuffix("/control"),
    )


def _act(visit: TrainerVisit) -> str:
    """The last part of the address."""
    act: str = visit.request.scope["path"].rpartition("/")[2]
    return act


async def _read(visit: TrainerVisit) -> tuple[dict[str, str], Claim, dict[str, Wrong]]:
    """What was typed, who that is, and what of it can't be read at all. Raises Turned for what no form of ours sends."""
    form = await visit.form(_FIELDS)
    if form["document_type"] not in set(DocumentType):
        raise forms.not_offered("document_type")
    country = country_of(form["nationality"])
    errors = {} if country is not None or not form["nationality"].strip() else {"nationality": unknown_country()}
    if form["seen"] != "yes":
        errors["seen"] = wrong(phrase("hall.not_seen"), Fault.empty, "REG-07")
    claim = Claim(DocumentType(form["document_type"]), form["number"], form["name"], country.alpha2 if country else None)
    return form, claim, errors


def _said(declined: Declined, claim: Claim) -> dict[str, Wrong]:
    return {fault.field: found_wrong(claim.document_type, fault) for fault in declined.faults}


def _shown(one: HallCodeSeen) -> dict[str, object]:
    """A line of the list: numbers masked as on the slip."""
    return {
        "name": one.name,
        "type": type_name(one.document_type),
        "number": mask_on_slip(one.document_number),
        "issued_at": one.issued_at,
        "expires_at": one.expires_at,
        "state": one.state.value,
    }


HANDLERS = (counter, empty, code, account, declaration, collect)
