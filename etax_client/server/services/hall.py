"""The tax hall: real names taken down from papers, hall codes handed out, to the person or to a unit's handler (REG-02, REG-07)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, true, tuple_, update

from etax_client.clock import Clock
from etax_client.domain.faults import Invalid
from etax_client.domain.guessing import passwords
from etax_client.domain.guessing.passwords import PasswordRule
from etax_client.domain.identity import hall, mobiles
from etax_client.domain.identity import identity as identities
from etax_client.domain.identity.documents import FOR_FOREIGNERS, DocumentType
from etax_client.domain.identity.hall import Claim, Collected, Declined, HallCodeSeen, HallCodeState, HallFault, HallReason, Proxy
from etax_client.domain.identity.hall_codes import LIFE, Slip
from etax_client.domain.identity.identity import Identity
from etax_client.domain.identity.names import same_name
from etax_client.domain.local_time import local_day
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import levels
from etax_client.server.services.identity import new_accounts
from etax_client.server.services.identity.hall_codes import HallCodes
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.units import rights
from etax_client.server.store.database import Store
from etax_client.server.store.tables import hall_codes as codes
from etax_client.server.store.tables import persons, units

_COPIED_FROM_PAPER = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
_DRAWN = 12
"""Characters of a password from the hall: 69 bits."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Each act is one transaction: all of it, or nothing and everything that is wrong. All raise StoreError.

    `correct` puts right what was taken down of a person without an account, as the document says it.
    """

    store: Store
    clock: Clock
    system: AccountSystem
    bureau: AccountSystem
    hall_codes: HallCodes

    def collect(self, claim: Claim, mobile: str = "", *, correct: bool = False, once: Once = UNKEYED) -> Collected | Declined:
        """实名采集: a person in the register, with or without an account; known facts are completed, a number is taken down if given."""
        number = None if not mobile.strip() else mobiles.judge(mobile)
        with self.store.write() as connection:
            checked = self._checked(connection, claim, correct)
            faults = () if not isinstance(checked, Declined) else checked.faults
            if isinstance(number, Invalid):
                faults = (*faults, HallFault("mobile", number))
            if isinstance(checked, Declined) or isinstance(number, Invalid):
                return Declined(faults)
            collected = self._take_down(connection, checked)
            raises = levels.collected(connection, self.bureau, collected.person_id, number, self.clock.now())
            return once.keep(connection, replace(collected, raises=raises))

    def issue(self, claim: Claim, *, correct: bool = False, once: Once = UNKEYED) -> Slip | Declined:
        """A code to someone who has come with papers; it replaces an older one and takes off the lock of wrong codes."""
        with self.store.write() as connection:
            checked = self._checked_without_account(connection, claim, correct)
            return checked if isinstance(checked, Declined) else once.keep(connection, self._hand_out(connection, checked))

    def issue_to(self, person_id: int) -> Slip | Declined | Refused:
        """As above, to someone whom the register knows."""
        with self.store.write() as connection:
            row = connection.execute(select(persons).where(persons.c.id == person_id)).one_or_none()
            if row is None:
                return Refused(RefusalCode.not_found)
            identity = Identity(DocumentType(row.document_type), row.document_number, row.name, row.nationality)
            if new_accounts.account_of(connection, self.system, identity) is not None:
                return _declined("number", HallReason.already_registered)
            return self._hand_out(connection, identity)

    def issue_by_proxy(self, proxy: Proxy, once: Once = UNKEYED) -> tuple[Slip, ...] | Declined:
        """Codes for several foreigners to a unit's handler, who is registered and may act for the unit (003, 二(二))."""
        proxy = replace(proxy, taxpayer_id=normalise(proxy.taxpayer_id), handler_number=normalise(proxy.handler_number))
        with self.store.write() as connection:
            faults = [*self._faults_of_proxy(connection, proxy)]
            checked: list[Identity] = []
            for place, claim in enumerate(proxy.people, 1):
                found = self._checked_foreigner(connection, claim, checked)
                if isinstance(found, Declined):
                    faults += [fault.at(f"people.{place}") for fault in found.faults]
                else:
                    checked.append(found)
            if faults:
                return Declined(tuple(faults))
            audit("hall", act="proxy", unit=proxy.taxpayer_id, people=len(checked))
            return once.keep(connection, tuple(self._hand_out(connection, identity) for identity in checked))

    def identified(self, claim: Claim) -> Identity | Declined:
        """Whether papers and what was typed from them agree with the register; nothing is written."""
        with self.store.read() as connection:
            return self._checked(connection, claim, correct=False)

    def holder_of(self, claim: Claim) -> tuple[Identity, int] | Declined:
        """Whoever has come for a new password of their account, with the person's id."""
        with self.store.read() as connection:
            checked = self._checked(connection, claim, correct=False)
            if isinstance(checked, Declined):
                return checked
            person_id = new_accounts.account_of(connection, self.system, checked)
        return _declined("number", HallReason.not_registered) if person_id is None else (checked, person_id)

    def draw_password(self, rule: PasswordRule) -> Secret:
        """One that can be copied from paper, until its owner sets another; for rules that letters and digits can meet."""
        while True:
            drawn = Secret("".join(self.hall_codes.rng.choice(_COPIED_FROM_PAPER) for _ in range(_DRAWN)))
            if passwords.fits(rule, drawn):
                return drawn

    def codes(self, person_id: int | None, limit: int) -> tuple[HallCodeSeen, ...]:
        """Those that were handed out, to anyone or to a person; the newest first."""
        now = self.clock.now()
        with self.store.read() as connection:
            wanted = true() if person_id is None else _of_person(person_id)
            rows = connection.execute(select(codes).where(wanted).order_by(codes.c.id.desc()).limit(limit)).all()
        return tuple(_seen(row, now) for row in rows)

    def _checked(self, connection: Connection, claim: Claim, correct: bool) -> Identity | Declined:
        """The identity, judged as in every form, and held against what the register has of the document."""
        judged = identities.judge(
            claim.document_type, claim.number, claim.name, local_day(self.clock.now()), claim.nationality, claim.birth, claim.sex
        )
        if judged.identity is None:
            return Declined(tuple(HallFault(field.value, why) for field, why in judged.faults.items()))
        identity = judged.identity
        row = _known(connection, identity)
        differs = () if row is None else _differences(row, identity)
        if not differs:
            return identity
        if correct and new_accounts.account_of(connection, self.system, identity) is None:
            return identity
        return Declined(tuple(HallFault(field, HallReason.differs) for field in differs))

    def _checked_without_account(self, connection: Connection, claim: Claim, correct: bool) -> Identity | Declined:
        checked = self._checked(connection, claim, correct)
        if isinstance(checked, Declined) or new_accounts.account_of(connection, self.system, checked) is None:
            return checked
        return _declined("number", HallReason.already_registered)

    def _checked_foreigner(self, connection: Connection, claim: Claim, others: Sequence[Identity]) -> Identity | Declined:
        if claim.document_type not in FOR_FOREIGNERS:
            return _declined("document_type", HallReason.not_for_foreigners)
        checked = self._checked_without_account(connection, claim, correct=False)
        if isinstance(checked, Declined):
            return checked
        document = (checked.document_type, checked.number)
        return _declined("number", HallReason.twice) if any(document == (one.document_type, one.number) for one in others) else checked

    def _faults_of_proxy(self, connection: Connection, proxy: Proxy) -> list[HallFault]:
        faults = []
        unit_id = connection.execute(select(units.c.id).where(units.c.taxpayer_id == proxy.taxpayer_id)).scalar_one_or_none()
        if unit_id is None:
            faults.append(HallFault("unit", HallReason.unit_unknown))
        handler_id = _handler(connection, self.system, proxy)
        if handler_id is None:
            faults.append(HallFault("handler", HallReason.handler_unknown))
        elif unit_id is not None and not rights.may_enter(connection, handler_id, [unit_id], self.clock.now()):
            faults.append(HallFault("handler", HallReason.handler_not_entitled))
        if not proxy.people:
            faults.append(HallFault("people", HallReason.nobody))
        if len(proxy.people) > hall.MOST_BY_PROXY:
            faults.append(HallFault("people", HallReason.too_many))
        missing = hall.missing(proxy.papers, len(proxy.people))
        return faults + [HallFault(f"papers.{paper}", HallReason.paper_missing) for paper in missing]

    def _take_down(self, connection: Connection, identity: Identity) -> Collected:
        """Everything is known to be right: what the document says is what the register has from now on."""
        facts = {
            "name": identity.name,
            "nationality": identity.nationality,
            "birth": None if identity.birth is None else identity.birth.isoformat(),
            "sex": None if identity.sex is None else identity.sex.value,
        }
        row = _known(connection, identity)
        if row is None:
            document = {"document_type": identity.document_type.value, "document_number": identity.number}
            made = insert(persons).values({**document, **facts}).returning(persons.c.id)
            person_id = int(connection.execute(made).scalar_one())
        else:
            person_id = row.id
            if {"name", "nationality"} & {*_differences(row, identity)}:
                # a code is bound to what it was given for, and would bring what was wrong back
                self.hall_codes.void(connection, identity)
            told = {column: value for column, value in facts.items() if value is not None}
            connection.execute(update(persons).where(persons.c.id == person_id).values(told))
        audit("hall", act="collect", person=person_id, new=row is None)
        return Collected(person_id, identity.name, identity.document_type, identity.number, row is None)

    def _hand_out(self, connection: Connection, identity: Identity) -> Slip:
        now = self.clock.now()
        person = self._take_down(connection, identity)
        code = self.hall_codes.draw()
        code_id = self.hall_codes.issue(connection, identity, code, now)
        audit("hall", act="issue", person=person.person_id, code=code_id)
        return Slip(code, identity.name, identity.document_type, identity.number, now, now + LIFE)


def _declined(field: str, why: HallReason) -> Declined:
    return Declined((HallFault(field, why),))


def _known(connection: Connection, identity: Identity) -> Row[Any] | None:
    same = (persons.c.document_type == identity.document_type.value) & (persons.c.document_number == identity.number)
    return connection.execute(select(persons).where(same)).one_or_none()


def _differences(row: Row[Any], identity: Identity) -> tuple[str, ...]:
    """The fields in which the register says something else; where it, or the document, says nothing, there is nothing to differ in."""
    facts = {
        "nationality": (row.nationality, identity.nationality),
        "birth": (row.birth, None if identity.birth is None else identity.birth.isoformat()),
        "sex": (row.sex, None if identity.sex is None else identity.sex.value),
    }
    other = [field for field, (known, told) in facts.items() if None not in (known, told) and known != told]
    return (*(() if same_name(row.name, identity.name) else ("name",)), *other)


def _handler(connection: Connection, system: AccountSystem, proxy: Proxy) -> int | None:
    """被授权单位经办人必须是已注册验证的办税人员: someone with an account, known by name and number."""
    registered = select(persons.c.id, persons.c.name).join_from(persons, system.accounts)
    rows = connection.execute(registered.where(persons.c.document_number == proxy.handler_number)).all()
    return next((int(row.id) for row in rows if same_name(row.name, proxy.handler_name)), None)


def _of_person(person_id: int) -> ColumnElement[bool]:
    document = select(persons.c.document_type, persons.c.document_number).where(persons.c.id == person_id)
    return tuple_(codes.c.document_type, codes.c.document_number).in_(document)


def _seen(row: Row[Any], now: datetime) -> HallCodeSeen:
    state = HallCodeState(row.state)
    left = max(0, ceil((row.expires_at - now).total_seconds()))
    is_over = state is HallCodeState.issued and not row.issued_at <= now < row.expires_at
    return HallCodeSeen(
        code_id=row.id,
        state=HallCodeState.expired if is_over else state,
        name=row.name,
        document_type=DocumentType(row.document_type),
        document_number=row.document_number,
        nationality=row.nationality,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        seconds=left if state is HallCodeState.issued and not is_over else 0,
    )
