"""渠道: where someone stands who does something with a system."""

from enum import StrEnum


class Channel(StrEnum):
    """The withholding client, the phone APP, the web portal, or the Beijing bureau's site: what one may do, a session of another can't."""

    client = "client"
    phone = "phone"
    portal = "portal"
    bureau = "bureau"
