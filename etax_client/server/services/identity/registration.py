"""Registration: each step of a flow decided in one transaction, in order, up to the new account (REG-01 to REG-05, REG-1 to REG-3)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from etax_client.domain.faults import Invalid
from etax_client.domain.flows import registration as steps
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.flows.registration import REGISTRATION, AccountSettings, Registration, RegistrationView, Step, Way
from etax_client.domain.guessing.passwords import Own
from etax_client.domain.identity import hall_codes, login_names, mobiles
from etax_client.domain.identity import identity as identities
from etax_client.domain.identity.hall import HallFault
from etax_client.domain.identity.identity import Identity, JudgedIdentity, Said
from etax_client.domain.local_time import local_day
from etax_client.domain.masking import mask_document
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.guessing.new_passwords import NewPasswords, unfit_in_form
from etax_client.server.services.identity import flows, new_accounts, one_time_codes
from etax_client.server.services.identity.flow_engine import ENDED, Addressee, FlowEngine
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.hall_codes import HallCodes
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.why import Unfit, because, misfilled, unfit, unfit_of

HALL_CODE = "hall_code"
"""The field of the code, as refusals name it."""
_LONGEST_HOUSEHOLD = 100
_AT_REGISTRATION = "registered "


def addressee(connection: Connection, flow: Flow[Registration]) -> Addressee | None:
    """The number of the settings, which whoever registers chooses."""
    settings, identity = flow.state.settings, flow.state.identity
    if flow.state.step is not Step.sms_code or settings is None or identity is None:
        return None
    sender = f"document {identity.document_type} {identity.number}"
    return Addressee(one_time_codes.to_number(settings.mobile), flow.bound_to, sender)


@dataclass(frozen=True, slots=True)
class Registrations:
    """What registration asks for beside what every flow does; as FlowEngine."""

    flow: FlowEngine[Registration, RegistrationView]
    system: AccountSystem
    hall_codes: HallCodes
    new_passwords: NewPasswords

    def agree(self, secret: str, once: Once = UNKEYED) -> RegistrationView | Refused:
        """「同意并继续」 (REG-01)."""
        return self.flow.step(secret, lambda connection, flow, now: REGISTRATION.take(flow.state, Step.agreement), once)

    def choose(self, secret: str, way: Way, once: Once = UNKEYED) -> RegistrationView | Refused:
        return self.flow.step(secret, lambda connection, flow, now: _explained(steps.choose(flow.state, self.system.policy, way)), once)

    def identify(
        self,
        secret: str,
        said: Said,
        *,
        hall_code: Secret | None = None,
        address: str = "",
        once: Once = UNKEYED,
    ) -> RegistrationView | Refused:
        """Refused(malformed) names the first field that is wrong (DOC-01), in the order of the form; the hall code comes first (REG-02)."""
        code = None if hall_code is None else hall_codes.read(hall_code)

        def act(connection: Connection, flow: Flow[Registration], now: datetime) -> Registration | Refused:
            judged = identities.judge_said(said, local_day(now))
            by_code = flow.state.way is Way.hall_code
            if flow.state.step is Step.identity and by_code and code is None:
                return unfit(HALL_CODE, "format" if hall_code is not None and hall_code.reveal() else "empty", "REG-02")
            if judged.identity is None:
                return first_fault(judged)
            moved = _explained(steps.identify(flow.state, self.system.policy, judged.identity))
            if isinstance(moved, Refused):
                return moved
            if not by_code or code is None:
                return said_already(connection, self.system, judged.identity, address, now) or moved
            return self._prove(connection, flow, judged.identity, code, address, now) or moved

        return self.flow.step(secret, act, once)

    def _prove(
        self, connection: Connection, flow: Flow[Registration], identity: Identity, code: Secret, address: str, now: datetime
    ) -> Refused | None:
        """By hall code; a person who has an account is told so, as the code shows that it is them (REG-02, REG-05)."""
        matched = self.hall_codes.match(connection, identity, code, address, now)
        if isinstance(matched, Refused):
            return matched
        if new_accounts.account_of(connection, self.system, identity) is not None:
            return Refused(RefusalCode.already_registered)
        flows.note(connection, flow, hall_code_id=matched)
        return None

    async def set_up(
        self,
        secret: str,
        *,
        login_name: str | None,
        password: Secret,
        again: Secret | None = None,
        mobile: str,
        household: str | None,
        address: str = "",
        once: Once = UNKEYED,
    ) -> RegistrationView | Refused:
        """Login name, password, mobile and 户籍所在地, as policy and channel have them (REG-04); of the password only a hash is kept.

        `again` is the password as a form asks for it once more.
        """
        judged = self._judge_settings(secret, login_name, password, again, mobile, household)
        if isinstance(judged, Refused):
            return judged
        phc = await self.new_passwords.hasher.make(password)

        def act(connection: Connection, flow: Flow[Registration], now: datetime) -> Registration | Refused:
            moved = REGISTRATION.take(flow.state, Step.settings, settings=judged)
            if isinstance(moved, Refused):
                return moved
            assert moved.identity is not None  # noqa: S101
            refused = new_accounts.told_held(connection, self.system, asdict(judged), address, now)
            refused = refused or new_accounts.taken(connection, self.system, moved.identity, asdict(judged))
            if refused is None:
                flows.note(connection, flow, password_hash=phc)
            return refused or moved

        return self.flow.step(secret, act, once)

    def finish(self, secret: str, code: Secret, once: Once = UNKEYED) -> RegistrationView | Refused:
        """The account, once the code is right; asked for again, the same end, but Refused(key_reused) with another (IDM-1).

        What else is wrong by now leaves the code good (COD-4): a name or number that was taken meanwhile leads back to the settings.
        """
        made: list[tuple[int, Identity]] = []

        def act(connection: Connection, flow: Flow[Registration], now: datetime) -> Registration | Refused:
            moved = REGISTRATION.take(flow.state, Step.sms_code)
            if isinstance(moved, Refused):
                return moved
            settings, identity, phc = flow.state.settings, flow.state.identity, flow.password_hash
            assert settings is not None  # noqa: S101
            assert identity is not None  # noqa: S101
            assert phc is not None  # noqa: S101
            held = partial(self._held, connection, flow, identity, asdict(settings))
            refused = self.flow.spend_code(connection, flow, code, now, unless=held)
            if refused is not None:
                return refused
            opened = new_accounts.open_account(connection, self.system, identity, asdict(settings), phc, now)
            made.append((opened.person_id, identity))
            return moved

        result = self.flow.step(secret, act, once, ends_with=code)
        for person_id, identity in made:
            audit("registration", person=person_id, document=mask_document(identity.number), outcome="registered")
        return result

    def _held(self, connection: Connection, flow: Flow[Registration], identity: Identity, columns: new_accounts.Columns) -> Refused | None:
        """What somebody else has got meanwhile, and the hall code with which the flow began; else that one is used up."""
        refused = new_accounts.taken(connection, self.system, identity, columns)
        if refused is None and flow.hall_code_id is not None and not self.hall_codes.use_up(connection, flow.hall_code_id):
            return because(Refused(RefusalCode.wrong_hall_code), "hall_code.used_meanwhile", "REG-02")
        back = REGISTRATION.back(flow.state)
        if refused is not None and refused.code is not RefusalCode.already_registered and not isinstance(back, Refused):
            flows.move(connection, flow, back)
        return refused

    def _judge_settings(
        self, secret: str, login_name: str | None, password: Secret, again: Secret | None, mobile: str, household: str | None
    ) -> AccountSettings | Refused:
        """What can be said before anything is hashed: the flow's step, each field's form, and the password's rules (PWD-01, PWD-1)."""
        with self.flow.store.read() as connection:
            flow = self.flow.find(connection, secret, self.flow.clock.now())
        if flow is None:
            return ENDED
        if flow.state.step is not Step.settings or flow.state.identity is None:
            return OUT_OF_ORDER
        policy, wrong = self.system.policy, dict[str, str]()
        name = None if policy.login_name is None else login_names.judge(login_name or "", policy.login_name)
        if isinstance(name, Invalid) or (name is None and login_name):
            wrong["login_name"] = name.fault if isinstance(name, Invalid) else "not_offered"
        number = mobiles.judge(mobile)
        if isinstance(number, Invalid):
            wrong["mobile"] = number.fault
        asked = flow.state.channel in policy.household_channels
        place = (household or "").strip() or None
        if (asked and place is None) or (place is not None and (not asked or len(place) > _LONGEST_HOUSEHOLD)):
            wrong["household"] = "too_long" if place and asked else "empty" if asked else "not_offered"
        found = {field: Unfit(fault, "REG-04") for field, fault in wrong.items()}
        found |= unfit_in_form(policy.password, password, again, "PWD-01")
        if found or isinstance(name, Invalid) or isinstance(number, Invalid):
            return misfilled(found)
        refused = self.new_passwords.refusal(password, Own(name, (number, flow.state.identity.number)))
        return refused or AccountSettings(name, number, place)


def _explained(moved: Registration | Refused) -> Registration | Refused:
    """A choice that the policy does not have for this flow is the only thing that the steps themselves turn down."""
    if isinstance(moved, Refused) and moved.field is not None:
        return unfit(moved.field, "not_offered", "REG-02")
    return moved


def first_fault(judged: JudgedIdentity) -> Refused:
    """The first field that is wrong, in the order of the form."""
    field = next(each for each in identities.IdentityField if each in judged.faults)
    found = judged.faults[field]
    return misfilled({field.value: unfit_of(HallFault(field.value, found))})


def said_already(connection: Connection, system: AccountSystem, identity: Identity, address: str, now: datetime) -> Refused | None:
    """Said before the face check, not after everything (REG-05): to who knows name and number, and not often to one address."""
    refused = address_limits.refusal(connection, address, now, _AT_REGISTRATION)
    if refused is not None:
        return refused
    if new_accounts.registered(connection, system, identity) is None:
        return None
    address_limits.miss(connection, address, now, _AT_REGISTRATION)
    return Refused(RefusalCode.already_registered)
