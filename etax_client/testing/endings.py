"""How a run stood at its end, for whoever reads of a test that failed: the screen, and the last lines of the journal."""

from dataclasses import dataclass

from etax_client.domain.local_time import local_time
from etax_client.server.control.verbs.journal import view
from etax_client.server.services.bundle import Services
from etax_client.server.services.testing.journal import Wanted
from etax_client.testing.driver import Driver
from etax_client.texts.words import Language
from etax_client.wire.control.journal import JournalRow

LINES = 15
"""Of the journal."""


@dataclass(frozen=True)
class Ending:
    """Both as text."""

    screen: str
    journal: str


def ending(driver: Driver, services: Services, language: Language) -> Ending:
    """Never raises: it must not take the place of what went wrong."""
    try:
        screen = driver.screen_text()
    except Exception as error:
        screen = f"(no screen: {error!r})"
    try:
        rows = view(services.journal.read(Wanted(), None, LINES), None, (language,)).rows
        journal = "\n".join(_line(row, language) for row in rows) or "(empty)"
    except Exception as error:
        journal = f"(no journal: {error!r})"
    return Ending(screen, journal)


def _line(row: JournalRow, language: Language) -> str:
    said = " ".join(part for part in (row.outcome[language.value], row.why[language.value], row.rule and f"[{row.rule}]") if part)
    return f"{local_time(row.at)} {row.person or '-'} {row.asked} {row.status}: {said}"
