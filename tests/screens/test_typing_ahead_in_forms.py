"""Keys typed while a form's request is under way: they wait for what comes of it, land in its fields, and in no other (SEC-3, TUI-5)."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from etax_client.screens.dialogs.add_units import AddUnitsDialog
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.help import HelpDialog
from etax_client.screens.pages.phone_panel import PhonePanel
from etax_client.screens.registration import RegistrationScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.screens.verification.certificate import CertificateDialog
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField
from tests.driving import Driver, driving
from tests.screens.flows.registration_hands import CODE, LOGIN_NAME, MOBILE, NAME, NUMBER, PASSWORD, at
from tests.screens.pages.reader_hands import entry, press
from tests.screens.slow_hands import answer_one_by_one, said_void, type_ahead
from tests.server.units.certificates import PIN, issued

UNLISTED, LISTED = "91440199MA0QJ0506W", "91440199MA0QJ0100K"


def value(etax: Driver, selector: str) -> str:
    return etax.screen.query_one(selector, TextField).value


def has_phone(etax: Driver) -> bool:
    return any(isinstance(each, PhonePanel) for each in etax.screen.displayed_children)


@asynccontextmanager
async def registering() -> AsyncIterator[Driver]:
    """At the identity, filled in."""
    async with at("identity") as (etax, _):
        for field, text in (("#hall-code", CODE), ("#document-number", NUMBER), ("#person-name", NAME)):
            await etax.fill(field, text)
        yield etax


@asynccontextmanager
async def adding(number: str = UNLISTED) -> AsyncIterator[Driver]:
    async with driving() as etax:
        await etax.log_in("wangfang")
        await etax.press("a")
        await etax.fill("#typed", number)
        await etax.fill("#again", number)
        yield etax


@asynccontextmanager
async def proving(folder: Path) -> AsyncIterator[Driver]:
    """At the certificate of unit 1, file and PIN filled in."""
    async with driving() as etax:
        (folder / "unit.p12").write_bytes(issued(etax.server.state.services).pkcs12)
        await etax.log_in()
        await etax.press("enter", "f6")
        await etax.fill("#file-field", str(folder / "unit.p12"))
        await etax.fill("#pin-field", PIN)
        yield etax


async def test_the_next_step_of_a_registration() -> None:
    async with registering() as etax:
        etax.carrier.hold()
        await type_ahead(etax, ("enter", *LOGIN_NAME, "enter", *MOBILE, "enter", *PASSWORD))
        assert value(etax, "#person-name") == NAME
        await answer_one_by_one(etax)
        assert (value(etax, "#login-name"), value(etax, "#mobile")) == (LOGIN_NAME, MOBILE)
        assert etax.screen.query_one(SecretField).peek().reveal() == PASSWORD


async def test_a_unit_that_is_added() -> None:
    async with adding() as etax:
        etax.carrier.hold()
        await type_ahead(etax, ("enter", "slash", *"0506"))
        assert value(etax, "#again") == UNLISTED
        await answer_one_by_one(etax)
        assert etax.on(UnitsScreen).query_one("#query-id", TextField).value == "0506"
        assert not said_void(etax)


async def test_a_unit_that_is_refused() -> None:
    """What was typed for the list is no further digit of the id, and no command of the dialog."""
    async with adding(LISTED) as etax:
        etax.carrier.hold()
        await type_ahead(etax, ("enter", "slash", *"0506", "enter"))
        await answer_one_by_one(etax)
        assert (value(etax, "#typed"), value(etax, "#again")) == (LISTED, LISTED)
        assert said_void(etax)


async def test_a_certificate(tmp_path: Path) -> None:
    """U is 切换单位 on the home screen that comes of it, and no character of the PIN."""
    async with proving(tmp_path) as etax:
        etax.carrier.hold()
        await type_ahead(etax, ("enter", "u"))
        await etax.until(lambda: bool(etax.carrier.under_way), "the challenge")  # behind a thread that stretches the PIN
        assert etax.on(CertificateDialog).query_one(SecretField).length == len(PIN)
        await answer_one_by_one(etax)
        await etax.until(lambda: isinstance(etax.screen, UnitsScreen), "the unit list")
        assert not said_void(etax)


async def test_a_page_of_the_phone() -> None:
    """What is typed while a form is being sent is for the page that comes of it: here the short code, behind the login that it needs."""
    async with driving() as etax:
        await etax.press("f9")
        await press(etax, "扫一扫")
        await etax.paste("liming")
        await etax.press("tab")
        await etax.paste("Etax@2026")
        etax.phone.hold()
        await type_ahead(etax, ("enter", *"K7M3"))
        assert entry(etax, "账号").typed == "liming"
        etax.phone.release()
        await etax.settle()
        assert entry(etax, "验证短码").typed == "K7M3"


async def test_esc_help_phone_and_quitting_wait_for_nothing(tmp_path: Path) -> None:
    """On each of these forms, with something typed ahead."""
    forms: tuple[tuple[AbstractAsyncContextManager[Driver], type[object]], ...] = (
        (registering(), RegistrationScreen),
        (adding(), AddUnitsDialog),
        (proving(tmp_path), CertificateDialog),
    )
    for form, kind in forms:
        async with form as etax:
            etax.carrier.hold()
            await type_ahead(etax, ("enter", "x"))
            for key, opens in (("f1", HelpDialog), ("ctrl+q", AskDialog)):
                await type_ahead(etax, ("x", key))
                assert isinstance(etax.screen, opens), (kind, key, etax.text())
                await type_ahead(etax, ("escape",))
                assert isinstance(etax.screen, kind), (kind, key, etax.text())
            await type_ahead(etax, ("x", "f9"))
            assert has_phone(etax), (kind, etax.text())
            await type_ahead(etax, ("escape",))
            assert not has_phone(etax), (kind, etax.text())
            await type_ahead(etax, ("x", "escape"))
            assert said_void(etax)
            etax.carrier.release()
            await etax.settle()
