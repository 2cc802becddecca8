"""What this machine remembers of a user's choices: one small TOML file in the user's config folder; never a password, never a token."""

import errno
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path

from etax_client.machine import files

THEME_NAMES = ("etax-light", "etax-dark", "etax-contrast", "etax-ansi")
LANGUAGE_NAMES = ("zh", "en")
MOST_REMEMBERED = 10
MOST_PINS = 20
LONGEST_IDENTIFIER = 64
LONGEST_SERVER = 200
LONGEST_PIN = 300
LONGEST_PATH = 4096
MOST_CERTIFICATES = 20
MOST_KEPT = 20
LARGEST_FILE = 64 * 1024
"""Bytes; nothing that this program writes comes near it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one user on one machine; `remembered` are accounts, newest first (LOG-11)."""

    server: str | None = None
    language: str | None = None
    theme: str = THEME_NAMES[0]
    keypad: bool = True
    remember_accounts: bool = True
    remembered: tuple[str, ...] = ()
    shared_machine: bool = False
    ascii: bool = False
    reduced_motion: bool = False
    insecure_lan: bool = False
    pins: tuple[str, ...] = ()
    """Lines of a server's origin and the pin of its key (TLS-2)."""
    certificates: tuple[str, ...] = ()
    """Lines of a unit's taxpayer id and where its certificate's file was last time (CA-01), newest first; never a PIN."""
    kept_sessions: tuple[str, ...] = ()
    """Servers of which the keyring has a session; it is not even opened for others."""


_LIMITS = {
    "remembered": (LONGEST_IDENTIFIER, MOST_REMEMBERED),
    "pins": (LONGEST_PIN, MOST_PINS),
    "certificates": (LONGEST_PATH, MOST_CERTIFICATES),
    "kept_sessions": (LONGEST_SERVER + LONGEST_PIN, MOST_KEPT),
}
"""Characters of a line, and how many lines there are at most."""
_BOOLEANS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}

NAMES = tuple(field.name for field in fields(Settings))


class Why(StrEnum):
    """What is wrong with a settings file."""

    unreadable = "unreadable"
    too_large = "too_large"
    not_text = "not_text"
    syntax = "syntax"
    wrong_value = "wrong_value"


class BrokenSettings(Exception):
    """The file is there and cannot be used; `line` counts from 1 and `key` is the setting at fault, where they are known."""

    def __init__(self, path: Path, line: int | None, why: Why, key: str | None = None) -> None:
        super().__init__(f"{path}: {why.value}")
        self.path = path
        self.line = line
        self.why = why
        self.key = key


class WrongValue(ValueError):
    """A text that is no value of its setting, or no setting's name."""


def settings_path(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where the file is: `ETAX_CONFIG`, else `settings.toml` in the user's config folder; None for a user who has no home (ENV-1)."""
    named = environment.get("ETAX_CONFIG")
    if named:
        return Path(os.path.expanduser(named))
    folder = files.config_folder()
    return None if folder is None else folder / "settings.toml"


def load(path: Path | None) -> Settings:
    """The settings in a file; no file means the defaults. Names that no setting has are left out. Raises BrokenSettings."""
    if path is None:
        return Settings()
    table, text = _read(path)
    chosen: dict[str, object] = {}
    for name in NAMES:
        if name in table:
            try:
                chosen[name] = _value(name, table[name])
            except WrongValue:
                raise BrokenSettings(path, _line_of(name, text), Why.wrong_value, name) from None
    return _consistent(_with(Settings(), chosen))


def unknown_names(path: Path | None) -> tuple[str, ...]:
    """The names in a file that no setting has: a slip of the pen, or of another version. Raises BrokenSettings."""
    return () if path is None else tuple(name for name in _read(path)[0] if name not in NAMES)


def save(path: Path | None, settings: Settings) -> None:
    """Put the settings in a file of mode 0600, whole or not at all. Raises OSError."""
    if path is None:
        raise FileNotFoundError(errno.ENOENT, "no home")
    path = Path(os.path.realpath(path))  # a link to the file stays one
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.put(path, write(settings).encode())


def write(settings: Settings) -> str:
    """The settings as TOML; what is unset is left out."""
    lines = [f"{name} = {_spell(getattr(settings, name))}" for name in NAMES if getattr(settings, name) is not None]
    return "\n".join(lines) + "\n"


def choose(settings: Settings, name: str, text: str) -> Settings:
    """The settings with one of them set from a typed text; an empty text brings its default back. Raises WrongValue."""
    if name not in NAMES:
        raise WrongValue(name)
    value = _value(name, _typed(name, text)) if text else getattr(Settings(), name)
    return _consistent(_with(settings, {name: value}))


def remember(settings: Settings, identifier: str) -> Settings:
    """The settings with an account on top of the list; unchanged on a shared machine or where remembering is off (LOG-11)."""
    if settings.shared_machine or not settings.remember_accounts or not _is_line(identifier, LONGEST_IDENTIFIER):
        return settings
    others = tuple(other for other in settings.remembered if other != identifier)
    return replace(settings, remembered=(identifier, *others)[:MOST_REMEMBERED])


def forget(settings: Settings, identifier: str) -> Settings:
    return replace(settings, remembered=tuple(other for other in settings.remembered if other != identifier))


def certificate_file(settings: Settings, taxpayer_id: str) -> str:
    """Where the unit's certificate was last time, "" if that is not known."""
    found = (line.partition(" ") for line in settings.certificates)
    return next((path for number, _, path in found if number == taxpayer_id), "")


def remember_certificate(settings: Settings, taxpayer_id: str, path: str) -> Settings:
    """The settings with where a unit's certificate is; unchanged on a shared machine (LOG-11)."""
    line = f"{taxpayer_id} {path}"
    if settings.shared_machine or not _is_line(line, LONGEST_PATH):
        return settings
    others = tuple(other for other in settings.certificates if not other.startswith(f"{taxpayer_id} "))
    return replace(settings, certificates=(line, *others)[:MOST_CERTIFICATES])


def with_session(settings: Settings, server: str) -> Settings:
    """The settings with a server whose session is kept."""
    others = tuple(other for other in settings.kept_sessions if other != server)
    return replace(settings, kept_sessions=(server, *others)[:MOST_KEPT])


def without_session(settings: Settings, server: str) -> Settings:
    return replace(settings, kept_sessions=tuple(other for other in settings.kept_sessions if other != server))


def _with(settings: Settings, values: Mapping[str, object]) -> Settings:
    return replace(settings, **values)  # type: ignore[arg-type]  # each value was checked against its setting


def _consistent(settings: Settings) -> Settings:
    if settings.shared_machine:
        return replace(settings, remembered=(), certificates=(), kept_sessions=())
    return settings if settings.remember_accounts else replace(settings, remembered=())


def _read(path: Path) -> tuple[dict[str, object], str]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return {}, ""
    except OSError:
        if not os.access(path.parent, os.X_OK):  # another user's home: there may be nothing in it for us
            return {}, ""
        raise BrokenSettings(path, None, Why.unreadable) from None
    if len(data) > LARGEST_FILE:
        raise BrokenSettings(path, None, Why.too_large)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenSettings(path, data[: error.start].count(b"\n") + 1, Why.not_text) from None
    try:
        return tomllib.loads(text), text
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise BrokenSettings(path, line, Why.syntax) from None


def _value(name: str, value: object) -> object:
    default = getattr(Settings(), name)
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
    elif isinstance(default, tuple):
        if isinstance(value, list):
            longest, most = _LIMITS[name]
            return tuple(dict.fromkeys(item for item in value if isinstance(item, str) and _is_line(item, longest)))[:most]
    elif isinstance(value, str) and _is_choice(name, value):
        return value
    raise WrongValue(name)


def _typed(name: str, text: str) -> object:
    default = getattr(Settings(), name)
    if isinstance(default, bool):
        return _BOOLEANS.get(text.lower())
    return [part.strip() for part in text.split(",")] if isinstance(default, tuple) else text


def _is_choice(name: str, value: str) -> bool:
    if name == "theme":
        return value in THEME_NAMES
    if name == "language":
        return value in LANGUAGE_NAMES
    return _is_line(value, LONGEST_SERVER)


def _is_line(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable()


def _line_of(name: str, text: str) -> int | None:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*[\"']?{name}[\"']?\s*[.=]", line) or re.match(rf"\s*\[+\s*{name}\b", line):
            return number
    return None


def _spell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_spell(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
