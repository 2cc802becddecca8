"""我的办税权限 on both sites: what one was given, giving it back, and deleting what is over (AUT-05)."""

from functools import partial

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.authorisations import AuthorisationState, MyAuthorisation
from etax_client.server.pages.fields.authorisation_fields import term_line
from etax_client.server.pages.login import asked_to_log_in, refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import at_both
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Id

Page = Response[str]
Answer = Page | Redirect
_AT = "/authorisations"
_ONE = f"{_AT}/{{authorisation_id:int}}"
_RUNNING = (AuthorisationState.valid, AuthorisationState.not_yet)
_SAID = ("ended", "forgotten")


@get(at_both(_AT), include_in_schema=False)
async def mine(visit: Here) -> Page:
    """Units, permissions, terms and states, newest first."""
    return _list(visit, said=visit.was_done(*_SAID))


@get([*at_both(_ONE), *at_both(f"{_ONE}/forget")], include_in_schema=False)
async def nothing_here(visit: Here, authorisation_id: Id) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(visit.site.at(_AT))


@get(at_both(f"{_ONE}/end"), include_in_schema=False)
async def end_form(visit: Here, authorisation_id: Id) -> Page:
    """Which one would end."""
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    found = next((each for each in visit.services.authorisations.mine(visit.session) if each.authorisation_id == authorisation_id), None)
    if found is None or not _runs(found):
        return _list(visit, Refused(RefusalCode.authorisation_unknown))
    return visit.page("my_authorisation_end.html", "mine.end.title", one=found, term=term_line(found.term))


@acting(at_both(f"{_ONE}/end"))
async def end(visit: Here, authorisation_id: Id) -> Answer:
    """解除授权 by who has it, at once."""
    await visit.form({})
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    act = partial(visit.services.authorisations.end_mine, visit.session, authorisation_id)
    refused = act(visit.keeping("ended"))
    if refused is not None:
        return _list(visit, refused)
    visit.note.says("ended", "authorisation.given_back", "AUT-05")
    return visit.done(visit.site.at(_AT))


@acting(at_both(f"{_ONE}/forget"))
async def forget(visit: Here, authorisation_id: Id) -> Answer:
    """删除, of one that is over."""
    await visit.form({})
    if visit.session is None:
        return asked_to_log_in(visit, visit.site.at(_AT))
    act = partial(visit.services.authorisations.forget_mine, visit.session, authorisation_id)
    refused = act(visit.keeping("forgotten"))
    if refused is not None:
        return _list(visit, refused)
    visit.note.says("removed", "authorisation.forgotten", "AUT-05")
    return visit.done(visit.site.at(_AT))


def _list(visit: Visit, refused: Refused | None = None, said: str | None = None) -> Page:
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    found = visit.services.authorisations.mine(visit.session)
    return visit.page(
        "my_authorisations.html",
        "mine.title",
        refused=refused,
        here=visit.site.at(_AT),
        rows=[(each, term_line(each.term), _runs(each)) for each in found],
        message=None if refused is None else refusal(refused),
        said=None if said is None else f"mine.said.{said}",
    )


def _runs(one: MyAuthorisation) -> bool:
    """It may be given back; else it may be deleted."""
    return one.state in _RUNNING


HANDLERS = (mine, nothing_here, end_form, end, forget)
