"""A secret never shows by accident (SEC-1, KEY-04)."""

import copy
import json
import logging
import pickle
import traceback
from dataclasses import asdict, dataclass

import pytest
from rich.pretty import pretty_repr

from etax_client.domain.secret import Secret

CANARY = "canary-Etax@2026"


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    secret: Secret


@pytest.mark.parametrize(
    "shown",
    [
        repr(Secret(CANARY)),
        str(Secret(CANARY)),
        f"{Secret(CANARY)}",
        f"{Secret(CANARY)!r}",
        f"{Secret(CANARY):>40}",
        f"{Secret(CANARY):s}{Secret(CANARY)!s}",
        "%s %r" % (Secret(CANARY), Secret(CANARY)),  # noqa: UP031
        repr(Holder("x", Secret(CANARY))),
        repr([Secret(CANARY)]),
        pretty_repr({"a": Holder("x", Secret(CANARY))}),
    ],
)
def test_it_prints_as_stars(shown: str) -> None:
    assert "canary" not in shown
    assert "***" in shown


def test_stars_do_not_tell_its_length() -> None:
    assert str(Secret("a")) == str(Secret("a" * 64))
    assert repr(Secret("a")) == repr(Secret("a" * 64))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_cannot_be_pickled(protocol: int) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(CANARY), protocol)


def test_it_cannot_be_copied_nor_unfolded() -> None:
    for way in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            way(Secret(CANARY))
    with pytest.raises(TypeError):
        asdict(Holder("x", Secret(CANARY)))
    with pytest.raises(TypeError):
        vars(Secret(CANARY))
    with pytest.raises(TypeError):
        json.dumps(Secret(CANARY))


def test_it_is_no_key() -> None:
    with pytest.raises(TypeError):
        {Secret(CANARY)}


def test_it_equals_what_holds_the_same_text_and_nothing_else() -> None:
    assert Secret(CANARY) == Secret(CANARY)
    assert Secret(CANARY) != Secret(CANARY + "x")
    assert Secret("税") == Secret("税")
    assert Secret("\ud800") == Secret("\ud800")
    assert (Secret(CANARY) == CANARY) is False


def test_an_empty_one_is_false() -> None:
    assert not Secret("")
    assert Secret(" ")


def test_it_opens_when_asked_to() -> None:
    assert Secret(CANARY).reveal() == CANARY


def test_neither_a_log_nor_a_traceback_holds_it(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(CANARY)
    logging.getLogger("x").error("%s %r", secret, Holder("x", secret))
    assert "canary" not in caplog.text
    try:
        hash(secret)
    except TypeError as error:
        told = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        assert "self = Secret(******)" in told.replace("\n", " ")
        assert CANARY not in told
    else:
        pytest.fail("hashed")
