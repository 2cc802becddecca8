"""All that the list knows of one payee, and what is to be done next (PER-01, PER-04)."""

from collections.abc import Iterator

from typing_extensions import override

from etax_client.domain.filing.people_list import PayeeLine
from etax_client.domain.filing.people_states import IdentityState, ReportState
from etax_client.domain.safe_text import safe_text
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.said import wrapped
from etax_client.widgets.tables.row_card import Line, RowCard


class PayeeCard(RowCard[PayeeLine]):
    @override
    def lines(self, row: PayeeLine, width: int) -> Iterator[Line]:
        yield from ((line, "", "") for line in wrapped(safe_text(row.name), width))
        yield "", safe_text(row.document_number), ""
        yield "", "", ""
        for key, told in _facts(row):
            yield from self.fact(key, told, width)
        advice = advice_on(row)
        if advice is not None:
            yield "", "", ""
            yield from (("", "", line) for line in wrapped(self._words.tell(advice), width))


def _facts(row: PayeeLine) -> Iterator[tuple[str, Phrase]]:
    yield "payee.column.type", type_name(row.document_type)
    yield "payee.field.employment", phrase(f"payee.employment.{row.employment}")
    for name, value in (("employed_from", row.employed_from), ("left_on", row.left_on), ("mobile", row.mobile)):
        if value:
            yield f"payee.field.{name}", phrase("plain", text=safe_text(str(value)))
    yield "payee.column.person", phrase(f"payee.person.{row.standing.person}")
    yield "payee.column.report", phrase(f"payee.report.{row.standing.report}")
    yield "payee.column.identity", phrase(f"payee.identity.{row.standing.identity}")


def advice_on(row: PayeeLine) -> Phrase | None:
    """Why it stands so, and what to do; None where nothing need be done."""
    standing = row.standing
    if standing.report is ReportState.failed:
        return phrase("payee.advice.failed", reason=safe_text(row.reason)) if row.reason else phrase("payee.advice.failed_plain")
    if standing.report is not ReportState.accepted:
        return phrase(f"payee.advice.{standing.report}")
    return phrase(f"payee.advice.unverified.{standing.identity}") if standing.identity in _UNFOUND else None


_UNFOUND = (IdentityState.failed, IdentityState.deferred)
