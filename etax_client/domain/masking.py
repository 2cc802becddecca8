"""How much of a name or a number a bystander may see (SEC-5, LOG-11)."""

from etax_client.domain.identity import resident_ids
from etax_client.domain.sessions import accounts


def mask_name(name: str) -> str:
    """李明 → 李*; JOHN SMITH → J*********."""
    return name[:1] + "*" * (len(name) - 1)


def mask_mobile(number: str) -> str:
    """138****5678."""
    return number[:3] + "****" + number[-4:] if len(number) >= 7 else "*" * len(number)


def mask_email(address: str) -> str:
    """m***@example.com."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***{at}{domain}"


def mask_document(number: str) -> str:
    """4403**********1234."""
    return number[:4] + "*" * (len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)


def mask_identifier(identifier: str) -> str:
    """A remembered account in a list: a mobile or ID number loses its middle, a login name all but its ends (LOG-11)."""
    if accounts.is_mobile(identifier):
        return mask_mobile(identifier)
    if resident_ids.looks_like(identifier):
        return mask_document(identifier)
    if len(identifier) <= 3:
        return identifier[:1] + "**"
    return identifier[:2] + "*" * (len(identifier) - 3) + identifier[-1:]
