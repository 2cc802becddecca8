"""Which phase of unit verification a world is in: kept in its database, so that a switch reaches every process at once (VER-03)."""

from dataclasses import dataclass

from etax_client.domain.policies import Phase
from etax_client.server.services.news import News
from etax_client.server.store import meta
from etax_client.server.store.database import Store


@dataclass(frozen=True, slots=True)
class Phases:
    """`default` is what the world was made with, or the server's setting; it stands until someone switches."""

    store: Store
    news: News
    default: Phase

    def now(self) -> Phase:
        """Raises StoreError."""
        with self.store.read() as connection:
            kept = meta.get(connection, meta.SWITCHED)
        return self.default if kept is None else Phase(kept)

    def switch(self, phase: Phase) -> None:
        """From now on, in open sessions too. Raises StoreError."""
        with self.store.write() as connection:
            meta.put(connection, meta.SWITCHED, phase.value)
            self.news.tell(connection)
