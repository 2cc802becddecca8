"""Login by account and password: who is let in, what is counted, when it locks, and what a stranger can tell (LOG, LCK)."""

import logging

import httpx
import pytest
from sqlalchemy import select, update

from etax_client.server.services.guessing import counters
from etax_client.server.store.tables import accounts, guess_counters, persons
from etax_client.wire import paths
from tests.server.running import PASSWORD, WRONG, Caller, Running, Start, code

ALL_OF_LIMING = ("liming", "13800000001", "440199198805120030")


async def fail(caller: Caller, account: str = "liming", times: int = 1) -> list[httpx.Response]:
    return [await caller.solved_login(account, WRONG) for _ in range(times)]


@pytest.mark.sql
@pytest.mark.parametrize(
    "typed",
    [*ALL_OF_LIMING, "  liming ", "１３８００００００01", "440199198805120030\u3000"],  # full-width digits are meant
)
async def test_every_identifier_opens_the_same_account(server: Running, typed: str) -> None:
    """LOG-02, LOG-03."""
    reply = await server.caller().login(typed)
    assert reply.status_code == 201
    assert reply.json()["profile"] == {"person_id": "1", "name": "李明", "masked_name": "李*"}
    assert (reply.json()["idle_seconds"], reply.json()["absolute_seconds"]) == (1800, 43200)


async def test_the_id_number_of_another_document_is_an_unknown_account(server: Running) -> None:
    """LOG-02: JOHN SMITH has a passport; login name and mobile work."""
    passport = await server.caller().login("X12345678")
    unknown = await server.caller().login("X12345679")
    assert passport.status_code == 401
    assert passport.content == unknown.content
    assert (await server.caller().login("jsmith")).status_code == 201
    assert (await server.caller().login("13800000008")).status_code == 201


@pytest.mark.sql
async def test_login_names_are_case_sensitive(server: Running) -> None:
    """LOG-03, LCK-5: another case is another account, with a counter of its own."""
    caller = server.caller()
    await fail(caller, "Liming", 5)
    assert code(await caller.solved_login("Liming")) == "locked"
    assert (await caller.solved_login("liming")).status_code == 201


async def test_a_person_without_an_account_is_unknown(server: Running) -> None:
    for typed in ("13800000009", "440199199607260029"):
        assert code(await server.caller().login(typed)) == "wrong_credentials"


@pytest.mark.sql
async def test_the_fifth_failure_locks_for_two_hours(server: Running) -> None:
    """LCK-1, LOG-05, LOG-12: four say how many tries are left, the fifth how long it takes."""
    caller = server.caller()
    replies = await fail(caller, times=5)
    assert [reply.status_code for reply in replies] == [401, 401, 401, 401, 423]
    assert [reply.json().get("attempts_left") for reply in replies] == [4, 3, 2, 1, 0]
    assert replies[4].json()["retry_after"] == 7200
    assert replies[4].headers["Retry-After"] == "7200"
    assert code(replies[4]) == "locked"


async def test_four_failures_and_a_success_begin_anew(server: Running) -> None:
    """LCK-1, LOG-06."""
    caller = server.caller()
    await fail(caller, times=4)
    assert (await caller.solved_login()).status_code == 201
    assert [reply.status_code for reply in await fail(caller, times=5)] == [401, 401, 401, 401, 423]


async def test_a_lock_ends_to_the_second(server: Running) -> None:
    """LCK-1, LCK-7: 7,199 s later it is on, at 7,200 s it is off; tries meanwhile are not compared and don't make it longer."""
    caller = server.caller()
    await fail(caller, times=5)
    server.compared.clear()
    await server.manual.advance(7199)
    right, wrong = await caller.solved_login(), await caller.solved_login(password=WRONG)
    assert right.json() == wrong.json()
    assert right.json()["retry_after"] == 1
    assert server.compared == []
    await server.manual.advance(1)
    assert (await caller.solved_login()).status_code == 201


@pytest.mark.sql
async def test_after_a_lock_there_are_five_tries_again(server: Running) -> None:
    """LOG-06."""
    caller = server.caller()
    await fail(caller, times=5)
    await server.manual.advance(7200)
    assert [reply.status_code for reply in await fail(caller, times=5)] == [401, 401, 401, 401, 423]


@pytest.mark.sql
async def test_failures_are_forgotten_after_a_day(server: Running) -> None:
    """LOG-06: 24 hours without a failure."""
    caller = server.caller()
    await fail(caller, times=4)
    await server.manual.advance(hours=24)
    [reply] = await fail(caller)
    assert reply.json()["attempts_left"] == 4


async def test_all_identifiers_share_one_counter(server: Running) -> None:
    """LCK-5."""
    caller = server.caller()
    for typed in (*ALL_OF_LIMING, " 13800000001", "４40199198805120030"):
        await fail(caller, typed)
    for typed in ALL_OF_LIMING:
        assert code(await caller.solved_login(typed)) == "locked"
    assert (await caller.solved_login("wangfang")).status_code == 201


@pytest.mark.sql
async def test_the_x_of_an_id_number_counts_in_either_case(server: Running) -> None:
    """LCK-5, LOG-03."""
    caller = server.caller()
    for typed in ("44019919880512003x", "44019919880512003X", "44019919880512003Ｘ"):
        await fail(caller, typed)
    assert (await fail(caller, "44019919880512003x"))[0].json()["attempts_left"] == 1


@pytest.mark.parametrize(
    ("account", "password", "field"),
    [
        ("", PASSWORD, "account"),
        ("   ", PASSWORD, "account"),
        ("x" * 65, PASSWORD, "account"),
        ("x" * 200, PASSWORD, "account"),
        ("liming", "", "password"),
        ("liming", "with space1A", "password"),
        ("liming", "Ｅtax@2026", "password"),
        ("liming", "密码Etax2026", "password"),
        ("liming", "x" * 65, "password"),
    ],
)
async def test_what_can_be_no_password_is_not_counted(server: Running, account: str, password: str, field: str) -> None:
    """LCK-8: said before anything is looked at, beside its field."""
    caller = server.caller()
    for _ in range(6):
        reply = await caller.login(account, password)
        assert (reply.status_code, code(reply), reply.json()["field"]) == (422, "malformed", field)
    assert server.compared == []
    assert (await caller.login()).status_code == 201


async def test_only_wrong_passwords_count(server: Running) -> None:
    """LCK-8: bad captchas, missing ones and misspelled requests leave the counter alone."""
    caller = server.caller()
    await fail(caller)
    for _ in range(6):
        assert code(await caller.login(password=WRONG)) == "captcha_required"
        assert code(await caller.login(password=WRONG, captcha={**await caller.captcha(), "answer": "0000"})) == "wrong_captcha"
        assert (await caller.http.post(paths.SESSIONS, json={"account": "liming"})).status_code == 422
    assert server.compared == [WRONG]
    assert (await fail(caller))[0].json()["attempts_left"] == 3


async def test_a_locked_account_leaves_running_sessions_alone(server: Running) -> None:
    """LCK-10 and the decision in security.md: the lock stops new logins, not those who are in."""
    inside = await server.signed_in()
    await fail(server.caller(), times=5)
    assert code(await server.caller().login()) == "locked"
    assert (await inside.get(paths.UNITS)).status_code == 200


async def test_sunlei_is_locked_when_the_world_is_laid(server: Running) -> None:
    reply = await server.caller().login("sunlei")
    assert (code(reply), reply.json()["retry_after"]) == ("locked", 7200)
    await server.manual.advance(minutes=120)
    assert (await server.caller().login("sunlei")).status_code == 201


async def test_an_unknown_account_looks_like_any_other(server: Running) -> None:
    """LCK-12, LOG-08: the same answers all the way into the lock and out of it, and as many comparisons."""

    async def ladder(account: str) -> list[bytes]:
        server.compared.clear()
        caller = server.caller()
        answers = [(await caller.login(account, WRONG)).content, (await caller.login(account, WRONG)).content]
        answers += [reply.content for reply in await fail(caller, account, 5)]
        answers.append(str(len(server.compared)).encode())
        return answers

    known, unknown = await ladder("wangfang"), await ladder("nobody_has_it")
    assert known == unknown
    assert known[-1] == b"5"
    await server.manual.advance(7200)
    assert (await fail(server.caller(), "nobody_has_it"))[0].json()["attempts_left"] == 4


async def test_registering_a_name_that_was_tried_begins_clean(server: Running) -> None:
    """LCK-12: what was guessed at nobody is not held against who takes the name later."""
    caller = server.caller()
    await fail(caller, "newname", 5)
    with server.services.store.write() as connection:
        connection.execute(update(accounts).where(accounts.c.login_name == "liming").values(login_name="newname"))
    assert (await caller.solved_login("newname")).status_code == 201


@pytest.mark.sql
async def test_unknown_accounts_take_bounded_room(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """LCK-12: at most so many, none older than a day, and none of them readable."""
    monkeypatch.setattr(counters, "MOST_OF_A_KIND", 10)

    def kept() -> list[str]:
        with server.services.store.read() as connection:
            return list(connection.execute(select(guess_counters.c.subject).where(guess_counters.c.kind == "unknown")).scalars())

    for number in range(14):
        await server.manual.advance(1)
        await server.caller().login(f"stranger{number}", WRONG)
    assert len(kept()) == 10
    assert not any("stranger" in subject for subject in kept())
    await server.manual.advance(hours=24)
    await server.caller().login("stranger99", WRONG)
    assert len(kept()) == 1


async def test_beijing_locks_until_midnight(start: Start) -> None:
    """rules.md, the table of policies: Asia/Shanghai's midnight; the clock stands at 10:00 there."""
    server = await start(policy="beijing")
    caller = server.caller()
    assert (await fail(caller, times=5))[4].json()["retry_after"] == 14 * 3600
    await server.manual.advance(hours=14)
    assert (await caller.solved_login()).status_code == 201


async def test_each_outcome_is_audited_without_a_secret(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    """SEC-5."""
    caplog.set_level(logging.DEBUG)
    caller = server.caller()
    await caller.login("13800000001", WRONG)
    await caller.solved_login("13800000001")
    await caller.solved_login("evil\u202e\\name", WRONG)
    lines = [record.getMessage() for record in caplog.records if record.name == "etax_client.audit"]
    assert lines[:2] == [
        "login account=138****0001 person=1 channel=client outcome=wrong_credentials",
        "login account=138****0001 person=1 channel=client outcome=admitted",
    ]
    assert len(lines) == 3
    for secret in (WRONG, PASSWORD, "13800000001"):
        assert secret not in caplog.text
    assert "\u202e" not in caplog.text


JOHN = ("X12345678", "x12345678", " X-1234 5678 ", "13800000008")


@pytest.mark.parametrize("typed", JOHN)
async def test_under_jiangmen_the_number_of_every_document_is_an_account(start: Start, typed: str) -> None:
    """LOG-02 as policy: 003 lets foreigners log in by mobile or document number, compared as numbers are kept."""
    server = await start(policy="jiangmen")
    assert (await server.caller().login(typed)).status_code == 201


async def test_under_jiangmen_the_spellings_of_a_number_share_one_counter(start: Start) -> None:
    """LOG-06, LOG-08: for a person's number, and for one that nobody has."""
    server = await start(policy="jiangmen")
    for spellings in (JOHN[:3], ("Y12345678", "y12345678", "Y 1234-5678")):
        caller = server.caller()
        await fail(caller, spellings[0], 3)
        await fail(caller, spellings[1], 2)
        assert code(await caller.solved_login(spellings[2])) == "locked"


@pytest.mark.sql
async def test_a_number_that_two_people_share_is_nobodys(start: Start) -> None:
    """LOG-02: the same number under two types says not who is meant; the mobile number still does."""
    server = await start(policy="jiangmen")
    with server.services.store.write() as connection:
        connection.execute(
            update(persons).where(persons.c.name == "陈静").values(document_type="work_permit_a", document_number=JOHN[0]),
        )
    assert code(await server.caller().login(JOHN[0])) == "wrong_credentials"
    assert (await server.caller().login("13800000004")).status_code == 201
    assert (await server.caller().login("13800000008")).status_code == 201
