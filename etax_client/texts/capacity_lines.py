"""As whom someone acts at the bureau, in words."""

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.safe_text import safe_text
from etax_client.domain.units.units import Role
from etax_client.texts.words import Phrase, phrase


def tell_capacity(kind: CapacityKind, unit: str | None, role: Role | None) -> Phrase:
    """A unit by its name and one's role there, or what it is to whoever acts; else what kind that is."""
    if unit is None or role is None:
        return phrase(f"bureau.identity.{kind}")
    said = phrase(f"home.role.{role}" if kind is CapacityKind.enterprise else f"bureau.identity.{kind}")
    return phrase("bureau.identity.of_unit", unit=safe_text(unit), role=said)
