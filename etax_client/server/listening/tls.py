"""The server's own key and certificate: made here, kept in the user's data folder, known to clients by its pin (TLS-1, TLS-2)."""

import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from etax_client.domain.servers.pins import Pin, pin_of
from etax_client.domain.servers.server_urls import is_real_tax_office
from etax_client.machine import files
from etax_client.server.listening.private_files import PrivateFileError, PrivateFileFault, own_folder, read_own, write_own

LIFE = timedelta(days=398)
"""The most that browsers take."""
RENEW_BEFORE = timedelta(days=30)
_BEHIND = timedelta(hours=1)
"""A client's clock may be that far behind ours."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ServerKey:
    """Where the key and the certificate are, and the pin that they are known by."""

    key: Path
    certificate: Path
    pin: Pin


def identify(folder: Path, names: Sequence[str], now: datetime) -> ServerKey:
    """The identity in a folder, good for these host names and addresses, and for loopback's.

    What is not there is made. The key stays for good; the certificate is issued again when its names or dates no longer fit.
    Raises PrivateFileError for what cannot be used (a new key never takes its place), ValueError for a name of a real tax office.
    """
    if any(is_real_tax_office(name) for name in names):
        raise ValueError("no certificate is made for a real tax office")
    own_folder(folder)
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    key = _key(key_file)
    wanted = tuple(dict.fromkeys((*(name.lower() for name in names), *_LOOPBACK)))
    if not _fits(read_own(certificate_file), key, wanted, now):
        write_own(certificate_file, _issue(key, wanted, now).public_bytes(Encoding.PEM), replace=True)
    return ServerKey(key_file, certificate_file, _pin(key))


def own_identity(names: Sequence[str], now: datetime) -> ServerKey:
    """The identity of this user's servers, in the data folder. Raises as `identify` does."""
    folder = files.data_folder()
    if folder is None:
        raise PrivateFileError(PrivateFileFault.no_home, Path("tls"))
    return identify(folder / "tls", names, now)


def require_tls_1_2(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same context, that speaks nothing older (TLS-2)."""
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    kept = read_own(path)
    if kept is None:
        made = ec.generate_private_key(ec.SECP256R1())
        write_own(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), replace=False)
        kept = read_own(path)  # of two that start at once, the first one's key stands
    try:
        key = load_pem_private_key(kept or b"", None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise PrivateFileError(PrivateFileFault.broken, path) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise PrivateFileError(PrivateFileFault.broken, path)
    return key


def _fits(kept: bytes | None, key: ec.EllipticCurvePrivateKey, names: Iterable[str], now: datetime) -> bool:
    """Whether a certificate is of this key, names all of these, and lasts a while; one that cannot be read does not."""
    try:
        certificate = x509.load_pem_x509_certificate(kept or b"")
        named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        own = certificate.public_key() == key.public_key()
    except (ValueError, x509.ExtensionNotFound, UnsupportedAlgorithm):
        return False
    lasts = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc - RENEW_BEFORE
    return own and lasts and {_general(name) for name in names} <= set(named)


def _issue(key: ec.EllipticCurvePrivateKey, names: Iterable[str], now: datetime) -> x509.Certificate:
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "etax-client"), x509.NameAttribute(NameOID.COMMON_NAME, "etax-client simulation")]
    )
    public, begins = key.public_key(), now - _BEHIND
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    return (
        x509.CertificateBuilder(subject, subject, public, x509.random_serial_number(), begins, begins + LIFE)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )


def _general(name: str) -> x509.DNSName | x509.IPAddress:
    address = _address(name)
    return x509.DNSName(name) if address is None else x509.IPAddress(address)


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _pin(key: ec.EllipticCurvePrivateKey) -> Pin:
    return pin_of(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
