"""Hall codes at the tester's door, as they are sent."""

from datetime import date
from typing import Annotated

import msgspec

from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.hall import MOST_BY_PROXY, Claim, HallCodeSeen, Paper
from etax_client.domain.identity.hall_codes import Slip
from etax_client.domain.refusals import RefusalCode
from etax_client.wire.control.people import Identifier
from etax_client.wire.control.verb import Order, Verb
from etax_client.wire.login import ShortText
from etax_client.wire.registration import TypedName

MOST_CODES = 500
_Nationality = Annotated[str, msgspec.Meta(max_length=2)]


class HallCodeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Either a `person` whom the world knows, by id or any identifier, or type, number and name of a document.

    `correct` puts right the name, or another fact, that was taken down of someone without an account.
    """

    person: Identifier | None = None
    document_type: DocumentType | None = None
    number: ShortText | None = None
    name: TypedName | None = None
    nationality: _Nationality | None = None
    birth: date | None = None
    sex: Sex | None = None
    correct: bool = False


class ForeignerRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of annex 2; `nationality` is an alpha-2 code."""

    document_type: DocumentType
    number: ShortText
    name: TypedName
    nationality: _Nationality | None = None

    def claim(self) -> Claim:
        return Claim(self.document_type, self.number, self.name, self.nationality)


class ProxyRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`unit` by id or taxpayer id, `handler` by id or any identifier; `papers` are those that were seen (003, 二(二))."""

    unit: Identifier
    handler: Identifier
    papers: Annotated[tuple[Paper, ...], msgspec.Meta(max_length=len(Paper))]
    people: Annotated[tuple[ForeignerRequest, ...], msgspec.Meta(min_length=1, max_length=MOST_BY_PROXY)]


class SlipsView(msgspec.Struct, frozen=True):
    """In the order in which they were asked for; the codes are told here and never again."""

    slips: tuple[Slip, ...]


class HallCodesView(msgspec.Struct, frozen=True):
    """The newest first; the codes themselves are not kept."""

    codes: tuple[HallCodeSeen, ...]


_REFUSES = (RefusalCode.not_found, RefusalCode.malformed, RefusalCode.already_registered)

LIST_HALL_CODES = Verb("list_hall_codes", "GET", "/hall-codes", HallCodesView, refuses=(RefusalCode.malformed, RefusalCode.not_found))
ISSUE_HALL_CODE = Order("issue_hall_code", "POST", "/hall-codes", Slip, HallCodeRequest, refuses=_REFUSES, status=201)
ISSUE_BY_PROXY = Order("issue_hall_codes_by_proxy", "POST", "/hall-codes/proxy", SlipsView, ProxyRequest, refuses=_REFUSES, status=201)
