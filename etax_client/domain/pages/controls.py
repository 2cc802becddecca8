"""What can be filled in and pressed in a page: its forms, their fields with label, hint and error, and their buttons."""

import re
from collections.abc import Callable, Iterator, Sequence

from etax_client.domain.pages.markup import Element
from etax_client.domain.pages.page import Button, Choice, Field, FieldKind, Form, Look
from etax_client.domain.pages.wording import clean
from etax_client.domain.safe_text import safe_text

_LONGEST_VALUE = 8000
CONTROLS = frozenset({"input", "select", "button"})
_MOST_TIES = 4
_KINDS = {
    "password": FieldKind.password,
    "date": FieldKind.date,
    "file": FieldKind.file,
    "checkbox": FieldKind.tick,
    "radio": FieldKind.radio,
    "range": FieldKind.tick,
}
"""What is to be brought to its end is ticked here (BJ-11)."""
_NOTES = frozenset({"span", "small"})


class Controls:
    """Of all elements of a page; `path` says which address may be asked, None for one that may not.

    Whatever several of them ask for is made once: a hostile page ties thousands of fields to one long text.
    """

    def __init__(self, elements: Sequence[Element], path: Callable[[str], str | None]) -> None:
        self._path = path
        self._ids = {ident: each for each in reversed(elements) if (ident := each.get("id"))}
        self._forms = {id(each): number for number, each in enumerate(each for each in elements if each.tag == "form")}
        self._labels = {each.get("for"): each for each in elements if each.tag == "label" and each.has("for")}
        self._texts: dict[tuple[int, ...], str] = {}
        self._options: dict[int, tuple[Choice, ...]] = {}
        self._hidden: list[list[tuple[str, str]]] = [[] for _ in self._forms]
        self._buttons: list[list[Element]] = [[] for _ in self._forms]
        self._radios: dict[tuple[int, str], list[Element]] = {}
        self.told: set[int] = set()
        """What is said beside a field, by `id()`: labels, hints and errors, which are not said again."""
        for each in elements:
            if each.tag in CONTROLS and not each.has("disabled"):
                self._sort_in(each)
        self._pressed = [_default(buttons) for buttons in self._buttons]
        self.forms = tuple(self._form(each, number) for number, each in enumerate(each for each in elements if each.tag == "form"))

    def form_of(self, element: Element) -> int:
        """The place of the form that a control belongs to, -1 for none."""
        form = self._ids.get(element.get("form")) if element.has("form") else element.within("form")
        return self._forms.get(id(form), -1)

    def field(self, element: Element) -> Field | None:
        """What is to be filled in there; None for what is unseen, or has been read with an earlier one."""
        kind = _kind(element)
        if element.has("disabled") or element.get("type") == "hidden":
            return None
        form, name = self.form_of(element), element.get("name")
        group = self._radios[form, name] if kind is FieldKind.radio else [element]
        if element is not group[0]:
            return None
        choices = tuple(map(self._radio, group)) if kind is FieldKind.radio else self._choices(element)
        ticks = _ticks(element) if kind is FieldKind.tick else ""
        told = self._describing(element)
        return Field(
            form,
            "" if element.has("readonly") else _value(element, "name"),
            kind,
            self._label(element, kind),
            value=_chosen(kind, element, group, choices, ticks),
            hint=self._text(*(each for each in told if "hint" in each.classes)),
            error=self._text(*(each for each in told if "wrong" in each.classes)),
            required=any(one.has("required") or _is_slider(one) for one in group),  # one is always to be brought to its end
            most=_number(element.get("maxlength")),
            choices=choices,
            ticks=ticks,
            placeholder=clean(element.get("placeholder")),
            earliest=clean(element.get("min")),
            latest=clean(element.get("max")),
            part=_part(element),
            focus=any(one.has("autofocus") for one in group),
        )

    def button(self, element: Element) -> Button | None:
        """What sends a form; a button that only a script could press is none."""
        form = self.form_of(element)
        if element.get("type").lower() == "button" or element.has("disabled") or form < 0:
            return None
        classes = element.classes
        look = next((look for name, look in LOOKS.items() if name in classes), Look.button)
        text, notes = spoken(element)
        return Button(
            form,
            text,
            _value(element, "name"),
            _value(element),
            self._path(element.get("formaction")) if element.has("formaction") else None,
            look,
            notes,
            enter=self._pressed[form] is element,
            skips=element.has("formnovalidate"),
            back=element.has("data-back"),
            ident=clean(element.get("id")),
            about=clean(element.get("aria-label")),
        )

    def _form(self, element: Element, number: int) -> Form:
        posts = element.get("method").lower() == "post"
        files = element.get("enctype").lower() == "multipart/form-data"
        return Form(self._path(element.get("action")), posts, files, tuple(self._hidden[number]))

    def _sort_in(self, element: Element) -> None:
        form, kind = self.form_of(element), element.get("type").lower()
        if element.tag == "button":
            if form >= 0 and kind != "button":
                self._buttons[form].append(element)
            return
        if kind == "hidden":
            if form >= 0:
                self._hidden[form].append((_value(element, "name"), _value(element)))
            return
        if kind == "radio":
            self._radios.setdefault((form, element.get("name")), []).append(element)
        for said in (self._label_of(element), _legend(element), *self._describing(element)):
            if said is not None:
                self.told.add(id(said))

    def _label_of(self, element: Element) -> Element | None:
        return self._labels.get(element.get("id")) if element.has("id") else None

    def _describing(self, element: Element) -> list[Element]:
        """The hints and errors that are tied to a field, or to the group that its radio button stands in."""
        group = element.within("fieldset") if _kind(element) is FieldKind.radio else None
        names = f"{element.get('aria-describedby')} {'' if group is None else group.get('aria-describedby')}".split()[:_MOST_TIES]
        return [said for name in names if (said := self._ids.get(name)) is not None and {"hint", "wrong"} & set(said.classes)]

    def _label(self, element: Element, kind: FieldKind) -> str:
        named = _legend(element) if kind is FieldKind.radio else self._label_of(element) or element.within("label")
        return clean(element.get("aria-label")) if named is None else self._text(named)

    def _radio(self, element: Element) -> Choice:
        around = element.within("label") or element
        inner = next((one for one in around.children if isinstance(one, Element) and one.tag == "span"), around)
        text, notes = spoken(inner)
        return Choice(_value(element), text, " ".join(notes))

    def _choices(self, element: Element) -> tuple[Choice, ...]:
        """Of a select, or of the list that a field offers."""
        source = self._ids.get(element.get("list")) if element.has("list") else element
        if source is None:
            return ()
        if id(source) not in self._options:
            self._options[id(source)] = tuple(_option(one) for one in descendants(source) if one.tag == "option")
        return self._options[id(source)]

    def _text(self, *elements: Element) -> str:
        """What they say together."""
        key = tuple(map(id, elements))
        if key not in self._texts:
            self._texts[key] = clean(" ".join(map(text_of, elements)))
        return self._texts[key]


LOOKS = {"primary": Look.main, "deny": Look.danger, "quiet": Look.quiet, "button": Look.button}
"""By class, the strongest first."""


def text_of(element: Element) -> str:
    """All that it says, as one text."""
    if element.tag in CONTROLS or element.has("hidden"):
        return ""
    return "".join(one if isinstance(one, str) else text_of(one) for one in element.children)


def spoken(element: Element) -> tuple[str, tuple[str, ...]]:
    """What a link or a button says, and its notes: what is small in it, and all that follows its name in bold letters."""
    parts = [one for one in element.children if not (isinstance(one, str) and not one.strip())]
    named = bool(parts) and isinstance(parts[0], Element) and parts[0].tag == "b"
    is_note = [
        isinstance(one, Element) and one.tag in _NOTES and (named or one.tag == "small") and not one.has("aria-hidden") for one in parts
    ]
    texts = [(one if isinstance(one, str) else "" if one.has("aria-hidden") else text_of(one)) for one in parts]
    name = " ".join(clean(text) for text, note in zip(texts, is_note, strict=True) if text.strip() and not note)
    return name or clean(element.get("aria-label")), tuple(clean(text) for text, note in zip(texts, is_note, strict=True) if note)


def children(element: Element) -> list[Element]:
    return [one for one in element.children if isinstance(one, Element)]


def descendants(element: Element) -> Iterator[Element]:
    """All that stands in it, in reading order."""
    for one in children(element):
        yield one
        yield from descendants(one)


def _option(element: Element) -> Choice:
    label = clean(text_of(element))
    value = _value(element) if element.has("value") else label
    return Choice(value, label, clean(element.get("data-form")), tuple(clean(element.get("data-fields")).split()))


def _kind(element: Element) -> FieldKind:
    return FieldKind.select if element.tag == "select" else _KINDS.get(element.get("type").lower(), FieldKind.text)


def _ticks(element: Element) -> str:
    """What a tick sends: of a range its end."""
    return (_value(element, "max") or "100") if _is_slider(element) else (_value(element) or "on")


def _is_slider(element: Element) -> bool:
    return element.get("type").lower() == "range"


def _legend(element: Element) -> Element | None:
    """What names the group of a radio button."""
    group = element.within("fieldset") if _kind(element) is FieldKind.radio else None
    return None if group is None else next((one for one in group.children if isinstance(one, Element) and one.tag == "legend"), None)


def _part(element: Element) -> str:
    """Of a form, that is asked for with some choices only."""
    part = element.within("div")
    while part is not None and not part.has("data-field"):
        part = part.within("div")
    return "" if part is None else clean(part.get("data-field"))


def _default(buttons: list[Element]) -> Element | None:
    """What Enter presses: a form's first button, as in a browser; for one that is not seen, the one that does the same."""
    seen = [each for each in buttons if not each.has("hidden")]
    if not seen or seen[0] is buttons[0]:
        return seen[0] if seen else None
    first = buttons[0]
    twins = [each for each in seen if first.has("name") and (each.get("name"), _value(each)) == (first.get("name"), _value(first))]
    mains = [each for each in seen if "primary" in each.classes]
    return next(iter([*twins, *mains, *(each for each in seen if not each.has("formaction"))]), seen[0])


def _chosen(kind: FieldKind, element: Element, group: list[Element], choices: tuple[Choice, ...], ticks: str) -> str:
    match kind:
        case FieldKind.password | FieldKind.file:
            return ""
        case FieldKind.tick:
            return ticks if element.has("checked") else ""
        case FieldKind.radio:
            return next((_value(one) for one in group if one.has("checked")), "")
        case FieldKind.select:
            chosen = next((one for one in descendants(element) if one.tag == "option" and one.has("selected")), None)
            return _option(chosen).value if chosen is not None else choices[0].value if choices else ""
    return _value(element)


def _value(element: Element, name: str = "value") -> str:
    return safe_text(element.get(name), _LONGEST_VALUE)


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,5}", text) else None
