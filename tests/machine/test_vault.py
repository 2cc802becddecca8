"""The vault: in a real keyring or nowhere, never waiting long, never raising (KEY-1, KEY-2, SES-02)."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from etax_client.client import VaultKeeper
from etax_client.domain.secret import Secret
from etax_client.machine.settings import Settings
from etax_client.machine.vault import Backend, Kept, MemoryOnly, Reason, Vault, is_safe
from etax_client.screens.desk import Choices
from etax_client.session import KeepsNothing

SERVER = "http://127.0.0.1:8765"
TOKEN = Secret("token-canary")


class Memory:
    """A keyring that works."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str, /) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str, /) -> None:
        del self.entries[service, username]


class Forgetful(Memory):
    def set_password(self, service: str, username: str, password: str, /) -> None:
        pass


class KeyringLocked(Exception):
    """Named as keyring's own."""


class Raising(Memory):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def set_password(self, service: str, username: str, password: str, /) -> None:
        raise self.error

    def get_password(self, service: str, username: str, /) -> str | None:
        raise self.error

    def delete_password(self, service: str, username: str, /) -> None:
        raise self.error


class Hanging(Memory):
    """Answers no write until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.deleted = threading.Event()
        self.calls = 0

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.calls += 1
        self.let_go.wait(30)
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str, /) -> None:
        super().delete_password(service, username)
        self.deleted.set()


def finder(backend: Backend) -> Callable[[], Backend]:
    return lambda: backend


async def test_a_token_is_kept_fetched_and_forgotten() -> None:
    backend = Memory()
    vault = Vault(finder(backend))
    assert await vault.fetch(SERVER) is None
    assert await vault.keep(SERVER, TOKEN) == Kept()
    assert await vault.fetch(SERVER) == TOKEN
    assert await vault.fetch("http://127.0.0.1:1") is None
    await vault.forget(SERVER)
    assert backend.entries == {}


async def test_whoever_keeps_nothing_has_nothing() -> None:
    keeper = KeepsNothing()
    assert not await keeper.keep(Secret("token"))
    assert await keeper.fetch() is None
    await keeper.forget()
    await keeper.forget_all(["https://etax.example"])


async def test_forgetting_what_is_not_there_is_nothing() -> None:
    await Vault(finder(Memory())).forget(SERVER)


async def test_a_keyring_that_keeps_nothing_is_found_out_by_reading_back() -> None:
    """KEY-2."""
    assert await Vault(finder(Forgetful())).keep(SERVER, TOKEN) == MemoryOnly(Reason.not_kept)


@pytest.mark.parametrize(("error", "reason"), [(KeyringLocked("token-canary"), Reason.locked), (OSError("token-canary"), Reason.failed)])
async def test_a_keyring_that_raises_is_a_value(error: Exception, reason: Reason) -> None:
    vault = Vault(finder(Raising(error)))
    assert await vault.keep(SERVER, TOKEN) == MemoryOnly(reason)
    assert await vault.fetch(SERVER) is None
    await vault.forget(SERVER)


async def test_a_keyring_that_hangs_is_left_and_its_late_write_is_undone() -> None:
    """KEY-1: the user was told that nothing is kept, so nothing may be, and no second call waits again."""
    backend = Hanging()
    vault = Vault(finder(backend), limit=0.05)
    assert await vault.keep(SERVER, TOKEN) == MemoryOnly(Reason.hung)
    assert await vault.keep(SERVER, TOKEN) == MemoryOnly(Reason.hung)
    assert await vault.fetch(SERVER) is None
    assert backend.calls == 1
    backend.let_go.set()
    assert backend.deleted.wait(10)
    assert backend.entries == {}


def named(module: str, name: str) -> object:
    return type(name, (), {"__module__": module})()


@pytest.mark.parametrize(
    ("module", "name", "safe"),
    [
        ("keyring.backends.SecretService", "Keyring", True),
        ("keyring.backends.macOS", "Keyring", True),
        ("keyring.backends.Windows", "WinVaultKeyring", True),
        ("keyring.backends.fail", "Keyring", False),
        ("keyring.backends.null", "Keyring", False),
        ("keyring.backends.chainer", "ChainerBackend", False),
        ("keyrings.alt.file", "PlaintextKeyring", False),
        ("keyrings.alt.file", "EncryptedKeyring", False),
        ("somebody.else", "MyPlainTextKeyring", False),
    ],
)
def test_backends_that_are_not_safe_are_refused(module: str, name: str, safe: bool) -> None:
    """KEY-2."""
    assert is_safe(named(module, name)) is safe


PROGRAM = f"""
import asyncio
from etax_client.client import VaultKeeper
from etax_client.domain.secret import Secret
from etax_client.machine.vault import Vault
print(asyncio.run(Vault(limit=30).keep({SERVER!r}, Secret("token-canary"))))
"""


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        ("keyring.backends.fail.Keyring", Reason.no_backend),
        ("keyring.backends.null.Keyring", Reason.unsafe_backend),
        ("no.such.module.Keyring", Reason.failed),
    ],
)
def test_the_backend_named_in_the_environment_is_judged(backend: str, reason: Reason) -> None:
    """KEY-2: the real keyring package, by PYTHON_KEYRING_BACKEND."""
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": backend}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == repr(MemoryOnly(reason)), done.stderr
    assert "token-canary" not in done.stdout + done.stderr


def test_a_hung_keyring_does_not_keep_the_program_from_ending() -> None:
    """KEY-1: the thread is a daemon."""
    program = (
        "import asyncio, threading\n"
        "from etax_client.machine.vault import Vault\n"
        "print(asyncio.run(Vault(lambda: threading.Event().wait(), limit=0.05).check()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "hung"), done.stderr


def test_keyring_is_not_imported_before_it_is_needed() -> None:
    program = "import sys, etax_client.machine.vault; print('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60).stdout.strip() == "False"


async def test_the_keyring_is_opened_at_the_start_only_where_a_session_is_kept() -> None:
    """KEY-1, P1, P10: opening one costs 140 ms and 11 MB; what the settings know of it is the server's name."""
    opened: list[Memory] = []
    memory, choices = Memory(), Choices(Settings(), lambda _: None)

    def find() -> Backend:
        opened.append(memory)
        return memory

    keeper = VaultKeeper(Vault(find), SERVER, choices)
    assert await keeper.fetch() is None
    assert opened == []
    assert await keeper.keep(TOKEN)
    assert list(choices.settings.kept_sessions) == [SERVER]
    kept = await VaultKeeper(Vault(find), SERVER, choices).fetch()
    assert kept is not None
    assert kept.reveal() == TOKEN.reveal()
    assert await VaultKeeper(Vault(find), f"{SERVER} another", choices).fetch() is None
    await keeper.forget()
    assert list(choices.settings.kept_sessions) == []
    assert memory.entries == {}
