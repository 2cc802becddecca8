"""All the texts there are, put together from one file for each feature."""

from etax_client.texts import (
    authorisation_pages,
    authorisations,
    bureau,
    bureau_account,
    bureau_app,
    bureau_journal,
    bureau_level,
    bureau_messages,
    bureau_recovery,
    bureau_ties,
    ca,
    commands,
    common,
    control,
    face_check,
    face_pages,
    form_parts,
    hall,
    identity,
    identity_form,
    journal,
    journal_forms,
    lan,
    login,
    pages,
    phone_pages,
    portal,
    qr_login,
    rare_characters,
    reader,
    recovery,
    recovery_pages,
    refusals,
    registration,
    registration_pages,
    security_pages,
    settings,
    sms,
    trainer,
    unit_facts,
    units,
    web,
    widgets,
)
from etax_client.texts.words import Catalogue, Language, Words


def catalogue() -> Catalogue:
    """Every key with its two languages; a key that stands in two files is an error."""
    merged: dict[str, tuple[str, str]] = {}
    for part in (
        common,
        login,
        qr_login,
        units,
        unit_facts,
        ca,
        identity,
        identity_form,
        face_check,
        registration,
        rare_characters,
        widgets,
        form_parts,
        recovery,
        refusals,
        commands,
        settings,
        pages,
        reader,
        phone_pages,
        sms,
        portal,
        registration_pages,
        recovery_pages,
        security_pages,
        authorisations,
        authorisation_pages,
        face_pages,
        lan,
        web,
        control,
        journal,
        journal_forms,
        trainer,
        hall,
        bureau,
        bureau_account,
        bureau_app,
        bureau_journal,
        bureau_level,
        bureau_messages,
        bureau_recovery,
        bureau_ties,
    ):
        twins = merged.keys() & part.TEXTS.keys()
        if twins:
            raise ValueError(f"texts given twice: {sorted(twins)}")
        merged.update(part.TEXTS)
    return merged


def words(language: Language = Language.zh) -> Words:
    return Words(catalogue(), language)
