"""Opening a unit's PKCS#12 file and signing with it (CA-01, CA-02, SEC-1)."""

import os
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import LARGEST_CERTIFICATE, LARGEST_FILE, to_sign
from etax_client.machine.signing import Signed, Signer, SigningFault, open_file

PIN = "Canary#24680"
NUMBER = "91440199MA0QJ0100K"


def certificate(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, filler: int = 0) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.SERIAL_NUMBER, NUMBER)])
    now = datetime(2026, 11, 20, tzinfo=UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), bytes(filler))
    return built.not_valid_before(now).not_valid_after(now + timedelta(days=1)).add_extension(unknown, False).sign(key, hashes.SHA256())


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def file(tmp_path: Path, key: ec.EllipticCurvePrivateKey) -> Path:
    return written(
        tmp_path, pkcs12.serialize_key_and_certificates(b"unit", key, certificate(key), None, BestAvailableEncryption(PIN.encode()))
    )


def written(folder: Path, data: bytes) -> Path:
    path = folder / "unit.p12"
    path.write_bytes(data)
    return path


def test_the_key_signs_the_challenge_for_this_unit(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    signer = open_file(file, Secret(PIN))
    assert isinstance(signer, Signer)
    signed = signer.sign(b64encode(b"challenge").decode(), NUMBER)
    key.public_key().verify(signed.signature, to_sign(b"challenge", NUMBER), ec.ECDSA(hashes.SHA256()))
    assert x509.load_der_x509_certificate(signed.certificate).public_key() == key.public_key()


def test_what_is_signed_tells_purpose_unit_and_challenge_apart() -> None:
    made = {to_sign(b"a", NUMBER), to_sign(b"b", NUMBER), to_sign(b"a", NUMBER[:-1]), b"a"}
    assert len(made) == 4
    assert all(b"simulation" in each for each in made - {b"a"})


def test_a_challenge_that_is_no_base64_is_not_signed(file: Path) -> None:
    signer = open_file(file, Secret(PIN))
    assert isinstance(signer, Signer)
    with pytest.raises(ValueError, match="base64"):
        signer.sign("no base64!", NUMBER)


@pytest.mark.parametrize("pin", ["", "canary#24680", PIN + "0", "密码"])
def test_a_wrong_pin(file: Path, pin: str) -> None:
    """CA-02."""
    assert open_file(file, Secret(pin)) is SigningFault.wrong_pin


def test_a_file_that_is_not_there(tmp_path: Path, file: Path) -> None:
    assert open_file(tmp_path / "none.p12", Secret(PIN)) is SigningFault.missing
    assert open_file(file / "inside.p12", Secret(PIN)) is SigningFault.missing


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """A pipe would keep the reader waiting for ever; nothing is read from it."""
    assert open_file(tmp_path, Secret(PIN)) is SigningFault.unreadable
    assert open_file(tmp_path / "nul\0", Secret(PIN)) is SigningFault.unreadable
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert open_file(tmp_path / "pipe", Secret(PIN)) is SigningFault.unreadable


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    assert open_file(written(tmp_path, bytes(LARGEST_FILE + 1)), Secret(PIN)) is SigningFault.too_large
    assert open_file(written(tmp_path, bytes(LARGEST_FILE)), Secret(PIN)) is SigningFault.not_pkcs12


@pytest.mark.parametrize(
    "data",
    [b"", b"0", b"-----BEGIN CERTIFICATE-----", b"\x30\x80\x02\x01\x03", b"\x30\x05\x02\x01\x03\x05\x00", b"\x30\x03\x02\x01\x02" * 9],
)
def test_what_is_no_pkcs12_file(tmp_path: Path, data: bytes) -> None:
    assert open_file(written(tmp_path, data), Secret(PIN)) is SigningFault.not_pkcs12


def test_every_damaged_file_is_told_of_and_none_raises(tmp_path: Path, file: Path) -> None:
    whole = file.read_bytes()
    found = set()
    for at in range(0, len(whole), 5):
        damaged = (whole[:at], whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        found |= {open_file(written(tmp_path, data), Secret(PIN)) for data in damaged if b"\x30" in data[:1]} - {None}
    assert all(isinstance(each, SigningFault | Signer) for each in found)
    assert SigningFault.wrong_pin in found
    assert SigningFault.not_pkcs12 in found


def test_a_file_without_a_key_or_with_one_of_another_kind(tmp_path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    sealed = BestAvailableEncryption(PIN.encode())
    bare = pkcs12.serialize_key_and_certificates(None, None, certificate(key), None, sealed)
    assert open_file(written(tmp_path, bare), Secret(PIN)) is SigningFault.no_key
    other = rsa.generate_private_key(65537, 2048)
    of_rsa = pkcs12.serialize_key_and_certificates(b"unit", other, certificate(other), None, sealed)
    assert open_file(written(tmp_path, of_rsa), Secret(PIN)) is SigningFault.no_key
    large = pkcs12.serialize_key_and_certificates(b"unit", key, certificate(key, LARGEST_CERTIFICATE), None, sealed)
    assert open_file(written(tmp_path, large), Secret(PIN)) is SigningFault.no_key


def test_a_file_without_a_pin_opens_with_none(tmp_path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    unsealed = pkcs12.serialize_key_and_certificates(b"unit", key, certificate(key), None, NoEncryption())
    assert isinstance(open_file(written(tmp_path, unsealed), Secret("")), Signer)


def test_nothing_of_the_key_can_be_seen(file: Path) -> None:
    """SEC-1: a traceback with its locals shows neither."""
    signer = open_file(file, Secret(PIN))
    assert isinstance(signer, Signer)
    assert "object at" in repr(signer)
    assert "object at" in repr(Signed(b"", b""))
