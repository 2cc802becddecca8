"""账户中心 in person identity: one's own data, the user name, the level, and the log of what was done (BJ-48, BJ-49)."""

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.bureau.capacities import Access, Place, access
from etax_client.domain.bureau.levels import level_of
from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import login_names
from etax_client.domain.local_time import local_time
from etax_client.domain.masking import mask_document, mask_email, mask_mobile, mask_name
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.pages.bureau.entering import asked_to_log_in
from etax_client.server.pages.bureau.inside import place_path
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.services.bureau.own_accounts import OwnAccount
from etax_client.server.services.why import unfit_in
from etax_client.texts import account_ways
from etax_client.texts.words import Phrase, phrase

Page = Response[str]
_AT = BUREAU.at(BUREAU.centre)
NAME = f"{_AT}/name"
_NAME_FORM = {"login_name": 64}


@get(_AT, include_in_schema=False)
async def centre(visit: Here) -> Page:
    """What there is for as whom one acts (BJ-40)."""
    if visit.session is None or visit.capacity is None:
        return asked_to_log_in(visit, visit.path)
    places = [(each.value, place_path(each)) for each in Place if access(each, visit.capacity) is not Access.none]
    return visit.page("bureau_account.html", "bureau.centre", places=places)


@get(f"{_AT}/person", include_in_schema=False)
async def person(visit: Here) -> Page:
    """个人信息管理: what the register knows, read only, and what one may change."""
    own = _own(visit)
    if not isinstance(own, OwnAccount):
        return own
    identity = own.identity
    return visit.page(
        "bureau_account_person.html",
        "bureau.centre.person",
        **flow_pages.identity_shown(visit, identity),
        name=mask_name(identity.name),
        number=mask_document(identity.number),
        login_name=own.login_name,
        mobile=own.mobile and mask_mobile(own.mobile),
        email=own.email and mask_email(own.email),
        level=level_of(own.facts),
    )


@get(NAME, include_in_schema=False)
async def name_form(visit: Here) -> Page:
    return _name_page(visit)


@acting(NAME)
async def set_name(visit: Here) -> Page | Redirect:
    """The user name: one's first one, or another after a year."""
    typed = (await visit.form(_NAME_FORM))["login_name"]
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    named = visit.services.bureau.own_accounts.set_name(visit.session, typed, visit.keeping("name"))
    if isinstance(named, Refused):
        return _name_page(visit, typed, named)
    visit.note.says("bound", "name.set", "BJ-49")
    return visit.done(f"{NAME}/done")


@get(f"{NAME}/done", include_in_schema=False)
async def name_is_set(visit: Here) -> Page | Redirect:
    """It is, by the form that led here; else there is nothing to say."""
    if visit.session is None:
        return asked_to_log_in(visit, _AT)
    if visit.was_done("name") is None:
        return visit.go(_AT)
    return visit.page("bureau_account_named.html", "bureau.centre.name", here=_AT)


@get(f"{_AT}/log", include_in_schema=False)
async def log(visit: Here) -> Page:
    """日志管理."""
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    found = visit.services.bureau.own_accounts.log(visit.session)
    entries = [(phrase(f"bureau.act.{each.act}"), local_time(each.at), each.seat.address) for each in found]
    return visit.page("bureau_account_log.html", "bureau.centre.log", entries=entries)


def _own(visit: Visit) -> OwnAccount | Page:
    """The account of whoever is logged in; else the page that asks them to."""
    own = None if visit.session is None else visit.services.bureau.own_accounts.read(visit.session)
    return own if isinstance(own, OwnAccount) else asked_to_log_in(visit, visit.path)


def _name_page(visit: Visit, typed: str = "", refused: Refused | None = None) -> Page:
    own, rule = _own(visit), visit.own.security.system.policy.login_name
    if not isinstance(own, OwnAccount):
        return own
    errors = {} if refused is None else _said(refused, rule or login_names.OF_THE_BUREAU, own)
    return visit.page(
        "bureau_account_name.html",
        "bureau.centre.name",
        refused=refused,
        here=NAME,
        login_name=own.login_name,
        changeable_from=own.changeable_from,
        hint=account_ways.login_name_hint(rule or login_names.OF_THE_BUREAU),
        typed={"login_name": typed},
        errors=errors,
        message=None if refused is None or errors else refusal(refused),
    )


def _said(refused: Refused, rule: login_names.LoginNameRule, own: OwnAccount) -> dict[str, Phrase]:
    """What is wrong with a user name, beside it."""
    match refused.code:
        case RefusalCode.malformed:
            found = unfit_in(refused)
            return {field: account_ways.login_name_wrong(Invalid(Fault(each.fault)), rule) for field, each in found.items()}
        case RefusalCode.login_name_too_soon if own.changeable_from is not None:
            return {"login_name": phrase("bureau.centre.name.too_soon", day=own.changeable_from.isoformat())}
        case RefusalCode.login_name_taken:
            return {"login_name": phrase("bureau.centre.name.taken")}
    return {}


HANDLERS = (centre, person, name_form, set_name, name_is_set, log)
