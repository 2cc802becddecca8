"""Write the OpenAPI documents of the server and of its tester's door into docs/: `uv run python -m tools.openapi`."""

import json
from functools import cache
from pathlib import Path

from etax_client.domain.secret import Secret
from etax_client.server import tester_door as control
from etax_client.server.app import create_app
from etax_client.server.control.door import digest
from etax_client.server.settings import ServerSettings

FOLDER = Path(__file__).parent.parent / "docs"


NAMES = ("openapi.json", "openapi-control.json")


@cache
def documents() -> dict[str, str]:
    """By the name of the file: what a server of now would say."""
    settings = ServerSettings(control=digest(Secret("nobody asks this server")))
    made = {"openapi.json": create_app(settings), "openapi-control.json": control.create_app(settings)}
    return {name: json.dumps(app.openapi_schema.to_schema(), ensure_ascii=False, indent=2) + "\n" for name, app in made.items()}


def main() -> None:
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
