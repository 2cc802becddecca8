"""What one may at a unit is looked up in the act's own transaction too; what a reset has ended does nothing after it (AUZ-1, RST-2)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update

from etax_client.server.store.tables import authorisations, listings, persons
from tests.acts import clients, pages, trainers
from tests.acts.stage import Ask, Deed, done, overtaken, visitor
from tests.pages.surfing import Asking, asking
from tests.pages.units.authorising import make_runner
from tests.server.identity.recovering import forgetful
from tests.server.running import Running

End = Callable[[Running], object]


def another_runs_it(server: Running) -> None:
    make_runner(server, "孙磊", 1)


def it_was_ended(server: Running) -> None:
    with server.services.store.write() as connection:
        connection.execute(update(authorisations).values(ended_at=server.services.clock.now(), hidden=1))


def is_called_otherwise(server: Running) -> None:
    with server.services.store.write() as connection:
        connection.execute(update(persons).where(persons.c.name == "李明").values(name="李鸣"))


def it_is_off_the_list(server: Running) -> None:
    with server.services.store.write() as connection:
        connection.execute(delete(listings))


RIGHTS: list[tuple[Deed, End, int]] = [
    (clients.authorise, another_runs_it, 404),
    (clients.change_authorisation, another_runs_it, 404),
    (clients.end_authorisation, another_runs_it, 404),
    (clients.send_declaration_code, another_runs_it, 404),
    (clients.reset_declaration_password, another_runs_it, 404),
    (clients.give_back, it_was_ended, 404),
    (clients.forget, it_was_ended, 404),
    (clients.enter, it_was_ended, 403),
    (clients.verify, it_is_off_the_list, 404),
    (clients.challenge, it_is_off_the_list, 404),
    (clients.verify_by_certificate, it_is_off_the_list, 404),
    (clients.remove_unit, it_is_off_the_list, 404),
    (pages.add, another_runs_it, 404),
    (pages.change, another_runs_it, 404),
    (pages.end, another_runs_it, 404),
    (pages.send_declaration_code, another_runs_it, 404),
    (pages.reset_declaration_password, another_runs_it, 404),
    (pages.give_back, it_was_ended, 404),
    (pages.forget, it_was_ended, 404),
]
AT_THE_HALL: list[tuple[Deed, End, int]] = [
    (trainers.account, is_called_otherwise, 404),
    (trainers.declaration, is_called_otherwise, 404),
]
"""What the register says of who has come, looked up before the new password is hashed."""
CHANGED = {"roles", "authorisations", "listings", "persons"}


def rest(server: Running) -> dict[str, Any]:
    """What was done besides the end of the right."""
    return {name: each for name, each in done(server).items() if name not in CHANGED}


@pytest.mark.parametrize(("deed", "end", "status"), RIGHTS, ids=lambda each: getattr(each, "__qualname__", None))
async def test_a_right_that_has_ended_by_the_time_of_the_act_does_nothing(server: Running, deed: Deed, end: End, status: int) -> None:
    """AUZ-1: while the body is held back."""
    held = await deed(server)
    before = rest(server)
    reply = await held.send(lambda: end(server))
    assert (reply.status_code, rest(server)) == (status, before)


@pytest.mark.parametrize(("deed", "end", "status"), AT_THE_HALL, ids=lambda each: getattr(each, "__qualname__", None))
async def test_what_the_register_says_is_looked_up_again_in_the_act(server: Running, deed: Deed, end: End, status: int) -> None:
    """ACT-1: the first write of a form takes its key, the second one acts."""
    ask = await deed(server)
    before = rest(server)
    with overtaken(2, lambda: end(server)):
        reply = await ask.send()
    assert (reply.status_code, rest(server)) == (status, before)


@pytest.mark.parametrize(("deed", "end", "status"), RIGHTS, ids=lambda each: getattr(each, "__qualname__", None))
async def test_a_right_that_ends_at_the_last_moment_does_nothing(server: Running, deed: Deed, end: End, status: int) -> None:
    """AUZ-1: as another process may end it, just before the act gets its turn."""
    ask = await deed(server)
    before = rest(server)
    with overtaken(1, lambda: end(server)):
        reply = await ask.send()
    assert (reply.status_code, rest(server)) == (status, before)


async def scanning(server: Running) -> tuple[Ask, Asking]:
    client = await asking(server)
    return await (await visitor(server, "liming", "/app")).fills_in("/app/scan", code=client.short_code), client


async def confirming(server: Running) -> tuple[Ask, Asking]:
    phone, client = await visitor(server, "liming", "/app"), await asking(server)
    at = (await (await phone.fills_in("/app/scan", code=client.scan_id)).send()).headers["location"]
    return await phone.fills_in(at, decision="confirm", number=str((await client.view())["number"])), client


@pytest.mark.parametrize("lead", [scanning, confirming])
async def test_a_phone_that_was_logged_out_by_a_reset_lets_nobody_in(server: Running, lead: Callable[[Running], Any]) -> None:
    """RST-2: its form held back over 忘记密码; a session of twelve hours would be had by whoever stole the phone's."""
    ask, client = await lead(server)
    owner = await forgetful(server).at_password()
    reply = await ask.send(owner.set_password)
    assert (reply.status_code, "密码" in reply.text) == (401, True)
    assert (await client.redeem()).status_code in (404, 409)
