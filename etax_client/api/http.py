"""Carries requests over HTTP: one httpx client for the app's life, wary of whatever answers (TUI-3, SEC-4)."""

import asyncio
import logging
import platform
import re
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import quote

import httpx

from etax_client import __version__
from etax_client.api.carrier import Garbled, Reply, Unreachable, Why
from etax_client.api.keys import Keys
from etax_client.domain.secret import Secret
from etax_client.wire.paths import CLIENT_HEADER, DEVICE_HEADER, KEY_HEADER
from etax_client.wire.spelling import LARGEST_REPLY

_KEEP_OPEN_SECONDS = 3.0
"""Less than the 5 s after which uvicorn closes: a request never meets a connection that is just being closed."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")
_LOST = ("Server disconnected", "peer closed connection")
"""How httpcore and h11 begin when an answer ended early; any other protocol error is an answer that is not HTTP."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to connect, and to wait for the answer; a whole exchange takes both together at most, however the bytes come."""

    connect: float = 5.0
    read: float = 15.0


class HttpCarrier:
    """A Carrier to `base_url`; it sends each request once and never again (TUI-5), and each act with a key (IDM-1).

    `trust` says which certificates are believed (the usual authorities' if None); `transport` takes the network's place.
    """

    def __init__(
        self,
        base_url: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        trust: ssl.SSLContext | None = None,
        timeouts: Timeouts = Timeouts(),
    ) -> None:
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._timeouts = timeouts
        self._keys = Keys()
        self._client = httpx.AsyncClient(
            base_url=base_url,
            transport=transport,
            verify=_believed(base_url, trust),
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(keepalive_expiry=_KEEP_OPEN_SECONDS),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={
                "Accept": "application/json, application/problem+json",
                "Accept-Encoding": "identity",
                "User-Agent": f"etax-client/{__version__}",
                CLIENT_HEADER: secrets.token_hex(16),
                DEVICE_HEADER: quote(platform.node()),
            },
        )

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        token: Secret | None = None,
        patience: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One exchange; `patience` is how many seconds the answer may keep silent, for a long poll. Raises Unreachable and Garbled."""
        read = self._timeouts.read if patience is None else patience
        limits = httpx.Timeout(self._timeouts.connect, read=read)
        try:
            asked = path if query is None else f"{path}?{httpx.QueryParams(query)}"
            key = self._keys.begin(method, asked, body)
            sent = {**_headers(body, token, key), **(headers or {})}
            request = self._client.build_request(method, path, params=query, content=body, headers=sent, timeout=limits)
            async with asyncio.timeout(self._timeouts.connect + read):
                reply = await self._exchange(request)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:  # TimeoutError is an OSError
            raise _accident(error) from None
        self._keys.answered(key, reply.status)
        return reply

    async def close(self) -> None:
        await self._client.aclose()

    async def _exchange(self, request: httpx.Request) -> Reply:
        response = await self._client.send(request, stream=True)
        try:
            kept = tuple(response.headers.get_list("set-cookie"))
            return Reply(response.status_code, _media_type(response), await _body(response), response.headers.get("location", ""), kept)
        finally:
            await response.aclose()


async def _body(response: httpx.Response) -> bytes:
    """The whole body, as it came: encoded ones are refused, since a small one may unfold to any size."""
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Garbled("encoding")
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:20]) > LARGEST_REPLY:
        raise Garbled("size")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LARGEST_REPLY:
            raise Garbled("size")
    return bytes(body)


def _believed(base_url: str, trust: ssl.SSLContext | None) -> ssl.SSLContext:
    """Certificates are always checked: by httpx's list of authorities, and by this system's or what `SSL_CERT_FILE` puts in its place.

    Without TLS there are none, and loading the authorities would cost 20 ms.
    """
    if trust is not None:
        return trust
    if not base_url.startswith("https:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    usual = httpx.create_ssl_context(trust_env=False)
    usual.load_default_certs()  # a school's or company's own authority stands there
    return usual


def _headers(body: bytes | None, token: Secret | None, key: str | None) -> dict[str, str]:
    headers = {} if key is None else {KEY_HEADER: f'"{key}"'}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if token is not None:
        text = token.reveal()
        if not _TOKEN.fullmatch(text):
            raise Garbled("token")
        headers["Authorization"] = f"Bearer {text}"
    return headers


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _accident(error: Exception) -> Unreachable | Garbled:
    """What an error of the network means; the request may have been carried out unless no connection was ever made."""
    if isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout)):
        return Unreachable(Why.timeout, sent=False)
    if isinstance(error, httpx.ConnectError):
        return Unreachable(Why.tls if _is_tls(error) else Why.refused, sent=False)
    if isinstance(error, (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError)):  # an address that cannot even be written
        return Unreachable(Why.refused, sent=False)
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return Unreachable(Why.timeout, sent=True)
    if isinstance(error, (httpx.NetworkError, OSError)) or str(error).startswith(_LOST):
        return Unreachable(Why.lost, sent=True)
    return Garbled("protocol")


def _is_tls(error: BaseException) -> bool:
    cause = error.__cause__ or error.__context__
    return cause is not None and (isinstance(cause, ssl.SSLError) or _is_tls(cause))
