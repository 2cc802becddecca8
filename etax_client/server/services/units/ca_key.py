"""The key of a world's simulated CA: it signs the units' certificates, and tells which are its own (CA-01, CA-02).

Apart from what is decided beside it (ca.py), as what reads and writes certificates takes long to import, and a start needs none (P19, P29).
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from sqlalchemy import Connection, select

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import CertificateState, state_of
from etax_client.server.services.why import because, unfit
from etax_client.server.store import meta
from etax_client.server.store.tables import certificates

_ALWAYS = (datetime(1950, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
"""The root's dates: a world's clock can be set to any year."""
_MARK = "模拟 SIMULATION"
_LONGEST_NAME = 64
"""Bytes that a common name may take."""


_REFUSED = {
    CertificateState.not_yet_valid: RefusalCode.certificate_not_yet_valid,
    CertificateState.expired: RefusalCode.certificate_expired,
    CertificateState.revoked: RefusalCode.certificate_revoked,
}


@dataclass(frozen=True, slots=True)
class _Root:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def sealed(connection: Connection, taxpayer_id: str, name: str, serial: int, since: datetime, until: datetime, pin: Secret) -> bytes:
    """A new certificate with its key and chain, in a PKCS#12 file behind a PIN."""
    root, key = _root(connection), ec.generate_private_key(ec.SECP256R1())
    made = _sign(_subject(taxpayer_id, name), key.public_key(), root, serial, since, until)
    behind = BestAvailableEncryption(pin.reveal().encode())
    return pkcs12.serialize_key_and_certificates(taxpayer_id.encode(), key, made, [root.certificate], behind)


def judge(connection: Connection, der: bytes, taxpayer_id: str, now: datetime) -> ec.EllipticCurvePublicKey | Refused:
    """The key of a certificate that this world's CA vouches for now, as this unit's; else which of CA-02's faults it has.

    What the CA signed is good unless its record says otherwise: a world that is set back forgets what it revoked, not its key.
    """
    try:
        shown = x509.load_der_x509_certificate(der)
        key, its_dates = shown.public_key(), (shown.not_valid_before_utc, shown.not_valid_after_utc)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        return unfit("certificate", "unreadable", "CA-01")
    if not isinstance(key, ec.EllipticCurvePublicKey) or not _is_ours(connection, shown):
        return because(Refused(RefusalCode.certificate_foreign), "certificate.foreign", "CA-02")
    numbers = [str(each.value) for each in shown.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)]
    if numbers != [taxpayer_id]:
        return because(Refused(RefusalCode.certificate_other_unit), "certificate.other_unit", "CA-02")
    record = connection.execute(select(certificates).where(certificates.c.serial == f"{shown.serial_number:016x}")).one_or_none()
    state = state_of(*its_dates, None, now)
    if record is not None and state is CertificateState.valid:
        state = state_of(record.not_before, record.not_after, record.revoked_at, now)
    elif record is not None and record.revoked_at is not None:
        state = CertificateState.revoked
    if state in _REFUSED:
        return because(Refused(_REFUSED[state]), f"certificate.{state}", "CA-02")
    return key


def _is_ours(connection: Connection, shown: x509.Certificate) -> bool:
    kept = meta.get(connection, meta.CA)
    if kept is None:
        return False
    root = x509.load_pem_x509_certificate(kept.encode())
    try:
        shown.verify_directly_issued_by(root)
        return not shown.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False


def _root(connection: Connection) -> _Root:
    """The world's own, made when the first certificate is: key and certificate lie in its database, and nowhere else."""
    kept = meta.get(connection, meta.CA)
    if kept is not None:
        key = load_pem_private_key(kept.encode(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101
        return _Root(key, x509.load_pem_x509_certificate(kept.encode()))
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _MARK),
            # one world's CA is not another's
            x509.NameAttribute(NameOID.COMMON_NAME, f"模拟环境 CA / SIMULATION CA {secrets.token_hex(4)}"),
        ]
    )
    made = _built(name, name, key.public_key(), 1, *_ALWAYS, is_ca=True).sign(key, hashes.SHA256())
    unsealed = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    meta.put(connection, meta.CA, (unsealed + made.public_bytes(Encoding.PEM)).decode())
    return _Root(key, made)


def _subject(taxpayer_id: str, name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(f"模拟 {name}")),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, taxpayer_id),
        ]
    )


def _cut(name: str) -> str:
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore")


def _sign(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, root: _Root, serial: int, since: datetime, until: datetime
) -> x509.Certificate:
    built = _built(subject, root.certificate.subject, key, serial, since, until, is_ca=False)
    return built.sign(root.key, hashes.SHA256())


def _built(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, serial: int, since: datetime, until: datetime, *, is_ca: bool
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    dated = begun.serial_number(serial).not_valid_before(since).not_valid_after(until)
    return dated.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True).add_extension(usage, critical=True)
