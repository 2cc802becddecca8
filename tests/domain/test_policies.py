"""The policies, number by number as the table of the rulebook has them."""

from datetime import timedelta

import pytest

from etax_client.domain.guessing.captcha import ALPHABET, LENGTH, LIFE, draw, matches
from etax_client.domain.guessing.passwords import DECLARATION_PASSWORD, CharacterClass
from etax_client.domain.identity.documents import TAX_CODES, THE_OTHER_FOUR, THE_SEVEN, DocumentType
from etax_client.domain.identity.login_names import LoginNameRule
from etax_client.domain.policies import BEIJING, JIANGMEN, NATIONAL, POLICIES, Phase, Policy
from etax_client.domain.sessions.sessions import SessionRule
from etax_client.domain.spans import Lasting, UntilMidnight

EVERY = list(POLICIES.values())
FOUR_CLASSES = {CharacterClass.capital, CharacterClass.small, CharacterClass.digit, CharacterClass.symbol}


def test_three_live_side_by_side() -> None:
    assert list(POLICIES) == ["national", "jiangmen", "beijing"]


@pytest.mark.parametrize("policy", EVERY, ids=lambda policy: policy.name)
def test_what_they_share(policy: Policy) -> None:
    assert (policy.password.shortest, policy.password.longest) == (8, 15)
    assert policy.account_lockout.tries == policy.unit_lockout.tries == 5
    assert policy.account_lockout.reservation == timedelta(seconds=10)
    assert policy.unit_lockout.lock == Lasting(timedelta(minutes=120))
    assert policy.unit_lockout.forget == Lasting(timedelta(hours=24))
    assert policy.declaration_password is DECLARATION_PASSWORD
    assert policy.session == SessionRule(idle=timedelta(minutes=30), absolute=timedelta(hours=12), most=50)


@pytest.mark.parametrize(
    ("policy", "classes", "at_least"),
    [
        (NATIONAL, FOUR_CLASSES, 3),
        (JIANGMEN, {CharacterClass.letter, CharacterClass.digit, CharacterClass.symbol}, 2),
        (BEIJING, FOUR_CLASSES, 3),
    ],
)
def test_character_classes(policy: Policy, classes: set[CharacterClass], at_least: int) -> None:
    assert (set(policy.password.classes), policy.password.at_least) == (classes, at_least)


def test_the_declaration_password() -> None:
    """DPW-04."""
    rule = DECLARATION_PASSWORD
    assert (rule.shortest, rule.longest, rule.at_least) == (8, 20, 3)
    assert set(rule.classes) == {CharacterClass.capital, CharacterClass.small, CharacterClass.digit}


def test_login_names() -> None:
    assert [policy.login_name for policy in EVERY] == [LoginNameRule(2, 16, chinese=True), None, LoginNameRule(6, 20, letter_first=True)]
    assert [policy.login_name_change for policy in EVERY] == [None, None, timedelta(days=365)]


def test_ways_to_register() -> None:
    every_type = frozenset(DocumentType)
    assert [policy.face_types for policy in EVERY] == [{DocumentType.resident_id}, THE_SEVEN, THE_SEVEN]
    assert [policy.hall_code_types for policy in EVERY] == [every_type, every_type, frozenset()]


def test_locks() -> None:
    for policy in (NATIONAL, JIANGMEN):
        assert policy.account_lockout.lock == Lasting(timedelta(minutes=120))
        assert policy.account_lockout.forget == Lasting(timedelta(hours=24))
    assert BEIJING.account_lockout.lock == BEIJING.account_lockout.forget == UntilMidnight("Asia/Shanghai")


def test_second_factor() -> None:
    assert [policy.second_factor for policy in EVERY] == [False, False, True]


def test_phases() -> None:
    """VER-03."""
    assert [phase.value for phase in Phase] == ["phase-1", "phase-2"]


def test_the_eleven_documents() -> None:
    """DOC-01 to DOC-03."""
    assert len(DocumentType) == 11
    assert set(TAX_CODES) == set(DocumentType)
    assert len(set(TAX_CODES.values())) == 11
    assert len(THE_SEVEN) == 7
    assert {TAX_CODES[kind] for kind in THE_OTHER_FOUR} == {"208", "239", "240", "241"}


def test_the_captcha() -> None:
    """CAP-01, CAP-02: four characters, none that is taken for another, case does not count, five minutes."""
    assert timedelta(minutes=5) == LIFE
    assert not set(ALPHABET) & set("0O1lI")
    assert len(set(ALPHABET)) == len(ALPHABET) >= 20
    assert ALPHABET.upper() == ALPHABET
    asked: list[str] = []

    def last(characters: object) -> str:
        assert characters == ALPHABET
        asked.append(ALPHABET[-1 - len(asked)])
        return asked[-1]

    assert draw(last) == "".join(asked)
    assert len(asked) == LENGTH == 4


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("A2CD", True),
        ("a2cd", True),
        (" a2cd ", True),
        ("Ａ２ＣＤ", True),
        ("A2CE", False),
        ("A2C", False),
        ("A2CDA2CD", False),
        ("", False),
    ],
)
def test_how_a_captcha_is_compared(typed: str, right: bool) -> None:
    assert matches("A2CD", typed) is right


def test_no_other_letter_is_taken_for_one_of_ours() -> None:
    assert not matches("KITE", "\u212aITE")
    assert not matches("K7TE", "K7T\u0435")
