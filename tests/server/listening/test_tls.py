"""The server's own key and certificate: kept to oneself, made once, and never replaced in silence (TLS-1, TLS-2)."""

import contextlib
import os
import re
import socket
import ssl
import stat
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from etax_client.machine import files
from etax_client.server.listening import private_files
from etax_client.server.listening.private_files import PrivateFileError, PrivateFileFault
from etax_client.server.listening.tls import LIFE, RENEW_BEFORE, ServerKey, identify, own_identity, require_tls_1_2

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX ones")


def made(folder: Path, *names: str, now: datetime = NOW) -> ServerKey:
    return identify(folder / "tls", names, now)


def certificate(identity: ServerKey) -> x509.Certificate:
    return x509.load_pem_x509_certificate(identity.certificate.read_bytes())


def names_in(identity: ServerKey) -> set[str]:
    named = certificate(identity).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {*named.get_values_for_type(x509.DNSName), *map(str, named.get_values_for_type(x509.IPAddress))}


def test_what_is_made(tmp_path: Path) -> None:
    identity = made(tmp_path, "192.168.1.20", "fd00::2", "Classroom.example")
    issued = certificate(identity)
    assert names_in(identity) == {"192.168.1.20", "fd00::2", "classroom.example", "localhost", "127.0.0.1", "::1"}
    assert issued.not_valid_after_utc - issued.not_valid_before_utc == LIFE == timedelta(days=398)
    assert issued.not_valid_before_utc < NOW
    [common] = issued.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert "simulation" in str(common.value)
    assert "gov" not in issued.subject.rfc4514_string()
    assert issued.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    issued.verify_directly_issued_by(issued)


@posix
def test_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    identity = made(tmp_path)
    assert stat.S_IMODE(identity.key.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (identity.key, identity.certificate)} == {0o600}
    assert sorted(os.listdir(identity.key.parent)) == ["certificate.pem", "key.pem"], "nothing half-written is left"


@pytest.mark.parametrize("name", ["etax.chinatax.gov.cn", "GOV.CN", "chinatax.example"])
def test_no_name_of_a_real_tax_office_gets_a_certificate(tmp_path: Path, name: str) -> None:
    """TLS-3, MCK-1."""
    with pytest.raises(ValueError, match="tax office"):
        made(tmp_path, name)
    assert not (tmp_path / "tls").exists()


def test_key_and_certificate_are_used_again(tmp_path: Path) -> None:
    first = made(tmp_path, "192.168.1.20")
    before = first.key.read_bytes(), first.certificate.read_bytes()
    for names in (("192.168.1.20",), ()):
        again = made(tmp_path, *names, now=NOW + LIFE - RENEW_BEFORE - timedelta(days=1))
        assert (again.key.read_bytes(), again.certificate.read_bytes()) == before
        assert again == first


@pytest.mark.parametrize(
    ("names", "now"),
    [(("192.168.1.21",), NOW), (("192.168.1.20",), NOW + LIFE - RENEW_BEFORE), (("192.168.1.20",), NOW - timedelta(days=1))],
    ids=["another address", "soon over", "not yet good"],
)
def test_a_certificate_that_no_longer_fits_is_issued_again_for_the_same_key(tmp_path: Path, names: tuple[str, ...], now: datetime) -> None:
    first = made(tmp_path, "192.168.1.20")
    key, old = first.key.read_bytes(), certificate(first)
    again = made(tmp_path, *names, now=now)
    new = certificate(again)
    assert (again.key.read_bytes(), again.pin) == (key, first.pin)
    assert new.serial_number != old.serial_number
    assert new.not_valid_before_utc <= now < new.not_valid_after_utc - RENEW_BEFORE
    assert set(names) <= names_in(again)


@pytest.mark.parametrize("left", [b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_broken_certificate_is_issued_again(tmp_path: Path, left: bytes) -> None:
    """It says nothing that the key does not; the key is what a client knows."""
    first = made(tmp_path)
    first.certificate.write_bytes(left)
    assert made(tmp_path).pin == first.pin
    assert names_in(first) >= {"localhost"}


def test_the_certificate_of_another_key_is_issued_again(tmp_path: Path) -> None:
    first, other = made(tmp_path / "a"), made(tmp_path / "b")
    assert first.pin != other.pin
    first.certificate.write_bytes(other.certificate.read_bytes())
    made(tmp_path / "a")
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(first.certificate, first.key)


def an_rsa_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize("left", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n", b"\xff" * 10, b"x" * 100_000, an_rsa_key])
def test_a_broken_key_is_an_error_and_stays_as_it_is(tmp_path: Path, left: bytes | Callable[[], bytes]) -> None:
    """A new key would lock every client out: that is for a person to decide."""
    identity = made(tmp_path)
    left = left if isinstance(left, bytes) else left()
    identity.key.write_bytes(left)
    with pytest.raises(PrivateFileError) as caught:
        made(tmp_path)
    assert (caught.value.fault, caught.value.path) == (PrivateFileFault.broken, identity.key)
    assert identity.key.read_bytes() == left


@posix
@pytest.mark.parametrize(("name", "mode"), [("key.pem", 0o640), ("key.pem", 0o604), ("certificate.pem", 0o666), (".", 0o755)])
def test_what_others_could_have_read_or_written_is_not_used(tmp_path: Path, name: str, mode: int) -> None:
    identity = made(tmp_path)
    key = identity.key.read_bytes()
    path = identity.key.parent / name
    path.chmod(mode)
    with pytest.raises(PrivateFileError) as caught:
        made(tmp_path)
    assert (caught.value.fault, caught.value.path) == (PrivateFileFault.open_to_others, path)
    assert identity.key.read_bytes() == key


@posix
def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    (tmp_path / "tls" / "key.pem").mkdir(parents=True, mode=0o700)
    (tmp_path / "tls").chmod(0o700)
    with pytest.raises(PrivateFileError) as caught:
        made(tmp_path)
    assert caught.value.fault is PrivateFileFault.unreadable


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "tls").touch()
    with pytest.raises(PrivateFileError) as caught:
        made(tmp_path)
    assert caught.value.fault is PrivateFileFault.not_writable


def test_a_user_without_a_home_has_no_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """ENV-1, TLS-2: one for a moment could be pinned by nobody."""
    monkeypatch.setattr(files, "data_folder", lambda: None)
    with pytest.raises(PrivateFileError) as raised:
        own_identity((), NOW)
    assert raised.value.fault is PrivateFileFault.no_home


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PrivateFileError) as caught:
        made(tmp_path)
    assert caught.value.fault is PrivateFileFault.not_writable
    assert os.listdir(tmp_path / "tls") == []


def test_of_two_that_start_at_once_the_first_ones_key_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second finds no key, makes one, and finds the first one's in its place."""
    first = made(tmp_path)
    looked: list[Path] = []

    def look_before_the_first_is_done(path: Path) -> bytes | None:
        looked.append(path)
        return None if len(looked) == 1 else private_files.read_own(path)

    monkeypatch.setattr("etax_client.server.listening.tls.read_own", look_before_the_first_is_done)
    assert made(tmp_path).pin == first.pin
    assert looked == [first.key, first.key, first.certificate]


def handshake(server: ssl.SSLContext, client: ssl.SSLContext, host: str) -> str | None:
    """The version that both agree on, over a socket pair."""
    here, there = socket.socketpair()

    def answer() -> None:
        with there, contextlib.suppress(OSError):
            server.wrap_socket(there, server_side=True).close()

    thread = Thread(target=answer)
    thread.start()
    try:
        with here, client.wrap_socket(here, server_hostname=host) as wrapped:
            return wrapped.version()
    finally:
        thread.join()


def contexts(identity: ServerKey) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    server = require_tls_1_2(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    server.load_cert_chain(identity.certificate, identity.key)
    client = ssl.create_default_context(cadata=identity.certificate.read_text())
    return server, client


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "192.168.1.20"])
def test_whoever_believes_the_certificate_connects_under_its_names_only(tmp_path: Path, host: str) -> None:
    identity = identify(tmp_path / "tls", ["192.168.1.20"], datetime.now(UTC))
    server, client = contexts(identity)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    assert handshake(server, client, host) == "TLSv1.3"
    with pytest.raises(ssl.SSLCertVerificationError, match=r"mismatch|not valid for"):
        handshake(server, client, str(ip_address("192.168.1.99")))


def test_nothing_older_than_tls_1_2(tmp_path: Path) -> None:
    server, client = contexts(identify(tmp_path / "tls", [], datetime.now(UTC)))
    for side in (server, client):
        side.set_ciphers("ALL:@SECLEVEL=0")
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    assert handshake(server, client, "localhost") == "TLSv1.2"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        client.minimum_version = client.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match=re.compile("protocol.version|unsupported.protocol|no.protocols", re.IGNORECASE)):
        handshake(server, client, "localhost")
