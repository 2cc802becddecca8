"""What a trainer needs of the Beijing bureau: accounts and levels, 企业密码, locks, ties, the register, the old login's end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.bureau.ties import LIVE
from etax_client.domain.faults import Fault
from etax_client.domain.guessing.methods import Method
from etax_client.domain.guessing.passwords import typing_fault
from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.masking import mask_email, mask_mobile
from etax_client.domain.refusals import Refused
from etax_client.domain.safe_text import safe_text
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.old_login import OldLogin
from etax_client.domain.testing.bureau_views import BureauAccountSeen, BureauUnitSeen
from etax_client.domain.units.units import Role
from etax_client.server.control.tester_acts import acted, find_person, find_unit
from etax_client.server.pages import forms
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.trainer.trainer_visit import PAGE, TrainerVisit, Visited
from etax_client.server.pages.wrong import Wrong, Wrongs, refused_for, wrong
from etax_client.server.routes.parameters import Search
from etax_client.texts.words import Phrase, phrase

BUREAU = f"{PAGE}/bureau"
_NAMED = {"person": 64, "unit": 64}
_TIES = 100
_NAMES = ("legal_representative", "finance_officer")
_MOST_ATTEMPTS = 50
_FORMS = ("old", "lock", "unlock", "face", "unit", "password", "staff", "register", "untie")
Answer = Response[str] | Redirect


@dataclass(frozen=True, slots=True)
class _Found:
    """Who and which unit were typed, as far as there are such; None for an empty field too."""

    person_id: int | None
    unit_id: int | None
    errors: dict[str, Wrong]


@get(BUREAU, include_in_schema=False)
async def overview(visit: Visited, person: Search[str] = "", unit: Search[str] = "") -> Answer:
    """The old login, and whoever is looked for: by any of their names, or a unit's."""
    return _page(visit, {"person": person, "unit": unit}) if visit.is_in else visit.go()


@get([f"{BUREAU}/{form}" for form in _FORMS], include_in_schema=False)
async def nothing_here(visit: Visited) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(BUREAU)


@acting(f"{BUREAU}/old")
async def old(visit: Visited) -> Answer:
    """旧版登录: for good, to the end of a day, or no more (BJ-74)."""
    typed = await visit.form({"do": 5, "last_day": 20, "sure": 3, **_NAMED})
    if typed["do"] not in ("on", "off", "until"):
        raise forms.not_offered("do")
    last_day: date | None = None
    if typed["do"] == "until":
        last_day = read_day(typed["last_day"])
        if last_day is None:
            return _page(visit, typed, {"last_day": _no_day("BJ-74")})
    if typed["do"] == "off" and typed["sure"] != "yes":
        return _asked(visit, typed, "old", "trainer.sure", act=phrase("trainer.bureau.old.off"))
    visit.services.bureau.old_logins.switch(OldLogin(typed["do"] != "off", last_day))
    acted(visit.request, "switch_old_login", on=typed["do"] != "off")
    return _back(visit, typed)


@acting([f"{BUREAU}/lock", f"{BUREAU}/unlock"])
async def lock(visit: Visited) -> Answer:
    """By a method until midnight, or of all methods free (BJ-43)."""
    typed = await visit.form({"do": 10, **_NAMED})
    found = _found(visit, typed, "person")
    if found.person_id is None:
        return _page(visit, typed, found.errors)
    accounts, opens = visit.services.bureau.accounts, visit.path.endswith("/unlock")
    if not opens and typed["do"] not in set(Method):
        raise forms.not_offered("do")
    seen = accounts.unlock(found.person_id) if opens else accounts.lock(found.person_id, Method(typed["do"]))
    if isinstance(seen, Refused):
        return _refused(visit, typed, seen)
    acted(visit.request, "unlock_bureau_account" if opens else "lock_bureau_account", person=found.person_id)
    return _back(visit, typed)


@acting(f"{BUREAU}/face")
async def face(visit: Visited) -> Answer:
    """As if a face had been theirs, or none had been looked at (BJ-53)."""
    typed = await visit.form({"do": 3, **_NAMED})
    if typed["do"] not in ("on", "off"):
        raise forms.not_offered("do")
    found = _found(visit, typed, "person")
    if found.person_id is None:
        return _page(visit, typed, found.errors)
    seen = visit.services.bureau.accounts.set_face_fact(found.person_id, typed["do"] == "on")
    if isinstance(seen, Refused):
        return _refused(visit, typed, seen)
    acted(visit.request, "set_face_fact", person=found.person_id, known=typed["do"] == "on")
    return _back(visit, typed)


@acting(f"{BUREAU}/unit")
async def lock_unit(visit: Visited) -> Answer:
    """The old login of a unit, until midnight or free (BJ-44)."""
    typed = await visit.form({"do": 6, **_NAMED})
    if typed["do"] not in ("lock", "unlock"):
        raise forms.not_offered("do")
    found = _found(visit, typed, "unit")
    if found.unit_id is None:
        return _page(visit, typed, found.errors)
    units = visit.services.bureau.units
    seen = units.lock(found.unit_id) if typed["do"] == "lock" else units.unlock(found.unit_id)
    if isinstance(seen, Refused):
        return _refused(visit, typed, seen)
    acted(visit.request, f"{typed['do']}_bureau_unit", unit=found.unit_id)
    return _back(visit, typed)


@acting(f"{BUREAU}/password")
async def password(visit: Visited) -> Answer:
    """Another 企业密码, whatever its rules: it unlocks (BJ-76)."""
    typed = await visit.form({"password": 1024, **_NAMED})
    new, found = Secret(typed.pop("password")), _found(visit, typed, "unit")
    errors = dict(found.errors)
    if typing_fault(new) is not None:
        errors["password"] = wrong(phrase("trainer.bureau.password.form"), "character" if new.reveal() else Fault.empty, "BJ-76")
    if errors or found.unit_id is None:
        return _page(visit, typed, errors)
    refused = await visit.services.bureau.units.set_password(found.unit_id, new)
    if refused is not None:
        return _refused(visit, typed, refused)
    acted(visit.request, "set_enterprise_password", unit=found.unit_id)
    return _back(visit, typed)


@acting(f"{BUREAU}/staff")
async def staff(visit: Visited) -> Answer:
    """办税员, as the hall adds them: the person confirms it (BJ-62)."""
    typed = await visit.form({"until": 20, **_NAMED})
    found, until = _found(visit, typed, *_NAMED), read_day(typed["until"])
    errors = dict(found.errors)
    if until is None and typed["until"].strip():
        errors["until"] = _no_day("BJ-58")
    if errors or found.unit_id is None or found.person_id is None:
        return _page(visit, typed, errors)
    made = visit.services.hall_ties.add(found.unit_id, found.person_id, until)
    if isinstance(made, Refused):
        return _refused(visit, typed, made)
    acted(visit.request, "add_tie", tie=made.tie_id)
    return _back(visit, typed)


@acting(f"{BUREAU}/register")
async def register(visit: Visited) -> Answer:
    """Who runs a unit from now on; nobody, where no person is named: whoever did is tied no more, so it is asked (BJ-56, BJ-57)."""
    typed = await visit.form({"do": 24, "sure": 3, **_NAMED})
    if typed["do"] not in _NAMES:
        raise forms.not_offered("do")
    found = _found(visit, typed, "unit")
    if found.errors or found.unit_id is None:
        return _page(visit, typed, found.errors)
    if typed["sure"] != "yes":
        return _asked(visit, typed, "register", "trainer.sure", act=_registering(visit, typed["do"], found.person_id))
    refused = visit.services.register.name(found.unit_id, Role(typed["do"]), found.person_id)
    if refused is not None:
        return _refused(visit, typed, refused)
    acted(visit.request, "name_in_register", unit=found.unit_id, role=typed["do"])
    return _back(visit, typed)


@acting(f"{BUREAU}/untie")
async def untie(visit: Visited) -> Answer:
    """解除, of tax staff, at once and for good: it is asked once more (BJ-62)."""
    typed = await visit.form({"tie": 18, "sure": 3, **_NAMED})
    tie_id = forms.id_in(typed, "tie")
    looked = _found(visit, typed)
    shown = visit.services.hall_ties.seen(looked.unit_id, looked.person_id, _TIES)
    seen = next((each for each in shown if each.tie_id == tie_id), None)
    if typed["sure"] != "yes" and seen is not None and seen.state in LIVE:
        whose = {"name": safe_text(seen.person_name), "unit": safe_text(seen.unit_name)}
        return _asked(visit, typed, "untie", "trainer.bureau.untie.sure", **whose)
    refused = visit.services.hall_ties.end(tie_id)
    if refused is not None:
        return _refused(visit, typed, refused)
    acted(visit.request, "end_tie", tie=tie_id)
    return _back(visit, typed)


def _asked(visit: TrainerVisit, typed: Mapping[str, str], act: str, what: str, /, **named: object) -> Response[str]:
    fields = {name: value for name, value in typed.items() if name != "sure"}
    return visit.asks(f"bureau/{act}", "trainer.bureau", fields, what, _looking_at(typed), **named)


def _registering(visit: TrainerVisit, role: str, person_id: int | None) -> Phrase:
    """As the button says it."""
    account = None if person_id is None else visit.services.bureau.accounts.one(person_id)
    name = account.name if isinstance(account, BureauAccountSeen) else ""
    return phrase(f"trainer.bureau.register.{'person' if name else 'nobody'}", role=phrase(f"home.role.{role}"), name=safe_text(name))


def _back(visit: TrainerVisit, typed: Mapping[str, str]) -> Redirect:
    """To what was looked at."""
    return visit.go(_looking_at(typed))


def _looking_at(typed: Mapping[str, str]) -> str:
    named = {name: typed[name] for name in _NAMED if typed[name]}
    return f"{BUREAU}?{urlencode(named)}" if named else BUREAU


def _refused(visit: TrainerVisit, typed: Mapping[str, str], refused: Refused) -> Response[str]:
    visit.note.refuses(refused)
    return _page(visit, typed, message=phrase("trainer.bureau.until") if refused.field == "until" else refusal(refused))


def _found(visit: TrainerVisit, typed: Mapping[str, str], *needs: str) -> _Found:
    errors: dict[str, Wrong] = {}

    def look(name: str) -> int | None:
        called = typed[name].strip()
        if not called:
            if name in needs:
                errors[name] = _nothing(name)
            return None
        found = find_person(visit.services, called, at_bureau=True) if name == "person" else find_unit(visit.services, called)
        if found is None:
            errors[name] = _nothing(name)
        return found

    return _Found(look("person"), look("unit"), errors)


def _page(visit: TrainerVisit, typed: Mapping[str, str], errors: Wrongs | None = None, message: Phrase | None = None) -> Response[str]:
    found = _found(visit, typed)
    every: dict[str, Wrong] = {**found.errors, **(errors or {})}
    if every and visit.request.method == "POST":
        visit.note.refuses(refused_for(every))
    bureau, services = visit.services.bureau, visit.services
    account = None if found.person_id is None else bureau.accounts.one(found.person_id)
    at_unit = None if found.unit_id is None else bureau.units.one(found.unit_id)
    looked = found.person_id is not None or found.unit_id is not None
    return visit.page(
        "trainer_bureau.html",
        "trainer.bureau",
        status=422 if every else 409 if message is not None else 200,
        here=BUREAU,
        message=message,
        typed={"last_day": "", "until": "", **typed},
        errors=every,
        track=bureau.old_logins.track(),
        account=account if isinstance(account, BureauAccountSeen) else None,
        mobile=mask_mobile(account.mobile or "") if isinstance(account, BureauAccountSeen) else "",
        email=mask_email(account.email) if isinstance(account, BureauAccountSeen) and account.email else "",
        at_unit=at_unit if isinstance(at_unit, BureauUnitSeen) else None,
        attempts=bureau.on_the_way.attempts(_MOST_ATTEMPTS),
        no_account=isinstance(account, Refused),
        methods=tuple(method.value for method in Method),
        ties=services.hall_ties.seen(found.unit_id, found.person_id, _TIES) if looked else (),
        live=LIVE,
        names=_NAMES,
    )


def _no_day(rule: str) -> Wrong:
    return wrong(phrase("managed.day.form"), Fault.form, rule)


def _nothing(name: str) -> Wrong:
    return wrong(phrase(f"trainer.bureau.no_{name}"), "unusable", "WEB-4")


HANDLERS = (overview, nothing_here, old, lock, face, lock_unit, password, staff, register, untie)
