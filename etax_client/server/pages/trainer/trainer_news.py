"""What stands on the trainer's page: the world as it is now, and its journal as it grows."""

import asyncio
from typing import Any

from etax_client.domain.local_time import local_time
from etax_client.domain.masking import mask_mobile
from etax_client.domain.policies import POLICIES, Phase
from etax_client.domain.refusals import Refused
from etax_client.domain.safe_text import safe_text
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.testing.tester_views import KnownPerson
from etax_client.server.control.clock import steered
from etax_client.server.control.tester_acts import worlds_of
from etax_client.server.pages.trainer.trainer_visit import TrainerVisit
from etax_client.server.services.sessions.messages import Delivered
from etax_client.server.services.testing.journal import Entry, Wanted
from etax_client.texts.capacity_lines import tell_capacity
from etax_client.texts.journal_lines import tell_decision, tell_why
from etax_client.texts.short_messages import tell_message
from etax_client.texts.words import Words

ROWS = 100
_MESSAGES = 20
_TICKETS = 20


def room(visit: TrainerVisit) -> dict[str, Any]:
    """All that the page shows, but for its frame. Raises StoreError."""
    services, words = visit.services, visit.pages.words_for(visit.request)
    clock, worlds, policy = steered(services), worlds_of(visit.request), services.policy
    entries = services.journal.read(Wanted(), None, ROWS)
    return {
        "now": clock.now(),
        "rate": clock.rate,
        "steered": clock.steered,
        # in the order in which they came, so that one more moves none of the others
        "sessions": list(reversed(services.logged_in.sessions())),
        "acting_as": lambda acting: tell_capacity(acting.kind, acting.unit_name, acting.role),
        "locks": services.locked_now.all(),
        "messages": [_message(words, one) for one in services.messages.delivered(None, None, _MESSAGES)],
        "tickets": _tickets(visit),
        "worlds": worlds.names(),
        "policies": tuple(POLICIES),
        "phases": tuple(phase.value for phase in Phase),
        "policy": policy.name,
        "phase": services.phase.value,
        "faults": [fault for fault in services.faults.all() if fault.left != 0],
        "rows": [row(words, entry) for entry in entries],
        "last": entries[-1].entry_id if entries else 0,
    }


async def news(visit: TrainerVisit, after: int, wait: float, gone: "asyncio.Future[None]") -> dict[str, object]:
    """Rows after the row `after`, at once or as soon as there are. Raises StoreError."""
    words = visit.pages.words_for(visit.request)
    entries = await visit.services.journal.follow(Wanted(), after, ROWS, wait, gone)
    return {"rows": [row(words, entry) for entry in entries], "last": entries[-1].entry_id if entries else after}


def row(words: Words, entry: Entry) -> dict[str, str]:
    """A row of the journal as texts."""
    return {
        "at": local_time(entry.at)[11:],
        "day": local_time(entry.at)[:10],
        "who": safe_text(entry.person or ""),
        "client": " ".join(part for part in (entry.client, entry.address) if part),
        "asked": safe_text(entry.asked),
        "status": str(entry.status or ""),
        "decided": tell_decision(words, entry.decided),
        "good": "yes" if 0 < entry.status < 400 else "no",
        "why": safe_text(tell_why(words, entry.why.key, entry.why.facts, entry.at)),
        "rule": entry.why.rule,
    }


def _message(words: Words, one: Delivered) -> dict[str, object]:
    address = mask_mobile(one.address) if one.medium is Medium.sms else one.address
    text = tell_message(words, one.message.key, one.message.params)
    return {"id": one.message.message_id, "address": address, "sent_at": one.message.sent_at, "text": text}


def _tickets(visit: TrainerVisit) -> list[tuple[str, Any]]:
    services = visit.services
    seen = services.tester_phone.tickets()[:_TICKETS]
    people = services.people
    names = {one.person_id: _name(people.person(one.person_id)) for one in seen if one.person_id is not None}
    return [("" if one.person_id is None else names[one.person_id], one) for one in seen]


def _name(found: KnownPerson | Refused) -> str:
    """ "" for one who has been removed meanwhile."""
    return "" if isinstance(found, Refused) else found.name
