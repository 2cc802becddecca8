"""What can keep a store from being used."""

from enum import StrEnum


class StoreFault(StrEnum):
    """Why a database can't be used; the shell has words for each."""

    newer = "newer"
    """A later version of this program wrote it."""
    foreign = "foreign"
    """Another program wrote it."""
    corrupt = "corrupt"
    lost = "lost"
    """Its file is empty or gone, and the log of what was written last is still there."""
    missing = "missing"
    """There is no database."""
    not_writable = "not_writable"
    busy = "busy"
    """Another process holds it for longer than one waits."""
    unreachable = "unreachable"
    """The database's server does not answer, or does not let us in."""
    no_driver = "no_driver"
    """The library for this kind of database is not installed."""
    unsupported = "unsupported"
    """No database of a kind that this program knows."""


class StoreError(Exception):
    """The store can't do what was asked; nothing of it has been done."""

    def __init__(self, fault: StoreFault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else fault.value)
        self.fault = fault
        self.detail = detail
