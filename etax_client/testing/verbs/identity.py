"""The identity form as a tester fills it in, in a registration and in a recovery."""

from textual.widgets import OptionList

from etax_client.domain.identity.documents import DocumentType
from etax_client.screens.dialogs.choose import ChooseDialog
from etax_client.testing.driver import Driver
from etax_client.texts.document_names import type_name
from etax_client.widgets.fields.choice_field import ChoiceField


async def enter_document(driver: Driver, document_type: DocumentType, number: str, name: str) -> None:
    """Type, number and name. Raises AssertionError where the type is not offered."""
    await _choose_type(driver, document_type)
    await driver.fill("#document-number", number)
    await driver.fill("#person-name", name)


async def _choose_type(driver: Driver, document_type: DocumentType) -> None:
    field = driver.screen.query_one("#document-type", ChoiceField)
    if field.value == document_type:
        return
    field.focus()
    await driver.press("enter")
    listed = driver.on(ChooseDialog).query_one(OptionList)
    wanted = driver.app.desk.words.tell(type_name(document_type))
    names = [str(listed.get_option_at_index(place).prompt) for place in range(listed.option_count)]
    if wanted not in names:
        raise AssertionError(f"{wanted} is not offered:\n{driver.screen_text()}")
    listed.highlighted = names.index(wanted)
    await driver.press("enter")
