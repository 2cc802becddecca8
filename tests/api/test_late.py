"""The carrier that is made when it is first needed."""

import asyncio
import subprocess
import sys

import pytest

from etax_client.api.carrier import Carrier, Reply, Unreachable
from etax_client.api.late import LateCarrier
from etax_client.domain.secret import Secret
from tests.api.scripted import Asked, Scripted


class Making:
    """Makes a carrier when `gate` opens, or fails as long as `failures` last."""

    def __init__(self, failures: int = 0) -> None:
        self.gate = asyncio.Event()
        self.made: list[Scripted] = []
        self.calls = 0
        self._failures = failures

    async def __call__(self) -> Carrier:
        self.calls += 1
        await self.gate.wait()
        if self.calls <= self._failures:
            raise ImportError("no such module")
        self.made.append(Scripted(Reply(200, "application/json", b"{}")))
        return self.made[-1]


async def test_nothing_is_made_before_it_is_needed() -> None:
    making = Making()
    late = LateCarrier(making)
    await late.close()
    assert making.calls == 0


async def test_many_at_once_share_one_making() -> None:
    making = Making()
    late = LateCarrier(making)
    senders = [asyncio.create_task(late.send("GET", f"/{number}")) for number in range(20)]
    await asyncio.sleep(0)
    making.gate.set()
    replies = await asyncio.gather(*senders)
    assert {reply.status for reply in replies} == {200}
    assert making.calls == 1
    assert [asked.path for asked in making.made[0].asked] == [f"/{number}" for number in range(20)]


async def test_everything_is_passed_on() -> None:
    making = Making()
    making.gate.set()
    late = LateCarrier(making)
    await late.send("POST", "/x", query={"a": "b"}, body=b"1", token=Secret("t"), patience=3)
    assert making.made[0].asked == [Asked("POST", "/x", {"a": "b"}, b"1", Secret("t"), 3)]


async def test_a_failed_making_is_unreachable_for_all_who_wait_and_tried_again_later() -> None:
    making = Making(failures=1)
    late = LateCarrier(making)
    senders = [asyncio.create_task(late.send("GET", "/x")) for _ in range(3)]
    await asyncio.sleep(0)
    making.gate.set()
    outcomes = await asyncio.gather(*senders, return_exceptions=True)
    assert [isinstance(outcome, Unreachable) and not outcome.sent for outcome in outcomes] == [True] * 3
    assert making.calls == 1
    assert (await late.send("GET", "/x")).status == 200
    assert making.calls == 2
    await late.close()


async def test_one_who_gives_up_takes_it_from_nobody_else() -> None:
    making = Making()
    late = LateCarrier(making)
    impatient = asyncio.create_task(late.send("GET", "/first"))
    patient = asyncio.create_task(late.send("GET", "/second"))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.sleep(0)
    making.gate.set()
    assert (await patient).status == 200
    assert impatient.cancelled()
    assert making.calls == 1


async def test_what_was_made_is_closed_even_if_it_is_still_in_the_making() -> None:
    making = Making()
    late = LateCarrier(making)
    sender = asyncio.create_task(late.send("GET", "/x"))
    await asyncio.sleep(0)
    closing = asyncio.create_task(late.close())
    await asyncio.sleep(0)
    assert not closing.done()
    making.gate.set()
    await closing
    assert making.made[0].closed
    await asyncio.gather(sender, return_exceptions=True)


async def test_nothing_is_made_after_the_close() -> None:
    making = Making(failures=1)
    making.gate.set()
    late = LateCarrier(making)
    with pytest.raises(Unreachable):
        await late.send("GET", "/x")
    await late.close()
    with pytest.raises(Unreachable):
        await late.send("GET", "/x")
    assert making.calls == 1


def test_httpx_is_not_imported_by_what_stands_before_it() -> None:
    """P1: the first paint waits for no import of HTTP."""
    code = "import sys, etax_client.api.late, etax_client.api.etax, etax_client.api.carrier; print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
