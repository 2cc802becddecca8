"""The pages that the client itself has to say, with which the readers begin: which pages there are, and what is on the phone."""

from collections.abc import Iterator, Sequence

from etax_client.domain.pages.page import Block, Fact, Facts, Heading, Link, Look, Page, Paragraph, Skin, Text, Tone
from etax_client.screens.desk import DemoPerson
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, Words

OWN = "own:"
"""What the addresses of our own acts begin with; no page of a server has such."""


def own(act: str, *about: object) -> str:
    """The address of an act of ours."""
    return OWN + ":".join(map(str, (act, *about)))


def page_of(words: Words, title: str, *blocks: Block, skin: Skin = Skin.server) -> Page:
    return Page("", words.say(title), words.language.value, skin, blocks)


def said(words: Words, what: Phrase, tone: Tone = Tone.plain) -> Paragraph:
    return Paragraph((Text(words.tell(what)),), tone)


def phone_start(words: Words, people: Sequence[DemoPerson]) -> Page:
    """What lies on the phone: the APPs, scanning, its SIM cards' messages; and in the demo its people."""
    ways = (
        Link(words.say("beside.app"), "/app"),
        Link(words.say("beside.bureau_app"), "/bjapp"),
        Link(words.say("beside.scan"), own("scan")),
        Link(words.say("beside.messages"), "/app/messages"),
    )
    return Page("", "", words.language.value, Skin.phone, (*ways, *_people(words, people)))


def _people(words: Words, people: Sequence[DemoPerson]) -> Iterator[Block]:
    if not people:
        return
    yield Heading(2, (Text(words.say("beside.people")),))
    for place, person in enumerate(people):
        yield Link(person.name, own("person", place), notes=(person.login_name or words.say("beside.unregistered"),))
    yield Heading(2, (Text(words.say("beside.more")),))
    yield Link(words.say("beside.papers"), own("papers"), notes=(words.say("beside.papers.what"),))


def papers(words: Words, people: Sequence[DemoPerson]) -> Page:
    """Whose documents and numbers to look at."""
    rows = [Link(person.name, own("paper", place), notes=(words.tell(person.note),)) for place, person in enumerate(people)]
    return page_of(words, "beside.papers", *rows, skin=Skin.phone)


def paper(words: Words, person: DemoPerson, place: int, *, account: bool, identity: bool) -> Page:
    """What a person of the demo has with them, and what can be done with it: put into the client's form, where it asks for such."""
    nothing = words.say("beside.nothing")
    facts = (
        ("beside.login_name", person.login_name),
        ("beside.document", words.tell(type_name(person.document_type))),
        ("beside.number", person.document_number),
        ("beside.mobile", person.mobile),
        ("beside.hall_code", person.hall_code),
    )
    acts = [
        *([Link(words.say("beside.fill"), own("fill", place), look=Look.button)] if account and person.login_name else []),
        *([Link(words.say("beside.fill_identity"), own("identity", place), look=Look.button)] if identity else []),
        *([Link(words.say("beside.sim"), own("sim", place), look=Look.button)] if person.mobile else []),
    ]
    return Page(
        "",
        person.name,
        words.language.value,
        Skin.phone,
        (
            said(words, person.note, Tone.quiet),
            Facts(tuple(Fact(words.say(name), (Text(value or nothing),)) for name, value in facts)),
            *acts,
        ),
    )
