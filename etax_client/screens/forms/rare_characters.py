"""What a screen with fields of names does when a rare character is wanted (HAN-01)."""

from typing import Any

from textual.screen import Screen

from etax_client.screens.desk import Desk
from etax_client.widgets.fields.name_field import NameField


def enter_rare_character(screen: Screen[Any], desk: Desk, field: NameField) -> None:
    """Let the user choose a character, put it where the field's cursor was, and go on there."""

    async def choose() -> None:
        from etax_client.screens.dialogs.rare_characters import RareCharactersDialog  # start-up budget: not before F7

        char = await screen.app.push_screen_wait(RareCharactersDialog(desk))
        if char is not None:
            field.put_in(char)
        field.focus()

    screen.run_worker(choose(), group="dialog", exclusive=True, description="rare character")
