"""What the world's certificates say of their own use (CA-02)."""

from cryptography import x509

from tests.server.running import Running
from tests.server.units.certificates import holder, root_of


async def test_it_is_for_signatures_and_for_nothing_else(server: Running) -> None:
    """Neither to encrypt nor to issue others, which the root alone may."""
    mine = holder(server.services).certificate.extensions
    assert mine.get_extension_for_class(x509.KeyUsage).value == usage("digital_signature")
    assert not mine.get_extension_for_class(x509.BasicConstraints).value.ca
    root = root_of(server.services).certificate.extensions
    assert root.get_extension_for_class(x509.KeyUsage).value == usage("key_cert_sign", "crl_sign")
    assert root.get_extension_for_class(x509.BasicConstraints).value.ca


def usage(*may: str) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    return x509.KeyUsage(**{name: name in may for name in (*names, "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")})
