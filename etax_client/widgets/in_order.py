"""Keys that edit take effect in the order of the keys, however fast they come."""

from textual import events
from textual.widget import Widget


async def obeyed(widget: Widget, event: events.Key) -> bool:
    """Do what a widget's own binding says for a key, now.

    Textual sends a key up to the app before it looks for bindings; of `b`, backspace, `c` in one burst, as on a slow line, the `c` would
    come before the backspace and be erased.
    """
    if event.key not in widget._bindings.key_to_bindings:
        return False
    for binding in widget._bindings.get_bindings_for_key(event.key):
        if await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return True
    return False
