"""Forms that act: each carries a key, and what came of it is shown by a GET, however often either is sent again (ACT-2, IDM-1)."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from etax_client.domain.refusals import Refused
from etax_client.server.services.journal import note_of
from etax_client.server.services.repeats import Asking, Once, Repeats, is_key
from etax_client.server.web import forms
from etax_client.server.web.rendering import Asked

T = TypeVar("T")
U = TypeVar("U")
FIELD = "once"
LONGEST = 64
_DONE = "done"
_TAKEN = "etax.form_key"


def take(request: Asked, key: str) -> None:
    """The key that came with the form. Raises Turned for one that no form of ours has."""
    if key and not is_key(key):
        raise forms.malformed()
    request.scope[_TAKEN] = key  # type: ignore[literal-required]


async def once(
    request: Asked,
    repeats: Repeats,
    who: str,
    named: str,
    kind: type[T],
    act: Callable[[Once], T | U | Refused | Awaitable[T | U | Refused]],
) -> T | U | Refused:
    """What `act` answers; for the form sent again what it answered then. `named` is what a page asks for by `result`. Raises StoreError."""
    asking = Asking(who, _key(request), f"{named} {request.scope['path']}", await request.body())
    answered: tuple[T | U | Refused, bool] = await repeats.once(asking, kind, act)
    note_of(request.scope).repeated = answered[1]
    return answered[0]


def leading_to(request: Asked, path: str) -> str:
    """The address of the page that shows what came of the form; its key is no secret, as it opens nothing to anybody else."""
    key = _key(request)
    return f"{path}?{_DONE}={key}" if key else path


def result(request: Asked, repeats: Repeats, who: str, named: str, kind: type[T]) -> T | None:
    """What came of the form that has led here, if it was this asker's, and an act of this name. Raises StoreError."""
    kept = repeats.find(who, request.query_params.get(_DONE, ""))
    found = None if kept is None or kept.act.partition(" ")[0] != named else kept.read(kind)
    return None if isinstance(found, Refused) else found


def was_done(request: Asked, repeats: Repeats, who: str, named: str) -> bool:
    """Whether the form that has led here did this, for this asker. Raises StoreError."""
    kept = repeats.find(who, request.query_params.get(_DONE, ""))
    return kept is not None and kept.refused is None and kept.act.partition(" ")[0] == named


def _key(request: Asked) -> str:
    return str(request.scope.get(_TAKEN, ""))
