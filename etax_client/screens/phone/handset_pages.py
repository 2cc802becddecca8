"""The pages of the phone beside the client."""

from enum import StrEnum


class Page(StrEnum):
    people = "people"
    captcha = "captcha"
    home = "home"
    scan = "scan"
    confirm = "confirm"
    messages = "messages"
    sims = "sims"
    face = "face"
    papers = "papers"
    security = "security"
    bind = "bind"
    password = "password"  # noqa: S105
    units = "units"


RELOADED = (Page.sims, Page.bind, Page.face)
"""Pages for which nobody need be logged in, and that are looked at again when the phone is taken up again."""
