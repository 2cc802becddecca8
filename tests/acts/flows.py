"""Each step of a flow, by its route: a request that is ready to be sent (IDM-1)."""

from collections.abc import Awaitable, Callable

from etax_client.wire import paths, spelling
from tests.acts.stage import Ask, Deed, Deeds
from tests.server.identity.recovering import LIMING, Forgetful, forgetful, recovery_code
from tests.server.identity.registering import CODE, NEW, SETTINGS, ZHOU, Applicant, issue, sms_code
from tests.server.running import Json, Running


def registering(path: str, lead: Callable[[Applicant], Awaitable[object]], body: Callable[[Running], Json | None] = lambda _: None) -> Deed:
    async def ready(server: Running) -> Ask:
        issue(server)
        one = Applicant(server, server.caller().http)
        await lead(one)
        return _ask(one.http, path, one.flow, body(server))

    return ready


def recovering(path: str, lead: Callable[[Forgetful], Awaitable[object]], body: Callable[[Running], Json | None] = lambda _: None) -> Deed:
    async def ready(server: Running) -> Ask:
        one = forgetful(server)
        await lead(one)
        return _ask(one.http, path, one.flow, body(server))

    return ready


def _ask(http: object, path: str, flow: str, body: Json | None) -> Ask:
    headers = {"Authorization": f"Bearer {flow}", **({} if body is None else {"Content-Type": "application/json"})}
    return Ask(http, "POST", path, lambda: None, b"" if body is None else spelling.write(body), headers)  # type: ignore[arg-type]


async def chosen(one: Applicant) -> None:
    await one.begin()
    assert (await one.choose()).is_success


async def set_up(one: Applicant) -> None:
    await one.at_settings()
    assert (await one.set_up()).is_success


DEEDS: Deeds = {
    ("POST", paths.REGISTRATION_WAY): registering(paths.REGISTRATION_WAY, Applicant.begin, lambda _: {"way": "hall_code"}),
    ("POST", paths.REGISTRATION_AGREEMENT): registering(paths.REGISTRATION_AGREEMENT, chosen),
    ("POST", paths.REGISTRATION_IDENTITY): registering(
        paths.REGISTRATION_IDENTITY, Applicant.with_code, lambda _: {**ZHOU, "hall_code": CODE}
    ),
    ("POST", paths.REGISTRATION_SETTINGS): registering(paths.REGISTRATION_SETTINGS, Applicant.at_settings, lambda _: SETTINGS),
    ("POST", paths.REGISTRATION_SMS_CODE): registering(paths.REGISTRATION_SMS_CODE, set_up),
    ("POST", paths.REGISTRATION_ACCOUNT): registering(
        paths.REGISTRATION_ACCOUNT, Applicant.at_code, lambda server: {"code": sms_code(server)}
    ),
    ("POST", paths.REGISTRATION_BACK): registering(paths.REGISTRATION_BACK, set_up),
    ("POST", paths.RECOVERY_IDENTITY): recovering(paths.RECOVERY_IDENTITY, Forgetful.begin, lambda _: LIMING),
    ("POST", paths.RECOVERY_SMS_CODE): recovering(paths.RECOVERY_SMS_CODE, Forgetful.at_proof),
    ("POST", paths.RECOVERY_SMS_PROOF): recovering(
        paths.RECOVERY_SMS_PROOF, Forgetful.at_code, lambda server: {"code": recovery_code(server)}
    ),
    ("POST", paths.RECOVERY_PASSWORD): recovering(paths.RECOVERY_PASSWORD, Forgetful.at_password, lambda _: {"password": NEW}),
    ("POST", paths.RECOVERY_BACK): recovering(paths.RECOVERY_BACK, Forgetful.at_proof),
}
