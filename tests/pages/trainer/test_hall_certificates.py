"""CA 证书（模拟） at the hall's counter: issued as a file, revoked, run out; and what is refused (CA-01, WEB-1, WEB-4, MCK-1)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from etax_client.domain.secret import Secret
from etax_client.machine.signing import Signer, open_file
from etax_client.server.pages.trainer.trainer_visit import PAGE
from tests.pages.surfing import Surfer, surfer
from tests.server.testing.journal import TOKEN, Door, door_open

UNIT = "91440199MA0QJ0207Y"
HERE = f"/control{PAGE}/hall/certificates"


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def trainer(door: Door, language: str = "zh-CN") -> Surfer:
    one = await surfer(door.server, language).open(f"/control{PAGE}")
    await one.send(f"/control{PAGE}/login", key=TOKEN)
    return one


def html(one: Surfer) -> str:
    assert one.reply is not None
    return one.reply.text


async def issued(one: Surfer, tmp_path: Path, pin: str = "24680") -> Path:
    """What the browser downloads."""
    form = one.page.form(f"{HERE}/issue")
    reply = await one.http.post(f"{HERE}/issue", data={**form.fields, "pin": pin}, follow_redirects=True)
    assert reply.headers["content-type"] == "application/x-pkcs12", reply.text
    assert reply.headers["content-disposition"] == f'attachment; filename="{UNIT}.p12"'
    assert reply.headers["cache-control"] == "no-store"
    path = tmp_path / "unit.p12"
    path.write_bytes(reply.content)
    return path


@pytest.mark.parametrize(
    ("language", "valid", "revoked", "expired"), [("zh-CN", "有效", "已吊销", "已到期"), ("en", "valid", "revoked", "expired")]
)
async def test_one_is_issued_revoked_and_run_out(door: Door, tmp_path: Path, language: str, valid: str, revoked: str, expired: str) -> None:
    one = await trainer(door, language)
    await one.open(f"/control{PAGE}/hall")
    assert HERE in html(one)
    await one.open(f"{HERE}?unit={UNIT}")
    assert ("模拟" in one.text or "simulated" in one.text, "广东示例核定一厂" in one.text) == (True, True)
    for act, state in (("revoke", revoked), ("expire", expired)):
        assert isinstance(open_file(await issued(one, tmp_path), Secret("24680")), Signer)
        await one.open(f"{HERE}?unit={UNIT}")
        assert f"<b>{valid}</b>" in html(one)
        await one.send(f"{HERE}/{act}")
        assert one.status == 200
        assert f"<b>{state}</b>" in html(one)
        assert f"<b>{valid}</b>" not in html(one)
    assert f"{HERE}/revoke" not in html(one)


async def test_what_is_wrong_is_said(door: Door) -> None:
    """The PIN that was typed is not shown again."""
    one = await trainer(door)
    await one.open(f"{HERE}?unit=91440199MA0QJ0000X")
    assert (one.status, "未查询到该纳税人识别号对应的单位" in one.text) == (422, True)
    await one.open(f"{HERE}?unit={UNIT}")
    await one.send(f"{HERE}/issue", pin="1 2 3")
    assert (one.status, "PIN 为 4 至 32 位" in one.text, "1 2 3" in one.text) == (422, True, False)


async def test_only_the_trainer_comes_in(door: Door) -> None:
    """WEB-1, WEB-4: neither the page nor its forms without the session, nor from elsewhere."""
    stranger = await surfer(door.server).open(HERE)
    assert "CA 证书" not in stranger.text
    for act, field in (("issue", "pin"), ("revoke", "serial"), ("expire", "serial")):
        reply = await stranger.http.post(f"{HERE}/{act}", data={"unit": UNIT, field: "0" * 16, "token": "made-up"})
        assert reply.status_code in (401, 403)
    one = await trainer(door)
    assert (await one.open(f"{HERE}/issue")).path == HERE
