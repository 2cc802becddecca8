"""What a screen has no room for: words that are cut, in lines that stand alone and in places that may have to say much."""

from collections.abc import Iterator

from rich.cells import cell_len
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from etax_client.texts.catalogue import catalogue
from etax_client.texts.words import Language, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.tick_box import TickBox
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said
from etax_client.widgets.step_line import StepLine
from tests.driving import Driver

_WORDS = (Static, PushButton, TickBox, Countdown, StepLine, CaptchaView)
_MESSAGES = "#notice, #status, #phone-notice, #fates, .hint, .face-notice, #opened, #saved"
"""Where screens say what came of something."""
_EXPLAINED = ("refused.", "weakness.", "accident.")


def cut(screen: Screen[object]) -> list[str]:
    """What is not whole. Only what users have called something may be shortened; what is scrolled to is no fault."""
    return [why for widget in screen.query("*") if _is_shown(widget) for why in _faults(widget)]


async def cut_by_the_longest_message(etax: Driver) -> list[str]:
    """The same while each place in turn explains what takes most words."""
    language = list(Language).index(etax.app.desk.words.language)
    texts = {key: text[language] for key, text in catalogue().items() if key.startswith(_EXPLAINED)}
    longest = phrase(max(texts, key=lambda key: cell_len(texts[key])), minutes=120)
    found: list[str] = []
    screen = etax.app.screen
    for said in [each for each in screen.query(_MESSAGES).results(Said) if _is_shown(each)]:
        before = said.phrase
        said.say(longest)
        await etax.settle()
        found += [f"{said!r} in {said.parent!r}: {why}\n{etax.text()}" for why in cut(screen)]
        said.say(before)
    for row in [each for each in screen.query(FormRow) if _is_shown(each)]:
        message, was_wrong = row.message, row.in_error
        row.error(longest)
        await etax.settle()
        told, drawn = ("".join(text.split()) for text in (etax.app.desk.words.tell(longest), str(row.render())))
        found += [] if told in drawn else [f"{row!r} {row.size}: {row.render()}"]
        found += [f"{row!r}: {why}\n{etax.text()}" for why in cut(screen)]
        if row.size.height < row.get_content_height(screen.size, screen.size, row.size.width):
            found.append(f"{row!r} is {row.size}\n{etax.text()}")
        row.clear()
        if message is not None:
            (row.error if was_wrong else row.note)(message)
    await etax.settle()
    return found


def _is_shown(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self)


def _faults(widget: Widget) -> Iterator[str]:
    if isinstance(widget, OptionList):
        room = widget.scrollable_content_region.width
        yield from (f"an option: {line}" for option in widget.options for line in str(option.prompt).split("\n") if cell_len(line) > room)
    elif isinstance(widget, _WORDS) and not _is_of_users(widget) and not _is_whole(widget):
        yield f"{widget!r} {widget.size}: {widget.render()}"


def _is_of_users(widget: Widget) -> bool:
    """Whether what it shows is a name as it was given."""
    return isinstance(widget, Said) and widget.phrase is not None and widget.phrase.key == "plain"


def _is_whole(widget: Widget) -> bool:
    screen = widget.screen
    shown = screen.find_widget(widget)
    wanted = widget.get_content_width(screen.size, screen.size)
    if not wanted or not str(widget.render()):
        return True
    scrolled = any(isinstance(each, Widget) and each.max_scroll_y for each in widget.ancestors)
    if not widget.size or (shown.region.right > shown.clip.right if scrolled else shown.visible_region != shown.region):
        return False
    if widget.styles.text_wrap == "nowrap" or not isinstance(widget, Static):
        return widget.size.width >= wanted
    return widget.size.height >= widget.get_content_height(screen.size, screen.size, widget.size.width)
