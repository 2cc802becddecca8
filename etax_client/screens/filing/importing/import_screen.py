"""导入: a spreadsheet is read and told line by line; nothing is changed before one says so, and then all of it at once (PER-05, FLW-06)."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import attempt
from etax_client.api.filing.imports import parts
from etax_client.domain.filing.cells import Unreadable
from etax_client.domain.filing.imports import Imported, Preview, Verdict
from etax_client.domain.filing.people_list import WholePayees
from etax_client.domain.filing.tables import Line, NoTable
from etax_client.domain.filing.typed_cells import shown
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.safe_text import safe_text
from etax_client.machine import settings
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.files.browsing import browse, path_of
from etax_client.screens.files.saving import file_name, keep
from etax_client.screens.filing.asking import Asking
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.importing.sampling import put_samples
from etax_client.screens.filing.importing.spreadsheets import Kind, Read, judge_all, open_table
from etax_client.screens.work import Work
from etax_client.sheets.packages import MOST_COLUMNS, MOST_ROWS
from etax_client.sheets.reading import MOST_BYTES
from etax_client.sheets.templates import Mistaken, mistakes
from etax_client.sheets.writing import MIME_TYPE
from etax_client.texts import sheet_lines
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_ENDINGS = (".xlsx", ".xls", ".csv")
_SHOWN = 500
"""Wrong cells that are listed; all of them are in the file that can be saved."""
_KEYS = (
    Key("f2", "browse", "key.browse", "ll"),
    Key("f6", "take", "import.take", "dr"),
    Key("f7", "mistakes", "import.mistakes", "bccwh"),
    Key("f4", "template", "import.template", "xzmb"),
    Key("f3", "samples", "import.samples", "slbg"),
    keys.HELP,
)
_BACK = Key("escape", "back", "key.back", "fh", "Esc")


class ImportScreen(Screen[Imported | None]):
    """It returns what was imported, or None where nothing was."""

    CSS_PATH = "import_screen.tcss"
    BINDINGS = bindings((*_KEYS, _BACK))
    GUIDE = ("import.place", "help.import")

    def __init__(self, desk: Desk, work: Work, kind: Kind) -> None:
        super().__init__()
        self._desk = desk
        self._work = work
        self._kind = kind
        self._api = kind.opened(desk.api, work.unit_id)
        self._errand: Worker[None] | None = None
        self._import_id: int | None = None
        self._preview: Preview | None = None
        self._wrong: list[Mistaken] = []
        words = desk.words
        self._file = TextField(id="file", max_length=settings.LONGEST_PATH)
        browse_button = PushButton(words, phrase("key.browse"), id="browse")
        self._row = FormRow(words, "import.file", self._file, hint="import.file_hint", beside=[browse_button])
        self._counts = Said(words, id="counts")
        self._ignored = Said(words, id="ignored")
        self._list = OptionList(id="wrong", compact=True)
        self._status = Said(words, id="status")
        self._read_button = PushButton(words, phrase("import.read"), id="read", classes="-primary")
        self._take_button = PushButton(words, phrase("import.take"), id="take", classes="-primary")
        self._save_button = PushButton(words, phrase("import.mistakes"), id="save")
        self._asking = Asking(desk, work, self, self._status, lambda: self.dismiss(None))

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, _BACK, *keys.everywhere(self._desk))

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        with Vertical(id="sheet"):
            yield Said(words, phrase(f"import.title.{self._kind.name}"), id="heading")
            yield self._row
            yield self._counts
            yield self._ignored
            yield self._list
        yield self._status
        with Horizontal(classes="actions"):
            yield PushButton(words, phrase("import.template"), id="template")
            if self._has_samples:
                yield PushButton(words, phrase("import.samples"), id="samples")
            yield self._save_button
            yield PushButton(words, phrase("key.back"), id="back")
            yield self._read_button
            yield self._take_button
        yield KeyLine(words, self.keys)

    def on_mount(self) -> None:
        self._show()
        self._file.focus()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "take":
            return self._may_take
        if action == "samples":
            return self._has_samples
        return bool(self._wrong) if action == "mistakes" else True

    @property
    def _has_samples(self) -> bool:
        return self._desk.place.samples is not None and not self._desk.visiting

    @property
    def _may_take(self) -> bool:
        preview = self._preview
        return preview is not None and bool(preview.count(Verdict.new) + preview.count(Verdict.changed)) and not self._busy

    @property
    def _busy(self) -> bool:
        return self._errand is not None and self._errand.is_running

    # --- what is seen

    def _show(self) -> None:
        """The preview, and the one button that goes on."""
        preview = self._preview
        self._counts.display = self._list.display = preview is not None
        self._ignored.display = self._ignored.phrase is not None
        self._read_button.display = preview is None
        self._take_button.display = preview is not None
        self._save_button.display = bool(self._wrong)
        if preview is not None:
            right = preview.count(Verdict.new) + preview.count(Verdict.changed)
            counted = {verdict.value: preview.count(verdict) for verdict in (Verdict.new, Verdict.changed, Verdict.unchanged)}
            self._counts.say(phrase("import.counts", wrong=len(self._wrong), **counted))
            self._take_button.say(phrase("import.take_right" if self._wrong else "import.take_all", count=right))
            self._take_button.disabled = not right
        self.refresh_bindings()

    def reword(self) -> None:
        self._list_wrong()

    def _list_wrong(self) -> None:
        """A cell each: where it is, what stands there, what to do."""
        words = self._desk.words
        said = [(each.line, name, wrong) for each in self._wrong for name, wrong in each.wrong.items()]
        self._list.clear_options()
        self._list.add_options([Option(Content(self._line(*each))) for each in said[:_SHOWN]])
        if len(said) > _SHOWN:
            self._list.add_option(Option(Content(words.say("import.more_wrong", count=len(said) - _SHOWN)), disabled=True))

    def _line(self, line: Line, name: str, wrong: str) -> str:
        cell = safe_text(shown(line.cells.get(name)), 40)
        heading = self._kind.headings.get(name, "").removeprefix("*")
        key = "import.wrong_cell" if heading else "import.wrong_line"
        return self._desk.words.say(key, line=line.number, heading=heading, cell=cell, wrong=wrong)

    def _say(self, what: Phrase | None, *, wrong: bool = False) -> None:
        self._asking.say(what, wrong=wrong)

    def _progress(self, key: str, done: int, total: int, began: datetime) -> None:
        """How far it has got, and how long it will still take."""
        spent = (self._desk.clock.now() - began).total_seconds()
        left = round(spent / done * (total - done)) if done else 0
        self._say(phrase(key, done=f"{done:,}", total=f"{total:,}", seconds=left))

    # --- reading a file

    @on(TextField.Changed, "#file")
    def _typed(self) -> None:
        """Another file: what was told of the last one holds no more."""
        if self._preview is not None:
            self._forget()

    def _forget(self) -> None:
        self._drop()
        self._preview, self._wrong = None, []
        self._ignored.say(None)
        self._show()

    @on(TextField.Submitted, "#file")
    @on(PushButton.Pressed, "#read")
    def _read_pressed(self) -> None:
        if self._busy:
            return
        if self._desk.visiting:
            self._row.error(phrase("import.visiting"))
        elif not self._file.value.strip():
            self._row.error(phrase("import.no_file"))
            self._file.focus()
        else:
            self._row.clear()
            self._errand = self.run_worker(self._read(), group="errand", exclusive=True, description="read a spreadsheet")

    async def _read(self) -> None:
        self._say(phrase("import.reading"))
        try:
            found = await asyncio.to_thread(open_table, path_of(self._file.value), self._kind)
        except OSError:
            self._fail(phrase("import.no_such_file"))
            return
        if isinstance(found, Unreadable):
            self._fail(sheet_lines.unreadable(found, most=MOST_BYTES, rows=MOST_ROWS, columns=MOST_COLUMNS))
            return
        if isinstance(found, NoTable):
            self._fail(sheet_lines.missing(found, self._desk.words.say("sheet.between")))
            return
        now = self._desk.clock.now()
        total = len(found.lines)
        read = await judge_all(self._kind, found, local_day(now), lambda done: self._progress("import.judging", done, total, now))
        if found.ignored:
            self._ignored.say(phrase("import.ignored", columns=self._desk.words.say("sheet.between").join(found.ignored)))
        await self._send(read)

    def _drop(self) -> None:
        """What was sent is needed no more; if the server can't be told, it forgets it by itself."""
        import_id, self._import_id = self._import_id, None
        if import_id is not None:
            self.app.run_worker(attempt(self._api.drop(import_id)), group="errand-farewell", description="give an import up")

    def _fail(self, why: Phrase) -> None:
        self._say(None)
        self._row.error(why)
        self._file.focus()

    async def _send(self, read: Sequence[Read]) -> None:
        """The lines that are right here, to be compared with what is there."""
        begun = await self._asking.ask(self._api.begin, phrase("import.sending_first"))
        if not isinstance(begun, int):
            return
        self._import_id = begun
        lines = {each.line.number: each.line for each in read}
        wrong: dict[int, Mapping[str, str]] = {
            each.line.number: {name: self._desk.words.tell(said) for name, said in each.wrong.items()} for each in read if each.wrong
        }
        sent = [each.sent for each in read if not each.wrong]
        preview, done, now = Preview(), 0, self._desk.clock.now()
        for part in parts(sent):
            answer = await self._asking.ask(lambda part=part: self._api.send(begun, part), phrase("import.sending_first"))  # type: ignore[misc]
            if not isinstance(answer, Preview):
                return
            preview, done = answer, done + len(part)
            wrong |= {each.number: self._said_of(each.verdict, each.faults) for each in answer.wrong}
            self._progress("import.comparing", done, len(sent), now)
        self._wrong = [Mistaken(lines[number], wrong[number]) for number in sorted(wrong)]
        self._preview = preview
        self._say(None)
        self._list_wrong()
        self._show()
        (self._take_button if not self._take_button.disabled else self._file).focus()

    def _said_of(self, verdict: Verdict, faults: Mapping[str, str]) -> Mapping[str, str]:
        words = self._desk.words
        if faults:
            return {name: words.say("import.verdict.misfilled") for name in faults}
        return {"": words.say(f"import.verdict.{verdict}")}

    # --- taking it over

    @on(PushButton.Pressed, "#take")
    def action_take(self) -> None:
        if self._may_take:
            self._errand = self.run_worker(self._take(), group="errand", exclusive=True, description="import")

    async def _take(self) -> None:
        import_id = self._import_id
        if import_id is None:
            return
        outcome = await self._asking.ask(
            lambda: self._api.take(import_id, only_right=bool(self._wrong)),
            phrase("import.taking"),
            harmless=False,
            own=(RefusalCode.outdated, RefusalCode.not_found),
        )
        if isinstance(outcome, Imported):
            self.dismiss(outcome)
        elif isinstance(outcome, Refused):
            self._forget()
            self._say(phrase("import.outdated"), wrong=True)
            self._file.focus()

    # --- files

    @on(PushButton.Pressed, "#browse")
    def action_browse(self) -> None:
        if self._desk.visiting:
            self._row.error(phrase("import.visiting"))
        else:
            self.run_worker(self._browse(), group="dialog", exclusive=True, description="choose a file")

    async def _browse(self, begin: str = "") -> None:
        chosen = await browse(self._desk, self, "import.choose", begin or self._file.value, _ENDINGS)
        if chosen is not None:
            self._file.value = chosen
            self._read_pressed()

    @on(PushButton.Pressed, "#samples")
    def action_samples(self) -> None:
        if self._has_samples:
            self.run_worker(self._samples(), group="dialog", exclusive=True, description="samples")

    async def _samples(self) -> None:
        """Made when they are first asked for, in the demo's folder: one of them is chosen there."""
        folder = self._desk.place.samples
        people = await self._asking.ask(self._desk.api.people(self._work.unit_id).whole, phrase("import.samples_making"))
        if folder is None or not isinstance(people, WholePayees):
            return
        today = local_day(self._desk.clock.now())
        if await asyncio.to_thread(put_samples, folder, people.payees, today, self._desk.words):
            await self._browse(str(folder))
        else:
            self._say(phrase("import.samples_failed"), wrong=True)

    @on(PushButton.Pressed, "#template")
    def action_template(self) -> None:
        self.run_worker(self._template(), group="dialog", exclusive=True, description="template")

    async def _template(self) -> None:
        source = await asyncio.to_thread(self._kind.template, self._desk.words)
        self._keep(source, self._desk.words.say("import.template_name", title=self._kind.title), "import.template")

    @on(PushButton.Pressed, "#save")
    def action_mistakes(self) -> None:
        self.run_worker(self._save_mistakes(), group="dialog", exclusive=True, description="mistakes")

    async def _save_mistakes(self) -> None:
        source = await asyncio.to_thread(mistakes, self._kind.title, self._kind.headings, self._wrong, self._desk.words)
        self._keep(source, self._desk.words.say("import.mistakes_name", title=self._kind.title), "import.mistakes")

    def _keep(self, source: bytes, name: str, title: str) -> None:
        keep(self, self._desk, source, file_name(name, ".xlsx"), phrase(title), MIME_TYPE, self._say)

    @on(PushButton.Pressed, "#back")
    def action_back(self) -> None:
        """Esc: what is under way is given up, and has changed nothing; else leave."""
        if self._busy and self._errand is not None:
            self._errand.cancel()
            self._forget()
            self._say(phrase("import.cancelled"))
            self._file.focus()
        else:
            self._drop()
            self.dismiss(None)
