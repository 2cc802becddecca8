"""What is wrong with a spreadsheet or one of its cells, as a phrase."""

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.cells import Unreadable
from etax_client.domain.filing.people_rules import Unfitting
from etax_client.domain.filing.tables import NoTable
from etax_client.texts.words import Phrase, phrase


def cell_fault(found: object) -> Phrase | None:
    """What only a spreadsheet does to a cell; None for all that a form finds too."""
    if found == Invalid(Fault.rounded):
        return phrase("sheet.fault.rounded")
    return phrase(f"sheet.fault.{found}") if found in (Unfitting.twice, Unfitting.non_chinese_permit) else None


def unreadable(why: Unreadable, *, most: int, rows: int, columns: int) -> Phrase:
    """`most`: bytes."""
    return phrase(f"sheet.unreadable.{why}", most=most // 1024 // 1024, rows=f"{rows:,}", columns=columns)


def missing(why: NoTable, between: str) -> Phrase:
    """`between`: what stands between headings in the language of the moment."""
    return phrase(f"sheet.missing.{why.why}", headings=between.join(why.headings))
