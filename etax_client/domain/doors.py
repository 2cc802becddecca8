"""What registration and recovery have in common: steps kept at the server, bound to one flow, begun at one door (REG-1)."""

from datetime import timedelta
from enum import StrEnum

LIFE = timedelta(minutes=30)
"""From its beginning; a flow that is over is as good as one that never was."""


class Door(StrEnum):
    """Where someone stands: the terminal, the phone APP's pages, or the web portal's pages."""

    terminal = "terminal"
    phone = "phone"
    portal = "portal"
