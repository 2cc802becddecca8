"""Items of income, their columns, and the columns of annexes in words (INC-02, SUB-01)."""

from etax_client.domain.filing.annexes.annexes import Annex
from etax_client.domain.filing.income import Item
from etax_client.texts.words import Phrase, phrase

_OWN = ("wages.income", "wages.exempt", "bonus.income", "nonresident_bonus.income")
_SHORT = (Item.labour, Item.continuing)
_ANNEX_OWN = (
    *("reliefs.document", "reliefs.amount", "health_insurance.document", "deferred_pension.document"),
    *("donations.document", "donations.day", "donations.amount"),
)


def heading(item: Item, name: str) -> Phrase:
    """Over a column of an item's sheet."""
    own = f"{item}.{name}"
    return phrase(f"income.column.{own if own in _OWN else name}")


def short(item: Item) -> Phrase:
    """An item's name where there is little room."""
    return phrase(f"return.item.{item}" if item in _SHORT else f"item.{item}")


def annex_heading(annex: Annex, name: str) -> Phrase:
    """Over a column of an annex."""
    own = f"{annex}.{name}"
    return phrase(f"annex.column.{own if own in _ANNEX_OWN else name}")
