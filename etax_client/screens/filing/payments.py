"""税款缴纳: what is owed of a month's returns, how it is paid, and what the bank says (PAY-01, PAY-02)."""

from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal
from typing_extensions import override

from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.returns import MonthDesk, MonthReturn
from etax_client.domain.filing.taxes.payments import LIVE, Agreement, BankAccount, Method, Payment, PaymentState
from etax_client.domain.local_time import local_time
from etax_client.domain.masking import mask_identifier
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.explain import found_out
from etax_client.screens.filing.frame import top_line
from etax_client.screens.filing.month import MonthScreen
from etax_client.screens.filing.records.outgoing import Outgoing
from etax_client.screens.work import Work
from etax_client.sheets.prints import print_voucher
from etax_client.texts.amounts import grouped
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.said import Said
from etax_client.widgets.tables.cells import Line
from etax_client.widgets.tables.columns import Column
from etax_client.widgets.tables.emptied import Emptied

_ACTS = (
    Key("p", "pay", "pay.pay", "ljjk"),
    Key("b", "voucher", "pay.voucher", "yhdjk"),
    Key("g", "query", "pay.query", "cxjg"),
    Key("x", "cancel", "pay.cancel", "zfpz"),
    Key("d", "print", "pay.print", "dypz"),
    Key("u", "renew", "pay.renew", "gxsfxy"),
)
_KEYS = (
    *_ACTS,
    Key("k", "other_kind", "pay.other_kind", "qhsbz"),
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    Key("escape", "back", "key.back", "fh", "Esc"),
)
_COLUMNS = (
    Column("method", phrase("pay.column.method"), 16, frozen=True),
    Column("state", phrase("pay.column.state"), 12),
    Column("amount", phrase("pay.column.amount"), 14, right=True),
    Column("late_fee", phrase("pay.column.late_fee"), 10, right=True),
    Column("number", phrase("pay.column.number"), 18),
    Column("at", phrase("pay.column.at"), 19),
    Column("by", phrase("pay.column.by"), 8),
)


_EMPTY = {"pay": "pay.empty", "voucher": "pay.empty_voucher", "back": "pay.empty_done"}
"""What is said of no payments, by what can be done."""


class PaymentScreen(MonthScreen):
    KEYS = _KEYS
    ACTS = _ACTS
    BINDINGS = bindings(_KEYS)
    GUIDE = ("place.payment", "help.payment")

    def __init__(self, desk: Desk, work: Work) -> None:
        super().__init__(desk, work, ReturnKind.residents, _COLUMNS)
        self._emptied = Emptied(desk.words, self._grid)
        self._owed = Said(desk.words, id="owed")
        self._bank = Said(desk.words, id="bank")
        self._buttons["pay"].add_class("-primary")
        self._payments: tuple[Payment, ...] = ()
        self._account: BankAccount | None = None
        self._said: Payment | None = None
        """The one whose outcome stands on the status line: it follows what becomes of it."""
        self._in_doubt: tuple[str, frozenset[int]] | None = None
        """An order whose answer was lost, by its text, and the payments that there were before (IDM-2)."""

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield top_line(self._desk, self._work)
        yield self._owed
        yield self._bank
        yield self._emptied
        with Horizontal(classes="actions"):
            yield from self._buttons.values()
        yield self._status
        yield KeyLine(words, self.keys)

    # --- what is shown

    @property
    def _live(self) -> Payment | None:
        """The one that is under way: while it is, no other is ordered."""
        return next((each for each in self._payments if each.kind is self._kind and each.state in LIVE), None)

    @override
    def show(self, month: MonthDesk) -> None:
        self._asking.read(self._read_payments, "payments")

    async def _read_payments(self) -> None:
        api = self._desk.api.filing
        found = await self._asking.ask(partial(api.payments, self._work.unit_id, self._work.period), phrase("return.reading"))
        account = (
            await self._asking.ask(partial(api.agreement, self._work.unit_id), phrase("return.reading")) if found is not None else None
        )
        if isinstance(found, tuple) and isinstance(account, BankAccount):
            self._payments, self._account = found, account
            self._lay()
            self._find_out()

    def _find_out(self) -> None:
        if self._in_doubt is not None:
            (what, before), self._in_doubt = self._in_doubt, None
            made = next((each for each in self._payments if each.payment_id not in before), None)
            if made is None:
                self._asking.say(found_out(what, False), wrong=True)
            else:
                self._tell(made)
        elif self._said is not None and self._said not in self._payments:
            self._tell(next((each for each in self._payments if each.payment_id == self._said.payment_id), None))

    def _tell(self, payment: Payment | None) -> None:
        self._said = payment
        self._asking.say(None if payment is None else _outcome(payment), wrong=payment is not None and payment.state in _WRONG)

    def _lay(self) -> None:
        owed, account = self.return_now, self._account
        if owed is None or account is None:
            return
        self._owed.say(self._told(owed))
        bank = phrase("pay.bank_at", bank=account.bank, account=mask_identifier(account.account)) if account.bank else phrase("pay.no_bank")
        self._bank.say(phrase("pay.agreement", state=phrase(f"pay.agreement.{account.agreement}"), bank=bank))
        mine = [each for each in self._payments if each.kind is self._kind]
        self._cells.load((each.payment_id, self._line(each)) for each in reversed(mine))
        self._grid.show_again()
        self._emptied.show(None if mine else _EMPTY[self._remedy])
        self.show_acts()

    def _told(self, owed: MonthReturn) -> Phrase:
        head = {"month": self._work.period, "kind": phrase(f"return.{self._kind}")}
        if owed.in_force is None:
            return phrase("pay.not_filed", **head)
        if owed.refund:
            return phrase("pay.refund", **head, amount=grouped(owed.refund))
        if not owed.unpaid:
            return phrase("pay.paid" if owed.paid else "pay.free", **head, amount=grouped(owed.paid))
        if owed.late_fee:
            return phrase("pay.owed_late", **head, amount=grouped(owed.unpaid), days=owed.late_days, fee=grouped(owed.late_fee))
        return phrase("pay.owed", **head, amount=grouped(owed.unpaid))

    def _line(self, each: Payment) -> Line:
        say = self._desk.words.say
        number, at = each.receipt or each.voucher, local_time(each.settled_at or each.asked_at)
        return (
            say(f"pay.method.{each.method}"),
            say(f"pay.state.{each.state}"),
            grouped(each.amount),
            grouped(each.late_fee),
            number,
            at,
            each.asked_by,
        )

    @override
    def reword(self) -> None:
        self._lay()

    @override
    def may(self, action: str) -> bool:
        owed, live = self.return_now, self._live
        if owed is None or self._account is None:
            return False
        may_order = owed.unpaid > 0 and live is None
        return {
            "pay": may_order and self._account.agreement is not Agreement.none,
            "voucher": may_order,
            "query": live is not None and live.state in (PaymentState.processing, PaymentState.unknown),
            "cancel": live is not None and live.state is PaymentState.issued,
            "print": live is not None and live.state is PaymentState.issued,
            "renew": True,
        }[action]

    # --- what is done

    def action_other_kind(self) -> None:
        self._kind = ReturnKind.nonresidents if self._kind is ReturnKind.residents else ReturnKind.residents
        self._lay()

    def action_print(self) -> None:
        """The voucher that waits to be paid (PAY-02)."""
        live, out = self._live, Outgoing(self._desk, self._work, self, self._asking)
        if live is not None:
            name = f"{self._desk.words.say('voucher.title')} {live.voucher}"
            work = out.print(name, print_voucher, out.unit, out.taxpayer_id, live)
            self.run_worker(work, group="dialog", exclusive=True, description="print a voucher")

    async def action_remedy(self) -> None:
        """What is to be done about a month without payments."""
        await self.run_action(self._remedy)

    @property
    def _remedy(self) -> str:
        return next((act for act in ("pay", "voucher") if self.may(act)), "back")

    def action_pay(self) -> None:
        """立即缴款: asked once more, with the sum."""
        self._order(Method.agreement, "pay.ask", "pay.pay")

    def action_voucher(self) -> None:
        self._order(Method.voucher, "pay.ask_voucher", "pay.voucher")

    def _order(self, method: Method, question: str, yes: str) -> None:
        owed = self.return_now
        if owed is not None:
            asked = phrase(question, amount=grouped(owed.unpaid + owed.late_fee), tax=grouped(owed.unpaid), fee=grouped(owed.late_fee))
            self.run_worker(self._ask(asked, phrase(yes), method, owed), group="dialog", exclusive=True, description="ask before paying")

    async def _ask(self, question: Phrase, yes: Phrase, method: Method, owed: MonthReturn) -> None:
        if await self.app.push_screen_wait(AskDialog(self._desk, question, yes)):
            # a worker of its own: no other key may take the answer away once it has been asked for (IDM-2)
            self.run_worker(self._ordered(method, owed, yes.key), group="act", description="pay")

    async def _ordered(self, method: Method, owed: MonthReturn, what: str) -> None:
        before = frozenset(each.payment_id for each in self._payments)
        api, where = self._desk.api.filing, (self._work.unit_id, self._work.period, self._kind)
        outcome = await self._asking.ask(partial(api.pay, *where, method, owed.unpaid, owed.late_fee), phrase("pay.paying"), harmless=False)
        self._in_doubt = (what, before) if self._asking.unsure else None
        if isinstance(outcome, Payment):
            self._tell(outcome)
        self.read()

    def action_query(self) -> None:
        self._about_live("query_payment", "pay.querying")

    def action_cancel(self) -> None:
        self._about_live("cancel_payment", "send.doing")

    def _about_live(self, act: str, waiting: str) -> None:
        if self._live is not None:
            self.run_worker(self._acted(act, waiting, self._live.payment_id), group="act", description="about a payment")

    async def _acted(self, act: str, waiting: str, payment_id: int) -> None:
        ask = partial(getattr(self._desk.api.filing, act), self._work.unit_id, payment_id)
        outcome = await self._asking.ask(ask, phrase(waiting), harmless=False)
        if isinstance(outcome, Payment):
            self._tell(outcome)
        self.read()

    def action_renew(self) -> None:
        self.run_worker(self._renew(), group="act", description="renew the agreement")

    async def _renew(self) -> None:
        outcome = await self._asking.ask(partial(self._desk.api.filing.renew_agreement, self._work.unit_id), phrase("send.doing"))
        if isinstance(outcome, BankAccount):
            self._account = outcome
            self._lay()
            self._asking.say(phrase("pay.renewed"))


_WRONG = (PaymentState.insufficient, PaymentState.invalid, PaymentState.unknown, PaymentState.not_taken)


def _outcome(payment: Payment) -> Phrase:
    return phrase(
        f"pay.outcome.{payment.state}", amount=grouped(payment.amount + payment.late_fee), number=payment.receipt or payment.voucher
    )
