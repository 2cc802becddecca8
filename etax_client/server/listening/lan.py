"""Where a server listens: its socket, the address by which other machines reach this one, and the names it answers to (WEB-1)."""

import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address

from etax_client.domain.servers.server_urls import bracketed, is_loopback, is_real_tax_office

BACKLOG = 512
LOOPBACK = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # what is listened on beyond loopback is the user's choice
_ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses for documentation (RFC 5737, RFC 3849), which are nobody's."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A socket that is open: the root URL that others are told, and the names besides loopback's under which they may ask."""

    listening: socket.socket
    url: str
    names: tuple[str, ...]
    secure: bool
    in_the_clear: bool
    """Whether what crosses a network can be read on the way (TLS-1)."""


def open_endpoint(host: str, port: int, *, secure: bool, address: Callable[[], str | None] | None = None) -> Endpoint:
    """Listen on `host`; where that is every address, others are told the one that `address` finds. Raises OSError."""
    told = (address or lan_address)() if host in EVERYWHERE else host
    listening = listen(host, port)
    url = f"{'https' if secure else 'http'}://{bracketed(told or 'localhost')}:{listening.getsockname()[1]}"
    return Endpoint(listening, url, names_of(host, told), secure, in_the_clear=not (secure or is_loopback(host)))


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
        listening.set_inheritable(True)
    except BaseException:
        listening.close()
        raise
    return listening


def routed_address(family: socket.AddressFamily) -> str | None:
    """This machine's own address on the way out; connecting a datagram socket picks the way and sends nothing."""
    with socket.socket(family, socket.SOCK_DGRAM) as way:
        try:
            way.connect((_ELSEWHERE[family], 9))
        except OSError:
            return None
        return str(way.getsockname()[0])


def named_addresses() -> list[str]:
    """The addresses that this machine's own name has."""
    try:
        return [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)]
    except OSError:
        return []


def lan_address(
    routed: Callable[[socket.AddressFamily], str | None] = routed_address, named: Callable[[], Iterable[str]] = named_addresses
) -> str | None:
    """The address to give to others: that of the default route, else one of this machine's name, IPv4 first; None without a network."""
    found = [routed(socket.AF_INET), *sorted(named(), key=lambda address: ":" in address), routed(socket.AF_INET6)]
    return next((address for address in found if address and _is_reached_from_elsewhere(address)), None)


def names_of(host: str, address: str | None = None, named: Callable[[], Iterable[str]] = named_addresses) -> tuple[str, ...]:
    """Names and addresses, besides loopback's usual ones, of a server on `host`; `address` is the one that others are told."""
    if host not in EVERYWHERE:
        return () if host.lower() in LOOPBACK else (host,)
    found = (*filter(None, [address]), socket.gethostname().lower(), *filter(_is_reached_from_elsewhere, named()))
    return tuple(dict.fromkeys(name for name in found if name.isascii() and not is_real_tax_office(name) and not is_loopback(name)))


def in_host_header(names: Iterable[str]) -> tuple[str, ...]:
    """The names as requests write them."""
    return tuple(bracketed(name) for name in names)


def _is_reached_from_elsewhere(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False  # an address with a zone is good on one machine only
    return not (found.is_loopback or found.is_link_local or found.is_unspecified or found.is_multicast)
