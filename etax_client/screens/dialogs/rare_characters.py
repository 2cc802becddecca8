"""录入生僻字: a character by radical and strokes, by pinyin or by its code; returns it, or None (HAN-01, HAN-02)."""

from collections.abc import Sequence
from enum import StrEnum

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from typing_extensions import override

from etax_client.reference import hanzi
from etax_client.reference.hanzi import Radical
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, bindings
from etax_client.widgets.glyph_grid import GlyphGrid, Group
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_KEYS = (
    keys.HELP,
    Key("f2", "find", "rare.find", "cz"),
    Key("f3", "labels", "rare.labels", "bm"),
    Key("f4", "counting", "rare.counting", "bh"),
    keys.LANGUAGE,
    Key("escape", "leave", "key.back", "fh", "Esc"),
)
_GLYPH, _LABEL = 2, 7
"""Cells of a character and of its code."""
_NEW = (range(0x2EBF0, 0x2F800), range(0x30000, 0x40000))
"""Unicode 13 and later: few fonts have them, and some terminals drop them or give them no width."""


class Labels(StrEnum):
    """Which characters are drawn as codes, as no terminal says what it can draw."""

    new = "new"
    beyond = "beyond"
    """All but those that nearly every font has."""
    none = "none"

    def covers(self, char: str) -> bool:
        if self is Labels.new:
            return any(ord(char) in part for part in _NEW)
        return self is Labels.beyond and ord(char) > 0xFFFF


class RareCharactersDialog(ModalScreen[str | None]):
    CSS_PATH = "rare_characters.tcss"
    BINDINGS = bindings(_KEYS)
    AUTO_FOCUS = "#radicals"
    GUIDE = ("rare.title", "help.rare")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._table = hanzi.load()
        self._forms = [(form, radical) for group in self._table.forms().values() for form, radical in group]
        self._found: Sequence[int] = ()
        self._counts: dict[int, int] = {}
        self._shown: list[int] = []
        self._beside = False
        self._labels = Labels.new
        words = desk.words
        self._frame = Vertical(classes="dialog")
        self._query = TextField(id="query", max_length=20, select_on_focus=False)
        self._where = Said(words, phrase("rare.choose_radical"), id="where")
        self._radicals = GlyphGrid(margin=6, click_chooses=True, id="radicals")
        self._strokes = GlyphGrid(id="strokes")
        self._chars = GlyphGrid(id="chars")
        self._about = Said(words, id="about")
        self._keys_line = Said(words, phrase("rare.keys_radicals"), classes="dialog-keys")
        self._counting = PushButton(words, phrase("rare.count_whole"), id="counting")
        self._labelling = PushButton(words, phrase("rare.labels_new"), id="labels")

    @property
    def keys(self) -> tuple[Key, ...]:
        return _KEYS

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with self._frame:
            with Horizontal(id="find"):
                yield Said(words, phrase("rare.find"))
                yield self._query
            with Horizontal(id="tools"):
                yield self._where
                yield self._counting
                yield self._labelling
            with Horizontal(id="pick"):
                yield self._radicals
                yield self._strokes
                yield self._chars
            yield self._about
            with Horizontal(classes="dialog-actions"):
                yield PushButton(words, phrase("rare.another_radical"), id="another")
                yield PushButton(words, phrase("dialog.cancel"), id="cancel")
                yield PushButton(words, phrase("dialog.ok"), id="ok", classes="-primary")
            yield self._keys_line

    def on_mount(self) -> None:
        self.reword()

    def reword(self) -> None:
        """Titles, headings and strokes, in what is now the current language."""
        say = self._desk.words.say
        self._frame.border_title = Content(say("rare.title"))
        self._query.placeholder = say("rare.find_hint")
        self._show_radicals()
        if self._is_found:
            self._show_strokes()
        else:
            self._tell_radical()

    @property
    def _is_found(self) -> bool:
        """Whether there are characters to choose from, or radicals."""
        return self.has_class("-found")

    # --- radicals

    def _show_radicals(self) -> None:
        say = self._desk.words.say
        groups = [
            Group([form for form, _ in group], _GLYPH, say("rare.form_strokes", strokes=f"{strokes:>2}"))
            for strokes, group in self._table.forms().items()
        ]
        self._radicals.show(groups, self._radicals.cursor or 0)

    @on(GlyphGrid.Highlighted, "#radicals")
    def _tell_radical(self) -> None:
        form, radical = self._forms[self._radicals.cursor or 0]
        named = phrase("plain", text=radical.name) if radical.name else phrase("rare.number", number=radical.number)
        name = named if radical.number else phrase("rare.zero")
        strokes = next(strokes for char, strokes in radical.forms if char == form)
        self._about.say(phrase("rare.radical", form=form, name=name, strokes=strokes, count=len(self._table.under(radical))))

    @on(GlyphGrid.Chosen, "#radicals")
    def _take_radical(self) -> None:
        form, radical = self._forms[self._radicals.cursor or 0]
        rows = self._table.under(radical)
        self._show_found(rows, phrase("rare.of_radical", form=form, count=len(rows)))
        self._strokes.focus()

    @on(PushButton.Pressed, "#another")
    def _other_radical(self) -> None:
        self.remove_class("-found")
        with self._query.prevent(TextField.Changed):
            self._query.value = ""
        self._where.say(phrase("rare.choose_radical"))
        self._keys_line.say(phrase("rare.keys_radicals"))
        self._tell_radical()
        self._radicals.focus()

    # --- characters

    @on(TextField.Changed, "#query")
    def _search(self) -> None:
        text = self._query.value.strip()
        if not text:
            self._other_radical()
            self._query.focus()
            return
        rows = self._table.search(text)
        self._show_found(rows, phrase("rare.of_search", count=len(rows)) if rows else phrase("rare.nothing"))

    def _show_found(self, rows: Sequence[int], where: Phrase) -> None:
        self._found = rows
        self.add_class("-found")
        self._where.say(where)
        self._keys_line.say(phrase("rare.keys_found"))
        self._show_strokes()

    def _show_strokes(self) -> None:
        """The left column: all, then each count of strokes; its cursor narrows the grid at its right."""
        say = self._desk.words.say
        self._counts = self._table.strokes(self._found, beside=self._beside)
        texts = [say("rare.all", count=f"{len(self._found):>4}")]
        texts += [say("rare.strokes", strokes=f"{strokes:>2}", count=f"{count:>4}") for strokes, count in self._counts.items()]
        self._strokes.show([Group(texts if self._found else [], max(map(cell_len, texts)))])
        self._show_chars()

    @on(GlyphGrid.Highlighted, "#strokes")
    def _show_chars(self) -> None:
        before = self._row
        at = self._strokes.cursor
        strokes = None if not at else [*self._counts][at - 1]
        rows = self._found if strokes is None else self._table.narrow(self._found, strokes, beside=self._beside)
        covers = self._labels.covers
        glyphs = [row for row in rows if not covers(self._table.char(row))]
        labels = [row for row in rows if covers(self._table.char(row))]
        self._shown = glyphs + labels
        codes = [hanzi.code_of(self._table.char(row)) for row in labels]
        cursor = self._shown.index(before) if before in self._shown else 0
        self._chars.show([Group([self._table.char(row) for row in glyphs], _GLYPH), Group(codes, _LABEL)], cursor)
        self._tell_char()

    @property
    def _row(self) -> int | None:
        """The character under the cursor."""
        at = self._chars.cursor
        return None if at is None else self._shown[at]

    @on(GlyphGrid.Highlighted, "#chars")
    def _tell_char(self) -> None:
        self._about.say(None if self._row is None else self._described(self._row))

    def _described(self, row: int) -> Phrase:
        entry = self._table.entry(row)
        drawn = " " * _GLYPH if self._labels.covers(entry.char) else entry.char
        pinyin = phrase("plain", text=entry.pinyin) if entry.pinyin else phrase("rare.no_pinyin")
        if entry.becomes:
            pinyin = phrase("rare.becomes", code=hanzi.code_of(entry.becomes))
        parts = phrase("rare.parts", radical=_named(entry.radical), beside=entry.residual, total=entry.total)
        return phrase("rare.about", char=drawn, code=entry.code, pinyin=pinyin, parts=parts)

    @on(GlyphGrid.Chosen, "#strokes")
    def _to_chars(self) -> None:
        self._chars.focus()

    @on(GlyphGrid.Chosen, "#chars")
    def _take_char(self) -> None:
        if self._row is not None:
            self.dismiss(self._table.char(self._row))

    # --- keys and buttons

    @on(TextField.Submitted, "#query")
    def _found_enough(self) -> None:
        (self._chars if self._found and self._is_found else self._radicals if not self._is_found else self._query).focus()

    @on(GlyphGrid.AtEdge)
    def _leave_grid(self, event: GlyphGrid.AtEdge) -> None:
        event.stop()
        if event.down < 0:
            self._query.focus()
        elif event.grid is self._strokes and event.right > 0:
            self._chars.focus()
        elif event.grid is self._chars and event.right < 0:
            self._strokes.focus()

    @on(PushButton.Pressed, "#ok")
    def _accept(self) -> None:
        if self._is_found:
            self._take_char()
        else:
            self._take_radical()

    def action_find(self) -> None:
        self._query.focus()
        self._query.action_select_all()

    def on_key(self, event: events.Key) -> None:
        """What is typed over a grid is searched."""
        if isinstance(self.focused, GlyphGrid) and event.character and event.character.isalnum():
            self._type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        if isinstance(self.focused, GlyphGrid):
            event.stop()
            self._type(event.text)

    def _type(self, text: str) -> None:
        self._query.focus()
        self._query.post_message(events.Paste(text))

    @on(PushButton.Pressed, "#counting")
    def action_counting(self) -> None:
        """Count the strokes of the whole character, or those beside the radical."""
        if self._is_found:
            self._beside = not self._beside
            self._counting.say(phrase("rare.count_beside" if self._beside else "rare.count_whole"))
            self._show_strokes()

    @on(PushButton.Pressed, "#labels")
    def action_labels(self) -> None:
        choices = list(Labels)
        self._labels = choices[(choices.index(self._labels) + 1) % len(choices)]
        self._labelling.say(phrase(f"rare.labels_{self._labels}"))
        if self._is_found:
            self._show_chars()

    def action_leave(self) -> None:
        if self._is_found:
            self._other_radical()
        else:
            self.dismiss(None)

    @on(PushButton.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)


def _named(radical: Radical) -> str:
    return f"{radical.display} {radical.name}".rstrip()
