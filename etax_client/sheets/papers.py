"""Pages to be printed from a browser: slips, lists and vouchers on A4, without scripts, everything in them escaped (QRY-01, PAY-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from etax_client.domain.safe_text import safe_text
from etax_client.texts.words import Words

MIME_TYPE = "text/html"
_STYLE = """
:root { color-scheme: light; }
body { margin: 24px auto; max-width: 780px; padding: 0 16px; background: #eef1f4; color: #1a1a1a; }
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
body.wide { max-width: 1120px; }
.paper { margin: 0 0 20px; padding: 24px 28px; background: #ffffff; border: 1px solid #b9c2cb; border-radius: 4px; break-inside: avoid; }
.paper.long { break-inside: auto; }
.mock { margin: 0 0 10px; color: #9a2a20; font-size: 0.8em; font-weight: 600; text-align: right; }
h1 { margin: 0 0 14px; font-size: 1.25em; text-align: center; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0 0 14px; }
dt { color: #555555; }
dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 9px; border: 1px solid #555555; text-align: left; vertical-align: top; }
th, td { overflow-wrap: anywhere; unicode-bidi: isolate; }
th { background: #f2f4f6; font-weight: 600; }
.right { text-align: right; white-space: nowrap; }
.long td:first-child, .long th:first-child { white-space: nowrap; }
tfoot td { font-weight: 600; }
.note { margin: 12px 0 0; font-size: 0.9em; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@page { size: A4; margin: 16mm 14mm; }
@page wide { size: A4 landscape; }
@media print {
  body { margin: 0; max-width: none; padding: 0; background: #ffffff; font-size: 11pt; }
  body.wide { page: wide; max-width: none; font-size: 9pt; }
  .paper { margin: 0; padding: 0 0 10mm; border: 0; border-radius: 0; }
  .paper + .paper { padding-top: 8mm; border-top: 1px dashed #777777; }
  .paper.long + .paper.long { break-before: page; border-top: 0; padding-top: 0; }
}
""".strip()


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet: its title, what it is about (label and value), and a table; columns in `right` are amounts."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    total: Sequence[str] = ()
    right: frozenset[int] = frozenset()
    note: str = ""


def page(papers: Sequence[Paper], words: Words, *, long: bool = False, wide: bool = False) -> bytes:
    """A whole page in UTF-8. `long`: tables that go on over pages; `wide`: many columns, printed across."""
    title, body = _text(papers[0].title if papers else ""), "".join(_paper(paper, words, long=long) for paper in papers)
    return (
        f'<!doctype html>\n<html lang="{_text(words.say("page.language"))}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n"
        f"<body{' class=wide' if wide else ''}>\n{body}</body>\n</html>\n"
    ).encode()


def _paper(paper: Paper, words: Words, *, long: bool) -> str:
    facts = "".join(f"<dt>{_text(label)}</dt><dd>{_text(value)}</dd>\n" for label, value in paper.facts)
    return (
        f'<section class="paper{" long" if long else ""}">\n<p class="mock">{_text(words.say("sheet.practice"))}</p>\n'
        f"<h1>{_text(paper.title)}</h1>\n"
        + (f"<dl>\n{facts}</dl>\n" if facts else "")
        + (_table(paper) if paper.heads else "")
        + (f'<p class="note">{_text(paper.note)}</p>\n' if paper.note else "")
        + "</section>\n"
    )


def _table(paper: Paper) -> str:
    head = _row(paper.heads, paper.right, "th")
    body = "".join(_row(row, paper.right, "td") for row in paper.rows)
    foot = f"<tfoot>\n{_row(paper.total, paper.right, 'td')}</tfoot>\n" if paper.total else ""
    return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n{foot}</table>\n"


def _row(cells: Sequence[str], right: frozenset[int], tag: str) -> str:
    told = "".join(f"<{tag}{' class=right' if at in right else ''}>{_text(cell)}</{tag}>" for at, cell in enumerate(cells))
    return f"<tr>{told}</tr>\n"


def _text(text: str) -> str:
    """Nothing in it is markup, and nothing turns a line round."""
    return escape(safe_text(text))
