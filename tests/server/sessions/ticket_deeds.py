"""What clients and phones do with QR tickets, one deed for each decision of the server."""

from tests.server.running import Running
from tests.server.sessions.qr import asking, confirmed, lock, phone_of, scanned


async def ticket_asked(server: Running) -> None:
    await asking(server)


async def ticket_cancelled(server: Running) -> None:
    await (await asking(server)).cancel()


async def ticket_scanned(server: Running) -> None:
    client, phone = await asking(server), await phone_of(server)
    await phone.scan(client.ticket["scan_id"])


async def ticket_scanned_by_a_second(server: Running) -> None:
    client = await asking(server)
    await (await phone_of(server)).scan(client.ticket["scan_id"])
    await (await phone_of(server, "wangfang")).scan(client.ticket["scan_id"])


async def ticket_scanned_late(server: Running) -> None:
    client, phone = await asking(server), await phone_of(server)
    await server.manual.advance(180)
    await phone.scan(client.ticket["scan_id"])


async def ticket_scanned_after_cancel(server: Running) -> None:
    client, phone = await asking(server), await phone_of(server)
    await client.cancel()
    await phone.scan(client.ticket["scan_id"])


async def ticket_that_never_was(server: Running) -> None:
    await (await phone_of(server)).scan("ACDE-FGHJ")


async def ticket_guessed_too_often(server: Running) -> None:
    phone = await phone_of(server)
    for _ in range(21):
        await phone.scan("ACDE-FGHJ")


async def ticket_polled_too_often(server: Running) -> None:
    client = await asking(server)
    for _ in range(3):
        await client.poll()


async def ticket_ran_out(server: Running) -> None:
    client = await asking(server)
    await server.manual.advance(180)
    await client.poll()


async def ticket_of_another_phone(server: Running) -> None:
    client, phone, other = await asking(server), await phone_of(server), await phone_of(server, "wangfang")
    ticket_id, number = await scanned(server, client, phone)
    await other.decide(ticket_id, "confirm", number)


async def ticket_wrong_number(server: Running) -> None:
    client, phone = await asking(server), await phone_of(server)
    ticket_id, number = await scanned(server, client, phone)
    await phone.decide(ticket_id, "confirm", 10 if number != 10 else 11)


async def ticket_refused(server: Running) -> None:
    client, phone = await asking(server), await phone_of(server)
    await phone.decide((await scanned(server, client, phone))[0], "refuse")


async def ticket_confirmed(server: Running) -> None:
    await confirmed(server, await asking(server), await phone_of(server))


async def ticket_redeemed(server: Running) -> None:
    client = await asking(server)
    await confirmed(server, client, await phone_of(server))
    await client.redeem()


async def ticket_redeemed_again(server: Running) -> None:
    client = await asking(server)
    await confirmed(server, client, await phone_of(server))
    await client.redeem()
    await server.manual.advance(31)
    await client.redeem()


async def ticket_redeemed_early(server: Running) -> None:
    await (await asking(server)).redeem()


async def ticket_locked_meanwhile(server: Running) -> None:
    client = await asking(server)
    await confirmed(server, client, await phone_of(server))
    await lock(server)
    await client.redeem()
