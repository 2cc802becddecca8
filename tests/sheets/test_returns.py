"""What is exported and printed of returns: whole, bearing that nothing is real, harmless whoever is in it (SUB-02, QRY-01)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from etax_client.domain.filing.annexes.annexes import Annex, AnnexLine, KeptLine
from etax_client.domain.filing.cells import Unreadable
from etax_client.domain.filing.income import IncomeRow, Item, ReturnKind
from etax_client.domain.filing.returns import ReturnState, ReturnType, SentReturn
from etax_client.domain.filing.taxes.payments import Method, Payment, PaymentState
from etax_client.domain.filing.taxes.records import DeclaredLine, PersonMonth, PersonYear
from etax_client.domain.filing.taxes.slips import slips
from etax_client.domain.identity.documents import DocumentType
from etax_client.sheets import prints, returns
from etax_client.sheets.reading import read
from etax_client.sheets.returns import Declaration
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language

WORDS = words(Language.zh)
NOW = datetime(2026, 11, 10, 3, tzinfo=UTC)
EVIL = '=HYPERLINK("http://x")<script>alert(1)</script>\u202e&'


def line(payee: int, name: str, item: Item = Item.wages, **amounts: str) -> DeclaredLine:
    row = IncomeRow(payee, {each: Decimal(amount) for each, amount in amounts.items() if each != "tax"})
    return DeclaredLine(item, row, name, DocumentType.resident_id, "110101198001010010", "007", Decimal(amounts["tax"]), Decimal(0))


WANG = line(1, "王芳", income="10000.00", pension="800.00", housing_fund="700.00", annuity="100.00", transport="50.00", tax="75.00")
BONUS = line(1, "王芳", Item.bonus, income="36000.00", reliefs="10.00", treaty="5.00", tax="1065.00")
EVE = line(2, EVIL, income="0.01", tax="0.00")
HEALTH = KeptLine(
    AnnexLine(1, Item.wages, {"document": "110101202600000001", "day": "2026-01-01"}, {"amount": Decimal(200)}), 1, EVIL, "1", "", NOW
)
TOLD = Declaration(
    "甲公司",
    "91110108MA00",
    "2026-10",
    ReturnKind.residents,
    {Item.wages: [WANG, EVE], Item.bonus: [BONUS]},
    {Annex.health_insurance: [HEALTH]},
)
SENT = SentReturn(
    *(7, "2026-10", ReturnKind.residents, 1, ReturnType.normal, ReturnState.accepted, 2, Decimal("46000.01"), Decimal("1140.00")),
    *(NOW, EVIL),
    receipt="202611100000000007",
)
YEAR = PersonYear(1, (PersonMonth("2026-10", "202611100000000007", WANG),), Decimal(10_000), Decimal(75))
VOUCHER = Payment(
    *(3, "2026-10", ReturnKind.residents, Method.voucher, PaymentState.issued, Decimal("1140.00"), Decimal("7.98"), NOW, "李明"),
    voucher="1101000000003",
    pay_by=date(2026, 11, 24),
)


def sheets(data: bytes) -> dict[str, Sequence[Sequence[object]]]:
    """By title; each bears that nothing is real above its headings."""
    found = read(data)
    assert not isinstance(found, Unreadable)
    for each in found:
        assert "模拟环境 仅供练习" in str(each.rows[0][0])
    return {each.sheet: each.rows[1:] for each in found}


def test_the_standard_form_has_sums_and_a_sheet_for_each_item_and_annex() -> None:
    """SUB-02."""
    found = sheets(returns.standard_form(TOLD, WORDS))
    assert list(found) == ["申报汇总", "正常工资薪金收入", "全年一次性奖金收入", "商业健康保险附表"]
    assert found["申报汇总"][1:] == [
        ["正常工资薪金所得", "2", Decimal("10000.01"), Decimal("75.0")],
        ["全年一次性奖金收入", "1", Decimal("36000.0"), Decimal("1065.0")],
        ["合计", "2", Decimal("46000.01"), Decimal("1140.0")],
    ]
    wages = found["正常工资薪金收入"]
    assert len(wages[0]) == 30
    assert wages[1][:5] == ["007", "王芳", "居民身份证", "110101198001010010", Decimal("10000.0")]
    assert str(wages[2][1]).startswith("'=HYPERLINK")


def test_the_hall_form_is_one_sheet_with_a_line_for_each_row() -> None:
    """SUB-02: reliefs and those of treaties together, allowances as 其他."""
    found = sheets(returns.hall_form(TOLD, WORDS))
    heads, *lines = found["个人所得税扣缴申报表"]
    by_name = [dict(zip(map(str, heads), each, strict=False)) for each in lines]
    assert [(each["序号"], each["所得项目"], each["收入"]) for each in by_name[:3]] == [
        ("1", "正常工资薪金所得", Decimal("10000.0")),
        ("2", "正常工资薪金所得", Decimal("0.01")),
        ("3", "全年一次性奖金收入", Decimal("36000.0")),
    ]
    assert (by_name[0]["其他"], by_name[2]["减免税额"]) == (Decimal("50.0"), Decimal("15.0"))
    assert (by_name[3]["姓名"], by_name[3]["收入"], by_name[3]["应补（退）税额"]) == ("合计", Decimal("46000.01"), Decimal("1140.0"))


def test_a_pay_slip_comes_to_what_is_left() -> None:
    """QRY-01: of both items of a month, 10,000 + 36,000 − 1,600 − 1,140."""
    [wang, eve] = slips("2026-10", [WANG, EVE, BONUS])
    assert (wang.income, wang.withheld, wang.tax, wang.paid) == (*(Decimal(46_000), Decimal(1_600), Decimal(1_140), Decimal(43_260)),)
    assert (eve.name, eve.paid) == (EVIL, Decimal("0.01"))
    told = dict(returns.slip_rows(wang, WORDS))
    assert told["正常工资薪金所得：住房公积金"] == Decimal(700)
    assert told["实发金额"] == Decimal(43_260)
    found = sheets(returns.pay_slips("甲公司", [wang, eve], WORDS))["工资条"]
    assert found[-1][0] == "2026-10"
    assert found[-1][3:] == ["实发金额", Decimal("0.01")]


def test_records_are_exported_with_their_sums() -> None:
    """QRY-01: a receipt of 18 digits is a text."""
    unit = sheets(returns.unit_records("甲公司", "91110108MA00", 2026, [SENT], WORDS))["单位申报记录"]
    assert unit[1][:4] == ["2026-10", "综合所得预扣预缴申报", "1", "正常申报"]
    assert unit[1][8] == "202611100000000007"
    person = sheets(returns.person_year("甲公司", "王芳", 2026, YEAR, WORDS))["个人扣缴明细"]
    assert person[-1][:2] == ["合计", "王芳"]
    assert person[-1][6] == Decimal("75.0")


class Tags(HTMLParser):
    """What a page is made of, and what can be read on it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (prints.print_slips(EVIL, slips("2026-10", [WANG, EVE]), WORDS), ["王芳", "8,325.00", "住房公积金"]),
        (prints.print_person("甲公司", EVIL, 2026, YEAR, WORDS), ["个人扣缴明细", "10,000.00", "202611100000000007"]),
        (prints.print_unit(EVIL, "91110108MA00", 2026, [SENT], WORDS), ["单位申报记录", "46,000.01", "申报成功"]),
        (prints.print_voucher(EVIL, "91110108MA00", VOUCHER, WORDS), ["1101000000003", "2026-11-24", "1,147.98"]),
    ],
)
def test_a_printed_page_says_all_and_runs_nothing(page: bytes, shown: list[str]) -> None:
    """QRY-01, PAY-02: no script, no address, nothing that is fetched; names are text; each paper bears that it is none."""
    tags = Tags()
    tags.feed(page.decode())
    assert not {"script", "a", "img", "link", "iframe", "form"} & set(tags.tags)
    assert "\u202e" not in tags.text
    assert "<script>alert(1)</script>" in tags.text
    assert tags.text.count("模拟环境 仅供练习") == tags.tags.count("section")
    assert [each for each in shown if each not in tags.text] == []
