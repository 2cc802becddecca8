"""What is printed of a unit's filing: pay slips, 个人扣缴明细, 单位申报记录, a bank voucher (QRY-01, PAY-02)."""

from collections.abc import Iterable, Sequence

from etax_client.domain.filing.returns import SentReturn
from etax_client.domain.filing.taxes.payments import Payment
from etax_client.domain.filing.taxes.records import PersonYear
from etax_client.domain.filing.taxes.slips import Slip
from etax_client.domain.local_time import local_time
from etax_client.sheets.papers import Paper, page
from etax_client.sheets.returns import slip_rows
from etax_client.texts.amounts import grouped
from etax_client.texts.income_lines import short
from etax_client.texts.words import Words


def print_slips(unit: str, slips: Sequence[Slip], words: Words) -> bytes:
    """工资条, one paper for each."""
    return page([_slip(unit, slip, words) for slip in slips], words)


def _slip(unit: str, slip: Slip, words: Words) -> Paper:
    facts = [("unit", unit), ("month", slip.period), ("person", slip.name), ("number", slip.document_number)]
    if slip.work_number:
        facts.append(("work_number", slip.work_number))
    rows = [[told, grouped(amount)] for told, amount in slip_rows(slip, words)]
    heads = _say(words, "what", "amount")
    return Paper(words.say("slip.title"), _facts(facts, words), heads, rows[:-1], rows[-1], frozenset({1}), words.say("slip.note"))


def print_person(unit: str, name: str, year: int, found: PersonYear, words: Words) -> bytes:
    """个人扣缴明细 of a year."""
    rows = [
        [each.period, words.tell(short(each.line.item)), grouped(each.line.row.amount("income")), grouped(each.line.tax), each.receipt]
        for each in found.months
    ]
    number = found.months[-1].line.document_number if found.months else ""
    facts = _facts([("unit", unit), ("person", name), ("number", number), ("year", str(year))], words)
    total = [words.say("record.total"), "", grouped(found.income), grouped(found.tax), ""]
    heads = _say(words, "month", "item", "income", "tax", "receipt")
    return page([Paper(words.say("stats.person"), facts, heads, rows, total, frozenset({2, 3}))], words, long=True)


def print_unit(unit: str, taxpayer_id: str, year: int, found: Iterable[SentReturn], words: Words) -> bytes:
    """单位申报记录 of a year."""
    rows = [
        [
            *(each.period, words.say(f"return.{each.kind}"), words.say("send.version", number=each.number)),
            *(words.say(f"send.state.{each.state}"), str(each.people), grouped(each.income), grouped(each.tax), each.receipt),
            local_time(each.sent_at),
        ]
        for each in found
    ]
    facts = _facts([("unit", unit), ("taxpayer_id", taxpayer_id), ("year", str(year))], words)
    heads = _say(words, "month", "kind", "version", "state", "people", "income", "tax", "receipt", "sent")
    paper = Paper(words.say("stats.unit"), facts, heads, rows, right=frozenset({4, 5, 6}))
    return page([paper], words, long=True, wide=True)


def print_voucher(unit: str, taxpayer_id: str, payment: Payment, words: Words) -> bytes:
    """银行端查询缴税凭证: what a bank asks for."""
    facts = [
        *(("voucher", payment.voucher), ("unit", unit), ("taxpayer_id", taxpayer_id), ("month", payment.period)),
        *(("kind", words.say(f"return.{payment.kind}")), ("pay_by", str(payment.pay_by or "")), ("issued", local_time(payment.asked_at))),
    ]
    rows = [[words.say("record.tax"), grouped(payment.amount)], [words.say("record.late_fee"), grouped(payment.late_fee)]]
    total = [words.say("record.total"), grouped(payment.amount + payment.late_fee)]
    heads = _say(words, "what", "amount")
    title, note = words.say("voucher.title"), words.say("voucher.note")
    return page([Paper(title, _facts(facts, words), heads, rows, total, frozenset({1}), note)], words)


def _facts(facts: Iterable[tuple[str, str]], words: Words) -> list[tuple[str, str]]:
    return [(words.say(f"record.{name}"), value) for name, value in facts if value]


def _say(words: Words, *names: str) -> list[str]:
    return [words.say(f"record.{name}") for name in names]
