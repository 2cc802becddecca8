"""A screen of the client as an SVG that looks the same with every font: text is set cell by cell, lines and blocks are drawn."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TypeVar

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual.strip import Strip

T = TypeVar("T")
W, H = 10, 20
"""Of a cell."""
_FONTS = "'Sarasa Mono SC','Noto Sans Mono CJK SC','Cascadia Mono',Menlo,Consolas,'PingFang SC','Microsoft YaHei',monospace"
_STYLE = "text{white-space:pre;font-size:17px}.w{font-size:19px}.b{font-weight:bold}.u{text-decoration:underline}"
_QUARTERS = {
    word[0]: word[1:]
    for word in ("▀12", "▄34", "█1234", "▌13", "▐24", "▖3", "▗4", "▘1", "▝2", "▙134", "▚14", "▛123", "▜124", "▞23", "▟234")
}
"""What of a cell a block fills: upper left, upper right, lower left, lower right."""
_WAYS = {
    word[0]: word[1:]
    for word in ("─lr", "│ud", "├udr", "┤udl", "┬lrd", "┴lru", "┼lrud", "╭rd", "╮ld", "╰ru", "╯lu", "┌rd", "┐ld", "└ru", "┘lu")
}
"""Where a line goes from the middle of its cell."""
_ENDS = {"l": (0, H // 2), "r": (W, H // 2), "u": (W // 2, 0), "d": (W // 2, H)}


@dataclass(frozen=True)
class _Cell:
    """`text` is "" in the second cell of a wide character."""

    text: str
    ink: str
    ground: str
    bold: bool = False
    underline: bool = False


def svg(strips: Sequence[Strip], ink: str, ground: str) -> str:
    """`ink` and `ground` are those of the screen, for what has no colours of its own."""
    rows = [list(_cells(strip, ink, ground)) for strip in strips]
    width, height = len(rows[0]) * W, len(rows) * H
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" font-family="{_FONTS}">',
            f"<style>{_STYLE}</style>",
            f'<path fill="{ground}" d="M0 0h{width}v{height}H0z"/>',
            *_grounds(rows, ground),
            *_drawn(rows),
            *(line for y, row in enumerate(rows) for line in _texts(row, y)),
            "</svg>\n",
        )
    )


def _cells(strip: Strip, ink: str, ground: str) -> Iterator[_Cell]:
    for segment in strip:
        style = segment.style or Style()
        front, back = _hex(style.color, ink), _hex(style.bgcolor, ground)
        if style.reverse:
            front, back = back, front
        for char in segment.text:
            for cell in range(cell_len(char)):
                yield _Cell("" if cell else char, front, back, bool(style.bold), bool(style.underline))


def _hex(color: Color | None, default: str) -> str:
    return default if color is None or color.is_default else color.get_truecolor().hex


def _grounds(rows: Iterable[Sequence[_Cell]], ground: str) -> Iterator[str]:
    """A path for each colour; what has the screen's own is there already."""
    paths: dict[str, list[str]] = defaultdict(list)
    for y, row in enumerate(rows):
        for x, cells in _runs(row, lambda cell: cell.ground):
            if cells[0].ground != ground:
                paths[cells[0].ground].append(f"M{x * W} {y * H}h{len(cells) * W}v{H}h-{len(cells) * W}z")
    # without smoothing no seam is seen between two rows
    yield from (f'<path fill="{color}" shape-rendering="crispEdges" d="{"".join(path)}"/>' for color, path in paths.items())


def _drawn(rows: Iterable[Sequence[_Cell]]) -> Iterator[str]:
    blocks: dict[str, list[str]] = defaultdict(list)
    lines: dict[str, list[str]] = defaultdict(list)
    for y, row in enumerate(rows):
        for half, quarters in enumerate(("12", "34")):
            filled = [cell.ink if quarter in _QUARTERS.get(cell.text, "") else "" for cell in row for quarter in quarters]
            for x, inks in _runs(filled, str):
                if inks[0]:
                    blocks[inks[0]].append(f"M{x * W // 2} {y * H + half * H // 2}h{len(inks) * W // 2}v{H // 2}h-{len(inks) * W // 2}z")
        for x, cell in enumerate(row):
            for way in _WAYS.get(cell.text, ""):
                right, down = _ENDS[way]
                lines[cell.ink].append(f"M{x * W + W // 2} {y * H + H // 2}L{x * W + right} {y * H + down}")
    yield from (f'<path fill="{color}" shape-rendering="crispEdges" d="{"".join(path)}"/>' for color, path in blocks.items())
    yield from (f'<path stroke="{color}" d="{"".join(path)}"/>' for color, path in lines.items())


def _texts(row: Sequence[_Cell], y: int) -> Iterator[str]:
    """Runs of characters that are equally wide, so that the length of each says where every character of it stands."""
    for x, (first, *more) in _runs(row, _manner):
        text = "".join(cell.text for cell in (first, *more))
        said = text.strip(" ")
        if not said or first.text in _QUARTERS or first.text in _WAYS:
            continue
        x += len(text) - len(text.lstrip(" "))
        is_wide = cell_len(first.text) > 1
        manner = "".join(name for name, on in (("w ", is_wide), ("b ", first.bold), ("u ", first.underline)) if on).strip()
        chosen, length = f' class="{manner}"' if manner else "", cell_len(said) * W
        place = f'x="{x * W}" y="{y * H + 16}" textLength="{length}" fill="{first.ink}"{chosen}'
        yield f"<text {place}>{escape(said, quote=False)}</text>"


def _manner(cell: _Cell) -> tuple[object, ...]:
    drawn = cell.text in _QUARTERS or cell.text in _WAYS
    return cell.ink, cell.bold, cell.underline, drawn, cell_len(cell.text) != 1


def _runs(items: Sequence[T], by: Callable[[T], object]) -> Iterator[tuple[int, list[T]]]:
    """Those that are alike and stand side by side, each with where it begins."""
    at = 0
    for _, alike in groupby(items, by):
        run = list(alike)
        yield at, run
        at += len(run)
