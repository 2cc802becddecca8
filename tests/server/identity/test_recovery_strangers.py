"""忘记密码 in the hands of strangers: until something is proved, nobody learns whom there is (RST-1, LOG-08 in spirit)."""

import pytest

from etax_client.wire import paths
from tests.server.identity.recovering import LIMING, NOBODY, ZHAO, forgetful, look, other_than, recovery_code
from tests.server.identity.registering import ZHOU
from tests.server.running import Json, Running, Start, code

STRANGERS = [
    NOBODY,
    ZHOU,
    {**LIMING, "name": "李朋"},
    {**ZHAO, "name": "赵弱"},
]


async def told(server: Running, identity: Json) -> list[tuple[int, Json, Json]]:
    """Everything that is answered to someone who knows no code, with the headers."""
    one = forgetful(server)
    replies = [await one.begin(), await one.identify(identity), await one.send_code(), await one.send_code()]
    wrong = other_than(recovery_code(server)) if identity is LIMING else "271828"
    replies += [await one.prove("12345"), *[await one.prove(wrong) for _ in range(6)], await one.set_password()]
    other = await forgetful(server).at_proof({**identity, "name": "张三丰"})
    replies += [await other.send_code(), await other.prove(wrong)]
    await server.manual.advance(60)
    replies += [await one.http.get(paths.RECOVERY, headers=one.headers), await one.send_code()]
    wrong = other_than(recovery_code(server)) if identity is LIMING else "271828"
    replies += [await one.prove(wrong) for _ in range(6)]
    replies += [await one.ask_face(), await one.face(), await one.back(), await one.abandon(), await one.send_code()]
    return [(reply.status_code, _without(reply.json()) if reply.content else {}, dict(reply.headers)) for reply in replies]


def _without(body: Json) -> Json:
    """What was typed, and secrets, are each asker's own."""
    own = {"flow", "link_id", "name", "number"}
    return {key: _without(value) if isinstance(value, dict) else value for key, value in body.items() if key not in own}


async def test_every_answer_is_the_same_for_an_identity_that_nobody_has(start: Start) -> None:
    """Known and unknown, without an account, without a number, by another name: until something is proved all are one."""
    known = await told(await start(), LIMING)
    assert "locked" in {body.get("code") for _, body, _ in known}
    for identity in (*STRANGERS, ZHAO):
        answers = await told(await start(), identity)
        assert [status for status, _, _ in answers] == [status for status, _, _ in known]
        for mine, others in zip(answers, known, strict=True):
            assert mine[1] == others[1]
            assert {**mine[2], "content-length": ""} == {**others[2], "content-length": ""}


@pytest.mark.parametrize("identity", STRANGERS, ids=lambda identity: str(identity["name"]))
async def test_the_face_of_nobody_is_another_persons(server: Running, identity: Json) -> None:
    one = await forgetful(server).at_proof(identity)
    assert (await look(server, (await one.ask_face()).json()["link_id"]))["state"] == "other_person"
    assert (await one.view())["step"] == "proof"


@pytest.mark.sql
@pytest.mark.parametrize("identity", [NOBODY, ZHOU, ZHAO, {**LIMING, "name": "李朋"}], ids=lambda identity: str(identity["name"]))
async def test_codes_for_nobody_go_nowhere(server: Running, identity: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    """RST-1: and a lucky guess at one is no proof."""
    monkeypatch.setattr(server.services.codes.rng, "randrange", lambda _: 314159)
    one = await forgetful(server).at_code(identity)
    assert server.services.messages.delivered(None, None, 50) == ()
    assert code(await one.prove("314159")) == "code_void"
    assert (await one.view())["step"] == "proof"
