"""What the addresses of a unit's filing are made of, and the refusals that all of it may meet."""

from typing import Annotated

from litestar.params import FromPath, PathParameter, QueryParameter

from etax_client.domain.filing.income import Item, ReturnKind, RowKey
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.withholding.months import Month, read_month
from etax_client.server.routes.reading import Anyone, noted
from etax_client.server.services.why import Fact
from etax_client.wire.filing import income as wire

UNIT, PERIOD, ITEM, KIND, YEAR = "{unit_id:int}", "{period:str}", "{item:str}", "{kind:str}", "{year:int}"
Period = Annotated[str, PathParameter(pattern=wire.PERIOD, max_length=7)]
Year = Annotated[int, PathParameter(ge=2019, le=2099)]
ItemName = FromPath[Item]
Kind = FromPath[ReturnKind]
RowPlace = Annotated[int, PathParameter(ge=1, le=9)]
Limit = Annotated[int, QueryParameter(ge=1, le=wire.MOST_IN_A_PAGE)]
AfterPlace = Annotated[int, QueryParameter(ge=1, le=9)]
CLOSED = (RefusalCode.session_ended, RefusalCode.unit_not_listed, RefusalCode.unit_closed)


def month_of(period: str) -> Month:
    return read_month(period)


def key_after(payee_id: int | None, place: int) -> RowKey | None:
    return None if payee_id is None else RowKey(payee_id, place)


def said(request: Anyone, outcome: str, reason: str, rule: str, period: str, **facts: Fact) -> None:
    """What the journal tells of an act in a month."""
    noted(request).says(outcome, reason, rule, person_id=None, period=period, **facts)
