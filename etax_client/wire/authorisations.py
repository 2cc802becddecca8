"""企业办税权限, 我的办税权限 and 重置申报密码, as they are sent (AUT, DPW)."""

from datetime import date

import msgspec

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.secret import Secret
from etax_client.domain.units.authorisations import AuthorisedPerson, ManagedUnit, MyAuthorisation, Term
from etax_client.domain.units.units import Permission
from etax_client.wire.login import ShortText
from etax_client.wire.registration import TypedName


class AuthorisedReply(msgspec.Struct, frozen=True):
    """查看详情."""

    unit: ManagedUnit
    people: tuple[AuthorisedPerson, ...]


class MineReply(msgspec.Struct, frozen=True):
    authorisations: tuple[MyAuthorisation, ...]


class TermRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The permission and its term: days in Asia/Shanghai, the last one included; without an end it is 长期 (AUZ-3)."""

    permission: Permission
    start: date
    end: date | None = None

    @property
    def term(self) -> Term:
        return Term(self.start, self.end)


class AuthoriseRequest(TermRequest, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom: someone who is registered already (AUT-02)."""

    name: TypedName
    document_type: DocumentType
    number: ShortText


class AuthorisedId(msgspec.Struct, frozen=True):
    authorisation_id: int


class DeclarationPasswordRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The new declaration password, and the code that was sent to one's own number (DPW-03)."""

    password: Secret
    code: Secret
