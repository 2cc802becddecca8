"""From the shell to browsers: the endpoint, its key and join code, and uvicorn in front of the site."""

import logging

import click
import uvicorn

from etax_client import serving
from etax_client.clock import SystemClock
from etax_client.domain.sessions.qr_login import spaced
from etax_client.server.listening.lan import in_host_header
from etax_client.server.listening.serve import encrypted, uvicorn_config
from etax_client.server.listening.tls import own_identity
from etax_client.shell import Failure
from etax_client.texts.words import Words
from etax_client.web.joining import Joining
from etax_client.web.program import command
from etax_client.web.site import create_site, is_installed
from etax_client.web.visits import IDLE, MOST, Visits

_EXTRA = 'pip install "etax-client[web]"'
LARGEST_MESSAGE = 256 * 1024
"""Bytes: a long text that is pasted."""


def serve(words: Words, host: str, port: int, client: list[str]) -> int:
    """Serve until told to stop; the exit status. `client` are the words from the shell that start a visitor's client. Raises Failure."""
    if not is_installed():
        raise Failure(words.say("web.missing", command=_EXTRA))
    clock = SystemClock()
    endpoint = serving.opened(words, host, port, tls=False, insecure_lan=False)
    with endpoint.listening:
        identity = serving.told(words, lambda: own_identity(endpoint.names, clock.now())) if endpoint.secure else None
        # where no other machine can reach it, nobody is asked for anything, as beside the demo's own pages
        joining = Joining(clock) if endpoint.secure else None
        lines = [words.say("web.ready", url=endpoint.url)]
        if identity is not None:
            lines.append(words.say("serve.pin", pin=identity.pin))
        if joining is not None:
            lines.append(words.say("web.code", code=spaced(joining.code)))
        lines.append(words.say("web.places", most=MOST, minutes=int(IDLE.total_seconds() // 60)))
        click.echo("\n".join(lines))
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        site = create_site(command(*client), Visits(clock), joining, in_host_header(endpoint.names))
        config = uvicorn_config(
            site, ws="etax_client.web.line:Line", ws_max_size=LARGEST_MESSAGE, ws_per_message_deflate=False, **encrypted(identity)
        )
        server = uvicorn.Server(config)
        try:
            server.run(sockets=[endpoint.listening])
        except KeyboardInterrupt:  # the usual way to stop it
            return 0
        return 0 if server.started else 1
