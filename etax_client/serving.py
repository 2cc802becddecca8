"""From the shell to a server: where it listens, what it keeps, and what is said of it; `serve`, `backup`, `restore`, the demo's pages."""

import errno
import re
import shlex
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from etax_client.clock import SystemClock
from etax_client.domain.safe_text import safe_text
from etax_client.domain.servers.server_urls import UrlFault, bracketed, is_loopback, judge
from etax_client.machine import files
from etax_client.server.listening.lan import Endpoint, in_host_header, lan_address, open_endpoint
from etax_client.server.listening.private_files import PrivateFileError
from etax_client.server.settings import ServerSettings
from etax_client.server.store.errors import StoreError
from etax_client.shell import FAILED, Failure, sure
from etax_client.texts.words import Words

T = TypeVar("T")


def opened(words: Words, host: str | None, port: int, *, tls: bool, insecure_lan: bool) -> Endpoint:
    """An endpoint on `host`, on this machine's address in its network if None: TLS beyond loopback unless told otherwise (TLS-1).

    Raises Failure.
    """
    if tls and insecure_lan:
        raise Failure(words.say("serve.tls_or_clear"))
    host = host or lan_address()
    if host is None:
        raise Failure(words.say("serve.no_network"), FAILED)
    fault = judge(f"https://{bracketed(host)}")
    if fault is UrlFault.real_tax_office:
        raise Failure(words.say("url.real_tax_office"))
    if isinstance(fault, UrlFault):
        raise Failure(words.say("serve.not_here", host=safe_text(host)))
    try:
        return open_endpoint(host, port, secure=tls or not (is_loopback(host) or insecure_lan))
    except OSError as error:
        raise Failure(_why_not_listening(words, host, port, error), FAILED) from None


def serve(words: Words, endpoint: Endpoint, chosen: ServerSettings, workers: int, *, control: bool = False) -> int:
    """Serve behind an open endpoint until told to stop; the exit status. `control` opens the tester's door too, and says its token once.

    Raises Failure.
    """
    # start-up budget: the demo needs the endpoints of this module before its first paint, and uvicorn after it
    from etax_client.server.control.door import digest, new_token
    from etax_client.server.listening.serve import serve as serve_until_stopped
    from etax_client.server.listening.tls import own_identity

    where = chosen.database or _default_database(words)
    token = new_token() if control else None
    # whom no other machine can reach is alone, and may read what comes to any number (WEB-5)
    alone = not endpoint.names
    with endpoint.listening:
        identity = told(words, lambda: own_identity(endpoint.names, SystemClock().now())) if endpoint.secure else None

        def ready() -> None:
            lines = [
                words.say("serve.ready", url=endpoint.url, database=without_password(where)),
                words.say("serve.phone", url=f"{endpoint.url}/app"),
            ]
            command = f"etax-client --server {shlex.quote(endpoint.url)}"
            if identity is not None:
                lines.append(words.say("serve.pin", pin=identity.pin))
                command += f" --pin {identity.pin}"
            lines.append(words.say("serve.join", command=command + " --insecure-lan" * endpoint.in_the_clear))
            if token is not None:
                lines += [words.say("serve.control", url=f"{endpoint.url}/control"), words.say("serve.token", token=token.reveal())]
            if alone:
                lines.append(words.say("serve.alone"))
            click.echo("\n".join(lines))
            if endpoint.in_the_clear:
                click.secho(words.say("serve.in_the_clear"), fg="red", bold=True, err=True)

        digested = None if token is None else digest(token)
        chosen = replace(chosen, database=where, hosts=in_host_header(endpoint.names), control=digested, open_inbox=alone)
        try:
            return told(words, lambda: serve_until_stopped(chosen, endpoint.listening, workers, identity, ready))
        except KeyboardInterrupt:  # the usual way to stop a server
            return 0


def back_up(words: Words, file: Path, database: str | None, *, yes: bool) -> int:
    """Copy the database into a file, also while a server runs; the exit status. Raises Failure."""
    from etax_client.server.world import backups  # start-up budget: the store, which the demo needs after its first paint

    where = _file_to_keep(words, "backup", file, database)
    if file.exists():
        sure(words, words.say("backup.sure", path=file), yes=yes)
    told(words, lambda: backups.back_up(where, file))
    click.echo(words.say("backup.done", path=file))
    return 0


def restore(words: Words, file: Path, database: str | None, *, yes: bool) -> int:
    """Put a backup in the database's place, with no server running; the exit status. Raises Failure."""
    from etax_client.server.world import backups  # start-up budget: as above

    where = _file_to_keep(words, "restore", file, database)
    sure(words, words.say("restore.sure", path=where), yes=yes)
    told(words, lambda: backups.restore(file, where))
    click.echo(words.say("restore.done", path=where))
    return 0


def _file_to_keep(words: Words, verb: str, file: Path, database: str | None) -> str:
    """Which database is meant. Raises Failure for one that its own tools are for."""
    if database is not None and database.startswith("postgresql"):
        shown = without_password(re.sub(r"^postgresql\+\w+", "postgresql", database))
        raise Failure(words.say(f"{verb}.postgresql", path=shlex.quote(str(file)), database=shown))
    return database or _default_database(words)


def told(words: Words, work: Callable[[], T]) -> T:
    """What `work` gives; what keeps it from its files becomes a Failure."""
    try:
        return work()
    except StoreError as error:
        raise Failure(words.say(f"store.{error.fault.value}"), FAILED) from None
    except PrivateFileError as error:
        raise Failure(words.say(f"private.{error.fault.value}", path=error.path), FAILED) from None


def without_password(database: str) -> str:
    """A database URL as it may be shown."""
    return re.sub(r"(://[^:@/]*):[^@]*@", r"\1:***@", database)


def _default_database(words: Words) -> str:
    """Raises Failure."""
    folder = files.data_folder()
    if folder is None:
        raise Failure(words.say("serve.no_home"), FAILED)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise Failure(words.say("serve.no_folder", path=folder), FAILED) from None
    return str(folder / "etax.sqlite3")


def _why_not_listening(words: Words, host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return words.say("serve.not_here", host=safe_text(host))
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return words.say("serve.port_taken", port=port)
    raise error
