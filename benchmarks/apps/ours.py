"""Our server with a thousand units in one person's list, and hashes that cost next to nothing: `ours.py PORT FOLDER`."""

import sys
from pathlib import Path

import uvicorn

from etax_client.domain.units.taxpayer_ids import credit_code_check
from etax_client.server.app import create_app
from etax_client.server.listening.serve import uvicorn_config
from etax_client.server.settings import HashCost, ServerSettings

_PERSON = """
account_password = "Etax@2026"
declaration_password = "Unit2026a"
[[people]]
name = "李明"
login_name = "liming"
mobile = "13800000001"
document_type = "resident_id"
document_number = "440199198805120030"
shows_zh = "一千个单位"
shows_en = "a thousand units"
"""


def world(units: int) -> str:
    firsts = [f"91440199{n:09}" for n in range(units)]
    ids = [first + credit_code_check(first) for first in firsts]
    listed = _PERSON + "lists = [" + ", ".join(f'"{each}"' for each in ids) + "]\n"
    return listed + "".join(
        f'[[units]]\ntaxpayer_id = "{each}"\nname = "广东示例第{n}号有限公司"\nincome_filing = "pending"\n' for n, each in enumerate(ids)
    )


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    (folder / "world.toml").write_text(world(1000), encoding="utf-8")
    chosen = ServerSettings(database=str(folder / "ours.sqlite3"), world=str(folder / "world.toml"), hash_cost=HashCost(8, 1))
    uvicorn.Server(uvicorn_config(create_app(chosen), port=port)).run()


if __name__ == "__main__":
    main()
