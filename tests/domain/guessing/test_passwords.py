"""What a password may look like, against the vectors and a naive reading of the rule (PWD-01, DPW-04, LOG-03, INP-2)."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.guessing.passwords import (
    DECLARATION_PASSWORD,
    LONGEST_TYPED,
    PRINTABLE,
    CharacterClass,
    PasswordCheck,
    PasswordRule,
    TypingFault,
    check,
    fits,
    typing_fault,
)
from etax_client.domain.policies import JIANGMEN, NATIONAL
from etax_client.domain.secret import Secret
from tests.domain.identity.vectors import Vector, name_of, of_type

TYPED = st.text(st.sampled_from(PRINTABLE + " \t\u3000Ａé税"), max_size=24) | st.text(st.sampled_from("aA1!"), max_size=24)
CHECK_OF = {
    "length": PasswordCheck.length,
    "classes": PasswordCheck.classes,
    "space": PasswordCheck.no_space,
    "character": PasswordCheck.plain,
}


def assert_judged_as(rule: PasswordRule, vector: Vector) -> None:
    judged = check(rule, Secret(vector["input"]))
    assert fits(rule, Secret(vector["input"])) is vector["valid"]
    if "error" in vector:
        assert not judged[CHECK_OF[vector["error"]]]
    else:
        assert all(judged.values())


@pytest.mark.parametrize("vector", of_type("password_general"), ids=name_of)
def test_national_vectors(vector: Vector) -> None:
    assert_judged_as(NATIONAL.password, vector)


@pytest.mark.parametrize("vector", of_type("password_foreign_guide"), ids=name_of)
def test_jiangmen_vectors(vector: Vector) -> None:
    assert_judged_as(JIANGMEN.password, vector)


def naive(text: str, shortest: int, longest: int, classes: list[str], at_least: int) -> bool:
    plain = all("!" <= char <= "~" for char in text)
    return plain and shortest <= len(text) <= longest and sum(bool(set(members) & set(text)) for members in classes) >= at_least


SYMBOLS = string.punctuation


@given(TYPED)
def test_the_rules_as_a_child_would_check_them(text: str) -> None:
    secret = Secret(text)
    four = [string.ascii_uppercase, string.ascii_lowercase, string.digits, SYMBOLS]
    assert fits(NATIONAL.password, secret) is naive(text, 8, 15, four, 3)
    assert fits(JIANGMEN.password, secret) is naive(text, 8, 15, [string.ascii_letters, string.digits, SYMBOLS], 2)
    assert fits(DECLARATION_PASSWORD, secret) is naive(text, 8, 20, four[:3], 3)


@given(TYPED)
def test_nothing_fits_that_may_not_be_typed(text: str) -> None:
    """What the form turns down before it sends it, no rule takes."""
    if typing_fault(Secret(text)) is not None:
        assert not any(fits(rule, Secret(text)) for rule in (NATIONAL.password, JIANGMEN.password, DECLARATION_PASSWORD))
    else:
        assert set(text) <= set(PRINTABLE)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", TypingFault.empty),
        (" Etax@2026", TypingFault.space),
        ("Etax@2026\u3000", TypingFault.space),
        ("Etax@2026\n", TypingFault.space),
        ("Ｅtax@2026", TypingFault.full_width),
        ("Etax@2026税", TypingFault.character),
        ("Etax\x00", TypingFault.character),
        ("a" * LONGEST_TYPED, None),
        ("a" * (LONGEST_TYPED + 1), TypingFault.too_long),
        ("Etax@2026", None),
        ("x", None),
    ],
)
def test_what_is_said_before_anything_is_sent(text: str, fault: TypingFault | None) -> None:
    assert typing_fault(Secret(text)) is fault


def test_every_printable_character_belongs_to_a_class() -> None:
    """KEY-02: what the keypad offers counts for something."""
    assert string.ascii_letters.join(["", ""]) == PRINTABLE or len(PRINTABLE) == 94
    every = (CharacterClass.letter, CharacterClass.digit, CharacterClass.symbol)
    for char in PRINTABLE:
        judged = check(PasswordRule(1, 1, every, 1), Secret(char))
        assert judged[PasswordCheck.classes]
        exactly = [name for name in every if check(PasswordRule(1, 1, (name,), 1), Secret(char))[PasswordCheck.classes]]
        assert len(exactly) == 1


def test_the_form_is_told_each_rule_on_its_own() -> None:
    assert check(NATIONAL.password, Secret("Ab 1")) == {
        PasswordCheck.length: False,
        PasswordCheck.classes: True,
        PasswordCheck.no_space: False,
        PasswordCheck.plain: True,
    }
