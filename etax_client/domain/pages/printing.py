"""A page that may be printed as a document of its own: its sheets and nothing else, so that a file holds no form, script or token."""

from collections.abc import Iterable
from html import escape

from etax_client.domain.pages.page import (
    Block,
    Button,
    Cell,
    Countdown,
    Facts,
    Field,
    Heading,
    Inline,
    Items,
    Link,
    Page,
    Paragraph,
    Picture,
    Sheet,
    Table,
    Text,
    Tone,
)

_STYLE = """
@page { size: A4; margin: 20mm }
body { max-width: 170mm; margin: 0 auto; font: 12pt/1.8 serif; color: #000; background: #fff }
article { break-after: page }
h1, h2 { font-size: 16pt; text-align: center }
p.banner { font-size: 10pt; text-align: center; border: 1px solid }
table { width: 100%; border-collapse: collapse }
th, td { padding: 1mm 2mm; border: 1px solid; text-align: left }
td > p, th > p { margin: 0 }
dl { display: grid; grid-template-columns: max-content auto; column-gap: 4mm }
dd { margin: 0 }
"""


def as_document(page: Page) -> bytes:
    """HTML that needs nothing but itself; it looks the same wherever it is opened."""
    sheets = "\n".join(f"<article>\n{_blocks(block.blocks)}\n</article>" for block in page.blocks if isinstance(block, Sheet))
    title = escape(page.title)
    head = f'<meta charset="utf-8">\n<title>{title}</title>\n<style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="{escape(page.language)}">\n<head>\n{head}\n</head>\n<body>\n{sheets}\n</body>\n</html>\n'.encode()


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n".join(said for block in blocks if (said := _block(block)))


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{_inline(block.parts)}</h{block.level}>"
        case Paragraph():
            kind = ' class="banner"' if block.tone is Tone.banner else ""
            return f"<p{kind}>{_inline(block.parts)}</p>"
        case Facts():
            return f"<dl>{''.join(f'<dt>{escape(row.term)}</dt><dd>{_inline(row.value)}</dd>' for row in block.rows)}</dl>"
        case Items():
            kind = "ol" if block.ordered else "ul"
            return f"<{kind}>{''.join(f'<li>{_blocks(item)}</li>' for item in block.items)}</{kind}>"
        case Table():
            heads = "".join(f"<th>{escape(head)}</th>" for head in block.heads)
            rows = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block.rows)
            return f"<table>\n{f'<tr>{heads}</tr>' if heads else ''}\n{rows}\n</table>"
        case Sheet():
            return _blocks(block.blocks)
        case Picture() | Link():
            return f"<p>{escape(block.text)}</p>"
        case Field() | Button():
            return ""


def _cell(cell: Cell) -> str:
    kind, span = "th" if cell.head else "td", f' colspan="{cell.span}"' if cell.span > 1 else ""
    return f"<{kind}{span}>{_blocks(cell.blocks)}</{kind}>"


def _inline(parts: Iterable[Inline]) -> str:
    return "".join(_part(part) for part in parts)


def _part(part: Inline) -> str:
    if isinstance(part, Countdown):
        return str(part.seconds)
    return f"<b>{escape(part.text)}</b>" if isinstance(part, Text) and part.strong else escape(part.text)
