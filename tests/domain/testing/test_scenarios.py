"""The words in which a fault is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.scenarios import LONGEST_DELAY, LONGEST_TEXT, LONGEST_WAIT, BadScenario, Garbling, Kind, Scenario, parse

SECONDS = st.integers(0, LONGEST_DELAY * 10).map(lambda tenths: tenths / 10)
PLAIN = st.builds(Scenario, st.sampled_from([Kind.drop, Kind.lose_answer, Kind.truncate, Kind.media_type]), SECONDS, SECONDS)
SLOW = st.builds(Scenario, st.just(Kind.delay), SECONDS.filter(bool), SECONDS)
STATUS = st.builds(
    Scenario,
    st.just(Kind.status),
    SECONDS,
    SECONDS,
    st.integers(400, 599),
    st.none() | st.sampled_from(RefusalCode),
    st.none() | st.integers(0, LONGEST_WAIT),
)
GARBLED = st.builds(Scenario, st.just(Kind.garble), SECONDS, SECONDS, garbling=st.sampled_from(Garbling))
SCENARIOS = PLAIN | SLOW | STATUS | GARBLED


@given(SCENARIOS)
def test_what_is_written_is_read_again(scenario: Scenario) -> None:
    assert parse(str(scenario)) == scenario
    assert len(str(scenario)) <= LONGEST_TEXT


@given(SCENARIOS)
def test_the_order_and_blanks_say_nothing(scenario: Scenario) -> None:
    items = str(scenario).split(";")
    assert parse(" ; ".join(f"  {item.replace('=', ' = ')} " for item in reversed(items)) + ";") == scenario


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("status=503", Scenario(Kind.status, status=503)),
        ("code=locked;retry-after=7200", Scenario(Kind.status, code=RefusalCode.locked, retry_after=7200)),
        ("delay=2", Scenario(Kind.delay, delay=2)),
        ("jitter=0.5", Scenario(Kind.delay, jitter=0.5)),
        ("delay=1.25; drop", Scenario(Kind.drop, delay=1.25)),
        ("garble", Scenario(Kind.garble, garbling=Garbling.text)),
        ("garble=html", Scenario(Kind.garble, garbling=Garbling.html)),
    ],
)
def test_examples(text: str, scenario: Scenario) -> None:
    assert parse(text) == scenario


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" ; ;", "empty"),
        ("explode", "no such item: explode"),
        ("Status=503", "no such item: Status"),
        ("=503", "no such item: "),
        ("drop; drop", "drop is said twice"),
        ("status=503;status=503", "status is said twice"),
        ("drop=1", "drop takes no value"),
        ("status", "status needs a value"),
        ("delay=", "delay needs a value"),
        ("drop; truncate", "either drop or truncate"),
        ("status=500; garble", "either status or garble"),
        ("drop; code=locked", "code and retry-after go with status"),
        ("retry-after=5", "retry-after goes with status or code"),
        *(
            (f"status={number}", "status is a whole number from 400 to 599")
            for number in ("200", "302", "399", "600", "-503", "5e2", "50３")
        ),
        *(
            (f"delay={number}", "delay is a number of seconds up to 120")
            for number in ("0", "-1", "120.5", "1e9", "nan", "inf", "１", "1s")
        ),
        ("jitter=121", "jitter is a number of seconds up to 120"),
        ("status=503;retry-after=86401", "retry-after is a whole number from 0 to 86400"),
        ("code=broken", "code is the code of a problem, such as unavailable"),
        ("garble=xml", "garble is one of text, json, html"),
        ("garble=", "garble is one of text, json, html"),
        ("drop;" * 41, "longer than 200 characters"),
    ],
)
def test_what_is_no_scenario_says_why(text: str, why: str) -> None:
    with pytest.raises(BadScenario) as raised:
        parse(text)
    assert str(raised.value) == why


@given(st.text() | st.lists(st.sampled_from(["drop", "delay", "=", "1", ";", "status", "code", "garble", " "])).map("".join))
def test_any_text_is_a_scenario_or_none(text: str) -> None:
    try:
        scenario = parse(text)
    except BadScenario:
        return
    assert 0 <= scenario.delay <= LONGEST_DELAY
    assert 0 <= scenario.jitter <= LONGEST_DELAY
    assert parse(str(scenario)) == scenario
