"""What `--follow` brings: first what is there, then each thing once and as it comes; and a reader that has read enough."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import click
import pytest

from etax_client.api.control import Control
from etax_client.clock import Clock
from etax_client.control_cli import door
from etax_client.control_cli.codes import newly_delivered
from etax_client.control_cli.faults import newly_decided

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Door:
    """Gives its answers in turn, and keeps what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), list[dict[str, object]]()

    async def journal(self, **asked: object) -> Any:
        self.asked.append(asked)
        return self.answers.pop(0)

    async def inbox(self, person: str | None, **asked: object) -> Any:
        self.asked.append({"person": person, **asked})
        return self.answers.pop(0)


class Watch:
    """A clock on which nobody waits."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


async def test_decisions_are_asked_for_after_the_last_one_though_it_was_none_of_those_wanted() -> None:
    first, nothing, more = (SimpleNamespace(rows=rows, last=last) for rows, last in ((("a", "b"), 7), ((), 9), (("c",), 10)))
    asked = Door(first, nothing, more)
    news = newly_decided(cast("Control", asked), 2, {"person": "李明", "rule": "", "decided": "", "path": ""})
    found: list[Any] = [await anext(news), await anext(news)]
    assert found == [["a", "b"], ["c"]]
    assert [each.get("after") for each in asked.asked] == [None, 7, 9]
    assert [each["person"] for each in asked.asked] == ["李明"] * 3
    assert asked.asked[0]["limit"] == 2


async def test_a_message_comes_once_and_again_in_a_world_that_was_set_back() -> None:
    """The newest stands first in the inbox, and last where it is followed; after a reset its numbers begin anew."""
    one, two = (SimpleNamespace(message_id=number, sent_at=AT) for number in (1, 2))
    anew = SimpleNamespace(message_id=1, sent_at=AT.replace(hour=3))
    news = newly_delivered(cast("Control", Door([two, one], [two, one], [anew])), "liming", cast("Clock", Watch()))
    assert [await anext(news) for _ in range(3)] == [[one, two], [], [anew]]


def test_whoever_reads_no_more_ends_it_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `| head` does; what is still to be written goes nowhere."""
    away: list[tuple[int, int]] = []

    def closed(line: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(click, "echo", closed)
    monkeypatch.setattr(os, "dup2", lambda new, old: away.append((new, old)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(fileno=lambda: 77))
    with pytest.raises(click.exceptions.Exit) as ended:
        door.say_all(["a line"])
    assert ended.value.exit_code == 0
    [(nowhere, out)] = away
    os.close(nowhere)
    assert out == 77
