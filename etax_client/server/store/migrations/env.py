"""What Alembic runs for each migration: it gets a connection that is in a transaction already, so that all steps are kept or none."""

from alembic import context

from etax_client.server.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
