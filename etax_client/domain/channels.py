"""渠道: where someone stands who does something with a system."""

from enum import StrEnum


class Channel(StrEnum):
    """The withholding client, the phone APP, or the web portal: what one channel may do, a session of another can't."""

    client = "client"
    phone = "phone"
    portal = "portal"
