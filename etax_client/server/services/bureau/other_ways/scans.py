"""What a code that was scanned at an entrance of the bureau becomes: a session, or the choice as what one enters (BJ-36)."""

from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection, select

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.bureau.projects import Project
from etax_client.domain.bureau.ties import MOST_SHOWN, MyTie
from etax_client.domain.channels import Channel
from etax_client.domain.flows import attempt as steps
from etax_client.domain.flows.attempt import AttemptStep, Entrance
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.masking import mask_name
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import capacities, finding, ties
from etax_client.server.services.bureau.attempts import Attempts
from etax_client.server.services.bureau.capacities import Entering
from etax_client.server.services.identity import flows
from etax_client.server.services.identity.flow_engine import ENDED
from etax_client.server.services.sessions.qr_login import QrLogin
from etax_client.server.services.units import rights
from etax_client.server.services.why import because, of_person
from etax_client.server.store.tables import persons, projects
from etax_client.server.store.tables import ties as tie_rows

_NONE = because(Refused(RefusalCode.no_tie), "tie.none", "BJ-36")


@dataclass(frozen=True, slots=True)
class Begun:
    """The attempt in which one is to choose, by its secret."""

    secret: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Who has confirmed on the phone, masked, by which entrance, and by which ties they may enter, or for which projects."""

    masked_name: str
    entrance: Entrance
    ties: tuple[MyTie, ...]
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Scans:
    """All raise StoreError."""

    qr_login: QrLogin
    attempts: Attempts

    def redeem(self, poll_secret: str, address: str, entrance: Entrance) -> LoggedIn | Begun | Refused:
        """In as oneself, by the only tie, or for the only project; several are to be chosen from, and none leads nowhere.

        The same again for a lost answer.
        """
        return self.qr_login.redeem_into(poll_secret, address, partial(self._becomes, entrance), self._again)

    def choices(self, held: str, taxpayer_id: str = "", name: str = "", number: str = "") -> Choice | Refused:
        """As what one may enter, at units whose number and name hold these parts; for projects with this end of a number."""
        with self.attempts.flow.store.read() as connection:
            now = self.attempts.flow.clock.now()
            flow = self.attempts.flow.find(connection, held, now)
            if flow is None:
                return ENDED
            person_id, entrance = flow.state.person_id, flow.state.entrance
            if flow.state.step is not AttemptStep.choose or person_id is None:
                return OUT_OF_ORDER
            whose = connection.execute(select(persons.c.name).where(persons.c.id == person_id)).scalar_one_or_none()
            if whose is None:
                return ENDED
            which = rights.named_like(taxpayer_id, name)
            if entrance is Entrance.special:
                ending = (finding.ends_with(number),) if number.strip() else ()
                return Choice(mask_name(whose), entrance, (), _projects(connection, person_id, self, *which, *ending))
            return Choice(mask_name(whose), entrance, _enterable(connection, person_id, entrance, self, *which), ())

    def choose(self, held: str, chosen: int, seat: Seat) -> LoggedIn | Refused:
        """进入: a session by this tie, or for this project, if it is one of theirs and no lock has come meanwhile.

        The attempt is over with it.
        """
        engine = self.attempts.flow
        with engine.store.write() as connection:
            now = engine.clock.now()
            flow = engine.find(connection, held, now)
            if flow is None:
                return ENDED
            person_id = flow.state.person_id
            result: LoggedIn | Refused | None = self.attempts.barred(connection, flow, now, AttemptStep.choose)
            if result is None:
                found = _ways(connection, person_id or 0, flow.state.entrance, self, chosen)
                result = self.attempts.enter(connection, flow, seat, found[0]) if found else _NONE
        outcome = result.code if isinstance(result, Refused) else "admitted"
        audit("scan_choice", person=person_id, chosen=chosen, outcome=outcome)
        return of_person(result, person_id)

    def _becomes(
        self, entrance: Entrance, connection: Connection, person_id: int, token: str, seat: Seat
    ) -> tuple[int | None, LoggedIn | Begun] | Refused:
        engine = self.attempts.flow
        now = engine.clock.now()
        found = _ways(connection, person_id, entrance, self) if entrance in steps.FOR_UNITS else (Entering(entrance, CapacityKind.person),)
        if not found:
            return of_person(_NONE, person_id)
        if len(found) < 2:
            return capacities.begin(self.attempts.sessions, connection, person_id, seat, found[0], token=token)
        refused = flows.begun_too_often(connection, seat.address, now)
        if refused is not None:
            return refused
        flows.begin(connection, steps.ATTEMPT, Channel.bureau, now, token)
        flow = engine.find(connection, token, now)
        assert flow is not None  # noqa: S101
        flows.move(connection, flow, replace(flow.state, step=AttemptStep.choose, entrance=entrance, person_id=person_id))
        return None, Begun(token)

    def _again(self, token: str) -> LoggedIn | Begun | Refused:
        given = self.qr_login.given(token)
        return given if isinstance(given, LoggedIn) or isinstance(self.choices(token), Refused) else Begun(token)


def _ways(connection: Connection, person_id: int, entrance: Entrance, scans: Scans, chosen: int | None = None) -> tuple[Entering, ...]:
    """As what one may enter by an entrance for units: all of it, or that which was chosen."""
    if entrance is Entrance.special:
        this = () if chosen is None else (projects.c.id == chosen,)
        found = _projects(connection, person_id, scans, *this)
        return tuple(Entering(entrance, CapacityKind.project, project_id=each.project_id) for each in found)
    this = () if chosen is None else (tie_rows.c.id == chosen,)
    return tuple(capacities.entering(entrance, each.tie_id) for each in _enterable(connection, person_id, entrance, scans, *this))


def _projects(connection: Connection, person_id: int, scans: Scans, *which: ties.Which) -> tuple[Project, ...]:
    return finding.open_to(connection, person_id, scans.attempts.flow.clock.now(), *which, most=MOST_SHOWN)


def _enterable(connection: Connection, person_id: int, entrance: Entrance, scans: Scans, *which: ties.Which) -> tuple[MyTie, ...]:
    now = scans.attempts.flow.clock.now()
    return ties.enterable(connection, person_id, now, entrance is Entrance.agency, *which)
