"""Over a socket as in this process; and who waits is looked up again before anything is told (ACT-1)."""

import asyncio

import httpx

from etax_client.server.listening.lan import listen
from etax_client.server.listening.serve import served_beside
from etax_client.wire import paths
from tests.acts import pages
from tests.acts.stage import trainer
from tests.pages.units.authorising import given
from tests.server.running import Running
from tests.server.sessions.qr import settle
from tests.server.testing.journal import door_open


async def test_a_body_held_back_over_a_socket_does_nothing(server: Running) -> None:
    """The head with its length, 退出 over another connection, then the body."""
    ask = await pages.add(server)
    cookies = "; ".join(f"{name}={value}" for name, value in ask.http.cookies.items())
    with listen("127.0.0.1", 0) as listening:
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        async with served_beside(server.app, listening):
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            head = [f"POST {ask.path} HTTP/1.1", f"Host: {host}", f"Cookie: {cookies}", f"Content-Length: {len(ask.body)}"]
            writer.write("\r\n".join([*head, "Connection: close", "Content-Type: application/x-www-form-urlencoded", "", ""]).encode())
            await writer.drain()
            async with httpx.AsyncClient(base_url=f"http://{host}", trust_env=False) as other:
                assert (await other.get(paths.INFO)).status_code == 200, "the head has come before this"
            ask.end()
            writer.write(ask.body)
            answer = await reader.read()
            writer.close()
    assert (answer.split(b"\r\n")[0], given(server, "阿卜杜拉·买买提", 1)) == (b"HTTP/1.1 401 Unauthorized", [])


async def test_a_trainer_who_has_left_is_told_no_news() -> None:
    """The page that waited for rows of the journal is turned away when there is one."""
    async with door_open() as door:
        one = await trainer(door.server)
        last = (await door.last())["id"]
        query = {"after": str(last), "wait": "25"}
        poll = asyncio.create_task(one.surfer.http.get(paths.TRAINERS_JOURNAL, params=query))
        await settle()
        assert not poll.done()
        one.end()
        await door.server.caller().login()
        reply = await asyncio.wait_for(poll, 30)
        assert (reply.status_code, "liming" in reply.text) == (401, False)
