"""A person's ties at the Beijing bureau in a world's file, and as they are laid (docs/worlds.md)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from etax_client.domain.bureau.ties import BORN, TieOrigin, TieState, end_of
from etax_client.domain.units.units import Role


class WorldTie(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To a unit as 办税员, added at the `hall` or online; or, of a 财务负责人 whom the register names, that it is confirmed."""

    unit: str
    role: Role = Role.tax_staff
    hall: bool = False
    confirmed: bool = True
    until: date | None = None


def flaw_of_ties(given: Sequence[WorldTie], finance_officer: Collection[str], known: Collection[str]) -> str | None:
    """The first thing that is wrong with a person's ties."""
    for tie in given:
        if tie.unit not in known:
            return f"there is no unit {tie.unit!r}"
        if tie.role is Role.legal_representative:
            return "a legal representative is tied by the register"
        if tie.role is Role.finance_officer and (tie.unit not in finance_officer or tie.hall or tie.until is not None):
            return "a finance officer is tied by the register, and says no more than whether it is confirmed"
    return "a unit is named twice in one role" if len({(tie.unit, tie.role) for tie in given}) < len(given) else None


def rows_of(given: Sequence[WorldTie], named: Sequence[tuple[str, Role]], now: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Taxpayer id and columns of each tie: of those that the register makes where it has `named` the person, then of the others."""
    said = {(tie.unit, tie.role): tie for tie in given}
    for number, role in named:
        tie = said.get((number, role))
        yield number, _row(role, TieOrigin.register, BORN[role] if tie is None else _state(tie), None, now)
    for tie in given:
        if tie.role is Role.tax_staff:
            origin = TieOrigin.hall if tie.hall else TieOrigin.online
            yield tie.unit, _row(tie.role, origin, _state(tie), end_of(tie.until), now)


def _state(tie: WorldTie) -> TieState:
    return TieState.confirmed if tie.confirmed else TieState.pending


def _row(role: Role, origin: TieOrigin, state: TieState, ends_at: datetime | None, now: datetime) -> dict[str, Any]:
    return {"role": role.value, "origin": origin.value, "state": state.value, "ends_at": ends_at, "made_at": now}
