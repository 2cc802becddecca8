"""Units of the Beijing bureau at the tester's door: 企业密码 and its lock, and for whom an agency acts (BJ-39, BJ-44, BJ-76)."""

from datetime import date
from types import NoneType

import msgspec

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.bureau_views import BureauUnitSeen
from etax_client.wire.control.people import Identifier, PasswordRequest
from etax_client.wire.control.verb import Order, Verb


class AgreementRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Units by id or taxpayer id; `until` is the last day, none for no end. Made again, it has another end."""

    agency: Identifier
    principal: Identifier
    until: date | None = None


_UNKNOWN = (RefusalCode.not_found,)
ONE_BUREAU_UNIT = Verb("one_bureau_unit", "GET", "/bureau/units/{which:str}", BureauUnitSeen, refuses=_UNKNOWN)
LOCK_BUREAU_UNIT = Verb("lock_bureau_unit", "POST", "/bureau/units/{which:str}/lock", BureauUnitSeen, refuses=_UNKNOWN)
UNLOCK_BUREAU_UNIT = Verb("unlock_bureau_unit", "POST", "/bureau/units/{which:str}/unlock", BureauUnitSeen, refuses=_UNKNOWN)
SET_ENTERPRISE_PASSWORD = Order(
    "set_enterprise_password", "PUT", "/bureau/units/{which:str}/password", NoneType, PasswordRequest, refuses=_UNKNOWN
)
AGREE = Order("agree", "PUT", "/bureau/agreements", BureauUnitSeen, AgreementRequest, refuses=_UNKNOWN)
END_AGREEMENT = Verb(
    "end_agreement", "DELETE", "/bureau/agreements/{agency:str}/{principal:str}", NoneType, refuses=(RefusalCode.not_found,)
)
