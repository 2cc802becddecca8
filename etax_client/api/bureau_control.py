"""What testers see and steer of the Beijing bureau, a part of the tester's door."""

from datetime import date

from etax_client.api.control_door import Door
from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.guessing.methods import Method
from etax_client.domain.secret import Secret
from etax_client.domain.testing.bureau_views import AttemptSeen, BureauAccountSeen, BureauUnitSeen, ProjectSeen, TieSeen
from etax_client.domain.testing.tester_views import ActingAs
from etax_client.domain.units.units import Role
from etax_client.wire.control import bureau, bureau_projects, bureau_ties, bureau_units
from etax_client.wire.control.people import PasswordRequest


class BureauVerbs:
    """Those of `Control` that are about the bureau."""

    _door: Door

    async def bureau_account(self, who: str) -> BureauAccountSeen:
        """A person's account at the Beijing bureau."""
        return await self._door.ask(bureau.ONE_BUREAU_ACCOUNT, who=who)

    async def lock_bureau_account(self, who: str, method: Method = Method.password) -> BureauAccountSeen:
        """Until midnight in Asia/Shanghai, for every method (BJ-43)."""
        return await self._door.order(bureau.LOCK_BUREAU_ACCOUNT, bureau.BureauLockRequest(who, method))

    async def unlock_bureau_account(self, who: str) -> BureauAccountSeen:
        """No wrong tries by any method."""
        return await self._door.order(bureau.UNLOCK_BUREAU_ACCOUNT, bureau.BureauUnlockRequest(who))

    async def set_face_fact(self, who: str, known: bool) -> BureauAccountSeen:
        """As if a face had been theirs, or none had been looked at: the level follows (BJ-53)."""
        return await self._door.order(bureau.SET_FACE_FACT, bureau.FaceFactRequest(known), who=who)

    async def attempts(self) -> tuple[AttemptSeen, ...]:
        """Logins at the bureau that go on, the newest first (BJ-30)."""
        return (await self._door.ask(bureau.LIST_ATTEMPTS)).attempts

    async def switch_identity(
        self, session_id: int, identity: CapacityKind, *, unit: str | None = None, role: Role | None = None, project: int | None = None
    ) -> ActingAs:
        """身份切换 under the user's hands, to where they could switch themself (BJ-64, BJ-67)."""
        asked = bureau.IdentityRequest(identity, unit, role, project)
        return await self._door.order(bureau.SWITCH_IDENTITY, asked, session_id=session_id)

    async def bureau_unit(self, which: str) -> BureauUnitSeen:
        """What the bureau knows of a unit."""
        return await self._door.ask(bureau_units.ONE_BUREAU_UNIT, which=which)

    async def lock_bureau_unit(self, which: str) -> BureauUnitSeen:
        """Its old login, until midnight (BJ-44)."""
        return await self._door.ask(bureau_units.LOCK_BUREAU_UNIT, which=which)

    async def unlock_bureau_unit(self, which: str) -> BureauUnitSeen:
        return await self._door.ask(bureau_units.UNLOCK_BUREAU_UNIT, which=which)

    async def set_enterprise_password(self, which: str, password: Secret) -> None:
        """As 找回企业密码 does it: unlocked (BJ-76)."""
        await self._door.order(bureau_units.SET_ENTERPRISE_PASSWORD, PasswordRequest(password), which=which)

    async def agree(self, agency: str, principal: str, until: date | None = None) -> BureauUnitSeen:
        """From now on the agency acts for the unit (BJ-39)."""
        return await self._door.order(bureau_units.AGREE, bureau_units.AgreementRequest(agency, principal, until))

    async def end_agreement(self, agency: str, principal: str) -> None:
        await self._door.ask(bureau_units.END_AGREEMENT, agency=agency, principal=principal)

    async def old_login(self) -> bureau.OldLoginView:
        """The bureau's 旧版登录, as it was switched last."""
        return await self._door.ask(bureau.READ_OLD_LOGIN)

    async def switch_old_login(self, on: bool, last_day: date | None = None) -> bureau.OldLoginView:
        """Off, on for good, or on to the end of its last day in Asia/Shanghai (BJ-74)."""
        return await self._door.order(bureau.SWITCH_OLD_LOGIN, bureau.OldLoginView(on, last_day))

    async def ties(self, unit: str = "", person: str = "") -> tuple[TieSeen, ...]:
        """At the bureau: of a unit, of a person, or all; the newest first."""
        query = {name: which for name, which in (("unit", unit), ("person", person)) if which}
        return (await self._door.ask(bureau_ties.LIST_TIES, query=query)).ties

    async def add_tie(self, unit: str, person: str, until: date | None = None) -> TieSeen:
        """Tax staff, added at the hall: it waits for the person to confirm it (BJ-62)."""
        return await self._door.order(bureau_ties.ADD_TIE, bureau_ties.TieRequest(unit, person, until))

    async def decide_tie(self, tie_id: int, decision: bureau_ties.Decision) -> TieSeen:
        """确认 or 拒绝 in the place of whom it ties, 撤回 in that of who runs the unit (BJ-59, BJ-60)."""
        return await self._door.order(bureau_ties.DECIDE_TIE, bureau_ties.DecisionRequest(decision), tie_id=tie_id)

    async def end_tie(self, tie_id: int) -> None:
        """At once, in open sessions too (BJ-62, BJ-63)."""
        await self._door.ask(bureau_ties.END_TIE, tie_id=tie_id)

    async def name_in_register(self, unit: str, role: bureau_ties.Registered, person: str | None = None) -> None:
        """Who runs a unit from now on, or that nobody does; the bureau's ties follow (BJ-56, BJ-57)."""
        await self._door.order(bureau_ties.NAME_IN_REGISTER, bureau_ties.RegisterRequest(unit, role, person))

    async def projects(self, unit: str = "") -> tuple[ProjectSeen, ...]:
        """At the bureau: of a unit, or all; the newest first."""
        return (await self._door.ask(bureau_projects.LIST_PROJECTS, query={"unit": unit} if unit else {})).projects

    async def report_project(self, report: bureau_projects.ReportRequest) -> ProjectSeen:
        """Of a unit from another province, by the office at home: it waits to be checked in (BJ-72)."""
        return await self._door.order(bureau_projects.REPORT_PROJECT, report)

    async def close_project(self, project_id: int) -> None:
        """At once, in open sessions too (BJ-73)."""
        await self._door.ask(bureau_projects.CLOSE_PROJECT, project_id=project_id)
