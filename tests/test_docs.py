"""What the documents say is what the code does (LOG-1)."""

import ast
import inspect
import re
from datetime import timedelta
from pathlib import Path

import click
import pytest

from etax_client import cli
from etax_client.api import pages
from etax_client.api.http import Timeouts
from etax_client.domain import spans
from etax_client.domain.bureau import projects, ties
from etax_client.domain.filing import imports as import_rules
from etax_client.domain.flows import attempt, face_check, old_enterprise
from etax_client.domain.guessing import captcha, new_passwords, one_time_codes, passwords, sliders
from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.guessing.passwords import PasswordRule
from etax_client.domain.identity import hall, hall_codes
from etax_client.domain.pages import markup
from etax_client.domain.policies import BEIJING, JIANGMEN, NATIONAL, Policy
from etax_client.domain.sessions import own_acts, phone_messages, qr_login, sessions
from etax_client.domain.spans import Lasting, Span
from etax_client.domain.units import ca
from etax_client.machine import crash, settings, vault
from etax_client.server.listening import tls
from etax_client.server.pages import forms
from etax_client.server.services import repeats, why
from etax_client.server.services.bureau import ties as tie_lists
from etax_client.server.services.filing.importing import imports as import_rows
from etax_client.server.services.guessing import address_limits, client_marks, counters, one_try
from etax_client.server.services.identity import flows as flow_rows
from etax_client.server.services.identity import hall_codes as hall_code_rows
from etax_client.server.services.identity import one_time_codes as code_rows
from etax_client.server.services.identity import sims
from etax_client.server.services.sessions import login, qr_tickets, trainers
from etax_client.server.services.sessions import qr_login as qr_service
from etax_client.server.services.testing import faults, journal, locked_now, snapshots
from etax_client.server.services.units import authorisations
from etax_client.server.settings import HashCost
from etax_client.server.world import world_payees, worlds
from etax_client.server.world.world_file import read_world
from etax_client.sheets import packages, reading
from etax_client.texts.catalogue import words
from etax_client.web import handing, joining, program, visits
from etax_client.web import serve as web_serve
from etax_client.wire import spelling, units
from etax_client.wire.control import codes as control_codes
from etax_client.wire.control import faults as control_faults
from etax_client.wire.control import hall as control_hall
from etax_client.wire.control import journal as control_journal
from etax_client.wire.control import people as control_people
from etax_client.wire.control import worlds as control
from etax_client.wire.filing import imports as wire_imports
from tests.architecture.sources import PACKAGE, PROJECT, dotted, sources
from tests.filing_limits import filing_limits

README = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMANDS = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")
LIMITS = (PROJECT / "docs" / "limits.md").read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").replace("\\|", "/").split("|")] for line in lines]


def say_span(span: Span) -> str:
    if not isinstance(span, Lasting):
        return f"until midnight, {span.zone}"
    minutes = span.length // timedelta(minutes=1)
    return f"{minutes // 60} hours" if minutes % 60 == 0 and minutes >= 180 else f"{minutes} minutes"


def say_time(length: timedelta) -> str:
    return say_span(Lasting(length)) if length >= timedelta(minutes=1) else f"{length.seconds} seconds"


def say_length(rule: PasswordRule) -> str:
    return f"{rule.shortest} to {rule.longest} characters"


def say_classes(rule: PasswordRule) -> str:
    return f"{rule.at_least} of {len(rule.classes)}"


def connection_limits() -> dict[str, str]:
    connections = pytest.importorskip("etax_client.server.listening.connections", reason="httptools is not there on Windows")
    return {
        "a request's head": f"{connections.LARGEST_HEAD // 1024} KiB",
        "a request must have arrived within": f"{connections.SECONDS} seconds",
        "an answer must be taken within": f"{connections.SECONDS} seconds",
        "connections of one server process": str(connections.MOST),
        "connections of one address": str(connections.SHARE),
        "requests on one connection that wait for earlier answers": str(connections.MOST_AHEAD),
    }


def visit_limits() -> dict[str, str]:
    return {
        "visitors in browsers (`etax-client web`) at a time": str(visits.MOST),
        "a visit without a key ends after": say_time(visits.IDLE),
        "in a full house it makes room after": say_time(visits.GIVES_WAY),
        "a file that a visitor's browser fetches": f"{handing.LARGEST // 1024} KiB",
        "such files at a time": str(handing.MOST),
        "and is kept for it": f"{handing.LASTS.seconds} seconds",
        "wrong join codes of one address in a minute": str(joining.GUESSES.tries),
        "addresses whose wrong join codes are counted": str(address_limits.MOST),
        "a message of a visitor's browser": f"{web_serve.LARGEST_MESSAGE // 1024} KiB",
        "columns and rows of a visitor's terminal": "{} x {}".format(*program.LARGEST),
        "a visitor's client has to end within": f"{program.GRACE:g} seconds",
    }


def qr_limits() -> dict[str, str]:
    span = qr_service.POLL_SPAN.seconds
    return {
        "a QR code is good for": say_time(qr_login.LIFE),
        "one poll of a QR code waits at most": f"{qr_login.LONGEST_WAIT} seconds",
        f"polls of one QR code within {span} second": "2",
        "numbers to pick from on the phone": str(qr_login.OFFERED),
        "a client gets the session of its QR code again for": say_time(qr_login.REDEEM_AGAIN),
        f"QR codes that one address may ask for within {qr_tickets.ASKING_SPAN // timedelta(seconds=1)} seconds": str(
            qr_tickets.MOST_ASKED
        ),
        f"unknown QR codes from one address within {address_limits.SPAN // timedelta(seconds=1)} seconds": str(address_limits.MOST_MISSES),
        "addresses whose unknown QR codes are counted": str(address_limits.MOST),
        "QR codes kept": str(qr_tickets.MOST),
        "a device's name on the phone": f"{qr_service.DEVICE_CELLS} cells",
        "QR codes that the client fetches by itself": str(qr_login.RENEWALS),
        "a user name at the bureau is changed again after": f"{(BEIJING.login_name_change or timedelta()).days} days",
        "entries in the log of one's own account at the bureau": str(own_acts.MOST),
        "short messages of one number": str(phone_messages.MOST),
        "a short message is kept for": f"{phone_messages.KEPT.days} days",
    }


def door_limits() -> dict[str, str]:
    return {
        "named worlds of one server": str(worlds.MOST),
        "snapshots of one world": str(snapshots.MOST),
        "a world's description sent to the tester's door": f"{control.LONGEST_SOURCE} characters",
        "journal rows kept in one world": str(journal.MOST),
        "journal rows in one answer": str(control_journal.MOST_ROWS),
        "lines of one request whose reasons the journal tells": str(why.MOST_LEFT_OUT),
        "people, units, messages or hall codes in one answer of the tester's door": str(control_people.MOST_IN_A_PAGE),
        "people made up for one unit": str(world_payees.MOST_MADE_UP),
        "faults ordered in one world at a time": str(faults.MOST),
        "and each lasts for at most": f"{control_faults.MOST_TIMES} requests",
        "locks shown on the trainer's page": str(locked_now.MOST),
        "a trainer's session lasts": say_time(trainers.LIFE),
        "trainers logged in at once": str(trainers.MOST),
        "a captcha or a slider that is over is remembered for": say_time(one_try.REMEMBERED),
        "wrong tokens of one address at the tester's door in a minute": str(address_limits.MOST_MISSES),
    }


def registration_limits() -> dict[str, str]:
    by_number = one_time_codes.PER_TARGET
    return {
        "a registration or a recovery lasts": say_time(spans.FLOW_LIFE),
        "registrations and recoveries that one address may begin within 60 seconds": str(flow_rows.MOST_BEGUN),
        "registrations and recoveries kept": str(flow_rows.MOST),
        "digits of an SMS code": str(one_time_codes.DIGITS),
        "an SMS code is good for": say_time(one_time_codes.LIFE),
        "another SMS code for the same purpose is sent after (national, jiangmen)": say_time(NATIONAL.code_interval),
        "another SMS code for the same purpose is sent after (beijing)": say_time(BEIJING.code_interval),
        "SMS codes to one number in 24 hours": str(one_time_codes.MOST_A_DAY),
        "SMS codes that one person may have sent to numbers of their choice in 24 hours": str(one_time_codes.MOST_BY_SENDER),
        "SMS codes kept": str(code_rows.MOST),
        "wrong tries that void an SMS code": str(one_time_codes.TRIES),
        "wrong tries at all codes of one number until they are locked": str(by_number.tries),
        "and that lock lasts": say_span(by_number.lock),
        "characters of a hall code": str(hall_codes.LENGTH),
        "a hall code is good for": f"{hall_codes.LIFE.days} days",
        "wrong hall codes for one document until this way is locked": str(hall_codes.GUESSES.tries),
        "that lock lasts": say_span(hall_codes.GUESSES.lock),
        "wrong hall codes of one address within 60 seconds": str(hall_code_rows.MOST_WRONG),
        "foreigners whose codes a handler gets at once": str(hall.MOST_BY_PROXY),
        "a face check is good for": say_time(face_check.LIFE),
        "new passwords that one proof lets be the old one": str(new_passwords.MOST_TOLD),
        "digits in a row of one's own numbers in a password, at most": str(passwords.DIGITS_IN_A_ROW - 1),
        "SIM cards in one simulated phone": str(sims.MOST_IN_A_PHONE),
        "SIM cards that one address may put in within 60 seconds": str(sims.MOST_PUT_IN),
        "SIM cards kept": str(sims.MOST),
        "the answer to an act is kept for whoever asks again with its key": f"{repeats.LIFE // timedelta(hours=1)} hours",
        "and shows what is secret in it, as a slip does, for": say_time(repeats.SECRETS_SHOWN),
        "an act that a crash has left may be asked for anew after": say_time(repeats.IN_FLIGHT),
        "answers kept of one asker": str(repeats.MOST_OF_ONE),
        "answers kept": str(repeats.MOST),
        "units with authorisations shown at once": str(authorisations.MOST_UNITS),
    }


def limits() -> dict[str, str]:
    policy, session, lockout = NATIONAL, NATIONAL.session, LockoutRule()
    return {
        "wrong account passwords in a row until a lock": str(policy.account_lockout.tries),
        "wrong declaration passwords in a row until a lock, all clerks together": str(policy.unit_lockout.tries),
        "a lock lasts (national, jiangmen)": say_span(policy.account_lockout.lock),
        "a lock lasts (beijing)": say_span(BEIJING.account_lockout.lock),
        "failures are forgotten after (national, jiangmen)": say_span(policy.account_lockout.forget),
        "a guess that is not settled counts as a failure after": say_time(lockout.reservation),
        "wrong passwords until the captcha is asked for": "1",
        "a client that was wrong is asked for the captcha whatever it tries next, for": f"{client_marks.LIFE // timedelta(hours=1)} hours",
        "such clients remembered": str(client_marks.MOST),
        "counts kept of wrong tries at what nobody has, of each kind": str(counters.MOST_OF_A_KIND),
        "and each for": f"{counters.MADE_UP_LIFE // timedelta(hours=1)} hours",
        "a slider at the bureau is good for": say_time(sliders.LIFE),
        "an attempt to log in at the bureau lasts": say_time(attempt.LIFE),
        "lines of one import": str(import_rules.MOST_LINES),
        "lines sent at once": str(wire_imports.MOST_AT_ONCE),
        "lines wait to be taken over for": say_time(import_rows.LIFE),
        "who acts for a unit at the bureau's old login is proved within": say_time(old_enterprise.LIFE),
        "a spreadsheet that is read": f"{reading.MOST_BYTES} bytes",
        "and what it unpacks to": f"{packages.MOST_UNPACKED} bytes",
        "rows of it, and columns": f"{packages.MOST_ROWS}, {packages.MOST_COLUMNS}",
        "live ties of one unit at the bureau": str(ties.MOST_OF_UNIT),
        "live ties of one person at the bureau": str(ties.MOST_OF_PERSON),
        "units shown in 身份切换, and in each list of 企业授权管理": str(ties.MOST_SHOWN),
        "times that one unit may add the same person as tax staff in 24 hours": str(ties.MOST_OFFERED),
        "characters of a project's number that are searched for, at least": str(projects.SHORTEST_ENDING),
        "projects shown of those that a number ends so": str(projects.MOST_HITS),
        "other projects beside 项目切换主管税务机关": str(projects.MOST_BESIDE),
        "reports that are not there, looked up by one address within 60 seconds": str(address_limits.MOST_MISSES),
        "ties that have ended shown in 历史管理信息": str(tie_lists.MOST_ENDED),
        "people that nobody knows, added as tax staff from one address within 60 seconds": str(address_limits.MOST_MISSES),
        "accounts that nobody has, told so at the bureau's login to one address within 60 seconds": str(login.MOST_UNKNOWN),
        "captcha characters": str(captcha.LENGTH),
        "a captcha is good for": say_time(captcha.LIFE),
        "captchas that one address may ask for within 60 seconds, and sliders": str(one_try.MOST_ASKED),
        "captchas kept, and sliders": str(one_try.MOST),
        "account password (national, jiangmen, beijing)": say_length(policy.password),
        "classes of characters in it (national, beijing)": say_classes(policy.password),
        "classes of characters in it (jiangmen)": say_classes(JIANGMEN.password),
        "declaration password": say_length(policy.declaration_password),
        "a session ends after idle": say_time(session.idle),
        "a session ends at the latest after": say_time(session.absolute),
        "and its owner is told so before": say_time(sessions.WARNED),
        "sessions of one person at a time": str(session.most),
        **qr_limits(),
        **door_limits(),
        **registration_limits(),
        "Argon2id memory": f"{HashCost().memory_kib} KiB",
        "Argon2id passes": str(HashCost().passes),
        "a request's body": f"{spelling.LARGEST_REQUEST // 1024} KiB",
        "a form of the phone's pages": f"{forms.LARGEST // 1024} KiB",
        "a reply that the client reads": f"{spelling.LARGEST_REPLY // 1024} KiB",
        "of a page that it reads": f"{markup.MOST_BYTES // 1024} KiB, {markup.MOST_ELEMENTS} elements",
        "redirects from one page to the next that it follows": str(pages.MOST_REDIRECTS),
        "the client waits for a connection": f"{Timeouts().connect:g} seconds",
        "the client waits for an answer": f"{Timeouts().read:g} seconds",
        "one exchange of the client's takes at most": f"{Timeouts().connect + Timeouts().read:g} seconds",
        "units added at once": str(units.MOST_ADDED),
        "units in one answer": str(units.MOST_IN_A_PAGE),
        "units moved in the list's own order at once": str(units.MOST_MOVED),
        "remembered accounts": str(settings.MOST_REMEMBERED),
        "remembered pins of servers": str(settings.MOST_PINS),
        "a server's own certificate is good for": f"{tls.LIFE.days} days",
        "and is issued again, for the same key, before its last": f"{tls.RENEW_BEFORE.days} days",
        "a certificate is said to end within": f"{ca.SOON.days} days",
        "a challenge for a certificate is good for": say_time(ca.CHALLENGE_LIFE),
        "bytes in it": str(ca.CHALLENGE_BYTES),
        "a certificate's PIN": f"{ca.SHORTEST_PIN} to {ca.LONGEST_PIN} characters",
        "a simulated certificate is good for at most": f"{ca.MOST_DAYS} days",
        "a certificate file that the client reads": f"{ca.LARGEST_FILE // 1024} KiB",
        "a certificate that is sent": f"{ca.LARGEST_CERTIFICATE} bytes",
        "remembered places of certificate files": str(settings.MOST_CERTIFICATES),
        "servers whose session is kept": str(settings.MOST_KEPT),
        "a call to the keyring": f"{vault.LIMIT:g} seconds",
        "reports of crashes kept": str(crash.MOST_REPORTS),
        **filing_limits(),
        **connection_limits(),
        **visit_limits(),
    }


def test_every_limit_in_the_table_is_the_codes() -> None:
    """LOG-1."""
    [head, *body] = rows(LIMITS)
    assert head == ["limit", "value", "reason"]
    assert {name: value for name, value, _ in body} == limits()
    assert all(reason for _, _, reason in body)
    assert control_people.MOST_IN_A_PAGE == control_codes.MOST_MESSAGES == control_hall.MOST_CODES


LIMITING = re.compile(r"(MOST|LARGEST|LIFE|KEPT|LIMIT)(_[A-Z]+)*")
"""How many, how large and how long. How long a text may be is its field's, and stands in the OpenAPI documents."""
UNTOLD = {
    "etax_client.domain.units.ca.LARGEST_SIGNATURE": "what such a key can make",
    "etax_client.machine.crash.MOST_FRAMES": "a report's own form",
    "etax_client.machine.settings.LARGEST_FILE": "our own files, far smaller",
    "etax_client.machine.terminal_driver.LARGEST": "what a terminal can be",
    "etax_client.server.listening.private_files.LARGEST": "our own files, far smaller",
    "etax_client.wire.spelling.LARGEST_INTEGER": "what JSON's readers have in common",
}
"""Limits that nobody meets, each with its reason."""


def test_every_limit_in_the_code_stands_in_the_table() -> None:
    """LOG-1: by its name in these files, which hold the table against the code. Screens and their parts limit no one."""
    files = (Path(__file__), Path(inspect.getfile(filing_limits)))
    own = ast.Module([node for file in files for node in ast.parse(file.read_text(encoding="utf-8")).body], [])
    named = {
        each.asname or each.name: f"{node.module}.{each.name}"
        for node in own.body
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    named["connections"] = "etax_client.server.listening.connections"
    shown = {dotted(node).partition(".") for node in ast.walk(own) if isinstance(node, ast.Attribute)}
    told = {f"{named.get(module, module)}.{name}" for module, _, name in shown}
    limiting = {
        f"etax_client.{source.name.removesuffix('.py').replace('/', '.')}.{target.id}"
        for source in sources()
        if not source.name.startswith(("screens/", "widgets/"))
        for node in source.tree.body
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else [])
        if isinstance(target, ast.Name) and LIMITING.fullmatch(target.id)
    }
    assert len(limiting) > 60
    assert limiting - told == set(UNTOLD)


@pytest.mark.parametrize("policy", [NATIONAL, JIANGMEN, BEIJING], ids=lambda policy: policy.name)
def test_what_the_table_says_of_several_policies_holds_for_each(policy: Policy) -> None:
    assert say_length(policy.password) == say_length(NATIONAL.password)
    assert policy.unit_lockout == LockoutRule()
    assert policy.session == NATIONAL.session
    assert policy.account_lockout.tries == NATIONAL.account_lockout.tries


def test_the_demos_people_and_units_are_the_worlds() -> None:
    world = read_world(None)
    told = [tuple(row[:4]) for row in rows(README) if len(row) == 5]
    for person in world.people:
        accounts = [] if person.bureau is None else [(person.bureau.login_name, person.bureau.mobile)]
        if person.bureau is None or person.login_name is not None:
            accounts.append((person.login_name, person.mobile))
        for login_name, mobile in accounts:
            assert (person.name, login_name or "-", mobile or "-", person.document_number) in told
    known = {row[1]: row[2] for row in rows(README) if len(row) == 4 and row[0].isdigit()}
    assert known == {unit.taxpayer_id: unit.name for unit in world.units}
    assert world.account_password in README
    assert world.declaration_password in README


def test_every_setting_is_told_with_its_default() -> None:
    told = {row[0].strip("`"): row[1].strip("`") for row in rows(COMMANDS) if len(row) == 3}
    for name in settings.NAMES:
        default = getattr(settings.Settings(), name)
        shown = {True: "true", False: "false"}.get(default, default) if isinstance(default, bool) else default
        assert told[name] == (shown if isinstance(shown, str) else {"language": "the locale's"}.get(name, "none"))


def commands(command: click.Command, path: str = "") -> list[tuple[str, click.Command]]:
    found = [(path, command)]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            found += commands(child, f"{path} {name}".strip())
    return found


def test_every_option_is_told() -> None:
    for path, command in commands(cli.program(words())):
        assert path.split(" ")[-1] in COMMANDS
        for option in command.params:
            if isinstance(option, click.Option) and option.name not in ("version", "help"):
                assert f"`{option.opts[0]}" in COMMANDS, (path, option.opts)


def test_every_variable_that_is_told_is_read() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    for name in re.findall(r"`(ETAX_[A-Z]+)", COMMANDS):
        assert f'"{name}' in code or inspect.getsource(cli).find(name) >= 0, name


def test_the_two_commands_are_the_first_thing() -> None:
    assert README.index("pip install uv && uv run etax-client demo") < 1200
    assert "uv run pytest" in README
    assert "uv run pytest" in Path(PROJECT / ".ci" / "run").read_text(encoding="utf-8")
