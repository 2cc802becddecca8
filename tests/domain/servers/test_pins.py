"""Pins: one spelling, read in whatever way people copy it, and remembered by server (TLS-2)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.servers import pins
from etax_client.domain.servers.pins import Pin
from etax_client.domain.servers.server_urls import ServerUrl, judge

some_pins = st.binary(max_size=100).map(pins.pin_of)
origins = st.sampled_from(["https://192.168.1.20:8765", "https://[fd00::2]:8765", "https://etax.example.org:443"])


def test_it_is_the_digest_of_the_key() -> None:
    assert pins.pin_of(b"key").digits == hashlib.sha256(b"key").hexdigest()
    assert pins.pin_of(b"key") != pins.pin_of(b"Key")


def test_it_is_written_for_people_and_fits_a_line() -> None:
    spelled = str(pins.pin_of(b"key"))
    assert spelled == "sha256:2c70e12b-7a0646f9-2279f427-c7b38e73-34d8e538-9cff167a-1dc30e73-f826b683"
    assert len(spelled) <= 80


@given(some_pins, st.sampled_from(["-", ":", " ", ""]), st.booleans())
def test_whatever_stands_between_the_digits_it_is_the_same(pin: Pin, between: str, capitals: bool) -> None:
    spelled = "sha256:" + between.join(pin.groups)
    assert pins.read(f" {spelled.upper() if capitals else spelled}\n") == pin
    assert pins.read(str(pin)) == pin


@pytest.mark.parametrize(
    "text",
    ["", "sha256:", "sha256:" + "a" * 63, "sha256:" + "a" * 65, "sha1:" + "a" * 64, "a" * 64, "sha256:" + "g" * 64, "sha256:" + "１" * 64],
)
def test_what_spells_no_pin(text: str) -> None:
    assert pins.read(text) is None


@given(st.text(max_size=90))
def test_only_whole_pins_are_read(text: str) -> None:
    pin = pins.read(text)
    assert pin is None or (len(pin.digits) == 64 and pins.read(str(pin)) == pin)


@given(st.lists(st.tuples(origins, some_pins), max_size=8))
def test_each_server_has_the_last_pin_that_it_was_given(given_pins: list[tuple[str, Pin]]) -> None:
    known: tuple[str, ...] = ()
    for origin, pin in given_pins:
        known = pins.with_pin(origin, pin, known)
        assert known[0] == f"{origin} {pin}", "the newest stands on top"
    for origin in {origin for origin, _ in given_pins}:
        assert pins.pin_for(origin, known) == [pin for other, pin in given_pins if other == origin][-1]
    assert len(known) == len({origin for origin, _ in given_pins})


@pytest.mark.parametrize("line", ["", "https://a:1", "https://a:1 x", "https://a:10 sha256:" + "a" * 64, "sha256:" + "a" * 64])
def test_a_line_that_is_none_is_nobodys_pin(line: str) -> None:
    assert pins.pin_for("https://a:1", [line]) is None


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://192.168.1.20", "https://192.168.1.20:443"),
        ("https://ETAX.example.org:443/", "https://etax.example.org:443"),
        ("https://[fd00::2]:8765", "https://[fd00::2]:8765"),
        ("http://localhost", "http://localhost:80"),
    ],
)
def test_one_server_has_one_origin_however_it_is_typed(typed: str, origin: str) -> None:
    url = judge(typed)
    assert isinstance(url, ServerUrl)
    assert url.origin == origin
