"""The tax hall's services: real names, codes for one, codes for several by proxy, on both databases (REG-02, REG-07, COD-5)."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.guessing import passwords
from etax_client.domain.guessing.passwords import DECLARATION_PASSWORD, PasswordRule
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import (
    MOST_BY_PROXY,
    Claim,
    Collected,
    Declined,
    HallCodeState,
    HallFault,
    HallReason,
    Paper,
    Proxy,
)
from etax_client.domain.identity.hall_codes import ALPHABET, LENGTH, LIFE, Slip
from etax_client.domain.identity.identity import Identity
from etax_client.domain.identity.identity_numbers import Contradiction
from etax_client.domain.policies import BEIJING, JIANGMEN, NATIONAL
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.hall import Hall
from etax_client.server.store.tables import hall_codes, persons
from tests.server.identity.registering import applicant
from tests.server.running import Running

FIRST = "91440199MA0QJ0100K"
ZHOU = Claim(DocumentType.resident_id, "440199199607260029", "周婷")
MARY = Claim(DocumentType.foreign_passport, "AB1234567", "MARY JONES", "GB")
PIERRE = Claim(DocumentType.work_permit_a, "123456789012", "PIERRE DUPONT", "FR")
LIMING = Claim(DocumentType.resident_id, "440199198805120030", "李明")
PROXY = Proxy(FIRST, "李明", "440199198805120030", frozenset(Paper), (MARY, PIERRE))


def hall(server: Running) -> Hall:
    return server.services.hall


def issued(result: Slip | Declined | Refused) -> Slip:
    assert isinstance(result, Slip), result
    return result


def identity(claim: Claim) -> Identity:
    return Identity(claim.document_type, claim.number, claim.name, claim.nationality or "CN")


def match(server: Running, claim: Claim, code: Secret) -> int | Refused:
    """What a registration gets to hear of a code."""
    with server.services.store.write() as connection:
        return server.services.hall_codes.match(connection, identity(claim), code, "127.0.0.1", server.clock.now())


def rows(server: Running) -> list[tuple[str, ...]]:
    with server.services.store.read() as connection:
        found = select(hall_codes.c.document_number, hall_codes.c.state).order_by(hall_codes.c.id)
        return [tuple(row) for row in connection.execute(found)]


def register(server: Running) -> list[tuple[str, ...]]:
    with server.services.store.read() as connection:
        return [tuple(row) for row in connection.execute(select(persons).order_by(persons.c.id))]


async def test_a_code_is_good_for_seven_days_to_the_second(server: Running) -> None:
    """REG-02, COD-5: 604,800 s by the server's clock."""
    slip = issued(hall(server).issue(ZHOU))
    assert (len(slip.code.reveal()), set(slip.code.reveal()) <= set(ALPHABET)) == (LENGTH, True)
    assert (slip.name, slip.document_number, slip.expires_at - slip.issued_at) == ("周婷", ZHOU.number, timedelta(seconds=604800))
    await server.manual.advance(LIFE.total_seconds() - 1)
    assert isinstance(match(server, ZHOU, slip.code), int), "six days, 23:59:59"
    await server.manual.advance(1)
    assert match(server, ZHOU, slip.code) == Refused(RefusalCode.wrong_hall_code, attempts_left=4), "seven days"
    assert hall(server).codes(None, 1)[0].state is HallCodeState.expired


@pytest.mark.sql
async def test_the_newer_code_replaces_the_older(server: Running) -> None:
    """REG-02."""
    older, newer = issued(hall(server).issue(ZHOU)), issued(hall(server).issue(ZHOU))
    assert match(server, ZHOU, older.code) == Refused(RefusalCode.wrong_hall_code, attempts_left=4)
    assert isinstance(match(server, ZHOU, newer.code), int)


@pytest.mark.sql
async def test_a_code_registers_once(server: Running) -> None:
    """REG-02, REG-05: and whoever has an account is told so at the counter."""
    slip = issued(hall(server).issue(ZHOU))
    one = await applicant(server).at_code(code=slip.code.reveal())
    assert (await one.finish()).is_success
    assert hall(server).codes(None, 1)[0].state is HallCodeState.used
    told = Declined((HallFault("number", HallReason.already_registered),))
    assert hall(server).issue(ZHOU) == hall(server).issue_to(9) == told
    assert isinstance(hall(server).collect(ZHOU), Collected), "nothing is against taking the name down again"


@pytest.mark.sql
async def test_a_new_code_takes_off_the_lock_of_wrong_ones(server: Running) -> None:
    """REG-02: five wrong ones void the code and lock this way."""
    slip = issued(hall(server).issue(ZHOU))
    for _ in range(5):
        match(server, ZHOU, Secret("ZZZZZZ"))
    assert match(server, ZHOU, slip.code) == Refused(RefusalCode.locked, attempts_left=0, retry_after=7200)
    assert hall(server).codes(None, 1)[0].state is HallCodeState.burned
    assert isinstance(match(server, ZHOU, issued(hall(server).issue(ZHOU)).code), int)


async def test_all_of_it_must_match(server: Running) -> None:
    """REG-02: type, number, name and nationality."""
    slip = issued(hall(server).issue(MARY))
    for other in (
        replace(MARY, name="MARY JANE"),
        replace(MARY, nationality="US"),
        replace(MARY, number="AB1234568"),
        replace(MARY, document_type=DocumentType.work_permit_a),
    ):
        refused = match(server, other, slip.code)
        assert isinstance(refused, Refused)
        assert refused.code is RefusalCode.wrong_hall_code
    assert isinstance(match(server, replace(MARY, name="Mary  Jones"), slip.code), int)


@pytest.mark.sql
async def test_someone_new_is_taken_down_without_an_account(server: Running) -> None:
    """REG-07 and DOC-01: what the number tells is kept too."""
    new = Claim(DocumentType.hk_macao_residence, "810000191203070013", "陳大文")
    known = len(register(server))
    found = hall(server).collect(new)
    assert found == Collected(known + 1, "陳大文", new.document_type, new.number, True)
    assert register(server)[-1][1:] == ("hk_macao_residence", "810000191203070013", "陳大文", "CN", "1912-03-07", "男")
    assert hall(server).collect(new) == replace(found, is_new=False)
    assert len(register(server)) == known + 1


@pytest.mark.parametrize(
    ("claim", "faults"),
    [
        (replace(ZHOU, number="440199199607260028"), {"number": Invalid(Fault.checksum)}),
        (replace(ZHOU, number="", name=""), {"number": Invalid(Fault.empty), "name": Invalid(Fault.empty)}),
        (replace(MARY, nationality=None), {"nationality": Invalid(Fault.empty)}),
        (replace(MARY, nationality="CN"), {"nationality": Contradiction.not_foreign}),
        (replace(ZHOU, name="周听"), {"name": HallReason.differs}),
    ],
)
async def test_what_is_wrong_is_told_by_field_and_nothing_is_kept(server: Running, claim: Claim, faults: dict[str, object]) -> None:
    before = register(server), rows(server)
    for found in (hall(server).collect(claim), hall(server).issue(claim), hall(server).identified(claim), hall(server).holder_of(claim)):
        assert isinstance(found, Declined)
        assert {fault.field: fault.why for fault in found.faults} == faults
    assert (register(server), rows(server)) == before


async def test_a_name_is_put_right_on_purpose_only(server: Running) -> None:
    """And the code that was given for the wrong one is good no more; the name of an account stays."""
    slip = issued(hall(server).issue(replace(ZHOU)))
    right = replace(ZHOU, name="周亭")
    assert isinstance(hall(server).collect(right), Declined)
    assert isinstance(hall(server).collect(right, correct=True), Collected)
    assert register(server)[8][3] == "周亭"
    assert isinstance(match(server, ZHOU, slip.code), Refused)
    assert isinstance(match(server, right, issued(hall(server).issue(right)).code), int)
    registered = hall(server).collect(replace(LIMING, name="李鸣"), correct=True)
    assert registered == Declined((HallFault("name", HallReason.differs),))


async def test_a_nationality_that_is_put_right_ends_the_code_for_the_wrong_one(server: Running) -> None:
    slip = issued(hall(server).issue(MARY))
    assert isinstance(hall(server).collect(replace(MARY, nationality="IE"), correct=True), Collected)
    assert isinstance(match(server, MARY, slip.code), Refused)


async def test_whoever_has_an_account_is_found_for_a_new_password(server: Running) -> None:
    found = hall(server).holder_of(LIMING)
    assert isinstance(found, tuple)
    assert (found[0].name, found[1]) == ("李明", 1)
    assert hall(server).holder_of(ZHOU) == Declined((HallFault("number", HallReason.not_registered),))


@pytest.mark.sql
async def test_several_by_proxy(server: Running) -> None:
    """REG-07: each gets a code of their own."""
    slips = hall(server).issue_by_proxy(PROXY)
    assert isinstance(slips, tuple)
    assert [slip.name for slip in slips] == ["MARY JONES", "PIERRE DUPONT"]
    for claim, slip in zip(PROXY.people, slips, strict=True):
        assert isinstance(match(server, claim, slip.code), int)
    assert [row[3] for row in register(server)[-2:]] == ["MARY JONES", "PIERRE DUPONT"]


async def test_one_alone_needs_no_list(server: Running) -> None:
    """003, 二(二), 4: the list is for several."""
    papers = frozenset(Paper) - {Paper.detail_list}
    assert isinstance(hall(server).issue_by_proxy(replace(PROXY, papers=papers, people=(MARY,))), tuple)
    assert hall(server).issue_by_proxy(replace(PROXY, papers=papers)) == Declined(
        (HallFault("papers.detail_list", HallReason.paper_missing),)
    )


@pytest.mark.sql
@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        ({"taxpayer_id": "91440199MA0QJ0717C"}, "unit", HallReason.unit_unknown),
        ({"handler_number": ZHOU.number, "handler_name": "周婷"}, "handler", HallReason.handler_unknown),
        ({"handler_name": "李鸣"}, "handler", HallReason.handler_unknown),
        ({"handler_number": "440199199309090017", "handler_name": "王𫍰"}, "handler", HallReason.handler_not_entitled),
        ({"people": ()}, "people", HallReason.nobody),
        ({"people": (MARY,) * (MOST_BY_PROXY + 1)}, "people", HallReason.too_many),
        ({"papers": frozenset(Paper) - {Paper.principals_copy}}, "papers.principals_copy", HallReason.paper_missing),
        ({"people": (MARY, MARY)}, "people.2.number", HallReason.twice),
        ({"people": (MARY, ZHOU)}, "people.2.document_type", HallReason.not_for_foreigners),
        ({"people": (MARY, replace(PIERRE, number="12"))}, "people.2.number", Invalid(Fault.form)),
        ({"people": (MARY, replace(PIERRE, nationality=None))}, "people.2.nationality", Invalid(Fault.empty)),
    ],
)
async def test_by_proxy_it_is_all_or_nothing(server: Running, change: dict[str, object], field: str, why: object) -> None:
    """REG-07: each line has its own error, and nothing is written."""
    before = register(server), rows(server)
    found = hall(server).issue_by_proxy(replace(PROXY, **change))  # type: ignore[arg-type]
    assert isinstance(found, Declined)
    assert HallFault(field, why) in found.faults  # type: ignore[arg-type]
    assert (register(server), rows(server)) == before


async def test_the_handler_may_hold_a_role_or_an_authorisation(server: Running) -> None:
    """被授权单位经办人必须是已注册验证的办税人员."""
    officer = replace(PROXY, handler_name="赵强", handler_number="440199197511300015")
    assert isinstance(hall(server).issue_by_proxy(officer), tuple), "a finance officer"
    assert isinstance(hall(server).issue_by_proxy(PROXY), tuple), "办税权限"


@pytest.mark.sql
async def test_two_counters_at_once_leave_one_code(server: Running) -> None:
    """REG-02: whichever came later is the one that is good; so on both databases."""
    found: list[Slip] = []
    barrier = threading.Barrier(4, timeout=60)

    def counter() -> None:
        barrier.wait()
        found.append(issued(hall(server).issue(ZHOU)))

    await asyncio.gather(*(asyncio.to_thread(counter) for _ in range(4)))
    mine = [state for number, state in rows(server) if number == ZHOU.number]
    assert (mine.count("issued"), len(found)) == (1, 4)
    good = [slip for slip in found if isinstance(match(server, ZHOU, slip.code), int)]
    assert len(good) == 1


@pytest.mark.parametrize("rule", [NATIONAL.password, JIANGMEN.password, BEIJING.password, DECLARATION_PASSWORD])
async def test_passwords_from_the_hall_fit_their_rule(server: Running, rule: PasswordRule) -> None:
    """PWD-01, DPW-04: whatever is drawn, and without what is misread on paper."""
    drawn = [hall(server).draw_password(rule) for _ in range(50)]
    assert all(passwords.fits(rule, password) for password in drawn)
    assert not set("".join(password.reveal() for password in drawn)) & set("0O1lI")
    assert len({password.reveal() for password in drawn}) == 50
