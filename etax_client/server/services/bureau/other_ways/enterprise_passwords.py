"""找回企业密码: of which unit, by whom, and what hangs on the old one (BJ-76)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from etax_client.domain.bureau.capacities import RUNNING
from etax_client.domain.flows.recovery import OfUnit, Recovery
from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.identity.names import same_name
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.server.services.bureau.standing import in_force
from etax_client.server.services.guessing import counters, locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.recovery import Recovered
from etax_client.server.services.news import News
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.why import because
from etax_client.server.store.tables import bureau_units, persons, ties, units


def replace_of_unit(connection: Connection, rule: LockoutRule, unit_id: int, phc: str, now: datetime) -> None:
    """Another 企业密码, whoever sets it: counter 0, lock off."""
    mine = update(bureau_units).where(bureau_units.c.unit_id == unit_id).values(enterprise_hash=phc)
    if connection.execute(mine).rowcount == 0:
        connection.execute(insert(bureau_units).values(unit_id=unit_id, enterprise_hash=phc))
    locks.unlock(connection, counters.of_enterprise(unit_id), rule, now)


def of_unit(sessions: Sessions, news: News) -> Recovered:
    """A unit's, by its legal representative or finance officer, whose tie is confirmed; nobody else is ever sent a code."""
    system = sessions.system
    accounts = system.accounts

    def find(connection: Connection, state: Recovery) -> Row[Any] | None:
        if state.identity is None or not isinstance(state, OfUnit):
            return None
        identity, now = state.identity, sessions.clock.now()
        own = (accounts.c.person_id, accounts.c.login_name, accounts.c.mobile, accounts.c.email, persons.c.name, persons.c.document_number)
        of_it = (units.c.id.label("unit_id"), units.c.name.label("unit_name"), bureau_units.c.enterprise_hash.label("password_hash"))
        joined = accounts.join(persons).join(ties, ties.c.person_id == persons.c.id).join(units, units.c.id == ties.c.unit_id)
        whole: Select[Any] = select(*own, *of_it).select_from(joined.outerjoin(bureau_units, bureau_units.c.unit_id == units.c.id))
        them = (persons.c.document_type == identity.document_type.value) & (persons.c.document_number == identity.number)
        runs_it = ties.c.role.in_(RUNNING) & in_force(now) & (units.c.taxpayer_id == normalise(state.taxpayer_id))
        row = connection.execute(whole.where(them, runs_it).limit(1)).one_or_none()
        return row if row is not None and same_name(row.name, identity.name) else None

    def replace(connection: Connection, account: Row[Any], phc: str, flow: Flow[Recovery], now: datetime) -> bool:
        """Counter 0, lock off; what was begun behind the old one leads nowhere. Whoever is logged in stays so."""
        if find(connection, flow.state) is None:
            return False
        replace_of_unit(connection, system.policy.account_lockout, account.unit_id, phc, now)
        news.tell(connection)
        return True

    nobody = because(Refused(RefusalCode.beyond_rights), "enterprise.not_runner", "BJ-76")
    told, done = "sms.bureau.enterprise_password", OwnAct.enterprise_password_set

    def counted(account: Row[Any]) -> Sequence[Subject]:
        return (counters.of_enterprise(account.unit_id),)

    return Recovered(find, replace, nobody, counted, told, done, "enterprise password")
