"""A browser in a tester's hand, for the portal, the APP's pages and the hall's counter: no screen and no script, by words (PGS-07)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path

from etax_client.api.control_door import Turned
from etax_client.api.pages import PageUser, Upload
from etax_client.domain.pages.page import (
    Block,
    Button,
    Countdown,
    Facts,
    Field,
    FieldKind,
    Heading,
    Inline,
    Items,
    Link,
    Page,
    Paragraph,
    Picture,
    Sheet,
    Table,
    all_blocks,
)
from etax_client.domain.pages.printing import as_document
from etax_client.domain.pages.wording import clean
from etax_client.domain.refusals import Refused

Value = str | bool | Path
"""A text or a choice as it is called; whether a box is ticked; a file."""


class Browser:
    """Whatever is not on the page fails and shows the page; `settle` is awaited after each step, as the client may have heard of it."""

    def __init__(self, user: PageUser, settle: Callable[[], Awaitable[None]]) -> None:
        self.user = user
        self._settle = settle
        self._typed: dict[tuple[int, str], str | Upload] = {}

    @property
    def page(self) -> Page:
        """What is open, as data. Raises AssertionError while nothing is."""
        if self.user.page is None:
            raise AssertionError("no page is open: open one first")
        return self.user.page

    async def open(self, path: str) -> "Browser":
        """A page by its address, as `/portal/register`."""
        return await self._after(f"open {path}", self.user.open(path))

    async def back(self) -> "Browser":
        return await self._after("back", self.user.back())

    async def reload(self) -> "Browser":
        return await self._after("reload", self.user.reload())

    def fill(self, typed: Mapping[str, Value] | None = None, /, **more: Value) -> "Browser":
        """Into fields by their labels or names; it is sent with the button of their form."""
        for called, value in {**(typed or {}), **more}.items():
            field = self._field(called)
            self._typed[field.form, field.name] = self._value(field, value)
        return self

    async def press(self, words: str) -> "Browser":
        """A button or a link by its words, or by what it is about where many say the same (`修改 李明`); the page's head comes last."""
        said = [one for one in self._pressable() if clean(words) in (one.text, one.about)]
        found = [one for one in said if one not in self.page.tools] or said
        if len(found) != 1:
            raise AssertionError(f"{len(found)} buttons and links say {words}:\n{self.text()}")
        return await self.choose(found[0])

    async def enter(self) -> "Browser":
        """What Enter presses in the form that was filled in, else in the first one."""
        form = next(iter(self._typed), (None, ""))[0]
        found = (one for one in all_blocks(self.page) if isinstance(one, Button) and one.enter and form in (None, one.form))
        button = next(found, None)
        if button is None:
            raise AssertionError(f"there is no button for Enter:\n{self.text()}")
        return await self.choose(button)

    async def choose(self, one: Button | Link) -> "Browser":
        """A button or a link of the page itself."""
        if isinstance(one, Button):
            values = {name: value for (form, name), value in self._typed.items() if form == one.form}
            return await self._after(f"press {one.text}", self.user.submit(one.form, values, one))
        if one.address is None:
            raise AssertionError(f"{one.text} leads elsewhere: {one.elsewhere}")
        return await self._after(f"follow {one.text}", self.user.open(one.address))

    async def wait(self) -> "Browser":
        """Until what this page waits for has happened."""
        return await self._after("wait", self.user.wait())

    def text(self) -> str:
        """The page as text, line by line in reading order: labels with what stands in their fields, hints and errors."""
        return "\n".join([self.page.title, *lines(self.page.blocks)])

    def save(self, file: Path) -> None:
        """What may be printed of the page, as a document of HTML."""
        file.write_bytes(as_document(self.page))

    async def _after(self, what: str, step: Awaitable[Page | Refused]) -> "Browser":
        outcome = await step
        if isinstance(outcome, Refused):
            raise Turned(outcome, f"browser: {what}")
        self._typed.clear()
        await self._settle()
        return self

    def _pressable(self) -> list[Button | Link]:
        blocks = list(all_blocks(self.page))
        inline = [part for block in blocks for part in _parts(block) if isinstance(part, Link)]
        return [*(block for block in blocks if isinstance(block, Button | Link)), *inline]

    def _field(self, called: str) -> Field:
        fields = [block for block in all_blocks(self.page) if isinstance(block, Field) and block.name]
        found = [field for field in fields if clean(called) in (field.label, field.name)]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} fields are called {called}:\n{self.text()}")
        return found[0]

    def _value(self, field: Field, value: Value) -> str | Upload:
        if isinstance(value, Path):
            return Upload(value.name, value.read_bytes())
        if isinstance(value, bool):
            return field.ticks if value else ""
        if field.kind not in (FieldKind.radio, FieldKind.select):
            return value
        chosen = next((choice.value for choice in field.choices if value in (choice.label, choice.value)), None)
        if chosen is None:
            raise AssertionError(f"{field.label} has no choice {value}: {', '.join(choice.label for choice in field.choices)}")
        return chosen


def lines(blocks: Iterable[Block]) -> list[str]:
    """What blocks say, line by line."""
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Block) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [_said(block.parts)]
        case Facts():
            return [f"{row.term} {_said(row.value)}" for row in block.rows]
        case Items():
            return [line for item in block.items for line in lines(item)]
        case Table():
            rows = [" ".join(line for cell in row for line in lines(cell.blocks)) for row in block.rows]
            return [" ".join(block.heads), *rows] if block.heads else rows
        case Sheet():
            return lines(block.blocks)
        case Field():
            shown = next((choice.label for choice in block.choices if choice.value == block.value), block.value)
            return [line for line in (f"{block.label} {shown}".strip(), block.hint, block.error) if line]
        case Picture():
            return [block.text] if block.text else []
        case Link() | Button():
            return [" ".join((block.text, *block.notes))]


def _said(parts: Iterable[Inline]) -> str:
    return "".join(str(part.seconds) if isinstance(part, Countdown) else part.text for part in parts)


def _parts(block: Block) -> tuple[Inline, ...]:
    match block:
        case Heading() | Paragraph():
            return block.parts
        case Facts():
            return tuple(part for row in block.rows for part in row.value)
    return ()
