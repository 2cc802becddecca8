"""Whose registration it is, for the steps behind the identity: enough to recognise, no more (SEC-5)."""

from etax_client.domain.flows.registration import RegistrationView
from etax_client.domain.masking import mask_document
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, phrase


def who(view: RegistrationView) -> Phrase | None:
    identity = view.identity
    if identity is None:
        return None
    kind = type_name(identity.document_type)
    return phrase("registration.who", name=identity.name, type=kind, number=mask_document(identity.number))
