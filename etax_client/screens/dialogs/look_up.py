"""A list at the server too long to be read: what is typed is asked there, and the first that fit are shown; it returns the chosen value."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual import events
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.choose import Choice
from etax_client.screens.dialogs.find import FindDialog
from etax_client.screens.explain import explain
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.said import Said

_LOOKING = "look-up"
_CHOOSING = ("enter", "down", "up", "pagedown", "pageup")
_OVER = (RefusalCode.unit_closed, RefusalCode.unit_not_listed, RefusalCode.session_ended)


@dataclass(frozen=True, slots=True)
class Found:
    """The first that fit, of so many."""

    choices: Sequence[Choice]
    total: int


class LookUpDialog(FindDialog):
    """What is typed next takes the place of what is being asked; who chooses waits for the answer."""

    CSS_PATH = Path(__file__).with_name("find.tcss")

    def __init__(
        self, desk: Desk, title: Phrase, hint: Phrase, look: Callable[[str], Awaitable[Found | Refused | Accident]], first: Found
    ) -> None:
        """`first` is found without typing anything. A `look` that finds nothing open any more ends the dialog with None."""
        super().__init__(desk, title, hint, lambda _: first.choices)
        self._look = look
        self._first = first

    def awaited(self, event: events.Event) -> Sequence[str]:
        """What is typed waits for nothing; what chooses waits for what there is to choose from."""
        return (_LOOKING,) if isinstance(event, events.Key) and event.key in _CHOOSING else ()

    @override
    def show_for(self, wanted: str) -> None:
        if wanted.strip():
            asking = partial(self._ask, wanted)  # a callable: one that is replaced before it begins was never asked
            _: Worker[None] = self.run_worker(asking, group="look-up", exclusive=True, description="look up")
        else:
            self.workers.cancel_group(self, _LOOKING)
            self._found_so(self._first)

    async def _ask(self, wanted: str) -> None:
        outcome = await self._look(wanted)
        if isinstance(outcome, Found):
            self._found_so(outcome)
        elif isinstance(outcome, Refused) and outcome.code in _OVER:
            self.dismiss(None)
        else:
            self.query_one(".dialog-hint", Said).say(explain(outcome, harmless=True))

    def _found_so(self, found: Found) -> None:
        self.show(found.choices)
        left = found.total - len(found.choices)
        self.query_one(".dialog-hint", Said).say(phrase("find.more", count=left) if left > 0 else self.hint)
