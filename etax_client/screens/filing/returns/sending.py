"""申报表报送: the sheet before it is sent, the answer, and what may be done with a return that is in force (SUB-02, SUB-03)."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from typing_extensions import override

from etax_client.domain.filing.income import Item, ReturnKind, write_amount
from etax_client.domain.filing.returns import Marked, MonthDesk, MonthReturn, ReturnType, Stage
from etax_client.domain.local_time import local_day, local_time
from etax_client.domain.refusals import Refused
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.explain import found_out
from etax_client.screens.filing import frame
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.month import MonthScreen
from etax_client.screens.filing.records.outgoing import Outgoing
from etax_client.screens.filing.returns import lines as return_lines
from etax_client.screens.work import Work
from etax_client.texts.amounts import grouped
from etax_client.texts.income_lines import short
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.said import Said
from etax_client.widgets.tables.columns import Column

_ACTS = (
    Key("s", "send", "send.send", "fssb"),
    Key("g", "answer", "send.answer", "ljhq"),
    Key("c", "correct", "send.correct", "gz"),
    Key("w", "withdraw", "send.withdraw", "cxgz"),
    Key("v", "void", "send.void", "zf"),
    Key("n", "redo", "send.redo", "cxjshxyf"),
)
_KEYS = (
    *_ACTS,
    Key("e", "export", "export.return", "dcsbb"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    Key("escape", "back", "key.back", "fh", "Esc"),
)
_COLUMNS = (
    Column("item", phrase("return.column.item"), 20, frozen=True),
    Column("people", phrase("return.column.people"), 6, right=True),
    Column("income", phrase("return.column.income"), 16, right=True, summed=True),
    Column("tax", phrase("return.column.tax"), 16, right=True, summed=True),
)


class SendScreen(MonthScreen):
    KEYS = _KEYS
    ACTS = _ACTS
    BINDINGS = bindings(_KEYS)
    GUIDE = ("send.place", "help.send")

    def __init__(self, desk: Desk, work: Work, kind: ReturnKind) -> None:
        super().__init__(desk, work, kind, _COLUMNS)
        words = desk.words
        self._heading = Said(words, id="heading")
        self._ready = Said(words, id="ready")
        self._answer_in = Countdown(desk.clock, words, "send.countdown", id="countdown")
        self._versions = Said(words, id="versions")
        self._marked = Said(words, id="marked")
        self._buttons["send"].add_class("-primary")
        self._waits: tuple[Marked, ...] = ()
        self._in_doubt: tuple[str, MonthReturn | None] | None = None
        """An act whose answer was lost, by its text, and where the return was before (IDM-2)."""

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield self._heading
        with Vertical(classes="fill"):
            yield self._grid
            yield self._ready
            yield self._answer_in
            yield self._versions
            yield self._marked
            with Horizontal(classes="actions"):
                yield from self._buttons.values()
        yield self._status
        yield KeyLine(words, self.keys)

    def action_export(self) -> None:
        """【导出申报表】: what the server has of the month, sent or not."""
        outgoing = Outgoing(self._desk, self._work, self, self._asking)
        self.run_worker(outgoing.export_month(self._kind), group="dialog", exclusive=True, description="export the return")

    @override
    def action_reload(self) -> None:
        self.read(self._look_further)

    # --- what is shown

    @override
    def show(self, month: MonthDesk) -> None:
        found = self.return_now
        if found is None:
            return
        self._heading.say(
            phrase(
                "send.sheet", month=frame.month(self._work), kind=phrase(f"return.{self._kind}"), type=phrase(f"send.type.{_type(found)}")
            )
        )
        self._cells.load((sums.item, self._line(sums.item, sums.people, sums.income, sums.tax)) for sums in found.items if sums.rows)
        self._grid.show_again()
        on_way = found.last if found.progress.stage is Stage.sent else found.in_force if found.progress.stage is Stage.voiding else None
        if on_way is not None and on_way.answer_at is not None:
            self._answer_in.start(max(0.0, (on_way.answer_at - self._desk.clock.now()).total_seconds()))
        else:
            self._answer_in.stop()
        self._ready.say(None if on_way is not None else self._state(found))
        self._ready.display = on_way is None
        self._answer_in.display = on_way is not None
        self._versions.say(self._last(found))
        self.show_acts()

    def _line(self, item: Item, people: int, income: object, tax: object) -> tuple[str, ...]:
        name = self._desk.words.tell(short(item))
        return (name, str(people), write_amount(income), "" if tax is None else write_amount(tax))  # type: ignore[arg-type]

    def _state(self, found: MonthReturn) -> Phrase:
        if not found.progress.may_be_edited:
            return return_lines.sending(found, self._desk.clock.now())
        if found.unready:
            return phrase("send.unready", why=phrase(f"send.unready.{found.unready[0]}"))
        total = phrase("send.total", people=found.people, income=grouped(found.income), tax=grouped(found.tax or found.income * 0))
        return phrase("send.ready_with", ready=phrase("send.ready"), total=total)

    def _last(self, found: MonthReturn) -> Phrase | None:
        last = found.last
        if last is None:
            return None
        return phrase(
            "send.last",
            version=phrase("send.version", number=last.number),
            type=phrase(f"send.type.{last.type}"),
            state=phrase(f"send.state.{last.state}"),
            by=last.sent_by,
            at=local_time(last.sent_at),
            receipt=last.receipt or "-",
        )

    @override
    def may(self, action: str) -> bool:
        found = self.return_now
        if found is None:
            return False
        stage = found.progress.stage
        return {
            "send": found.progress.may_be_edited,
            "answer": stage in (Stage.sent, Stage.voiding),
            "correct": stage is Stage.filed,
            "withdraw": stage is Stage.correcting,
            "void": stage is Stage.filed and found.in_force is not None and found.in_force.type is ReturnType.normal and not found.paid,
            "redo": bool(self._waits),
        }[action]

    # --- later months (SUB-03)

    def _look_further(self) -> None:
        """What the month says of an act whose answer was lost; and which later months wait."""
        found = self.return_now
        if self._in_doubt is not None and found is not None:
            (what, before), self._in_doubt = self._in_doubt, None
            done = before is None or (found.progress, found.last) != (before.progress, before.last)
            self._asking.say(found_out(what, done), wrong=not done)
        if self._kind is ReturnKind.residents:
            self._asking.read(self._read_marked, "marked months")

    async def _read_marked(self) -> None:
        ask = partial(self._desk.api.filing.marked, self._work.unit_id, self._work.month.year)
        found = await self._asking.ask(ask, phrase("return.reading"))
        if isinstance(found, tuple):
            self._tell_marked(found)

    def _tell_marked(self, found: tuple[Marked, ...]) -> None:
        self._waits = found
        told = "  ".join(self._desk.words.tell(_marked(each)) for each in found)
        self._marked.say(phrase("send.redo_told", months=told) if found else None)
        if self._month is not None:
            self.show(self._month)

    def action_redo(self) -> None:
        if self._waits:
            self.run_worker(self._redo(), group="act", description="recalculate later months")

    async def _redo(self) -> None:
        ask = partial(self._desk.api.filing.redo, self._work.unit_id, self._work.month.year)
        found = await self._asking.ask(ask, phrase("send.recalculating"), harmless=False)
        if isinstance(found, tuple):
            self._tell_marked(found)
            self._asking.say(phrase("send.recalculated"))

    # --- what is done

    def action_send(self) -> None:
        found = self.return_now
        if found is None or found.unready:
            if found is not None:
                self._asking.say(phrase("send.unready", why=phrase(f"send.unready.{found.unready[0]}")), wrong=True)
            return
        days = 0 if self._month is None else (local_day(self._desk.clock.now()) - self._month.deadline).days
        question = phrase(
            "send.ask",
            month=self._work.period,
            kind=phrase(f"return.{self._kind}"),
            type=phrase(f"send.type.{_type(found)}"),
            people=found.people,
            income=grouped(found.income),
            tax=grouped(found.tax or found.income * 0),
            late=phrase("send.ask_late", days=days) if days > 0 and not found.progress.in_force else "",
        )
        api = self._desk.api.filing
        send = partial(api.send, self._work.unit_id, self._work.period, self._kind, found.version)
        self._after(question, phrase("send.send"), send, phrase("send.sending"))

    def action_answer(self) -> None:
        """立即获取."""
        self.run_worker(
            self._do(self._of("answer"), phrase("send.answer"), phrase("send.answering")), group="act", description="get the answer"
        )

    @on(Countdown.Ended)
    def _answer_due(self, event: Countdown.Ended) -> None:
        event.stop()
        self.read()

    def action_correct(self) -> None:
        self._after(phrase("send.correct_ask"), phrase("send.correct"), self._of("correct"), phrase("send.doing"))

    def action_withdraw(self) -> None:
        self._after(phrase("send.withdraw_ask"), phrase("send.withdraw"), self._of("withdraw"), phrase("send.doing"))

    def action_void(self) -> None:
        self._after(phrase("send.void_ask", month=self._work.period), phrase("send.void"), self._of("void"), phrase("send.doing"))

    def _of(self, act: str) -> Callable[[], Awaitable[MonthReturn | Refused]]:
        """One of the acts that take the return alone."""
        made: Callable[[], Awaitable[MonthReturn | Refused]] = partial(
            getattr(self._desk.api.filing, act), self._work.unit_id, self._work.period, self._kind
        )
        return made

    def _after(self, question: Phrase, yes: Phrase, act: Callable[[], Awaitable[MonthReturn | Refused]], waiting: Phrase) -> None:
        self.run_worker(self._ask(question, yes, act, waiting), group="dialog", exclusive=True, description="ask first")

    async def _ask(self, question: Phrase, yes: Phrase, act: Callable[[], Awaitable[MonthReturn | Refused]], waiting: Phrase) -> None:
        if await self.app.push_screen_wait(AskDialog(self._desk, question, yes)):
            # a worker of its own: no other key may take the answer away once it has been asked for (IDM-2)
            self.run_worker(self._do(act, yes, waiting), group="act", description="a return's act")

    async def _do(self, act: Callable[[], Awaitable[MonthReturn | Refused]], what: Phrase, waiting: Phrase) -> None:
        before = self.return_now
        outcome = await self._asking.ask(act, waiting, harmless=False)
        self._in_doubt = (what.key, before) if self._asking.unsure else None
        if isinstance(outcome, MonthReturn):
            self._asking.say(None)
        self.read(self._look_further)


def _type(found: MonthReturn) -> ReturnType:
    if found.progress.on_way is not None:
        return found.progress.on_way
    return ReturnType.correction if found.progress.in_force and found.progress.correcting else ReturnType.normal


def _marked(each: Marked) -> Phrase:
    new = phrase("send.redo_open") if each.new_tax is None else grouped(each.new_tax)
    return phrase("send.redo_month", month=each.period, old=grouped(each.old_tax), new=new)
