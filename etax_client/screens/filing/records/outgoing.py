"""What leaves for a file: workbooks, and pages to be printed from a browser (SUB-02, QRY-01, PAY-02, EXP-1)."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from textual.screen import Screen

from etax_client.domain.filing.annexes.annexes import Annex, AnnexPage, KeptLine, annexes_of
from etax_client.domain.filing.income import Item, ReturnKind, items_of
from etax_client.domain.filing.returns import SentReturn
from etax_client.domain.filing.taxes.pages import IncomeLine, IncomePage
from etax_client.domain.filing.taxes.records import DeclaredLine, DeclaredLines
from etax_client.domain.refusals import Refused
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.files.saving import file_name, keep
from etax_client.screens.filing.asking import Asking
from etax_client.screens.work import Work
from etax_client.sheets import papers
from etax_client.sheets.returns import Declaration, hall_form, standard_form
from etax_client.sheets.writing import MIME_TYPE
from etax_client.texts.words import Phrase, phrase

MOST_IN_A_PAGE = 200
_FORMS = {"standard": standard_form, "hall": hall_form}


class Outgoing:
    """For one screen: what the user is asked, and where it is told, is there."""

    def __init__(self, desk: Desk, work: Work, screen: Screen[Any], asking: Asking) -> None:
        self._desk = desk
        self._work = work
        self._screen = screen
        self._asking = asking

    @property
    def unit(self) -> str:
        return self._work.home.unit.name

    @property
    def taxpayer_id(self) -> str:
        return self._work.home.unit.taxpayer_id

    async def export(self, name: str, write: Callable[..., bytes], *told: Any) -> None:
        """`write` makes a workbook of what is `told`."""
        source = await asyncio.to_thread(write, *told, self._desk.words)
        keep(self._screen, self._desk, source, file_name(name, ".xlsx"), phrase("export.title"), MIME_TYPE, self._asking.say)

    async def print(self, name: str, write: Callable[..., bytes], *told: Any) -> None:
        """`write` makes a page of what is `told`."""
        source = await asyncio.to_thread(write, *told, self._desk.words)

        def say(saved: Phrase) -> None:
            self._asking.say(phrase("record.printed", saved=saved))

        keep(self._screen, self._desk, source, file_name(name, ".html"), phrase("record.print_title"), papers.MIME_TYPE, say)

    async def export_month(self, kind: ReturnKind) -> None:
        """【导出申报表】 of what the server has of a month, sent or not (SUB-02)."""
        form = await self._choose_form()
        if form is None:
            return
        rows = await self._gathered(items_of(kind), self._month_rows)
        lines = None if rows is None else await self._gathered(annexes_of(kind), partial(self._month_annex, kind))
        if rows is not None and lines is not None:
            await self._export_form(form, Declaration(self.unit, self.taxpayer_id, self._work.period, kind, rows, lines))

    async def export_version(self, sent: SentReturn) -> None:
        """【导出申报表】 of a version, as it was sent."""
        form = await self._choose_form()
        if form is None:
            return
        rows = await self._gathered(items_of(sent.kind), partial(self.declared, sent))
        lines = None if rows is None else await self._gathered(annexes_of(sent.kind), partial(self.declared_annex, sent))
        if rows is not None and lines is not None:
            await self._export_form(form, Declaration(self.unit, self.taxpayer_id, sent.period, sent.kind, rows, lines))

    async def _choose_form(self) -> str | None:
        offered = [Choice(form, phrase(f"export.form.{form}"), phrase(f"export.form.{form}.note")) for form in _FORMS]
        chosen = await self._screen.app.push_screen_wait(ChooseDialog(self._desk, phrase("export.form"), offered))
        return chosen if isinstance(chosen, str) else None

    async def _export_form(self, form: str, told: Declaration) -> None:
        say = self._desk.words.say
        await self.export(f"{say(f'return.{told.kind}')} {say(f'export.form.{form}')} {told.period}", _FORMS[form], told)

    # --- what is read for it

    async def _gathered(self, parts: Sequence[Any], read: Callable[[Any], Any]) -> dict[Any, Sequence[Any]] | None:
        """All of them, part after part; None where one could not be read, which has been said."""
        found: dict[Any, Sequence[Any]] = {}
        for part in parts:
            lines = await read(part)
            if lines is None:
                return None
            found[part] = lines
        return found

    async def _month_rows(self, item: Item) -> list[IncomeLine] | None:
        api, where = self._desk.api.filing, (self._work.unit_id, self._work.period, item)

        async def page(last: IncomeLine | None) -> tuple[Sequence[IncomeLine], int] | Refused:
            found = await api.rows(*where, after=None if last is None else last.row.key, limit=MOST_IN_A_PAGE)
            return (found.lines, found.total) if isinstance(found, IncomePage) else found

        return await self._asking.all_of(page)

    async def _month_annex(self, kind: ReturnKind, annex: Annex) -> list[KeptLine] | None:
        api = self._desk.api.annexes(self._work.unit_id)

        async def page(last: KeptLine | None) -> tuple[Sequence[KeptLine], int] | Refused:
            key = None if last is None else last.line.key
            found = await api.page(self._work.period, kind, annex, after=key, limit=MOST_IN_A_PAGE)
            return (found.lines, found.total) if isinstance(found, AnnexPage) else found

        return await self._asking.all_of(page)

    async def declared(self, sent: SentReturn, item: Item) -> list[DeclaredLine] | None:
        """The lines of an item of a version; None where they could not be read."""
        api, where = self._desk.api.filing, (self._work.unit_id, sent.return_id, item)

        async def page(last: DeclaredLine | None) -> tuple[Sequence[DeclaredLine], int] | Refused:
            found = await api.lines(*where, after=None if last is None else last.row.key, limit=MOST_IN_A_PAGE)
            return (found.lines, found.total) if isinstance(found, DeclaredLines) else found

        return await self._asking.all_of(page)

    async def declared_annex(self, sent: SentReturn, annex: Annex) -> list[KeptLine] | None:
        """The lines of an annex of a version."""
        api = self._desk.api.annexes(self._work.unit_id)

        async def page(last: KeptLine | None) -> tuple[Sequence[KeptLine], int] | Refused:
            found = await api.sent(sent.return_id, annex, after=None if last is None else last.line.key, limit=MOST_IN_A_PAGE)
            return (found.lines, found.total) if isinstance(found, AnnexPage) else found

        return await self._asking.all_of(page)
