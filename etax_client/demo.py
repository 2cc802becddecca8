"""The offline demo: client and mock server in one process, without a socket; the composition root of `etax-client demo`."""

import asyncio
import contextlib
import platform
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self, Unpack

from etax_client.api.carrier import Carrier, How, Reply
from etax_client.api.late import LateCarrier
from etax_client.app import EtaxApp
from etax_client.clock import SystemClock
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.servers.pins import Pin
from etax_client.domain.sessions.qr_login import NOWHERE
from etax_client.domain.units.ca import USUAL_DAYS
from etax_client.machine.settings import Settings, save
from etax_client.machine.starting import settle
from etax_client.screens.desk import Choices, DemoCertificate, DemoPerson, Place, lay_desk
from etax_client.server.listening.lan import Endpoint, in_host_header
from etax_client.server.listening.private_files import PrivateFileError, write_own
from etax_client.server.settings import ServerSettings
from etax_client.server.world.world_file import World, read_world
from etax_client.session import KeepsNothing
from etax_client.texts.words import Language, phrase

if TYPE_CHECKING:
    from litestar import Litestar

    from etax_client.api.pages import PageUser
    from etax_client.server.listening.tls import ServerKey
    from etax_client.server.services.bundle import Services


def run_demo(
    settings: Settings,
    *,
    settings_path: Path | None,
    language: Language,
    keep: Path | None = None,
    endpoint: Endpoint | None = None,
    visiting: bool = False,
) -> int:
    """Run the offline demo; `keep` is a database file that stays, else nothing is kept; behind an open `endpoint` its pages are served too.

    Of a visitor no choice is saved.

    Returns the exit status. Raises what keeps the server from starting: StoreError, WorldError, PrivateFileError.
    """
    names = () if endpoint is None else endpoint.names
    # whom no other machine can reach is alone, and may read what comes to any number
    database = None if keep is None else str(keep)
    server = ServerSettings(database=database, hosts=in_host_header(names), open_inbox=not names, own_counter=True)
    pages = None if endpoint is None else DemoPages(endpoint)
    certificates = DemoCertificates(read_world())
    offline = OfflineServer(lambda: _load(server), lambda served: _beside(served, certificates, pages))
    failures: list[Exception] = []

    async def owning_carrier() -> Carrier:
        try:
            return await offline.owning_carrier()
        except Exception as error:
            failures.append(error)
            app.exit(return_code=1)  # a demo without its server is none; the shell says why
            raise

    choices = Choices(settings, (lambda changed: None) if visiting else lambda changed: save(settings_path, changed), settings_path)
    line, clock = LateCarrier(offline.carrier), SystemClock()

    def browser() -> "PageUser":
        from etax_client.api.pages import PageUser  # start-up budget: not before F9 or F10

        return PageUser(line, clock, language)

    desk = lay_desk(
        LateCarrier(owning_carrier),
        replace(demo_place(pages), certificates=certificates.files, samples=certificates.folder, counter=offline.counter_pass),
        choices,
        clock=clock,
        language=language,
        device=platform.node(),
        browser=browser,
        has_phone=True,
        visiting=visiting,
    )
    app = EtaxApp(desk, KeepsNothing())
    with contextlib.nullcontext() if endpoint is None else endpoint.listening, certificates:
        app.run()
    if failures:
        raise failures[0]
    return app.return_code or 0


@asynccontextmanager
async def _beside(server: "Litestar", certificates: "DemoCertificates", pages: "DemoPages | None") -> AsyncIterator[None]:
    """What lasts as long as the demo's server."""
    await asyncio.to_thread(certificates.issue, server.state.services)
    async with contextlib.nullcontext() if pages is None else pages.served(server):
        yield


class DemoCertificates:
    """The certificates of the demo's units, in a folder that only its owner may read and that is gone when the demo ends."""

    PIN = "123456"

    def __init__(self, world: World) -> None:
        self.files: tuple[DemoCertificate, ...] = ()
        self._folder: TemporaryDirectory[str] | None = None
        with contextlib.suppress(OSError):  # no disk, or a full one: a demo without certificates (ENV-1)
            self._folder = TemporaryDirectory(prefix="etax-client-", ignore_cleanup_errors=True)
            folder = Path(self._folder.name)
            holders = [unit.taxpayer_id for unit in world.units if unit.has_certificate]
            self.files = tuple(DemoCertificate(each, folder / f"{each}.p12", self.PIN) for each in holders)

    @property
    def folder(self) -> Path | None:
        return None if self._folder is None else Path(self._folder.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def issue(self, services: "Services") -> None:
        """Have the world's CA write the files; a unit that a kept world no longer has goes without. Raises StoreError."""
        from etax_client.server.services.testing.people import unit_id_of  # start-up budget: SQLAlchemy, behind the first paint

        for each in self.files:
            with services.store.read() as connection:
                unit_id = unit_id_of(connection, each.taxpayer_id)
            issued = None if unit_id is None else services.ca.issue(unit_id, Secret(each.pin), USUAL_DAYS)
            if issued is not None and not isinstance(issued, Refused):
                with contextlib.suppress(PrivateFileError):  # whoever asks for it is told that it is not there
                    write_own(each.path, issued.pkcs12, replace=True)


class DemoPages:
    """The demo's pages behind an open endpoint, for phones: the same application and store as the client's, in the same loop."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._pin: Pin | None = None
        self._known = asyncio.Event()

    async def pin(self) -> Pin | None:
        """What their key is known by, once it has been read; None if they are not served by TLS."""
        await self._known.wait()
        return self._pin

    @asynccontextmanager
    async def served(self, server: "Litestar") -> AsyncIterator[None]:
        # start-up budget: uvicorn and cryptography take 200 ms, behind the first paint
        from etax_client.server.listening.serve import served_beside

        identity = await asyncio.to_thread(self._identify) if self.endpoint.secure else None
        self._pin = identity.pin if identity else None
        self._known.set()
        async with served_beside(server, self.endpoint.listening, identity):
            yield

    def _identify(self) -> "ServerKey":
        from etax_client.server.listening.tls import own_identity  # start-up budget: as above

        return own_identity(self.endpoint.names, SystemClock().now())


def demo_place(pages: DemoPages | None = None, world: World | None = None) -> Place:
    """The offline demo, with the people that its world (or another one) has, and the pages that are served beside it."""
    world = world or read_world()
    people = [
        DemoPerson(
            person.name,
            person.login_name,
            phrase("people.note", zh=person.shows_zh, en=person.shows_en),
            person.document_type,
            person.document_number,
            person.mobile,
            person.hall_code,
            person.password or world.account_password,
        )
        for person in world.people
        if person.login_name is not None or person.bureau is None
    ]
    place = Place(
        phrase("server.demo"),
        people=tuple(people),
        account_password=world.account_password,
        unit_password=world.declaration_password,
        keeps_nothing=True,
    )
    if pages is None:
        return place
    endpoint = pages.endpoint
    notice = phrase("login.pages", url=f"{endpoint.url}/app")
    return replace(place, pages=endpoint.url, pin=pages.pin, insecure=endpoint.in_the_clear, notice=notice)


class OfflineServer:
    """A server in this process, made and started when first asked for (P2); any number of carriers reach it, each a client of its own.

    `beside` is what lasts as long as it, its pages.
    """

    def __init__(
        self, make: Callable[[], "Litestar"], beside: Callable[["Litestar"], AbstractAsyncContextManager[None]] | None = None
    ) -> None:
        self._make = make
        self._beside = beside or (lambda _: contextlib.nullcontext())
        self._starting: asyncio.Task[Litestar] | None = None
        self._serving: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()

    async def carrier(self) -> Carrier:
        """Raises what opening the store raises."""
        if self._starting is None or (self._starting.done() and self._starting.exception() is not None):
            self._starting = asyncio.create_task(self._start())
        server = await asyncio.shield(self._starting)
        return await asyncio.to_thread(_in_process, server)

    async def owning_carrier(self) -> Carrier:
        """A carrier that ends the server when it is closed."""
        return OwningCarrier(await self.carrier(), self)

    def counter_pass(self) -> tuple[str, str] | None:
        """None before there is a server. Raises StoreError."""
        started = self._starting
        return None if started is None or not started.done() or started.exception() is not None else counter_pass(started.result())

    async def end(self) -> None:
        self._ending.set()
        if self._serving is not None:
            await self._serving

    async def _start(self) -> "Litestar":
        try:
            server = await asyncio.to_thread(self._make)
            started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._serving = asyncio.create_task(_serve(server, self._beside(server), started, self._ending))
            await started
            return server
        finally:
            settle()


class OwningCarrier:
    """A carrier whose other end is in this process; closing it ends the server too."""

    def __init__(self, inner: Carrier, server: OfflineServer) -> None:
        self._inner = inner
        self._server = server

    async def send(self, method: str, path: str, **how: Unpack[How]) -> Reply:
        return await self._inner.send(method, path, **how)

    async def close(self) -> None:
        await self._inner.close()
        await self._server.end()


async def _serve(
    server: "Litestar", beside: AbstractAsyncContextManager[None], started: asyncio.Future[None], ending: asyncio.Event
) -> None:
    """The server's life in one task, since its lifespan must end where it began."""
    try:
        async with server.lifespan(), beside:
            started.set_result(None)
            await ending.wait()
    except BaseException as error:
        if started.done():
            raise
        started.set_exception(error)


def _load(settings: ServerSettings) -> "Litestar":
    from etax_client.server.app import create_app  # start-up budget: a second to import, behind the first paint and in a thread

    return create_app(settings)


def _in_process(server: "Litestar") -> Carrier:
    from etax_client.api.http import HttpCarrier  # start-up budget: httpx, as above
    from etax_client.api.in_process import InProcess

    return HttpCarrier(NOWHERE, transport=InProcess(server))


def counter_pass(server: "Litestar") -> tuple[str, str]:
    """The cookie to which the hall's counter is open, new for each device. Raises StoreError."""
    from etax_client.server.pages import cookies  # start-up budget: behind the first paint
    from etax_client.server.services.sessions.trainers import trainers_of

    main = server.state.services
    return cookies.TRAINER, trainers_of(main.store, main.clock).start()
