"""The keys of acts: one for each, the same as long as its answer is out (IDM-1)."""

from contextlib import suppress

import pytest

from etax_client.api.carrier import Unreachable
from etax_client.api.http import HttpCarrier
from etax_client.api.keys import Keys
from etax_client.wire.paths import KEY_HEADER
from tests.api.hostile import Answer, plain, reset, serving

BODY = b'{"password":"Sunny7Days"}'


def test_what_changes_nothing_needs_no_key() -> None:
    assert Keys().begin("GET", "/x", None) is None


def test_an_act_without_an_answer_keeps_its_key() -> None:
    keys = Keys()
    first = keys.begin("PUT", "/x", BODY)
    assert keys.begin("PUT", "/x", BODY) == first
    others = {keys.begin("PUT", "/x", b"{}"), keys.begin("PUT", "/y", BODY), keys.begin("POST", "/x", BODY), keys.begin("PUT", "/x", None)}
    assert len({first, *others}) == 5


@pytest.mark.parametrize(("status", "same"), [(204, False), (403, False), (422, False), (409, True), (503, True)])
def test_an_answer_ends_it_unless_it_leaves_open_what_became_of_it(status: int, same: bool) -> None:
    keys = Keys()
    first = keys.begin("PUT", "/x", BODY)
    other = keys.begin("PUT", "/y", BODY)
    keys.answered(first, status)
    assert (keys.begin("PUT", "/x", BODY) == first) is same
    assert keys.begin("PUT", "/y", BODY) == other


def test_so_many_are_remembered_and_none_in_clear() -> None:
    """SEC-1: what was asked may have been a password."""
    keys = Keys()
    first = keys.begin("PUT", "/x", BODY)
    latest = [keys.begin("PUT", f"/{number}", BODY) for number in range(16)]
    assert keys.begin("PUT", "/15", BODY) == latest[-1]
    assert keys.begin("PUT", "/x", BODY) != first
    assert "Sunny7Days" not in repr(keys.__dict__)


@pytest.mark.parametrize(("answer", "same"), [(reset, True), (plain(b"{}"), False)])
async def test_it_goes_along_with_each_act(answer: Answer, same: bool) -> None:
    """The same once more after a broken connection, another after an answer; what changes nothing has none."""
    sent = []
    async with serving(answer) as server:
        carrier = HttpCarrier(server.url)
        for method in ("POST", "POST", "GET"):
            with suppress(Unreachable):
                await carrier.send(method, "/x", body=BODY)
            sent.append(server.header(KEY_HEADER))
        await carrier.close()
    first, second, read = sent
    assert first is not None
    assert len(first) > 20
    assert (first == second) is same
    assert read is None


async def test_what_is_asked_for_in_the_address_is_a_part_of_it() -> None:
    """A session ended for another reason is another act."""
    sent = []
    async with serving(reset) as server:
        carrier = HttpCarrier(server.url)
        for reason in ("idle", "trainer", "idle"):
            with suppress(Unreachable):
                await carrier.send("DELETE", "/sessions/1", query={"reason": reason})
            sent.append(server.header(KEY_HEADER))
        await carrier.close()
    first, other, again = sent
    assert first == again != other
