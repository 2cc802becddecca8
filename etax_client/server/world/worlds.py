"""The worlds of one server: the main one, and named ones apart from it and from one another, each with a database of its own."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace

from etax_client.clock import Clock
from etax_client.domain.policies import Phase
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.servers.world_names import MAIN, is_name
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.services.guessing import passwords
from etax_client.server.services.why import because
from etax_client.server.settings import ServerSettings
from etax_client.server.store import meta, world_places
from etax_client.server.store.clocks.steered_clock import SteeredClock
from etax_client.server.store.clocks.timekeeping import keep_time
from etax_client.server.store.database import Store, open_store
from etax_client.server.store.errors import StoreError
from etax_client.server.world import world, world_file

MOST = 200
"""Named worlds at a time: each has files, connections and a key of its own."""


class Worlds:
    """Opened with the server; a named world is opened by each process when it is first asked for."""

    def __init__(
        self,
        settings: ServerSettings,
        *,
        clock: Clock | None = None,
        compare: Callable[[str, Secret], bool] = passwords.matches,
        opening: Callable[[Store], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """`opening` surrounds what opens the main world in its store. Raises StoreError, and WorldError for a broken world file."""
        self._settings = settings
        self._clock = clock
        self._compare = compare
        self._open: dict[str, Services] = {MAIN: self._opened(settings.database, opening=opening)}
        self._marks: dict[str, int | None] = {}
        self._going: set[asyncio.Task[None]] = set()

    @property
    def main(self) -> Services:
        return self._open[MAIN]

    def of(self, name: str) -> Services | None:
        """The services of a world, or None if there is no such world. Raises StoreError."""
        if name == MAIN:
            return self.main
        if not is_name(name):
            return None
        if not self.main.store.shared:
            return self._open.get(name)
        mark = world_places.mark(self.main.store, self._settings.database, name)
        if name in self._open and mark != self._marks[name]:
            # another process has ended it, and perhaps made it anew
            self._let_go(self._open.pop(name))
        if mark is not None and name not in self._open:
            found = self._found(name, mark)
            if found is not None:
                self._open[name], self._marks[name] = found, mark
        return self._open.get(name)

    def names(self) -> list[str]:
        """Every named world, sorted. Raises StoreError."""
        if not self.main.store.shared:
            return sorted(name for name in self._open if name != MAIN)
        return world_places.names(self._settings.database)

    def make(self, name: str, source: str | None, policy: str | None, phase: Phase | None) -> Services | Refused:
        """A new world of a TOML text (None: as the main one began), by its own policy and phase if they are given.

        Raises StoreError, and WorldError for a text that is not a world.
        """
        if not is_name(name):
            return because(Refused(RefusalCode.malformed, field="name"), "world.name", "WEB-4")
        taken = self.names()
        if name in taken:
            return Refused(RefusalCode.world_exists)
        if len(taken) >= MOST:
            return Refused(RefusalCode.too_many)
        if source is not None:
            world_file.parse_world(source)
        world_places.make(self._settings.database, name)
        chosen = {world.SOURCE: source, world.POLICY: policy, world.PHASE: None if phase is None else phase.value}
        self._open[name] = self._opened(world_places.place(self._settings.database, name), chosen)
        self._marks[name] = world_places.mark(self.main.store, self._settings.database, name)
        return self._open[name]

    def _found(self, name: str, mark: int) -> Services | None:
        """A world that another process made; None while that one is still laying it, and if it ends as one comes in. Raises StoreError."""
        try:
            store = open_store(world_places.place(self._settings.database, name), make=False)
            with _closed_if_it_fails(store):
                if world.is_laid(store) and self._is_still(name, mark):
                    return self._services(store)
            store.close()
        except StoreError:
            if self._is_still(name, mark):
                raise
        return None

    def _is_still(self, name: str, mark: int) -> bool:
        return world_places.mark(self.main.store, self._settings.database, name) == mark

    def source_of(self, services: Services) -> world_file.World:
        """What the world was made of, or was loaded last. Raises StoreError, and WorldError if that is no world any more."""
        return _made_of(_source(services), self._settings)

    async def reset(self, services: Services, clock: SteeredClock) -> None:
        """The world as it was laid, at the true time; only snapshots and the journal stay. Raises StoreError, WorldError."""
        source = _source(services)
        await world.lay_anew(services, clock, _made_of(source, self._settings), source)

    async def load(self, services: Services, clock: SteeredClock, source: str | None) -> None:
        """Another world in place of what there is (None: as the main one began). Raises StoreError, WorldError: then nothing changed."""
        await world.lay_anew(services, clock, _made_of(source, self._settings), source)

    async def remove(self, name: str) -> Refused | None:
        """End a named world and all that it kept; the main one stays. Raises StoreError."""
        if name not in self.names():
            return Refused(RefusalCode.not_found)
        if self.of(name) is not None:
            await self._open.pop(name).close()
        # also what a process that died left half laid
        world_places.remove(self._settings.database, name)
        return None

    async def close(self) -> None:
        await asyncio.gather(*self._going)
        for services in self._open.values():
            await services.close()

    def _let_go(self, services: Services) -> None:
        """Close what nobody finds any more, once those who are still in it have been answered."""
        going = asyncio.create_task(services.close())
        self._going.add(going)
        going.add_done_callback(self._going.discard)

    def _opened(
        self,
        database: str | None,
        chosen: dict[str, str | None] | None = None,
        opening: Callable[[Store], AbstractContextManager[object]] = nullcontext,
    ) -> Services:
        """Made and laid if it is not there yet; `chosen` is what the world has of its own. Raises StoreError, WorldError."""
        store = open_store(database)
        with _closed_if_it_fails(store), opening(store):
            services = self._services(store, chosen)
            world.lay(services, _made_of(_source(services), self._settings))
        return services

    def _services(self, store: Store, chosen: dict[str, str | None] | None = None) -> Services:
        settings = _settled(store, self._settings, chosen or {})
        clock = keep_time(store, self._clock)
        return put_together(settings, store, SteeredClock(store, clock) if settings.control else clock, self._compare)


@contextmanager
def _closed_if_it_fails(store: Store) -> Iterator[None]:
    try:
        yield
    except BaseException:
        store.close()
        raise


def _source(services: Services) -> str | None:
    """The text that the world was made of, if it has one of its own."""
    with services.store.read() as connection:
        return meta.get(connection, world.SOURCE)


def _made_of(source: str | None, settings: ServerSettings) -> world_file.World:
    return world_file.read_world(settings.world) if source is None else world_file.parse_world(source)


def _settled(store: Store, settings: ServerSettings, chosen: dict[str, str | None]) -> ServerSettings:
    """The server's settings with what this world has of its own, kept in it so that each process finds them."""
    with store.write() as connection:
        for key, value in chosen.items():
            if value is not None:
                meta.put(connection, key, value)
        policy, phase = meta.get(connection, world.POLICY), meta.get(connection, world.PHASE)
    return replace(settings, policy=policy or settings.policy, phase=Phase(phase) if phase else settings.phase)


_PREFIX = re.compile(r"/w/([a-z0-9-]{1,40})(?=/|$)", re.IGNORECASE)


def split(path: str) -> tuple[str, str]:
    """The world that a path names, `/w/NAME/...`, and the path within it; capitals are those of QR codes."""
    found = _PREFIX.match(path)
    return (MAIN, path) if found is None else (found[1].lower(), path[found.end() :] or "/")
