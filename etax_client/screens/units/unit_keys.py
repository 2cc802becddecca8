"""The keys of 单位管理: while one browses the list, and while one puts it in order."""

from etax_client.screens import keys
from etax_client.screens.verification import verification_form
from etax_client.widgets.frame import Key

BROWSING = (
    Key("enter", "enter", "units.enter", "jr", "Enter"),
    Key("a", "add", "units.add", "tj"),
    Key("delete", "remove", "units.remove", "yc", "Del"),
    Key("s", "arrange", "units.arrange", "zdypx"),
    Key("slash", "search", "units.query", "cx", "/"),
    keys.HELP,
)
ALSO = (
    Key("o", "sort_by", "units.by_column", "lpx"),
    Key("f5", "reload", "key.reload", "sx"),
    Key("l", "logout", "key.logout", "tcdl"),
)
VERIFYING = verification_form.KEYS
"""While one is at the form beside the list."""
OF_THE_FORM = tuple(key.action for key in VERIFYING)
ARRANGING = (
    Key("left_square_bracket", "move(-1)", "key.move_up", "sy", "["),
    Key("right_square_bracket", "move(1)", "key.move_down", "xy", "]"),
    Key("d", "set_default", "units.set_default", "sdwmrpx"),
)
BACK = Key("escape", "back", "key.back", "fh", "Esc")
