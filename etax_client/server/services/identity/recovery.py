"""忘记密码: each step of a recovery decided in one transaction, in order, up to the new password (FPW-01, RST-1, RST-2).

Until something is proved, an identity that nobody has is treated in every way as one that someone has (LOG-08): its codes are counted and
never sent, and its face is another person's. What is counted is counted by the document, so that not even a name gives it away.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from etax_client.domain.faults import Invalid
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.flows.recovery import Proof, Recovery, RecoveryStep, RecoveryView
from etax_client.domain.identity import identity_numbers, names
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.sessions import NOWHERE, Seat
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.guesses import Guesses
from etax_client.server.services.guessing.new_passwords import NewPasswords, another, own_of
from etax_client.server.services.identity import face_requests, resets
from etax_client.server.services.identity.flow_engine import ENDED, Addressee, FlowEngine
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.one_time_codes import Target
from etax_client.server.services.identity.reached import BY_MAILBOX, BY_NUMBER, Reached
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import messages, own_log
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.why import because, of_person, unfit
from etax_client.server.store.tables import persons


@dataclass(frozen=True, slots=True)
class Recovered:
    """What is recovered in flows of a kind: `find` says whose it is, by what was said in the flow, with its hash; `nobody` what they are
    told who have proved who they are and whose it is not.

    `replace` puts another hash in its place, with all that hangs on the old one; False if it is not there any more.
    `counted` is what is counted of guesses at it, a lock of which ends with it.
    """

    find: Callable[[Connection, Recovery], Row[Any] | None]
    replace: Callable[[Connection, Row[Any], str, Flow[Recovery], datetime], bool]
    nobody: Refused
    counted: Callable[[Row[Any]], Sequence[Subject]]
    tells: str
    done: OwnAct
    what: str = "recovery"


def addressee(system: AccountSystem, key: bytes, recovered: Recovered, connection: Connection, flow: Flow[Recovery]) -> Addressee | None:
    """The number that is bound, if there is one; a code is good in this flow as long as that stays bound (COD-1, REG-3)."""
    identity = flow.state.identity
    if flow.state.step is not RecoveryStep.proof or identity is None:
        return None
    by, what = (BY_MAILBOX, f"{recovered.what} by e-mail") if flow.state.sends is Proof.email_code else (BY_NUMBER, recovered.what)
    return _reached(key, flow, identity, by, what, recovered.find(connection, flow.state))


def secretly(
    connection: Connection, system: AccountSystem, key: bytes, flow: Flow[Any], identity: Identity, by: Reached, what: str
) -> Addressee:
    """What the account of an identity is reached by, if there is one: counted alike if there is none (LOG-08)."""
    return _reached(key, flow, identity, by, what, account_with(connection, system, identity))


def _reached(key: bytes, flow: Flow[Any], identity: Identity, by: Reached, what: str, account: Row[Any] | None) -> Addressee:
    address = None if account is None else account._mapping.get(by.field)
    document = f"{what} {identity.document_type} {identity.number}"
    digest = hmac.new(key, document.encode(), hashlib.sha256).hexdigest()
    return Addressee(Target(digest, address, by.medium), f"{flow.bound_to} to {address or 'nobody'}")


@dataclass(frozen=True, slots=True)
class Recoveries:
    """What a recovery asks for beside what every flow does; as FlowEngine."""

    flow: FlowEngine[Recovery, RecoveryView]
    system: AccountSystem
    sessions: Sessions
    guesses: Guesses
    new_passwords: NewPasswords
    recovered: Recovered

    def identify(
        self, secret: str, document_type: DocumentType, number: str, name: str, once: Once = UNKEYED, also: Mapping[str, str] | None = None
    ) -> RecoveryView | Refused:
        """Refused(malformed) names the field that could be nobody's; that is all that is said of an identity here.

        `also` is what else a kind of recovery asks for, as its state has it.
        """

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            identity = named(document_type, number, name, now)
            if isinstance(identity, Refused):
                return identity
            return self.flow.kind.take(flow.state, RecoveryStep.identity, identity=identity, **(also or {}))

        return self.flow.step(secret, act, once)

    def send_code(self, secret: str, by: Proof, once: Once = UNKEYED) -> RecoveryView | Refused:
        """A code by SMS or by e-mail; the one does not wait for the other."""

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            return self.flow.send(connection, replace(flow, state=replace(flow.state, sends=by)), now)

        return self.flow.step(secret, act, once)

    def prove(self, secret: str, code: Secret, once: Once = UNKEYED) -> RecoveryView | Refused:
        """The proof by the code that was sent in this flow, to the number that is still bound (RST-1, REG-3)."""

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            refused = self.flow.spend_code(connection, flow, code, now)
            if refused is not None:
                return refused
            face_requests.forget(connection, flow.flow_id)
            return self.flow.kind.take(flow.state, RecoveryStep.proof, by=flow.state.sends)

        return self.flow.step(secret, act, once)

    async def set_password(
        self, secret: str, password: Secret, once: Once = UNKEYED, *, again: Secret | None = None, seat: Seat = NOWHERE
    ) -> RecoveryView | Refused:
        """The new password, in a flow that has its proof; asked for again, the same end, but Refused(key_reused) with another (IDM-1).

        `again` is the password as a form asks for it once more, `seat` where it comes from. Nobody is logged in by it (RST-2).
        """
        with self.flow.store.read() as connection:
            flow = self.flow.find(connection, secret, self.flow.clock.now())
            account = None if flow is None else self.recovered.find(connection, flow.state)
        if flow is None:
            return ENDED
        end = self.flow.end(flow, secret, password)
        if end is not None:
            return end if isinstance(end, Refused) else self.flow.view(secret)
        if flow.state.step is not RecoveryStep.password:
            return OUT_OF_ORDER
        if account is None:
            return self.recovered.nobody
        refused = self.new_passwords.refusal(password, own_of(account), again=again)
        if refused is not None:
            return of_person(refused, account.person_id)
        phc = await self.new_passwords.hasher.make(password)

        def act(connection: Connection, flow: Flow[Recovery], now: datetime) -> Recovery | Refused:
            moved = self.flow.kind.take(flow.state, RecoveryStep.password)
            if isinstance(moved, Refused):
                return moved
            rule = self.system.policy.account_lockout
            was_locked = locks.lock_on(connection, self.recovered.counted(account), rule, now) is not None
            if not self.recovered.replace(connection, account, phc, flow, now):
                return ENDED
            mobile = messages.mobile_of(connection, self.system, account.person_id)
            if mobile is not None:
                params = {"at": now.isoformat(), **({"unit": account.unit_name} if "unit_name" in account._mapping else {})}
                messages.send(connection, Medium.sms, mobile, self.recovered.tells, params, now)
            own_log.note(connection, self.system, account.person_id, self.recovered.done, now, seat)
            return replace(moved, unlocked=was_locked)

        def fence(connection: Connection) -> RecoveryView | Refused | None:
            now = self.flow.clock.now()
            flow = self.flow.find(connection, secret, now)
            if flow is None:
                return ENDED
            end = self.flow.end(flow, secret, password)
            if isinstance(end, Refused):
                return end
            return None if flow.state.step is RecoveryStep.password else self.flow.show(connection, flow, now)

        def admit(connection: Connection) -> RecoveryView | Refused:
            return self.flow.step_in(connection, secret, act, once, ends_with=password)

        result = await self.guesses.attempt(another(password, account.password_hash, flow.bound_to, admit, fence, once))
        if isinstance(result, Refused) and result.code is RefusalCode.too_many:
            self.flow.abandon(secret)
            result = because(ENDED, "password.same_too_often", "PWD-1")
        outcome = result.code if isinstance(result, Refused) else "reset"
        audit("recovery", person=account.person_id, outcome=outcome)
        return of_person(result, account.person_id)


def named(document_type: DocumentType, number: str, name: str, now: datetime) -> Identity | Refused:
    """Who someone says they are; Refused(malformed) names the field that could be nobody's."""
    judged, judged_name = identity_numbers.judge(document_type, number, local_day(now)), names.judge(name, document_type)
    if isinstance(judged, Invalid):
        return unfit("number", judged.fault, "DOC-01")
    if isinstance(judged_name, Invalid):
        return unfit("name", judged_name.fault, "DOC-01")
    return Identity(document_type, judged.number, judged_name.text)


def of_account(sessions: Sessions, news: News) -> Recovered:
    """The password of one's own account: sessions, tickets and other flows of its are over with the old one (RST-2)."""

    def find(connection: Connection, state: Recovery) -> Row[Any] | None:
        return None if state.identity is None else account_with(connection, sessions.system, state.identity)

    def replace_it(connection: Connection, account: Row[Any], phc: str, flow: Flow[Recovery], now: datetime) -> bool:
        return resets.replace(connection, sessions, news, account.person_id, phc, now, keep_flow=flow.flow_id)

    def counted(account: Row[Any]) -> Sequence[Subject]:
        return sessions.system.subjects_of(account.person_id)

    return Recovered(find, replace_it, ENDED, counted, f"{sessions.system.tells}.password_reset", OwnAct.password_reset)


def account_with(connection: Connection, system: AccountSystem, identity: Identity) -> Row[Any] | None:
    """The account of an identity whose document and name are right."""
    accounts = system.accounts
    columns = (accounts, persons.c.name, persons.c.document_number)
    mine = (persons.c.document_type == identity.document_type.value) & (persons.c.document_number == identity.number)
    row = connection.execute(select(*columns).join_from(accounts, persons).where(mine)).one_or_none()
    return row if row is not None and names.same_name(row.name, identity.name) else None
