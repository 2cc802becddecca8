"""What may stand in an address: judged here, so that no handler meets what one database takes and another one refuses (INP-1)."""

from typing import Annotated, TypeVar

from litestar.params import PathParameter, QueryParameter

from etax_client.domain.safe_text import CLEAN
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.wire.spelling import LARGEST_INTEGER

T = TypeVar("T")

Id = Annotated[int, PathParameter(ge=1, le=LARGEST_INTEGER)]
"""What a thing is counted by; at any other number there is nothing."""
Name = Annotated[str, PathParameter(max_length=200, pattern=CLEAN)]
"""What a thing is called by: a code, a name, an identifier."""
Place = Annotated[T, QueryParameter(ge=0, le=LARGEST_INTEGER)]
"""`Place[int | None]`: an id, or a place in a list, to begin at."""
Search = Annotated[T, QueryParameter(max_length=64, pattern=CLEAN)]
"""`Search[str]`: what is looked for in numbers and names."""
Wanted = Annotated[T, QueryParameter(max_length=200, pattern=CLEAN)]
"""`Wanted[str]`: what has to be the same."""
Wait = Annotated[float, QueryParameter(ge=0, le=LONGEST_WAIT)]
"""Seconds that an answer may wait for news."""
