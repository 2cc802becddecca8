"""New accounts: whether their names and numbers are free, and how they are opened, inside the caller's transaction (REG-04, REG-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from etax_client.domain.identity.identity import Identity
from etax_client.domain.identity.names import same_name
from etax_client.domain.masking import mask_email, mask_mobile, mask_name
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.sessions import NOWHERE, Seat
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.identity import flows, one_time_codes, sims
from etax_client.server.services.identity.reached import BY_NUMBER, Reached
from etax_client.server.services.sessions import messages, own_log
from etax_client.server.services.why import because
from etax_client.server.store.tables import persons


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account's person; `took_from` is the masked name of who had its number until then, if somebody had."""

    person_id: int
    took_from: str | None


Columns = Mapping[str, Any]
"""What the new account will have beside a password, by the columns of its system's table."""
_COUNTED_AS = "names "
_ONE_EACH = (("login_name", RefusalCode.login_name_taken), ("mobile", RefusalCode.mobile_taken), ("email", RefusalCode.email_taken))


def taken(connection: Connection, system: AccountSystem, identity: Identity, columns: Columns, *, proved: bool = True) -> Refused | None:
    """Who or what is registered already (REG-05); until it is `proved` who asks, that is said to who knows the document's name too."""
    known = account_of if proved else registered
    if known(connection, system, identity) is not None:
        return Refused(RefusalCode.already_registered)
    return _held(connection, system, columns)


def open_account(connection: Connection, system: AccountSystem, identity: Identity, columns: Columns, phc: str, now: datetime) -> Opened:
    """Of a person who was collected at the hall or comes for the first time; everything is known to be free."""
    mobile, email = columns.get("mobile"), columns.get("email")
    took_from = None if mobile is None else claim(connection, system, mobile, now)
    told = {
        "nationality": identity.nationality,
        "birth": None if identity.birth is None else identity.birth.isoformat(),
        "sex": None if identity.sex is None else identity.sex.value,
    }
    known = connection.execute(select(persons).where(_is(identity)).with_for_update()).one_or_none()
    if known is None:
        whole = {"document_type": identity.document_type.value, "document_number": identity.number, "name": identity.name, **told}
        person_id = int(connection.execute(insert(persons).values(whole).returning(persons.c.id)).scalar_one())
    else:
        # what the hall has recorded stands
        person_id = int(known.id)
        missing = {name: value for name, value in told.items() if getattr(known, name) is None}
        connection.execute(update(persons).where(persons.c.id == person_id).values({"name": known.name, **missing}))
    connection.execute(insert(system.accounts).values(person_id=person_id, password_hash=phc, **columns))
    if mobile is not None:
        messages.send(connection, Medium.sms, mobile, f"{system.tells}.registered", {"at": now.isoformat()}, now)
    elif email is not None:
        sims.leave(connection, email)
        messages.send(connection, Medium.email, email, "email.bureau.registered", {"at": now.isoformat()}, now)
    return Opened(person_id, took_from)


def claim(connection: Connection, system: AccountSystem, mobile: str, now: datetime) -> str | None:
    """The number is about to be another account's: it becomes empty where it was, codes that were sent to it are void (REG-3, BJ-23).

    And whoever had put its card into a phone reads no more there (WEB-5). What its holder was to do by it, or has proved by it, is to be
    done by something else; they are told by e-mail if they have an address, else where they next look for the number.
    Answers the masked name of who had it, None for nobody.
    """
    accounts = system.accounts
    joined = select(accounts, persons.c.name).join_from(accounts, persons)
    holder = connection.execute(joined.where(accounts.c.mobile == mobile)).one_or_none()
    if holder is not None:
        connection.execute(update(accounts).where(accounts.c.person_id == holder.person_id).values(mobile=None))
        for flow in flows.about(connection, system, holder.person_id, now):
            awaited = one_time_codes.awaits(connection, f"{flow.bound_to} to {mobile}")
            flows.move(connection, flow, flow.kind.without_number(flow.state, awaited))
        own_log.note(connection, system, holder.person_id, OwnAct.mobile_lost, now)
        email = holder._mapping.get("email")
        if email is not None:
            told = {"at": now.isoformat(), "mobile": mask_mobile(mobile)}
            messages.send(connection, Medium.email, email, "email.bureau.mobile_lost", told, now)
        audit("number_taken_over", holder=holder.person_id, mobile=mask_mobile(mobile))
    one_time_codes.void(connection, mobile)
    sims.leave(connection, mobile)
    return None if holder is None else mask_name(holder.name)


def bind(
    connection: Connection, system: AccountSystem, person_id: int, by: Reached, address: str, now: datetime, seat: Seat = NOWHERE
) -> str | None:
    """Number or mailbox are this account's from now on; the one that it had is told, if it had another (BJ-50, BJ-52).

    Answers as `claim`.
    """
    column = system.accounts.c[by.field]
    mine = system.accounts.c.person_id == person_id
    before = connection.execute(select(column).where(mine)).scalar_one()
    if before == address:
        return None
    took_from = None
    if by is BY_NUMBER:
        took_from = claim(connection, system, address, now)
    else:
        sims.leave(connection, address)
    connection.execute(update(system.accounts).where(mine).values({by.field: address}))
    at, tells = {"at": now.isoformat()}, system.tells
    bound, changed = "email.bureau.email_bound", "email.bureau.email_changed"
    if by is BY_NUMBER:
        bound, changed = f"{tells}.mobile_bound", f"{tells}.mobile_changed"
    if before is not None:
        sims.leave(connection, before)
        told = {**at, by.field: mask_mobile(address) if by is BY_NUMBER else mask_email(address)}
        messages.send(connection, by.medium, before, changed, told, now)
    messages.send(connection, by.medium, address, bound, at, now)
    own_log.note(connection, system, person_id, by.act, now, seat)
    return took_from


def account_of(connection: Connection, system: AccountSystem, identity: Identity) -> int | None:
    """The person of the account that this document has, if it has one."""
    found = select(system.accounts.c.person_id).join_from(system.accounts, persons).where(_is(identity))
    return connection.execute(found).scalar_one_or_none()


def registered(connection: Connection, system: AccountSystem, identity: Identity) -> int | None:
    """This very person, by document and name, if they have an account."""
    found = select(persons.c.id, persons.c.name).join_from(system.accounts, persons).where(_is(identity))
    row = connection.execute(found).one_or_none()
    return row.id if row is not None and same_name(row.name, identity.name) else None


def is_held(connection: Connection, system: AccountSystem, whose: ColumnElement[bool]) -> bool:
    """Whether there is an account of which this holds."""
    return connection.execute(select(system.accounts.c.person_id).where(whose)).first() is not None


def told_held(
    connection: Connection, system: AccountSystem, columns: Columns, address: str, now: datetime, rule: str = "REG-05"
) -> Refused | None:
    """That a name or number is another's: said so often to an address in a minute, as it tells whose there are (BJ-81, REG-05)."""
    refused = address_limits.refusal(connection, address, now, _COUNTED_AS)
    if refused is not None:
        return refused
    found = _held(connection, system, columns)
    if found is None:
        return None
    address_limits.miss(connection, address, now, _COUNTED_AS)
    return because(found, found.code.value, rule)


def _held(connection: Connection, system: AccountSystem, columns: Columns) -> Refused | None:
    """Of what each account has for itself; a number is nobody's for long where the policy lets others take it over."""
    for field, code in _ONE_EACH:
        value = columns.get(field)
        if value is None or (field == "mobile" and system.policy.takes_over_mobile):
            continue
        if is_held(connection, system, system.accounts.c[field] == value):
            return Refused(code, field=field)
    return None


def _is(identity: Identity) -> ColumnElement[bool]:
    return (persons.c.document_type == identity.document_type.value) & (persons.c.document_number == identity.number)
