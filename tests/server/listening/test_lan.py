"""Which address others are told, which names are answered, and when all goes in the clear (WEB-1, TLS-1)."""

import socket
from collections.abc import Callable

import pytest

from etax_client.server.listening import lan
from etax_client.server.listening.lan import Endpoint, in_host_header, lan_address, names_of, open_endpoint


def routes(four: str | None, six: str | None = None) -> Callable[[socket.AddressFamily], str | None]:
    return lambda family: four if family is socket.AF_INET else six


@pytest.mark.parametrize(
    ("four", "six", "named", "told"),
    [
        ("192.168.1.20", "fd00::2", ["10.0.0.1"], "192.168.1.20"),
        (None, "fd00::2", ["fe80::1", "127.0.1.1", "10.0.0.1"], "10.0.0.1"),
        (None, "fd00::2", ["127.0.1.1"], "fd00::2"),
        (None, None, ["fd00::3", "10.0.0.1"], "10.0.0.1"),
        (None, None, ["127.0.1.1", "::1", "169.254.3.4", "fe80::1%eth0", "0.0.0.0"], None),
        ("127.0.0.1", "::1", [], None),
    ],
)
def test_others_are_told_an_address_that_reaches_this_machine(
    four: str | None, six: str | None, named: list[str], told: str | None
) -> None:
    assert lan_address(routes(four, six), lambda: named) == told


def test_the_way_out_is_asked_of_the_system_without_a_packet() -> None:
    """A datagram socket that is only connected sends nothing; without a network there is no answer."""
    for family in (socket.AF_INET, socket.AF_INET6):
        found = lan.routed_address(family)
        assert found is None or socket.inet_pton(family, found)


@pytest.mark.parametrize(
    ("host", "address", "names"),
    [
        ("127.0.0.1", None, ()),
        ("localhost", None, ()),
        ("::1", None, ()),
        ("127.0.0.2", None, ("127.0.0.2",)),
        ("192.168.1.20", None, ("192.168.1.20",)),
        ("fd00::2", None, ("fd00::2",)),
    ],
)
def test_the_names_of_one_address(host: str, address: str | None, names: tuple[str, ...]) -> None:
    assert names_of(host, address) == names


def test_the_names_of_every_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never loopback's, which are known, nor one that belongs to a real tax office (MCK-1)."""
    monkeypatch.setattr(socket, "gethostname", lambda: "Teacher-PC")
    named = ["192.168.1.20", "127.0.1.1", "fd00::2", "fe80::1"]
    assert names_of("0.0.0.0", "192.168.1.20", lambda: named) == ("192.168.1.20", "teacher-pc", "fd00::2")
    for unusable in ("pc.tax.gov.cn", "localhost", "税务"):
        monkeypatch.setattr(socket, "gethostname", lambda name=unusable: name)
        assert names_of("::", None, lambda: named) == ("192.168.1.20", "fd00::2")


def test_a_request_writes_an_ipv6_address_in_brackets() -> None:
    assert in_host_header(("fd00::2", "192.168.1.20", "pc")) == ("[fd00::2]", "192.168.1.20", "pc")


def opened(host: str, *, secure: bool) -> Endpoint:
    endpoint = open_endpoint(host, 0, secure=secure)
    endpoint.listening.close()
    return endpoint


def test_a_door_on_loopback() -> None:
    endpoint = opened("127.0.0.1", secure=False)
    assert (endpoint.url.rpartition(":")[0], endpoint.in_the_clear, endpoint.names) == ("http://127.0.0.1", False, ())
    assert opened("127.0.0.1", secure=True).url.startswith("https://127.0.0.1:")


@pytest.mark.parametrize(("secure", "clear"), [(True, False), (False, True)])
def test_a_door_for_everyone(monkeypatch: pytest.MonkeyPatch, secure: bool, clear: bool) -> None:
    """TLS-1. Tests listen on loopback only."""
    asked: list[str] = []

    def listen(host: str, port: int) -> socket.socket:
        asked.append(host)
        return real("127.0.0.1", port)

    real = lan.listen
    monkeypatch.setattr(lan, "listen", listen)
    endpoint = open_endpoint("0.0.0.0", 0, secure=secure, address=lambda: "192.168.1.20")
    with endpoint.listening:
        port = endpoint.listening.getsockname()[1]
    assert asked == ["0.0.0.0"]
    assert endpoint.url == f"http{'s' if secure else ''}://192.168.1.20:{port}"
    assert (endpoint.in_the_clear, endpoint.names[0]) == (clear, "192.168.1.20")


def test_a_door_on_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lan, "listen", lambda host, port, real=lan.listen: real("127.0.0.1", port))
    assert opened("fd00::2", secure=True).url.startswith("https://[fd00::2]:")
