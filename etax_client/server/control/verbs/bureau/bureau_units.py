"""Units of the Beijing bureau as testers see and steer them: 企业密码 and its lock, and agreements of agencies (BJ-39, BJ-44, BJ-76)."""

from litestar.params import JSONBody

from etax_client.domain.testing.bureau_views import BureauUnitSeen
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, typeable, unit_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.wire.control.bureau_units import (
    AGREE,
    END_AGREEMENT,
    LOCK_BUREAU_UNIT,
    ONE_BUREAU_UNIT,
    SET_ENTERPRISE_PASSWORD,
    UNLOCK_BUREAU_UNIT,
    AgreementRequest,
)
from etax_client.wire.control.people import PasswordRequest


@handles(ONE_BUREAU_UNIT)
async def one_bureau_unit(request: Anyone, services: Served, which: Name) -> BureauUnitSeen:
    """What the bureau knows of a unit, with the wrong tries of its 企业密码."""
    unit_id = unit_id_of(services, which)
    acted(request, ONE_BUREAU_UNIT, unit=unit_id)
    return accepted(services.bureau.units.one(unit_id))


@handles(LOCK_BUREAU_UNIT)
async def lock_bureau_unit(request: Anyone, services: Served, which: Name) -> BureauUnitSeen:
    """Its old login, until the next midnight in Asia/Shanghai."""
    unit_id = unit_id_of(services, which)
    acted(request, LOCK_BUREAU_UNIT, unit=unit_id)
    return accepted(services.bureau.units.lock(unit_id))


@handles(UNLOCK_BUREAU_UNIT)
async def unlock_bureau_unit(request: Anyone, services: Served, which: Name) -> BureauUnitSeen:
    """No wrong tries and no lock, whether there were any or not."""
    unit_id = unit_id_of(services, which)
    acted(request, UNLOCK_BUREAU_UNIT, unit=unit_id)
    return accepted(services.bureau.units.unlock(unit_id))


@handles(SET_ENTERPRISE_PASSWORD)
async def set_enterprise_password(request: Anyone, services: Served, which: Name, data: JSONBody[PasswordRequest]) -> None:
    """As 找回企业密码 does it: unlocked, and what was begun behind the old one leads nowhere."""
    password, unit_id = typeable(data.password), unit_id_of(services, which)
    accepted(await services.bureau.units.set_password(unit_id, password))
    acted(request, SET_ENTERPRISE_PASSWORD, unit=unit_id)


@handles(AGREE)
async def agree(request: Anyone, services: Served, data: JSONBody[AgreementRequest]) -> BureauUnitSeen:
    """From now on the agency acts for the unit, in open sessions too."""
    agency_id, principal_id = unit_id_of(services, data.agency, "agency"), unit_id_of(services, data.principal, "principal")
    seen = accepted(services.bureau.units.agree(agency_id, principal_id, data.until))
    acted(request, AGREE, unit=agency_id)
    return seen


@handles(END_AGREEMENT)
async def end_agreement(request: Anyone, services: Served, agency: Name, principal: Name) -> None:
    """At once, in open sessions too."""
    agency_id, principal_id = unit_id_of(services, agency), unit_id_of(services, principal)
    accepted(services.bureau.units.end_agreement(agency_id, principal_id))
    acted(request, END_AGREEMENT, unit=agency_id)


HANDLERS = (one_bureau_unit, lock_bureau_unit, unlock_bureau_unit, set_enterprise_password, agree, end_agreement)
