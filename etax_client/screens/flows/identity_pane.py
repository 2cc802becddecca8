"""The step that asks who it is, in whichever wizard: a form of its own kind, which is filled in from outside too (DOC-01, HAN-01)."""

from typing import Generic

from typing_extensions import override

from etax_client.domain.identity.documents import DocumentType
from etax_client.screens.desk import Desk
from etax_client.screens.flows.pane import Pane, V
from etax_client.screens.forms.identity_form import IdentityForm


class IdentityPane(Pane[V], Generic[V]):
    def __init__(self, desk: Desk, form: IdentityForm) -> None:
        super().__init__(desk)
        self._form = form

    @override
    def enter_rare_character(self) -> None:
        self._form.enter_rare_character()

    @override
    def fill(self, document_type: DocumentType, number: str, name: str) -> None:
        self._form.fill(document_type, number, name)
        self._primary.focus()
