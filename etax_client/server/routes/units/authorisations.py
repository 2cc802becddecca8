"""企业办税权限, 我的办税权限 and 重置申报密码 over HTTP, for a session of any channel (AUT, DPW)."""

from functools import partial
from types import NoneType

from litestar import delete, get, post, put
from litestar.params import JSONBody

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.authorisations import ManagedList, PasswordReset
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.parameters import Id, Search
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, address_of, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.server.services.repeats import Once
from etax_client.wire import paths
from etax_client.wire.authorisations import (
    AuthorisedId,
    AuthorisedReply,
    AuthoriseRequest,
    DeclarationPasswordRequest,
    MineReply,
    TermRequest,
)

_UNIT, _ONE = "{unit_id:int}", "{authorisation_id:int}"
_SEEN = (RefusalCode.session_ended, RefusalCode.unit_unknown)
_CHANGED = (*_SEEN, RefusalCode.beyond_rights, RefusalCode.authorisation_unknown)
_RESET = (*_SEEN, RefusalCode.beyond_rights, RefusalCode.no_mobile)


@get(paths.MANAGED_UNITS, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended, RefusalCode.malformed))
async def managed_units(services: Served, any_session: SomeoneIn, taxpayer_id: Search[str] = "", name: Search[str] = "") -> ManagedList:
    """The units where one may see who is authorised, searched by parts of their number and name (AUT-01)."""
    return ManagedList(services.authorisations.managed(any_session, taxpayer_id, name))


@get(paths.authorised(_UNIT), security=SIGNED_IN, responses=refusals(*_SEEN))
async def authorised_people(services: Served, any_session: SomeoneIn, unit_id: Id) -> AuthorisedReply:
    """查看详情: the unit, and everyone who is authorised there (AUT-04)."""
    unit, people = accepted(services.authorisations.detail(any_session, unit_id))
    return AuthorisedReply(unit, people)


@post(
    paths.authorised(_UNIT),
    dto=Spelled[AuthoriseRequest],
    return_dto=None,
    security=SIGNED_IN,
    **keyed(
        *_SEEN,
        RefusalCode.malformed,
        RefusalCode.too_large,
        RefusalCode.person_unknown,
        RefusalCode.already_authorised,
        RefusalCode.beyond_rights,
        RefusalCode.too_many,
    ),
)
async def authorise(
    request: Anyone, services: Served, any_session: SomeoneIn, unit_id: Id, data: JSONBody[AuthoriseRequest]
) -> AuthorisedId:
    """新增, in force from the first moment of its term (AUT-02)."""
    address = address_of(request)

    def act(once: Once) -> int | Refused:
        return services.authorisations.add(
            any_session,
            unit_id,
            name=data.name,
            document_type=data.document_type,
            number=data.number,
            permission=data.permission,
            term=data.term,
            address=address,
            once=once,
        )

    made = accepted(await once(request, services, person(any_session), int, act))
    noted(request).says("added", "authorisation.added", "AUT-02")
    return AuthorisedId(made)


@put(
    paths.authorisation(_UNIT, _ONE),
    dto=Spelled[TermRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=204,
    **keyed(*_CHANGED, RefusalCode.malformed, RefusalCode.too_large),
)
async def change_authorisation(
    request: Anyone,
    services: Served,
    any_session: SomeoneIn,
    unit_id: Id,
    authorisation_id: Id,
    data: JSONBody[TermRequest],
) -> None:
    """变更, at once, in open sessions too (AUT-04)."""
    act = partial(services.authorisations.change, any_session, unit_id, authorisation_id, data.permission, data.term)
    accepted(await once(request, services, person(any_session), NoneType, act))
    noted(request).says("done", "authorisation.changed", "AUT-04")


@delete(paths.authorisation(_UNIT, _ONE), security=SIGNED_IN, **keyed(*_CHANGED))
async def end_authorisation(request: Anyone, services: Served, any_session: SomeoneIn, unit_id: Id, authorisation_id: Id) -> None:
    """解除授权, at once, in open sessions too (AUT-04)."""
    act = partial(services.authorisations.end, any_session, unit_id, authorisation_id)
    accepted(await once(request, services, person(any_session), NoneType, act))
    noted(request).says("removed", "authorisation.ended", "AUT-04")


@get(paths.MY_AUTHORISATIONS, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended))
async def my_authorisations(services: Served, any_session: SomeoneIn) -> MineReply:
    """我的办税权限 (AUT-05)."""
    return MineReply(services.authorisations.mine(any_session))


@post(
    paths.my_authorisation_end(_ONE),
    security=SIGNED_IN,
    status_code=204,
    **keyed(RefusalCode.session_ended, RefusalCode.authorisation_unknown),
)
async def give_authorisation_back(request: Anyone, services: Served, any_session: SomeoneIn, authorisation_id: Id) -> None:
    """解除授权 by who has it (AUT-05)."""
    act = partial(services.authorisations.end_mine, any_session, authorisation_id)
    accepted(await once(request, services, person(any_session), NoneType, act))
    noted(request).says("removed", "authorisation.given_back", "AUT-05")


@delete(
    paths.my_authorisation(_ONE),
    security=SIGNED_IN,
    **keyed(RefusalCode.session_ended, RefusalCode.authorisation_unknown),
)
async def forget_authorisation(request: Anyone, services: Served, any_session: SomeoneIn, authorisation_id: Id) -> None:
    """删除 what was ended, or has run out, from one's own list (AUT-05)."""
    act = partial(services.authorisations.forget_mine, any_session, authorisation_id)
    accepted(await once(request, services, person(any_session), NoneType, act))


@get(paths.declaration_password(_UNIT), security=SIGNED_IN, responses=refusals(*_RESET))
async def declaration_password_reset(services: Served, any_session: SomeoneIn, unit_id: Id) -> PasswordReset:
    """What a reset of the unit's declaration password begins with: where the code will go (DPW-01, DPW-02)."""
    return accepted(services.declaration_passwords.begin(any_session, unit_id))


@post(
    paths.declaration_password_code(_UNIT),
    security=SIGNED_IN,
    status_code=200,
    **keyed(*_RESET, RefusalCode.too_many),
)
async def send_declaration_password_code(request: Anyone, services: Served, any_session: SomeoneIn, unit_id: Id) -> PasswordReset:
    """An SMS code to the number that is bound (DPW-03)."""
    act = partial(services.declaration_passwords.send_code, any_session, unit_id)
    shown = accepted(await once(request, services, person(any_session), PasswordReset, act))
    noted(request).says("sent", "code.sent", "SMS-01")
    return shown


@put(
    paths.declaration_password(_UNIT),
    dto=Spelled[DeclarationPasswordRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=204,
    **keyed(
        *_RESET,
        RefusalCode.malformed,
        RefusalCode.too_large,
        RefusalCode.password_refused,
        RefusalCode.wrong_code,
        RefusalCode.code_void,
        RefusalCode.locked,
    ),
)
async def reset_declaration_password(
    request: Anyone, services: Served, any_session: SomeoneIn, unit_id: Id, data: JSONBody[DeclarationPasswordRequest]
) -> None:
    """The new one: lock and counter of the unit are gone, and its open verifications end (DPW-03, DPW-04)."""
    act = partial(services.declaration_passwords.reset, any_session, unit_id, data.password, data.code)
    accepted(await once(request, services, person(any_session), NoneType, act))
    noted(request).says("done", "declaration_password.reset", "DPW-03")


HANDLERS = (
    managed_units,
    authorised_people,
    authorise,
    change_authorisation,
    end_authorisation,
    my_authorisations,
    give_authorisation_back,
    forget_authorisation,
    declaration_password_reset,
    send_declaration_password_code,
    reset_declaration_password,
)
