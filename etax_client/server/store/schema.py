"""The schema of a database that is opened: whole, ours, not newer than this program, and brought up to date in one transaction (DUR-3)."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from etax_client.server.store import migrations
from etax_client.server.store.errors import StoreError, StoreFault


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the schema up to date, or `to` a version; `connection` is in a write transaction that the caller commits. Raises StoreError."""
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0].replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    found = MigrationContext.configure(connection).get_current_heads()
    if not set(found) <= known:
        raise StoreError(StoreFault.newer, ", ".join(found))
    if not found and inspect(connection).get_table_names():
        raise StoreError(StoreFault.foreign)
    command.upgrade(config, to)
