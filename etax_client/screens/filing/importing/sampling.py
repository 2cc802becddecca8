"""The demo's sample spreadsheets, written into its folder when somebody asks for them (PER-05)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from etax_client.domain.filing.people import Payee
from etax_client.domain.filing.people_states import ReportState
from etax_client.machine import files
from etax_client.screens.files.saving import file_name
from etax_client.sheets.samples import samples
from etax_client.texts.words import Words


def put_samples(folder: Path, payees: Sequence[Payee], today: date, words: Words) -> bool:
    """Whether they are there; those that were written before stay, as somebody may have mended them. Slow: to be called in a thread."""
    accepted = [each for each in payees if each.standing.report is ReportState.accepted]
    try:
        for name, source in samples(accepted, today, words).items():
            with suppress(FileExistsError):
                files.put(folder / file_name(name, ".xlsx"), source, replace=False)
    except OSError:
        return False
    return True
