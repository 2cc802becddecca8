"""The catalogue: complete, in both languages, with the same parameters in both."""

import re
import string
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.refusals import RefusalCode
from etax_client.texts import common, units
from etax_client.texts.catalogue import catalogue, words
from etax_client.texts.words import Language, Words, phrase

EVERY = catalogue()
SILENT = {"table.none", "standing.no_term"}
"""UNT-01: nothing to file is an empty cell; a role needs no term."""


def parameters(text: str, language: Language) -> list[str]:
    """The names in a text; one named after a language holds words that come in both."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return sorted("own" if name == language else "other" if name in set(Language) else name for name in names)


def test_a_key_has_words_in_both_languages() -> None:
    for key, (chinese, english) in EVERY.items():
        assert bool(chinese.strip()) is bool(english.strip()) is (key not in SILENT), key
        assert parameters(chinese, Language.zh) == parameters(english, Language.en), key
        # a parameter is a name, without attributes or indices
        assert all(name.isidentifier() for name in parameters(chinese, Language.zh)), key


def test_a_sentence_can_be_said() -> None:
    """Braces that are no parameter would be found here, or be shown to people."""
    spoken = {language: Words(EVERY, language) for language in Language}
    for key, (chinese, _) in EVERY.items():
        params = dict.fromkeys([*parameters(chinese, Language.zh), *Language], "x")
        for language in Language:
            said = spoken[language].say(key, **params)
            assert bool(said) is (key not in SILENT), key
            assert not any(brace in said for brace in "{}"), key


def test_no_english_stands_in_the_chinese_place() -> None:
    """A Chinese text that is word for word the English one was forgotten, unless it holds no words at all."""
    said = {key: (re.sub(r"\{[a-z]+\}", "", chinese), chinese == english) for key, (chinese, english) in EVERY.items()}
    same = {key for key, (bare, is_one) in said.items() if is_one and len(bare) > 24}
    assert not same


@pytest.mark.parametrize("code", RefusalCode)
def test_every_refusal_has_its_words(code: RefusalCode) -> None:
    assert f"refused.{code}" in EVERY


def test_a_key_given_twice_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def also(part: ModuleType, key: str) -> None:
        monkeypatch.setattr(part, "TEXTS", {**part.TEXTS, key: ("又", "again")})

    key = next(iter(common.TEXTS))
    also(units, key)
    with pytest.raises(ValueError, match=key):
        catalogue()


HOSTILE = ["{0.__class__}", "{x}", "{", "}", "{{}}", "[/]", "[@click=app.quit]x[/]", "%s", "\\N{BELL}", "${x}"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_parameter_is_put_in_as_it_is(value: str) -> None:
    """Never read as a template, whatever it holds."""
    spoken = Words({"k": ("甲{x}乙", "a{x}b")})
    assert spoken.say("k", x=value) == f"甲{value}乙"
    assert spoken.tell(phrase("k", x=phrase("k", x=value))) == f"甲甲{value}乙乙"


@given(st.text(), st.sampled_from(Language))
def test_any_parameter_is_put_in_as_it_is(value: str, language: Language) -> None:
    spoken = Words({"k": ("甲{x}乙", "a{x}b")}, language)
    assert spoken.say("k", x=value) == (f"甲{value}乙" if language is Language.zh else f"a{value}b")


def test_the_language_may_change_while_it_runs() -> None:
    spoken = Words({"k": ("甲", "a")})
    assert spoken.say("k") == "甲"
    spoken.language = Language.en
    assert spoken.say("k") == "a"


def test_a_key_that_nobody_gave_is_an_error_and_can_be_asked_for() -> None:
    spoken = words()
    assert not spoken.knows("no.such.key")
    assert spoken.knows(next(iter(EVERY)))
    with pytest.raises(KeyError):
        spoken.say("no.such.key")


def test_a_sentence_without_its_parameter_is_an_error() -> None:
    spoken = Words({"k": ("甲{x}乙{y}", "a{x}b{y}")})
    with pytest.raises(KeyError):
        spoken.say("k", x="1")
