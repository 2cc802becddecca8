"""The forms of a page as they are filled in: which fields are asked for, what has been typed, and what a button sends."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from textual.widget import Widget

from etax_client.domain.pages.page import Button, Page, all_blocks
from etax_client.domain.secret import Secret
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.pages.entry import Entry

Place: TypeAlias = tuple[str, str]
"""A field, by its form's address and its own name."""
Typed = Mapping[Place, str]
"""What was typed; no secrets."""


class Filling:
    def __init__(self, page: Page, entries: Sequence[Entry]) -> None:
        self._page = page
        self.entries = list(entries)

    def asks(self, entry: Entry) -> bool:
        """Whether its form asks for it, by what is chosen in the form now."""
        deciding = [each for each in self._of(entry.field.form) if any(one.parts for one in each.field.choices)]
        chosen = [each.choice(each.typed or "") for each in deciding]
        return not entry.field.part or not deciding or any(one is not None and entry.field.part in one.parts for one in chosen)

    @property
    def asked(self) -> list[Entry]:
        return [entry for entry in self.entries if self.asks(entry)]

    def entry_of(self, box: Widget) -> Entry | None:
        return next((entry for entry in self.entries if entry.box is box), None)

    def _of(self, form: int) -> list[Entry]:
        return [entry for entry in self.entries if entry.field.form == form]

    # --- what has been typed

    @property
    def typed(self) -> Typed:
        return {self.key(entry): value for entry in self.entries if (value := entry.typed) is not None and entry.field.name}

    @property
    def is_unsent(self) -> bool:
        """Whether something has been filled in that its form has not been sent with; what one looks for is no loss."""
        posted = [entry for entry in self.entries if entry.field.name and self._page.forms[entry.field.form].post]
        return bool(self.secrets) or any(entry.typed not in (None, entry.field.value) for entry in posted)

    @property
    def typed_for_language(self) -> dict[str, str]:
        """What goes along as the page is asked for in the other language."""
        entries = [] if self._page.speaks is None else self._of(self._page.speaks.form)
        return {entry.field.name: value for entry in entries if (value := entry.typed) is not None and entry.field.name}

    @property
    def secrets(self) -> Mapping[Place, Secret]:
        return {self.key(entry): entry.box.peek() for entry in self.entries if isinstance(entry.box, SecretField) and entry.box.length}

    def put_back(self, typed: Typed, secrets: Mapping[Place, Secret]) -> None:
        """What had been typed on this page before it came anew."""
        for entry in self.entries:
            value, secret = typed.get(self.key(entry)), secrets.get(self.key(entry))
            if secret is not None and isinstance(entry.box, SecretField) and not entry.in_error:
                entry.box.insert(secret)
            elif value is not None and value != entry.typed:
                entry.put(value)

    @property
    def missing(self) -> Place | None:
        """The first field that has yet to be filled in."""
        return next((self.key(entry) for entry in self.asked if entry.field.required and entry.is_empty), None)

    def key(self, entry: Entry) -> Place:
        return self._page.forms[entry.field.form].action or "", entry.field.name

    @property
    def secret(self) -> SecretField | None:
        """The first one, with which a soft keypad would begin."""
        return next((entry.box for entry in self.entries if isinstance(entry.box, SecretField)), None)

    def fill_login(self, password: Secret) -> None:
        """Type it where an account is asked for with a password, and there alone."""
        forms = {entry.field.form for entry in self.entries if entry.field.name == "account"}
        for entry in self.entries:
            if entry.field.form in forms and isinstance(entry.box, SecretField) and not entry.box.length:
                entry.box.insert(password)

    def forget_secrets(self) -> None:
        for entry in self.entries:
            if isinstance(entry.box, SecretField):
                entry.box.take()

    # --- what is sent

    def entered(self, form: int) -> Button | None:
        """What Enter in one of its fields presses."""
        buttons = [block for block in all_blocks(self._page) if isinstance(block, Button) and block.form == form]
        return next((each for each in buttons if each.enter), None) or next(iter(buttons), None)

    def check(self, form: int) -> Entry | None:
        """Say of each field what is wrong with it; the first one with which something is."""
        asked = [entry for entry in self.asked if entry.field.form == form]
        for entry in asked:
            entry.error = entry.wrong()
        return next((entry for entry in asked if entry.in_error), None)

    def values(self, form: int) -> dict[str, str | Secret]:
        asked = [entry for entry in self.asked if entry.field.form == form]
        return {entry.field.name: entry.value for entry in asked if entry.field.name and entry.is_sent}
