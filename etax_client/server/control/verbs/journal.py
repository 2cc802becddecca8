"""The journal over HTTP: read it, filter it, follow it."""

from typing import Annotated

from litestar.params import FromQuery, QueryParameter

from etax_client.server.control.handling import handles
from etax_client.server.routes.parameters import Place, Wait, Wanted
from etax_client.server.routes.reading import Anyone, Served, hung_up
from etax_client.server.services.testing import journal
from etax_client.server.services.testing.journal import Entry
from etax_client.texts.catalogue import words
from etax_client.texts.journal_lines import tell_decision, tell_why
from etax_client.texts.words import Language, Words
from etax_client.wire.control.journal import MOST_ROWS, READ_JOURNAL, USUAL_ROWS, JournalRow, JournalView

_Limit = Annotated[int, QueryParameter(ge=1, le=MOST_ROWS)]


@handles(READ_JOURNAL)
async def read_journal(
    request: Anyone,
    services: Served,
    after: Place[int | None] = None,
    limit: _Limit = USUAL_ROWS,
    person: Wanted[str] = "",
    decided: Wanted[str] = "",
    path: Wanted[str] = "",
    rule: Wanted[str] = "",
    wait: Wait = 0,
    lang: FromQuery[Language | None] = None,
) -> JournalView:
    """Rows next after the row `after`, or the newest; with nothing to tell, as soon as there is, or after `wait` seconds.

    `person` is an id or a login name, `decided` an outcome, `path` a part of what was asked; `lang` leaves one language.
    """
    wanted = journal.Wanted(person, decided, path, rule)
    async with hung_up(request) as gone:
        found = await services.journal.follow(wanted, after, limit, wait, gone)
    return view(found, after, tuple(Language) if lang is None else (lang,))


def view(entries: list[Entry], after: int | None, languages: tuple[Language, ...]) -> JournalView:
    """Entries as they are sent, in these languages."""
    said = {language: words(language) for language in languages}
    rows = tuple(_row(entry, said) for entry in entries)
    return JournalView(rows, rows[-1].id if rows else after or 0)


def _row(entry: Entry, said: dict[Language, Words]) -> JournalRow:
    return JournalRow(
        id=entry.entry_id,
        at=entry.at,
        person_id=entry.person_id,
        person=entry.person,
        client=entry.client,
        address=entry.address,
        asked=entry.asked,
        status=entry.status,
        decided=entry.decided,
        rule=entry.why.rule,
        reason=entry.why.key,
        facts=dict(entry.why.facts),
        outcome={language.value: tell_decision(told, entry.decided) for language, told in said.items()},
        why={language.value: tell_why(told, entry.why.key, entry.why.facts, entry.at) for language, told in said.items()},
    )


HANDLERS = (read_journal,)
