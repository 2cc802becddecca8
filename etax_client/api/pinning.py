"""A carrier to a server that is known by the pin of its key, whoever has signed its certificate (TLS-2)."""

import asyncio
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar, Unpack

from etax_client.api.carrier import Carrier, How, Reply, Unreachable, Why
from etax_client.api.http import HttpCarrier, Timeouts
from etax_client.domain.servers.pins import Pin, pin_of
from etax_client.domain.servers.server_urls import ServerUrl

T = TypeVar("T")


def carrier_to(server: ServerUrl, pin: Pin | None, on_proved: Callable[[], None] = lambda: None) -> Carrier:
    """A carrier to a server: by its pin if there is one, else by the system's usual trust; `on_proved` as below."""
    return HttpCarrier(server.text) if pin is None else PinnedCarrier(server, pin, on_proved)


class PinnedCarrier:
    """Looks at the server's certificate once, and talks only to who proves to own it; another key than the pinned one is a hard stop.

    A certificate that no longer holds (it was issued again, or the key was changed) is looked at again before anything is sent.
    `on_proved` is called once, at the first answer.
    """

    def __init__(self, server: ServerUrl, pin: Pin, on_proved: Callable[[], None] = lambda: None, timeouts: Timeouts | None = None) -> None:
        self._server = server
        self._pin = pin
        self._on_proved: Callable[[], None] | None = on_proved
        self._timeouts = timeouts or Timeouts()
        self._certificate = ""
        self._carrier: Carrier | None = None
        self._looking = asyncio.Lock()

    async def send(self, method: str, path: str, **how: Unpack[How]) -> Reply:
        """Raises Unreachable and Garbled; `Why.pin` says that the server has another key, and that nothing was sent."""
        carrier = await self._trusted()
        try:
            reply = await carrier.send(method, path, **how)
        except Unreachable as error:
            again = await self._trusted(instead_of=carrier) if error.why is Why.tls else carrier
            if again is carrier:
                raise
            # the handshake failed: nothing was sent, so nothing is sent twice
            reply = await again.send(method, path, **how)
        if self._on_proved is not None:
            proved, self._on_proved = self._on_proved, None
            proved()
        return reply

    async def close(self) -> None:
        if self._carrier is not None:
            await self._carrier.close()

    async def _trusted(self, instead_of: Carrier | None = None) -> Carrier:
        """The carrier that believes the pinned certificate, and no other; the same as before unless there is another certificate."""
        async with self._looking:
            kept = self._carrier
            if kept is not None and kept is not instead_of:
                return kept
            certificate = await self._look()
            if kept is not None and certificate == self._certificate:
                return kept
            await self.close()
            made = HttpCarrier(self._server.text, trust=_trust(certificate), timeouts=self._timeouts)
            self._certificate, self._carrier = certificate, made
            return made

    async def _look(self) -> str:
        """The server's certificate (PEM), if its key is the pinned one."""
        try:
            async with asyncio.timeout(self._timeouts.connect):
                certificate, pin = await _in_a_daemon(lambda: _fetch(self._server, self._timeouts.connect))
        except ssl.SSLError:
            raise Unreachable(Why.tls, sent=False) from None
        except TimeoutError:
            raise Unreachable(Why.timeout, sent=False) from None
        except (OSError, UnicodeError):  # UnicodeError: a host that cannot be
            raise Unreachable(Why.refused, sent=False) from None
        if pin != self._pin:
            raise Unreachable(Why.pin, sent=False)
        return certificate


def _fetch(server: ServerUrl, seconds: float) -> tuple[str, Pin | None]:
    """A server's certificate (PEM) and the pin of the key in it, None if there is none that can be read."""
    from cryptography import x509  # start-up budget: 100 ms, which only a pin needs
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    # This handshake believes anyone, since it only asks for the certificate that is then compared with the pin; nothing is sent over it.
    certificate = ssl.get_server_certificate((server.host, server.port), timeout=seconds)
    try:
        key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
        return certificate, pin_of(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    except (ValueError, UnsupportedAlgorithm):
        return certificate, None


def _trust(certificate: str) -> ssl.SSLContext:
    """Believes one certificate, for the names that stand in it."""
    context = ssl.create_default_context(cadata=certificate)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # also if some authority has signed it, which is not asked
    return context


async def _in_a_daemon(work: Callable[[], T]) -> T:
    """The loop's own pool would keep a server that never comes to an end from letting the program end."""
    found: Future[T] = Future()

    def run() -> None:
        found.set_running_or_notify_cancel()
        try:
            found.set_result(work())
        except Exception as error:
            found.set_exception(error)

    threading.Thread(target=run, name="certificate", daemon=True).start()
    return await asyncio.wrap_future(found)
