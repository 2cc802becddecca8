"""The page on which a rare character is found: alone, to copy it, or in a dialog over a form with a field of names (HAN-01, HAN-02)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from etax_client.reference import hanzi
from etax_client.reference.hanzi import Entry, Radical, Table
from etax_client.server.middleware import guard
from etax_client.server.pages.rendering import Asked, Pages, root_of

PATH = "/rare-characters"
SCRIPT = "/rare-characters.js"
WITH_SCRIPT = {"Content-Security-Policy": guard.POLICY_WITH_NEWS}
"""For a page with `rare_characters_field.html`: its `scripts` name SCRIPT, and these are among its `headers`."""
ON_A_PAGE = 120
_LONGEST = 20
_RADICAL = re.compile(r"([0-9]{1,3})\.([0-3])")
_NUMBER = re.compile("[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class _Place:
    """What is looked at: the characters of a radical or of a search, those with so many strokes, and one of them."""

    radical: Radical | None = None
    text: str = ""
    strokes: int | None = None
    beside: bool = False
    page: int = 1
    char: str = ""

    def address(self, root: str, **changes: object) -> str:
        """Of this place with something changed."""
        place = replace(self, **changes)  # type: ignore[arg-type]  # the template names fields
        said = {
            "radical": place.radical and f"{place.radical.number}.{place.radical.variant}",
            "q": place.text,
            "strokes": place.strokes if place.strokes is None else str(place.strokes),
            "beside": "1" if place.beside else "",
            "page": str(place.page) if place.page > 1 else "",
            "char": f"{ord(place.char):X}" if place.char else "",
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{root}{PATH}?{query}" if query else f"{root}{PATH}"


@dataclass(frozen=True, slots=True)
class _Found:
    """`counts` are characters by strokes; `chars` those on this page of so many `pages`."""

    total: int
    counts: Mapping[int, int]
    chars: Sequence[Entry]
    pages: int


def handler(pages: Pages) -> HTTPRouteHandler:
    """The page; the table is read when it is first asked for, and kept with the application."""
    table = cache(hanzi.load)

    @get(PATH, include_in_schema=False)
    async def rare_characters(request: Asked) -> Response[str]:
        place = _read(table(), request.query_params)
        found = _find(table(), place)
        place = replace(place, page=min(place.page, found.pages))
        chosen = table().rows_of(place.char)[:1] if place.char else []
        return pages.show(
            request,
            "rare_characters.html",
            title="rare.title",
            place=place,
            at=lambda **changes: place.address(root_of(request), **changes),
            fresh=lambda **changes: _Place().address(root_of(request), **changes),
            forms=table().forms() if place.radical is None and not place.text else {},
            found=found,
            code_of=hanzi.code_of,
            chosen=table().entry(chosen[0]) if chosen else None,
        )

    return rare_characters


def _read(table: Table, given: Mapping[str, str]) -> _Place:
    """What an address asks for; what it cannot mean is left out."""
    key = _RADICAL.fullmatch(given.get("radical", ""))
    radical = table.radical(int(key[1]), int(key[2])) if key else None
    strokes, page, char = given.get("strokes", ""), given.get("page", ""), given.get("char", "")
    return _Place(
        radical=radical,
        text="" if radical else given.get("q", "").strip()[:_LONGEST],
        strokes=int(strokes) if _NUMBER.fullmatch(strokes) else None,
        beside=given.get("beside") == "1",
        page=max(1, int(page)) if _NUMBER.fullmatch(page) else 1,
        char=chr(int(char, 16)) if re.fullmatch("[0-9A-F]{4,5}", char) else "",
    )


def _find(table: Table, place: _Place) -> _Found:
    rows = table.under(place.radical) if place.radical else table.search(place.text)
    counts = table.strokes(rows, beside=place.beside)
    shown = rows if place.strokes is None else table.narrow(rows, place.strokes, beside=place.beside)
    pages = max(1, -(-len(shown) // ON_A_PAGE))
    first = (min(place.page, pages) - 1) * ON_A_PAGE
    return _Found(len(rows), counts, [table.entry(row) for row in shown[first : first + ON_A_PAGE]], pages)
