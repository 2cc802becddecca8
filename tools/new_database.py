"""Write what the migrations make of an empty database, with which those of SQLite begin: `uv run python -m tools.new_database`."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine

from etax_client.server.store import schema

FILE = Path(__file__).parent.parent / "etax_client" / "server" / "store" / "new_database.sql"


def migrate(file: Path, to: str = "head") -> None:
    """The migrations over a file that is new, all of them or up `to` a version."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        schema.upgrade(connection, to)
    engine.dispose()


def script() -> str:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        migrate(file)
        with closing(sqlite3.connect(file)) as made:
            return "".join(f"{line}\n" for line in made.iterdump())


def main() -> None:
    FILE.write_text(script(), encoding="utf-8")


if __name__ == "__main__":
    main()
