"""What is typed of a payee, judged field by field; which fields there are when; how the three states go on (PER-02 to PER-04, PER-06)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing import people_rules, people_states
from etax_client.domain.filing.people import DOMESTIC, Employment, Payee, PayeeFacts, PayeeField, TaxReason
from etax_client.domain.filing.people_rules import Unfitting, applies, fault_of_change, is_required, judge, read_spelled, spelled
from etax_client.domain.filing.people_states import IdentityState, Outcome, PersonState, ReportState, Standing
from etax_client.domain.filing.people_template import COLUMNS
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.identity_numbers import Contradiction

F = PayeeField
TODAY = date(2026, 11, 20)
EMPLOYEE = {
    F.name: "王芳",
    F.document_type: "resident_id",
    F.document_number: "110199198203150025",
    F.employment: "employee",
    F.mobile: "13800000001",
    F.employed_from: "2020-03-01",
}
FOREIGNER = {
    F.name: "PETER NOVAK",
    F.document_type: "foreign_passport",
    F.document_number: "X20260002",
    F.nationality: "CZ",
    F.sex: "男",
    F.birth: "1980-01-02",
    F.employment: "other",
    F.other_circumstances: "译者",
    F.tax_reasons: "other,temporary_labour",
    F.birth_country: "SK",
    F.first_entry: "2026-02-01",
    F.expected_departure: "2026-12-31",
}


def facts_of(texts: dict[PayeeField, str]) -> PayeeFacts:
    judged = judge(texts, TODAY)
    assert judged.facts is not None, judged.faults
    return judged.facts


def test_what_the_number_tells_is_filled_in() -> None:
    facts = facts_of(EMPLOYEE)
    assert (facts.nationality, facts.birth, facts.sex, facts.is_domestic) == ("CN", date(1982, 3, 15), Sex.female, True)
    assert judge(EMPLOYEE, TODAY).told == {F.nationality: "CN", F.birth: "1982-03-15", F.sex: "女"}


def test_someone_from_abroad_says_what_no_number_tells() -> None:
    facts = facts_of(FOREIGNER)
    assert (facts.nationality, facts.is_domestic) == ("CZ", False)
    assert facts.tax_reasons == (TaxReason.temporary_labour, TaxReason.other)
    for field in (F.nationality, F.sex, F.birth, F.tax_reasons, F.birth_country, F.first_entry, F.expected_departure):
        assert judge({**FOREIGNER, field: ""}, TODAY).faults == {field: Invalid(Fault.empty)}


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({F.document_number: "110199198203150026"}, (F.document_number, Invalid(Fault.checksum))),
        ({F.birth: "1982-03-16"}, (F.birth, Contradiction.birth)),
        ({F.mobile: ""}, (F.mobile, Invalid(Fault.empty))),
        ({F.mobile: "1380000000"}, (F.mobile, Invalid(Fault.form))),
        ({F.employed_from: ""}, (F.employed_from, Invalid(Fault.empty))),
        ({F.employed_from: "2020-02-30"}, (F.employed_from, Invalid(Fault.form))),
        ({F.left_on: "2020-02-29"}, (F.left_on, Unfitting.too_early)),
        ({F.employment: "chief"}, (F.employment, Unfitting.not_offered)),
        ({F.employment: "other", F.other_circumstances: ""}, (F.other_circumstances, Invalid(Fault.empty))),
        ({F.is_disabled: "yes", F.disability_number: "1"}, (F.disability_document, Invalid(Fault.empty))),
        ({F.is_martyrs_family: "yes"}, (F.martyr_number, Invalid(Fault.empty))),
        ({F.left_on: "2026-10-01", F.is_paid_after_leaving: "yes"}, (F.back_pay_period, Invalid(Fault.empty))),
        ({F.invested: "100000"}, (F.share, Invalid(Fault.empty))),
        ({F.invested: "1", F.share: "0"}, (F.share, Unfitting.out_of_range)),
        ({F.invested: "1", F.share: "100.01"}, (F.share, Invalid(Fault.too_great))),
        ({F.invested: "1.001", F.share: "1"}, (F.invested, Invalid(Fault.decimals))),
        ({F.invested: "100000000", F.share: "1"}, (F.invested, Invalid(Fault.too_great))),
        ({F.bank: "银行", F.bank_province: "广东省"}, (F.bank_account, Invalid(Fault.empty))),
        ({F.bank: "银行", F.bank_province: "广东省", F.bank_account: "1234567"}, (F.bank_account, Invalid(Fault.length))),
        ({F.email: "nobody"}, (F.email, Invalid(Fault.form))),
        ({F.remark: "长" * 101}, (F.remark, Invalid(Fault.too_long))),
        ({F.work_number: "\u0661", F.invested: "\u0661", F.share: "NaN"}, (F.share, Invalid(Fault.form))),
    ],
)
def test_each_mistake_is_named_at_its_field(typed: dict[PayeeField, str], fault: tuple[PayeeField, object]) -> None:
    judged = judge({**EMPLOYEE, **typed}, TODAY)
    assert judged.facts is None
    assert judged.faults[fault[0]] == fault[1]


def test_what_does_not_apply_does_not_count() -> None:
    """Typed before another choice was made: it stays in the form, and is no fact."""
    texts = {**EMPLOYEE, F.other_circumstances: "x" * 500, F.disability_number: "1", F.birth_country: "??"}
    assert facts_of(texts) == facts_of(EMPLOYEE)


def test_fields_come_with_what_they_depend_on() -> None:
    assert [applies(F.tax_reasons, texts) for texts in (EMPLOYEE, FOREIGNER)] == [False, True]
    assert [is_required(F.mobile, texts) for texts in (EMPLOYEE, FOREIGNER)] == [True, False]
    assert {kind for kind in DocumentType if not applies(F.birth_country, {F.document_type: kind.value})} == DOMESTIC
    of_employees = {each for each in Employment if applies(F.first_year, {F.employment: each.value})}
    assert of_employees == {Employment.employee}


@given(
    st.fixed_dictionaries(
        {F.remark: st.text(max_size=5)},
        optional={
            F.left_on: st.dates(date(2020, 3, 1), TODAY).map(str),
            F.takes_basic_deduction: st.sampled_from(["yes", "no", ""]),
            F.is_elderly_alone: st.sampled_from(["yes", "no"]),
            F.first_year: st.sampled_from(["student", "other", ""]),
            F.work_number: st.text(st.characters(codec="ascii"), max_size=9),
        },
    ),
    st.none() | st.tuples(st.decimals(0, 10**7, places=2), st.decimals(Decimal("0.01"), 100, places=2)),
)
def test_facts_are_spelled_as_they_are_read(typed: dict[PayeeField, str], invested: tuple[Decimal, Decimal] | None) -> None:
    shares = {} if invested is None else {F.invested: str(invested[0]), F.share: str(invested[1])}
    facts = facts_of({**EMPLOYEE, **typed, **shares})
    assert PayeeFacts(**read_spelled(spelled(facts))) == facts == facts_of(spelled(facts))
    assert facts.takes_basic_deduction is (typed.get(F.takes_basic_deduction) != "no")


def test_name_and_number_of_who_was_reported_are_mended_one_at_a_time() -> None:
    """PER-04: both at once would be somebody else; before the first report all is free."""
    old = facts_of(EMPLOYEE)
    other_name = facts_of({**EMPLOYEE, F.name: "王方"})
    both = facts_of({**EMPLOYEE, F.name: "王方", F.document_number: "110199199007020017", F.sex: ""})
    kept: dict[str, Any] = {field.value: getattr(old, field.value) for field in F}
    kept |= {"payee_id": 1, "version": 1, "changed_at": datetime(2026, 11, 1, tzinfo=UTC), "changed_by": "李明"}
    new, known = (Payee(**kept, standing=Standing(was_reported=yes)) for yes in (False, True))
    assert fault_of_change(new, both) == fault_of_change(known, other_name) == {}
    assert fault_of_change(known, both) == {F.document_number: Unfitting.both_changed}


EVERY = [
    Standing(person, report, identity, was)
    for person, report, identity, was in product(PersonState, ReportState, IdentityState, (False, True))
]


@pytest.mark.parametrize("old", EVERY)
def test_a_report_goes_out_once_and_comes_back_once(old: Standing) -> None:
    """PER-04: only 待报送 is sent, only 待反馈 is answered; what is under way is not changed."""
    sent = people_states.reported(old)
    assert (sent is None) == (old.report is not ReportState.pending)
    if sent is not None:
        assert (sent.was_reported, sent.may_be_deleted, sent.may_be_declared) == (True, False, False)
        assert people_states.reported(sent) is people_states.changed(sent, identity=True) is None
        assert people_states.marked(sent, PersonState.abnormal) is people_states.marked(sent, PersonState.normal) is None
        accepted = people_states.answered(sent, Outcome.failed)
        assert accepted is not None
        assert accepted.report is ReportState.accepted
        was = IdentityState.failed if sent.identity is IdentityState.verifying else old.identity
        assert accepted.identity is was
        assert accepted.may_be_declared == (old.person is PersonState.normal), "验证不通过 does not block"
    answered = [people_states.answered(old, outcome) for outcome in Outcome]
    assert (None in answered) == (old.report is not ReportState.awaiting)


@pytest.mark.parametrize("old", [each for each in EVERY if each.report is not ReportState.awaiting])
def test_a_change_has_to_be_reported_and_an_identity_verified_again(old: Standing) -> None:
    by_name, by_rest = people_states.changed(old, identity=True), people_states.changed(old, identity=False)
    assert by_name is not None
    assert by_rest is not None
    assert by_name.report is by_rest.report is ReportState.pending
    assert (by_name.identity, by_rest.identity) == (IdentityState.unverified, old.identity)
    left = people_states.marked(old, PersonState.abnormal)
    assert left is None if old.person is PersonState.abnormal else left is not None and not left.may_be_declared


def test_a_failed_report_is_verified_with_the_next_one_and_the_hall_mends_an_identity() -> None:
    sent = Standing(report=ReportState.awaiting, identity=IdentityState.verifying, was_reported=True)
    failed = people_states.answered(sent, Outcome.refused)
    assert failed == Standing(report=ReportState.failed, was_reported=True)
    unfound = people_states.answered(sent, Outcome.failed)
    assert unfound is not None
    found = people_states.verified_again(unfound, Outcome.passed)
    assert found is not None
    assert found.identity is IdentityState.passed
    assert people_states.verified_again(found, Outcome.failed) is people_states.verified_again(sent, Outcome.passed) is None
    assert people_states.verified_again(unfound, Outcome.refused) is None


def test_the_template_has_each_field_once_in_its_order() -> None:
    """PER-06: 51 headings, and for whatever is chosen of some codes the cell's word for each of them."""
    assert [column.field for column in COLUMNS] == list(PayeeField)
    assert len({column.heading for column in COLUMNS}) == len(COLUMNS) == 51
    for column in COLUMNS:
        choices = people_rules.RULES[column.field].choices
        if choices is not None:
            assert set(column.words.values()) == set(choices)
        assert (column.field in people_rules.FLAGS) == (set(column.words.values()) == {people_rules.YES, people_rules.NO})
    documents = COLUMNS[2].words
    assert documents["外国人工作许可证（A类）"] == documents["中华人民共和国外国人工作许可证(A类)"] == DocumentType.work_permit_a
