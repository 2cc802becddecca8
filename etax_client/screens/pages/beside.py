"""Where the phone lies: beside whatever screen is shown, and it goes along from one to the next."""

from collections.abc import Sequence
from typing import Any

from textual.screen import ModalScreen, Screen, SystemModalScreen
from textual.widget import Widget

from etax_client.api.pages import PageUser
from etax_client.screens.desk import Desk
from etax_client.screens.pages.phone import PhoneInHand
from etax_client.screens.pages.phone_panel import PhonePanel
from etax_client.widgets import sizes

COLUMNS = 40
"""That it takes of a screen."""
LEAST = sizes.WIDTHS[1][0] - COLUMNS
"""What it has to leave of one, else it covers it (PGS-05); a screen that gets along with less says so by its `BESIDE_PHONE`."""
_OVER = "-over"


class PhoneBeside:
    """F9 takes it up, goes to it, and puts it away; what it is in the middle of stays as it is."""

    def __init__(self, desk: Desk, user: PageUser) -> None:
        self._desk = desk
        self.phone = PhoneInHand(user, desk)
        self.panel: PhonePanel | None = None
        """While it is taken up."""
        self._resting: PhonePanel | None = None
        """Where it was put away: there it is at once when it is taken up again."""
        self._before: Widget | None = None
        """What had the focus before the phone."""

    def toggle(self, screen: Screen[Any]) -> None:
        if self.panel is None:
            self._lay(screen)
        elif self.panel.has_focus_within or self.panel.has_class(_OVER):
            self.put_away()
        else:
            self._before = screen.focused
            self.panel.take_focus()

    def put_away(self) -> None:
        """Back to where one was before."""
        if self.panel is not None:
            panel, self.panel = self.panel, None
            screen, focused = panel.screen, panel.has_focus_within
            panel.rest()
            self._resting = panel
            _uncover(screen)
            if focused:
                screen.set_focus(self._before if self._before is not None and self._before.is_attached else None)

    def follow(self, screen: Screen[Any]) -> None:
        """To the screen that is shown now; what was asked on the phone itself lies over it."""
        panel = self.panel
        if panel is None or isinstance(screen, SystemModalScreen) or panel.screen is screen or not screen.is_attached:
            return
        covered = panel.has_class(_OVER)
        held = panel.has_focus_within or covered
        if held and isinstance(screen, ModalScreen):
            return
        if _covers(screen) and not covered:
            self.put_away()  # the screen that comes is news, and would not be seen
            return
        self._lay(screen, focus=held)

    def _lay(self, screen: Screen[Any], *, focus: bool = True) -> None:
        self._before = screen.focused
        old, self._resting = self.panel or self._resting, None
        if old is not None and old.is_attached and old.screen is screen:
            self.panel = old
            old.wake(focus=focus)
        else:
            if old is not None:
                _leave(old)
            self.panel = PhonePanel(self._desk, self.phone, takes_focus=focus)
            screen.styles.layers = "default phone"
            screen.mount(self.panel)
        self.fit()

    def fit(self) -> None:
        """At the right of its screen, which is so much narrower then; over it, where it is narrow as it is."""
        if self.panel is not None and self.panel.is_attached:
            screen = self.panel.screen
            over = _covers(screen)
            self.panel.set_class(over, _OVER)
            self.panel.trap_focus(over)
            _cover([each for each in screen.children if each is not self.panel], hidden=over)
            sizes.take(screen, 0 if over else COLUMNS)


def _covers(screen: Screen[Any]) -> bool:
    return bool(screen.app.size.width < COLUMNS + getattr(screen, "BESIDE_PHONE", LEAST))


def _leave(panel: PhonePanel) -> None:
    """Its screen, which may be gone already."""
    panel.pane.keep_typed()
    if panel.is_attached:
        _uncover(panel.screen)
        panel.remove()


def _uncover(screen: Screen[Any]) -> None:
    _cover(screen.children, hidden=False)
    sizes.take(screen, 0)


def _cover(widgets: Sequence[Widget], *, hidden: bool) -> None:
    """What is covered is not drawn at all: its edges would cut wide characters of the phone in two."""
    for widget in widgets:
        widget.styles.visibility = "hidden" if hidden else None
