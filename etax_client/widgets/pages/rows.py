"""What a page is made of from top to bottom, as it is set: text, things to choose, fields as they are filled in, and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from etax_client.domain.pages.page import Button, Field, Heading, Link, Page, Paragraph, Picture, Text, Tone
from etax_client.texts.words import Words
from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.pages.entry import Entry
from etax_client.widgets.pages.parts import Acts, Drawn, Part, Prose, parts_of
from etax_client.widgets.qr_code import QrCode


@dataclass(frozen=True, slots=True)
class Head:
    """The page's title, and what stands beside it at the right."""

    title: Drawn
    tools: tuple[Part, ...]

    @property
    def acts(self) -> list[Link | Button]:
        return [act for part in self.tools if isinstance(part, Acts | Link) for act in acts_of(part)]


@dataclass(frozen=True, slots=True)
class Framed:
    """A picture, and what draws it."""

    picture: Picture
    widget: CaptchaView | QrCode


Row: TypeAlias = Head | Prose | Acts | Link | Entry | Framed


def rows_of(page: Page, words: Words, *, titled: bool) -> Iterator[Row]:
    """`titled`: it says the page's title, where nobody else does."""
    title = Heading(1, (Text(page.title),)) if titled else Paragraph((Text(page.product),), Tone.quiet)
    tools = parts_of(page.tools)
    if tools or (titled and page.title):
        yield Head(Drawn(title), tuple(tools))
    for part in parts_of(page.blocks):
        if isinstance(part, Field):
            yield Entry(words, part)
        elif isinstance(part, Picture):
            yield Framed(part, QrCode(part.payload) if part.payload else CaptchaView(words))
        else:
            yield part
    if page.cut:
        yield Prose((Drawn(Paragraph((Text(words.say("reader.cut")),), Tone.warning)),))


def acts_of(part: Acts | Link) -> tuple[Link | Button, ...]:
    return part.acts if isinstance(part, Acts) else (part,)
