"""Write what the migrations make of an empty database, with which worlds in memory begin: `uv run python -m tools.new_database`."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from etax_client.server.store.database import open_store

FILE = Path(__file__).parent.parent / "etax_client" / "server" / "store" / "new_database.sql"


def script() -> str:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        open_store(str(file)).close()
        with closing(sqlite3.connect(file)) as made:
            return "".join(f"{line}\n" for line in made.iterdump())


def main() -> None:
    FILE.write_text(script(), encoding="utf-8")


if __name__ == "__main__":
    main()
