"""The tester's door seen from outside: its verbs as functions, for the shell and for the pytest plugin."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Unpack

from etax_client.api.bureau_control import BureauVerbs
from etax_client.api.carrier import Carrier, Garbled
from etax_client.api.control_door import Door
from etax_client.api.filing.control import FilingVerbs
from etax_client.domain.flows.face_check import FaceOutcome, FacePage
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import HallCodeSeen, Paper
from etax_client.domain.identity.hall_codes import Slip
from etax_client.domain.policies import Phase
from etax_client.domain.refusals import EndReason
from etax_client.domain.secret import Secret
from etax_client.domain.servers.world_names import MAIN
from etax_client.domain.sessions.qr_login import ScannedTicket
from etax_client.domain.testing.tester_views import (
    CaptchaSeen,
    GuessingOf,
    KnownPerson,
    KnownUnit,
    MessageSeen,
    SessionSeen,
    SnapshotSeen,
    TicketSeen,
)
from etax_client.domain.units.ca import USUAL_DAYS, CertificateSeen, IssuedCertificate
from etax_client.wire import ca
from etax_client.wire.control import certificates
from etax_client.wire.control import codes as control_codes
from etax_client.wire.control import faults as control_faults
from etax_client.wire.control import hall as control_hall
from etax_client.wire.control import journal as control_journal
from etax_client.wire.control import people as control_people
from etax_client.wire.control import worlds as control

_LATE = 10
"""Seconds that the answer to a long poll may be late before the server counts as gone."""


class Control(BureauVerbs, FilingVerbs):
    """The door of one world ("" is the main one) of the server behind a carrier. Each verb raises Turned and Accidents.

    People go by id, login name, mobile number or the number of a 居民身份证, units by id or taxpayer id.
    """

    def __init__(self, carrier: Carrier, token: Secret, world: str = MAIN) -> None:
        self._door = Door(carrier, token, world)

    # --- clock

    async def clock(self) -> control.ClockView:
        return await self._door.ask(control.READ_CLOCK)

    async def set_clock(self, moment: datetime) -> control.ClockView:
        """Show another time, forward or back; `moment` is aware."""
        return await self.steer_clock(control.ClockRequest(set=moment))

    async def advance(self, time: timedelta) -> control.ClockView:
        """Let time pass: locks, codes, tickets and sessions end as if it had."""
        return await self.steer_clock(control.ClockRequest(advance=time.total_seconds()))

    async def set_speed(self, rate: int) -> control.ClockView:
        """0 freezes the clock, 1 lets it go, up to 10 times as fast."""
        return await self.steer_clock(control.ClockRequest(rate=rate))

    async def steer_clock(self, request: control.ClockRequest) -> control.ClockView:
        """Several of these at once."""
        return await self._door.order(control.STEER_CLOCK, request)

    async def release_clock(self) -> control.ClockView:
        """The true time again."""
        return await self._door.ask(control.RELEASE_CLOCK)

    # --- worlds

    async def worlds(self) -> tuple[control.WorldView, ...]:
        """All of the server's, the main one first."""
        return (await self._door.ask(control.LIST_WORLDS)).worlds

    async def make_world(
        self, name: str, toml: str | None = None, policy: str | None = None, phase: Phase | None = None
    ) -> control.WorldView:
        """Another world; without `toml` it begins as the main one did."""
        return await self._door.order(control.MAKE_WORLD, control.NewWorldRequest(name, toml, policy, phase))

    async def remove_world(self, name: str) -> None:
        await self._door.ask(control.REMOVE_WORLD, name=name)

    async def reset(self) -> control.WorldView:
        """As it was laid: nobody is logged in, no fault is left, the true time; snapshots and journal stay."""
        return await self._door.ask(control.RESET_WORLD)

    async def load_world(self, toml: str | None = None) -> control.WorldView:
        """Other people and units in place of these; None goes back to what the main world began with."""
        return await self._door.order(control.LOAD_WORLD, control.LoadRequest(toml))

    async def set_phase(self, phase: Phase) -> control.WorldView:
        """The phase of unit verification from now on, in open sessions too (VER-03)."""
        return await self._door.order(control.SWITCH_PHASE, control.PhaseRequest(phase))

    async def snapshots(self) -> tuple[SnapshotSeen, ...]:
        return (await self._door.ask(control.LIST_SNAPSHOTS)).snapshots

    async def save_snapshot(self, name: str) -> SnapshotSeen:
        """An earlier one of that name is replaced."""
        return await self._door.order(control.MAKE_SNAPSHOT, control.SnapshotRequest(name))

    async def restore_snapshot(self, name: str) -> None:
        await self._door.ask(control.RESTORE_SNAPSHOT, name=name)

    async def delete_snapshot(self, name: str) -> None:
        await self._door.ask(control.REMOVE_SNAPSHOT, name=name)

    # --- people and units

    async def people(self, after: int = 0, limit: int = control_people.MOST_IN_A_PAGE) -> tuple[KnownPerson, ...]:
        """Up to `limit` of them, those with an id above `after`."""
        query = {"after": str(after), "limit": str(limit)}
        return (await self._door.ask(control_people.LIST_PEOPLE, query=query)).people

    async def person(self, who: str) -> KnownPerson:
        return await self._door.ask(control_people.ONE_PERSON, who=who)

    async def add_person(
        self, name: str, document_type: DocumentType, document_number: str, **more: Unpack[control_people.PersonEntry]
    ) -> KnownPerson:
        """The lists among what is said `more` of one hold taxpayer ids."""
        known: control_people.Entry = {"name": name, "document_type": document_type, "document_number": document_number}
        return await self._door.order(control_people.ADD_PERSON, known | {**more})

    async def remove_person(self, who: str) -> None:
        await self._door.ask(control_people.REMOVE_PERSON, who=who)

    async def set_password(self, who: str, password: Secret) -> None:
        """As a reset does it: unlocked, and logged out everywhere."""
        await self._door.order(control_people.SET_PASSWORD, control_people.PasswordRequest(password), who=who)

    async def units(self, after: int = 0, limit: int = control_people.MOST_IN_A_PAGE) -> tuple[KnownUnit, ...]:
        """Up to `limit` of them, those with an id above `after`."""
        query = {"after": str(after), "limit": str(limit)}
        return (await self._door.ask(control_people.LIST_UNITS, query=query)).units

    async def unit(self, which: str) -> KnownUnit:
        return await self._door.ask(control_people.ONE_UNIT, which=which)

    async def add_unit(self, taxpayer_id: str, name: str, **more: Unpack[control_people.UnitEntry]) -> KnownUnit:
        """In nobody's list yet."""
        known: control_people.Entry = {"taxpayer_id": taxpayer_id, "name": name}
        return await self._door.order(control_people.ADD_UNIT, known | {**more})

    async def remove_unit(self, which: str) -> None:
        await self._door.ask(control_people.REMOVE_UNIT, which=which)

    async def set_declaration_password(self, which: str, password: Secret) -> None:
        """As a reset does it: unlocked, and whoever had the unit open has to verify again (DPW-03)."""
        await self._door.order(control_people.SET_DECLARATION_PASSWORD, control_people.PasswordRequest(password), which=which)

    async def issue_certificate(self, which: str, pin: Secret | None = None, days: int = USUAL_DAYS) -> IssuedCertificate:
        """One more for a unit, of the world's simulated CA; without a PIN six digits are drawn (CA-01)."""
        found = await self._door.order(certificates.ISSUE_CERTIFICATE, certificates.IssueRequest(pin, days), which=which)
        file = ca.bytes_of_lines(found.pkcs12)
        if file is None:
            raise Garbled("certificate")
        return IssuedCertificate(found.certificate, found.pin, file)

    async def certificates(self, which: str) -> tuple[CertificateSeen, ...]:
        """A unit's, the newest first; without their keys."""
        return (await self._door.ask(certificates.LIST_CERTIFICATES, which=which)).certificates

    async def revoke_certificate(self, serial: str) -> CertificateSeen:
        """What it has opened stays open."""
        return await self._door.ask(certificates.REVOKE_CERTIFICATE, serial=serial)

    async def expire_certificate(self, serial: str) -> CertificateSeen:
        """As if its last day had passed."""
        return await self._door.ask(certificates.EXPIRE_CERTIFICATE, serial=serial)

    async def lock_account(self, account: str) -> GuessingOf:
        """As if the last of the wrong passwords that lock had come now; `account` may be nobody's."""
        return await self._door.order(control_people.LOCK, control_people.GuessedRequest(account=account))

    async def unlock_account(self, account: str) -> GuessingOf:
        """As in the hall (LOG-06)."""
        return await self._door.order(control_people.UNLOCK, control_people.GuessedRequest(account=account))

    async def lock_unit(self, which: str) -> GuessingOf:
        return await self._door.order(control_people.LOCK, control_people.GuessedRequest(unit=which))

    async def unlock_unit(self, which: str) -> GuessingOf:
        return await self._door.order(control_people.UNLOCK, control_people.GuessedRequest(unit=which))

    async def sessions(self) -> tuple[SessionSeen, ...]:
        """Who is logged in, the newest session first."""
        return (await self._door.ask(control_people.LIST_SESSIONS)).sessions

    async def end_session(self, session_id: int, reason: EndReason = EndReason.expired) -> None:
        """Its client is told the reason: expired, idle, password_reset, replaced or trainer."""
        await self._door.ask(control_people.END_SESSION, query={"reason": reason.value}, session_id=session_id)

    async def face(self, who: str) -> FaceOutcome:
        """What the simulated face check will say of a person."""
        return (await self._door.ask(control_people.READ_FACE, who=who)).outcome

    async def set_face(self, who: str, outcome: FaceOutcome) -> FaceOutcome:
        request = control_people.FaceView(outcome)
        return (await self._door.order(control_people.SET_FACE, request, who=who)).outcome

    # --- codes and the phone

    async def inbox(self, person: str | None = None, address: str | None = None, limit: int = 50) -> tuple[MessageSeen, ...]:
        """Messages that were delivered to a person, an address, or anyone; the newest first."""
        query = {"limit": str(limit), **_given(person=person, address=address)}
        return (await self._door.ask(control_codes.READ_INBOX, query=query)).messages

    async def captcha(self, captcha_id: str) -> CaptchaSeen:
        """One that is still good."""
        return await self._door.ask(control_codes.ONE_CAPTCHA, captcha_id=captcha_id)

    async def latest_captcha(self, client: str | None = None, purpose: CaptchaPurpose | None = None) -> CaptchaSeen:
        """The newest that is still good: of a client (its X-Etax-Client) or of anyone."""
        return await self._door.ask(control_codes.LATEST_CAPTCHA, query=_given(client=client, purpose=purpose))

    async def tickets(self) -> tuple[TicketSeen, ...]:
        """QR tickets that are alive, the newest first."""
        return (await self._door.ask(control_codes.LIST_TICKETS)).tickets

    async def scan(self, person: str, *, code: Secret | None = None, ticket_id: int | None = None) -> ScannedTicket:
        """Scan one with the person's phone, logged in for it: by what is in the QR code, by the short code, or by its id."""
        return await self._door.order(control_codes.SCAN, control_codes.PhoneScanRequest(person, code, ticket_id))

    async def confirm(self, ticket_id: int, number: int | None = None) -> ScannedTicket:
        """Pick a number, by default the one that the client shows."""
        return await self._door.order(control_codes.CONFIRM, control_codes.PhoneConfirmRequest(ticket_id, number))

    async def refuse(self, ticket_id: int) -> ScannedTicket:
        return await self._door.order(control_codes.REFUSE, control_codes.PhoneTicketRequest(ticket_id))

    async def wrong_number(self, ticket_id: int) -> ScannedTicket:
        """Pick a number that the client doesn't show, which refuses the ticket (QR-04)."""
        return await self._door.order(control_codes.PICK_WRONG_NUMBER, control_codes.PhoneTicketRequest(ticket_id))

    async def stand_before_face(self, link: Secret | None = None) -> FacePage:
        """Before the face check of a link, or the newest one that waits, with the APP that it is for; `set_face` decides what is said."""
        return await self._door.order(control_codes.STAND_BEFORE_FACE, control_codes.PhoneFaceRequest(link))

    # --- the hall

    async def issue_hall_code(
        self,
        person: str | None = None,
        *,
        document_type: DocumentType | None = None,
        number: str | None = None,
        name: str | None = None,
        nationality: str | None = None,
        correct: bool = False,
    ) -> Slip:
        """For a `person` whom the world knows, or for whoever holds this document: good for seven days, in place of an older one."""
        request = control_hall.HallCodeRequest(person, document_type, number, name, nationality, correct=correct)
        return await self._door.order(control_hall.ISSUE_HALL_CODE, request)

    async def issue_hall_codes_by_proxy(
        self, unit: str, handler: str, papers: Sequence[Paper], people: Sequence[control_hall.ForeignerRequest]
    ) -> tuple[Slip, ...]:
        """For foreigners, to their unit's handler; all or none (REG-07)."""
        request = control_hall.ProxyRequest(unit, handler, tuple(papers), tuple(people))
        return (await self._door.order(control_hall.ISSUE_BY_PROXY, request)).slips

    async def hall_codes(self, person: str | None = None, limit: int = control_hall.MOST_CODES) -> tuple[HallCodeSeen, ...]:
        """What became of those that were handed out, to anyone or to a person; the newest first."""
        query = {"limit": str(limit), **_given(person=person)}
        return (await self._door.ask(control_hall.LIST_HALL_CODES, query=query)).codes

    # --- faults and the journal

    async def faults(self) -> tuple[control_faults.FaultView, ...]:
        """In the order in which they were asked for; those that are used up too."""
        return (await self._door.ask(control_faults.LIST_FAULTS)).faults

    async def add_fault(
        self, scenario: str, *, method: str = "*", path: str = "*", percent: int = 100, count: int | None = None
    ) -> control_faults.FaultView:
        """Have requests go wrong (domain/scenarios.py has the words): `percent` of those that fit, the next `count` of these."""
        request = control_faults.FaultRequest(scenario, method, path, percent, count)
        return await self._door.order(control_faults.ADD_FAULT, request)

    async def clear_faults(self, fault_id: int | None = None) -> None:
        """One, or all."""
        if fault_id is None:
            await self._door.ask(control_faults.REMOVE_FAULTS)
        else:
            await self._door.ask(control_faults.REMOVE_FAULT, fault_id=fault_id)

    async def journal(
        self,
        *,
        after: int | None = None,
        limit: int = control_journal.USUAL_ROWS,
        person: str = "",
        decided: str = "",
        path: str = "",
        rule: str = "",
        wait: float = 0,
    ) -> control_journal.JournalView:
        """Rows next after the row `after`, else the newest; with nothing to tell, as soon as there is, or after `wait` seconds (25)."""
        query = {"limit": str(limit), "wait": str(wait), "person": person, "decided": decided, "path": path, "rule": rule}
        query.update(_given(after=after))
        return await self._door.ask(control_journal.READ_JOURNAL, query=query, patience=wait + _LATE)


def _given(**query: object) -> dict[str, str]:
    """Parameters of a query without those that were left out."""
    return {name: str(value) for name, value in query.items() if value is not None}
