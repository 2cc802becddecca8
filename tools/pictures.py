"""Make the README's pictures of the real screens: `uv run python -m tools.pictures`; an SVG each in docs/images."""

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
    unit = re.search(r'textLength="([\d.]+)"[^>]*>((?:[ -~]|&#160;)+)</text>', svg)
    if unit is None:
        return svg
    cell = float(unit[1]) / len(html.unescape(unit[2]))

    def mend(found: re.Match[str]) -> str:
        length = cell * cell_len(html.unescape(found[3]))
        return f'{found[1]}textLength="{length:g}"{found[2]}>{found[3]}</text>'

    return re.sub(r'(<text [^>]*)textLength="[\d.]+"([^>]*)>([^<]*)</text>', mend, svg)


def take(app: App[int], name: str) -> None:
    (FOLDER / f"{name}.svg").write_text(undistorted(app.export_screenshot(title="etax-client")), encoding="utf-8")


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with driving(settings=Settings(keypad=True)) as etax:
        await etax.paste("liming")
        await etax.press("enter")
        await etax.type_password("Wrong@2026")
        take(etax.app, "login")
        await etax.type_password("Etax@2026")
        await etax.answer_captcha()
        take(etax.app, "units")
        await etax.press("enter")
        take(etax.app, "verify")
        await etax.type_password("Unit2026a")
        take(etax.app, "home")
    async with driving(settings=Settings(keypad=True, theme="etax-dark"), language=Language.en) as etax:
        await etax.paste("liming")
        take(etax.app, "login-en-dark")
    async with driving() as etax:
        await etax.press("f2")
        await etax.press("f9")
        take(etax.app, "qr-login")
    async with driving() as etax:
        for key in ("ctrl+n", "enter", "enter"):
            await etax.press(key)
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
