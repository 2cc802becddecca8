"""How each screen looks in words, at four sizes: to see at a glance what a change does to all of them.

`uv run python -m tests.screens.test_snapshots` writes them anew; look at what it changed before you commit it.
"""

import asyncio
import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color

from etax_client.machine.settings import Settings
from etax_client.texts.words import Language
from etax_client.widgets.qr_code import QrCode
from tests.driving import Driver, driving
from tests.screens.test_keys_and_room import walk

NEARLY = 32
"""Of 255: a channel of two colours that differ by no more cannot be told."""
FOLDER = Path(__file__).with_name("snapshots")
SIZES = {(60, 20): Language.zh, (80, 24): Language.en, (120, 40): Language.zh, (200, 50): Language.en}
WAYS: dict[str, Sequence[str]] = {
    "login": (),
    "help": ("f1",),
    "command list": ("f1", "ctrl+p"),
    "accounts": ("escape", "down"),
    "QR login": ("escape", "f2"),
    "registration, way": ("f2", "ctrl+n"),
    "registration, agreement": ("enter",),
    "registration, identity": ("enter",),
    "recovery": ("escape", "escape", "escape", "enter", "f4"),
    "rare characters": ("f7",),
    "settings": ("escape", "escape", "ctrl+s"),
    "pages": ("escape", "f10"),
    "portal": ("enter",),
    "phone": ("escape", "escape", "f9"),
}
INSIDE: dict[str, Sequence[str]] = {
    "units": (),
    "add": ("a",),
    "verification": ("escape", "enter"),
    "home": ("Unit2026a", "enter"),
}


def picture(etax: Driver, place: str) -> str:
    """The rows of the screen; a QR code is another one each time, and stands for itself. What nobody can see is no picture."""
    rows = etax.rows()
    assert not unseen(etax), f"{place}: in the colour of their ground"
    for code in etax.screen.query(QrCode):
        if code.region and code.payload:
            for y in code.region.line_range:
                rows[y] = _without(rows[y], code.region.x, code.region.right)
    return "\n".join([f"--- {place}", *(row.rstrip() for row in rows), ""])


def unseen(etax: Driver) -> list[str]:
    """Words in the colour of their ground, or nearly so; lines and pictures may be as they like."""
    strips = etax.app.screen._compositor.render_strips()
    segments = [(text, style) for strip in strips for text, style, _ in strip if style is not None and any(map(str.isalnum, text))]
    return [text for text, style in segments if not _seen(style)]


def _seen(style: Style) -> bool:
    if style.color is None or style.bgcolor is None or style.color.is_default or style.bgcolor.is_default:
        return True
    ink, ground = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
    return any(abs(one - other) > NEARLY for one, other in zip(ink.rgb, ground.rgb, strict=True))


def _without(row: str, start: int, end: int) -> str:
    """With the cells of a code in place of what it is; each of its characters takes one."""
    return row[:start] + "#" * (end - start) + row[end:]


async def taken(size: tuple[int, int]) -> str:
    pictures = []
    async with driving(size=size, language=SIZES[size], settings=Settings(keypad=False)) as etax:
        for place, way in WAYS.items():
            await walk(etax, way)
            pictures.append(picture(etax, place))
    async with driving(size=size, language=SIZES[size], settings=Settings(keypad=False)) as etax:
        await etax.log_in()
        for place, way in INSIDE.items():
            await walk(etax, way)
            pictures.append(picture(etax, place))
    return "\n".join(pictures)


def file_of(size: tuple[int, int]) -> Path:
    return FOLDER / f"{size[0]}x{size[1]}-{SIZES[size]}.txt"


def _changes(before: str, now: str) -> Iterator[str]:
    return difflib.unified_diff(before.splitlines(), now.splitlines(), "before", "now", lineterm="")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_they_look_as_they_did(size: tuple[int, int]) -> None:
    changes = "\n".join(_changes(file_of(size).read_text(encoding="utf-8"), await taken(size)))
    assert not changes, f"If this is meant: uv run python -m tests.screens.test_snapshots\n{changes}"


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for size in SIZES:
        file_of(size).write_text(await taken(size), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
