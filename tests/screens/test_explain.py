"""What is said of a refusal or an accident: what happened, and what can be done next (IDM-2)."""

from datetime import UTC, datetime

import pytest

from etax_client.api.carrier import Accident, Garbled, Unreachable, Why
from etax_client.domain.guessing.passwords import Weakness
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens.explain import explain, is_unsure
from etax_client.texts.catalogue import catalogue
from etax_client.texts.lasting import lasting
from etax_client.texts.words import Words, phrase


@pytest.mark.parametrize("weakness", Weakness)
def test_a_password_that_may_not_be_had_is_told_by_its_weakness(weakness: Weakness) -> None:
    said = explain(Refused(RefusalCode.password_refused, field="password", weakness=weakness))
    assert said == phrase(f"weakness.{weakness}")
    assert said.key in catalogue()


def test_a_lock_is_told_with_the_time_that_is_left() -> None:
    assert explain(Refused(RefusalCode.locked, retry_after=61)) == phrase("refused.locked", left=lasting(61))


@pytest.mark.parametrize(
    ("outcome", "unsure", "key", "harmless"),
    [
        (Unreachable(Why.refused, sent=False), False, "accident.unreachable", "accident.unreachable"),
        (Unreachable(Why.tls, sent=False), False, "accident.tls", "accident.tls"),
        (Unreachable(Why.pin, sent=False), False, "accident.pin", "accident.pin"),
        (Unreachable(Why.timeout, sent=True), True, "accident.unknown", "accident.timeout"),
        (Unreachable(Why.lost, sent=True), True, "accident.unknown", "accident.lost"),
        (Garbled("media type"), True, "accident.garbled_unknown", "accident.garbled"),
        (Refused(RefusalCode.not_found), False, "refused.not_found", "refused.not_found"),
    ],
)
def test_only_what_may_have_been_carried_out_is_unknown(outcome: Refused | Accident, unsure: bool, key: str, harmless: str) -> None:
    assert is_unsure(outcome) is unsure
    assert (explain(outcome).key, explain(outcome, harmless=True).key) == (key, harmless)


def test_who_was_there_before_is_told_with_the_time() -> None:
    """FLW-04: of whatever refusal says so."""
    at = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
    said = explain(Refused(RefusalCode.not_now, changed_by="王芳", changed_at=at))
    assert Words(catalogue()).tell(said) == "申报表状态已变更，请以最新状态为准（王芳，11-20 10:05）"
