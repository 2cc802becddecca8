"""What a kind of database does in its own way, and how its errors become ours."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, ResourceClosedError

from etax_client.server.store.errors import StoreError, StoreFault


class Kind(Protocol):
    """What a kind of database does in its own way."""

    shared: bool
    """Whether other processes may write too."""

    def connect(self, undo: ExitStack) -> tuple[Connection, Connection]:
        """A reader in which each statement stands alone, and a writer whose transactions begin alone; closed by `undo`."""

    def check(self, reader: Connection) -> None:
        """Raises StoreError for a database that can't be trusted."""

    def has_schema(self, writer: Connection) -> bool:
        """Whether it has today's schema, which one that is new may be given here; `writer` is in a write."""

    def version(self, reader: Connection) -> int:
        """Another number when someone has written since the last call."""

    def wall(self, reader: Connection) -> datetime | None:
        """The database's own time of day, where several machines share it."""

    def waited_in_vain(self, writer: Connection, in_vain: bool) -> None:
        """Told of each writer whether it had to wait in vain before it could begin."""

    def sync_commits(self, writer: Connection, yes: bool) -> None:
        """Whether commits wait for the disk from now on: one that does not is seen by all, and the next that does brings it along."""

    def fault(self, error: DBAPIError) -> StoreFault | None:
        """What an error means for us; None for a mistake in our own statements."""


@contextmanager
def as_store_error(kind: Kind) -> Iterator[None]:
    """What the database says, in our words."""
    try:
        yield
    except DBAPIError as error:
        fault = kind.fault(error)
        if fault is None:
            raise
        raise StoreError(fault, str(error.orig)) from error
    except UnicodeDecodeError as error:
        # Python's driver speaks of what is damaged by a name that is
        raise StoreError(StoreFault.corrupt, "not text") from error
    except ResourceClosedError as error:
        # its world has ended while someone was still at it
        raise StoreError(StoreFault.unreachable, "closed") from error
