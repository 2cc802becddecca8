"""Which addresses a client may talk to: never a real tax office, and plain HTTP only on this machine (TLS-3, MCK-1)."""

from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from etax_client.domain.servers.world_names import prefix

LONGEST = 200


class UrlFault(StrEnum):
    """Why an address is not used."""

    malformed = "malformed"
    scheme = "scheme"
    user_info = "user_info"
    real_tax_office = "real_tax_office"
    plain_http = "plain_http"


@dataclass(frozen=True, slots=True)
class ServerUrl:
    """A server's root, without a slash at its end; `loopback` says that nothing leaves this machine."""

    text: str
    host: str
    port: int
    secure: bool
    loopback: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port always written: what a pin is remembered by."""
        return f"{'https' if self.secure else 'http'}://{bracketed(self.host)}:{self.port}"


def within(server: ServerUrl, world: str) -> ServerUrl:
    """The same server, with the address of one of its worlds."""
    return replace(server, text=server.text + prefix(world))


def judge(typed: str, *, insecure_lan: bool = False) -> ServerUrl | UrlFault:
    """The server that an address names, or why it is refused; `insecure_lan` allows plain HTTP to other machines."""
    text = typed.strip()
    if not text or len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        return UrlFault.malformed
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return UrlFault.malformed
    if parts.scheme not in ("http", "https"):
        return UrlFault.scheme if "://" in text else UrlFault.malformed
    if "@" in parts.netloc:
        return UrlFault.user_info
    if not _is_host(host) or port == 0 or parts.path.strip("/") or parts.query or parts.fragment or "?" in text or "#" in text:
        return UrlFault.malformed
    if is_real_tax_office(host):
        return UrlFault.real_tax_office
    secure, loopback = parts.scheme == "https", is_loopback(host)
    if not (secure or loopback or insecure_lan):
        return UrlFault.plain_http
    root = f"{parts.scheme}://{bracketed(host)}" + (f":{port}" if port else "")
    return ServerUrl(root, host, port or (443 if secure else 80), secure, loopback)


def bracketed(host: str) -> str:
    """A host as it is written in a URL."""
    return f"[{host}]" if ":" in host else host


def is_real_tax_office(host: str) -> bool:
    """Any name under gov.cn, and any with a label `chinatax` in it."""
    labels = host.lower().rstrip(".").split(".")
    return labels[-2:] == ["gov", "cn"] or any("chinatax" in label for label in labels)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its very spelling; no name is looked up."""
    if host.lower() == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_host(host: str) -> bool:
    if _address(host) is not None:
        return "%" not in host
    labels = host.split(".")
    if labels[-1].isdigit():  # 127.1 or 2130706433: an address in a spelling that resolvers disagree on
        return False
    return len(host) <= 253 and all(
        0 < len(label) <= 63 and not label.startswith("-") and not label.endswith("-") and label.replace("-", "").replace("_", "").isalnum()
        for label in labels
    )
