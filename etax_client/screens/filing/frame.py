"""What the screens of an open unit have in common: whose unit it is, and which month, on top."""

from etax_client.screens.desk import Desk
from etax_client.screens.work import Work
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.frame import TopLine


def top_line(desk: Desk, work: Work) -> TopLine:
    profile = desk.session.profile
    unit, person = phrase("plain", text=work.home.unit.name), phrase("plain", text=profile.masked_name if profile else "")
    return TopLine(desk.words, unit, person, insecure=desk.place.insecure)


def month(work: Work) -> Phrase:
    return phrase("home.month_value", year=f"{work.month.year:04}", month=f"{work.month.month:02}")
