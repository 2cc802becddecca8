"""Nationalities: found by Chinese, English, pinyin or code, the best first (documents.md)."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.identity.nationalities import Nationality, search
from etax_client.reference import countries

EVERY = countries.nationalities()


def found(query: str) -> list[str]:
    return [row.alpha2 for row in search(EVERY, query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("美国", ["US", "UM"]),
        ("美", ["US", "UM"]),
        ("United States", ["US"]),
        ("united  s", ["US"]),
        ("meiguo", ["US", "UM"]),
        ("mei guo", ["US", "UM"]),
        ("MEI GUO", ["US", "UM"]),
        ("ＵＳ", ["US"]),
        ("usa", ["US"]),
        ("jp", ["GA", "JP"]),
        ("rb", ["JP"]),
        ("korea", ["KP", "KR"]),
        ("guinea", ["GN", "GW", "PG", "GQ"]),
        ("cote d'i", ["CI"]),
        ("Côte d’Ivoire", ["CI"]),
        ("sao tome", ["ST"]),
        ("aland", ["AX"]),
        ("bissau", ["GW"]),
        ("niger", ["NE", "NG"]),
        ("尼日", ["NE", "NG"]),
        ("xin xi lan", ["NZ"]),
        ("xilan", ["NZ"]),
    ],
)
def test_what_is_typed_finds_it_first(query: str, first: list[str]) -> None:
    assert found(query)[: len(first)] == first


def test_parts_of_syllables_find_nothing() -> None:
    """China and many others hold ng guo, but nobody begins there."""
    assert found("ngguo") == found("qqq") == found("美英") == []


def test_the_best_comes_first() -> None:
    """The code IN, then Indonesia, then the British Indian Ocean Territory, then China, which only holds it."""
    order = found("in")
    assert order[0] == "IN"
    assert order.index("ID") < order.index("IO") < order.index("CN")


def test_no_query_is_everyone_by_pinyin() -> None:
    assert found("") == found(" \u3000") == [row.alpha2 for row in EVERY]
    assert [row.pinyin for row in EVERY] == sorted(row.pinyin for row in EVERY)


@given(st.sampled_from(EVERY), st.sampled_from(["zh", "en", "pinyin", "initials", "alpha2", "alpha3"]), st.booleans())
def test_every_row_is_found_by_each_of_its_names(row: Nationality, field: str, capitals: bool) -> None:
    name: str = getattr(row, field)
    alike = [each for each in EVERY if name in (each.zh, each.en, each.pinyin, each.initials, each.alpha2, each.alpha3)]
    hits = search(EVERY, name.upper() if capitals else name.lower())
    assert row in hits
    assert hits.index(row) < len(alike) + 6


@given(st.text())
def test_no_query_upsets_the_search(query: str) -> None:
    hits = search(EVERY, query)
    assert len(set(hits)) == len(hits) <= len(EVERY)


def test_a_foreigner_is_offered_no_chinese_nationality() -> None:
    assert {row.alpha2 for row in EVERY} - {row.alpha2 for row in countries.foreign()} == {"CN", "HK", "MO", "TW"}


def test_nothing_is_read_before_it_is_asked_for() -> None:
    """Start-up budget."""
    program = "from etax_client.reference import countries; print(countries.nationalities.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout == "0\n"
