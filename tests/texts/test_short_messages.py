"""Short messages in words (WEB-5): the reader's language and time; what is none of ours is not guessed at (TUI-3)."""

import pytest

from etax_client.texts.catalogue import words
from etax_client.texts.short_messages import tell_message
from etax_client.texts.words import Language

LOGIN = {"device": "PC", "at": "2026-11-20T02:00:00+00:00"}


def test_the_time_is_the_tax_offices_own() -> None:
    assert "您的账号于 2026-11-20 10:00:00 在设备 PC 上扫码登录" in tell_message(words(), "sms.qr_login", LOGIN)
    assert "logged in by QR code on PC at 2026-11-20 10:00:00." in tell_message(words(Language.en), "sms.qr_login", LOGIN)


@pytest.mark.parametrize("key", ["sms.unknown", "login.submit", "sms.", "", "plain"])
def test_a_key_that_is_no_message(key: str) -> None:
    """A server of another version, or a hostile one, cannot make the phone say any other text of ours."""
    assert tell_message(words(), key, {"text": "x"}) == "（无法显示的短信）"


@pytest.mark.parametrize("facts", [{"device": "PC"}, LOGIN | {"key": "x"}, LOGIN | {"self": "x"}])
def test_facts_that_are_not_the_messages(facts: dict[str, str]) -> None:
    assert tell_message(words(), "sms.qr_login", facts) == "（无法显示的短信）"


@pytest.mark.parametrize("at", ["", "yesterday", "9999-12-31T23:59:59-12:00"])
def test_a_time_that_is_none_stays_as_it_is(at: str) -> None:
    assert f"您的账号于 {at} 在" in tell_message(words(), "sms.qr_login", LOGIN | {"at": at})


def test_what_stands_in_a_fact_is_no_template() -> None:
    assert "设备 {at}{password} 上" in tell_message(words(), "sms.qr_login", LOGIN | {"device": "{at}{password}"})
