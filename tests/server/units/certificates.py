"""Certificates of every kind, good and bad, and what a client does with them."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs12
from cryptography.x509.oid import NameOID

from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import to_sign
from etax_client.server.services.bundle import Services
from etax_client.server.services.units.ca import Issued
from etax_client.server.store import meta
from etax_client.wire import paths
from tests.server.running import Caller, Running

PIN = "24680135"
UNIT_1, UNIT_2 = "91440199MA0QJ0100K", "91440199MA0QJ0207Y"
SINCE, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Holder:
    """Who has a certificate and its key."""

    certificate: x509.Certificate
    key: Any

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, challenge: bytes, taxpayer_id: str = UNIT_1) -> bytes:
        signed: bytes = self.key.sign(to_sign(challenge, taxpayer_id), ec.ECDSA(hashes.SHA256()))
        return signed

    def with_key_of(self, other: "Holder") -> "Holder":
        return replace(self, key=other.key)


def issued(services: Services, unit_id: int = 1, days: int = 365) -> Issued:
    made = services.ca.issue(unit_id, Secret(PIN), days)
    assert isinstance(made, Issued)
    return made


def holder(services: Services, unit_id: int = 1, days: int = 365) -> Holder:
    return holder_of(issued(services, unit_id, days).pkcs12)


def holder_of(file: bytes) -> Holder:
    key, certificate, _ = pkcs12.load_key_and_certificates(file, PIN.encode())
    assert certificate is not None
    return Holder(certificate, key)


def root_of(services: Services) -> Holder:
    """The world's own CA, which only a test gets hold of."""
    with services.store.read() as connection:
        kept = meta.get(connection, meta.CA)
    assert kept is not None
    return Holder(x509.load_pem_x509_certificate(kept.encode()), load_pem_private_key(kept.encode(), None))


def forged(
    issuer: Holder | None = None,
    taxpayer_id: str | None = UNIT_1,
    *,
    since: datetime = SINCE,
    until: datetime = UNTIL,
    key: Any = None,
    name: x509.Name | None = None,
    is_ca: bool = False,
    serial: int = 4711,
) -> Holder:
    """A certificate such as nobody was issued; without an `issuer` it signs itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, "forged")]
    if taxpayer_id is not None:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, taxpayer_id))
    subject = name or x509.Name(parts)
    issuing = Holder(_unsigned(subject, subject, key, since, until, is_ca, serial).sign(key, hashes.SHA256()), key)
    if issuer is None:
        return issuing
    built = _unsigned(subject, issuer.certificate.subject, key, since, until, is_ca, serial)
    return Holder(built.sign(issuer.key, hashes.SHA256()), key)


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: Any, since: datetime, until: datetime, is_ca: bool, serial: int
) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key()).serial_number(serial)
    basic = x509.BasicConstraints(ca=is_ca, path_length=None)
    return begun.not_valid_before(since).not_valid_after(until).add_extension(basic, critical=True)


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass
class Clerk:
    """A client that is logged in, and has what it says of its certificate in its own hands."""

    caller: Caller
    unit_id: int = 1

    async def challenge(self, unit_id: int | None = None) -> httpx.Response:
        return await self.caller.http.post(paths.unit_challenges(unit_id or self.unit_id))

    async def challenged(self) -> bytes:
        reply = await self.challenge()
        assert reply.status_code == 201, reply.text
        return b64decode(reply.json()["challenge"])

    async def send(self, challenge: bytes, certificate: bytes, signature: bytes, unit_id: int | None = None) -> httpx.Response:
        body = {"challenge": challenge, "certificate": certificate, "signature": signature}
        spelled = {key: b64encode(value).decode() for key, value in body.items()}
        return await self.caller.http.post(paths.unit_certificate(unit_id or self.unit_id), json=spelled)

    async def verify(self, who: Holder, taxpayer_id: str = UNIT_1) -> httpx.Response:
        """As the client does it."""
        challenge = await self.challenged()
        return await self.send(challenge, who.der, who.sign(challenge, taxpayer_id))


async def clerk(server: Running, unit_id: int = 1, account: str = "liming") -> Clerk:
    return Clerk(await server.signed_in(account), unit_id)
