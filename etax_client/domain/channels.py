"""渠道: where someone stands who does something with a system."""

from enum import StrEnum


class Channel(StrEnum):
    """The withholding client, the phone APP, the web portal; the Beijing bureau's site and its APP. One's session opens no other."""

    client = "client"
    phone = "phone"
    portal = "portal"
    bureau = "bureau"
    bureau_app = "bureau_app"
