"""Make the pictures in README.md and docs/screens.md of the real screens: `uv run python -m tools.pictures`; an SVG each in docs/images."""

import asyncio
import html
import re
from pathlib import Path

from rich.cells import cell_len
from textual.app import App

from etax_client.machine.settings import Settings
from etax_client.texts.words import Language
from tests.driving import driving

FOLDER = Path(__file__).parent.parent / "docs" / "images"


def undistorted(svg: str) -> str:
    """Rich counts characters where cells are meant, which squeezes Chinese text to half its width: set each length by cells.

    The fonts that Rich would have fetched from elsewhere are left out too: the reader's own monospace serves.
    """
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    unit = re.search(r'textLength="([\d.]+)"[^>]*>([ -;=-~]+)</text>', svg)
    if unit is None:
        return svg
    cell = float(unit[1]) / len(html.unescape(unit[2]))

    def mend(found: re.Match[str]) -> str:
        length = cell * cell_len(html.unescape(found[3]))
        return f'{found[1]}textLength="{length:g}"{found[2]}>{found[3]}</text>'

    return re.sub(r'(<text [^>]*)textLength="[\d.]+"([^>]*)>([^<]*)</text>', mend, svg)


def take(app: App[int], name: str) -> None:
    (FOLDER / f"{name}.svg").write_text(undistorted(app.export_screenshot(title="etax-client")), encoding="utf-8")


SMALL, LARGE = (80, 24), (140, 45)


async def everyday(size: tuple[int, int], language: Language, theme: str) -> None:
    """Login, list, verification and home, as docs/screens.md shows them."""
    mark = f"{size[0]}x{size[1]}-{language.value}"
    async with driving(size=size, language=language, settings=Settings(keypad=False, theme=theme)) as etax:
        take(etax.app, f"login-{mark}")
        await etax.log_in()
        take(etax.app, f"units-{mark}")
        await etax.press("enter")
        take(etax.app, f"verify-{mark}")
        await etax.type_password("Unit2026a")
        take(etax.app, f"home-{mark}")


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for size in (SMALL, LARGE):
        for language, theme in ((Language.zh, "etax-light"), (Language.en, "etax-dark")):
            await everyday(size, language, theme)
    async with driving(size=LARGE) as etax:
        await etax.press("f2")
        await etax.press("f9")
        take(etax.app, "qr-login")
    async with driving() as etax:
        for key in ("ctrl+n", "enter", "enter"):
            await etax.press(key)
        await etax.paste("568068")
        await etax.press("tab", "tab")
        await etax.paste("440199199607260029")
        await etax.press("tab")
        await etax.paste("周")
        take(etax.app, "registration")
        await etax.press("f7")
        for key in "ting2":
            await etax.press(key)
        await etax.press("enter")
        take(etax.app, "rare-characters")


if __name__ == "__main__":
    asyncio.run(main())
