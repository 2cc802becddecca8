"""A field for a person's name, with the button beside it that asks for a rare character (HAN-01)."""

from textual.binding import Binding
from textual.message import Message
from typing_extensions import override

from etax_client.texts.words import Words, phrase
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.push_button import PushButton


class NameField(TextField):
    """F7, or its button, posts `RareCharacterWanted`; whoever finds the character calls `put_in`."""

    BINDINGS = [Binding("f7", "rare_character")]

    class RareCharacterWanted(Message):
        def __init__(self, field: "NameField") -> None:
            super().__init__()
            self.field = field

        @property
        @override
        def control(self) -> "NameField":
            return self.field

    def __init__(self, value: str = "", placeholder: str = "", *, max_length: int = 50, id: str | None = None) -> None:  # noqa: A002
        # What is selected would be lost to the character that is put in.
        super().__init__(value, placeholder, max_length=max_length, select_on_focus=False, id=id)

    def action_rare_character(self) -> None:
        self.post_message(self.RareCharacterWanted(self))

    def put_in(self, char: str) -> None:
        """Where the cursor is, if there is room."""
        self._type(char)


class RareCharacterButton(PushButton):
    """「录入生僻字」 for a field of names: it stands among the `beside` of the field's row."""

    def __init__(self, words: Words, field: NameField) -> None:
        super().__init__(words, phrase("rare.button"))
        self._field = field

    @override
    def action_press(self) -> None:
        if not self.held and not self.disabled:
            self._field.action_rare_character()
