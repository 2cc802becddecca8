"""Names of people as documents write them: in Chinese characters or in Latin letters (HAN-03, documents.md, "Names")."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.login_names import is_ideograph
from etax_client.domain.identity.private_use import STANDARD, is_private
from etax_client.domain.numbers import INVISIBLE, NO_BREAK_SPACE, to_ascii

SHORTEST_LATIN, LONGEST = 2, 50
"""In code points: a character of Extension B counts one."""
MIDDLE_DOT = "\u00b7"
_DOTS = re.compile(r"[\u0387\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e\u25cf.]")
"""What is typed for the middle dot of a Chinese name."""
_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_COMPATIBILITY = re.compile(r"[\uf900-\ufad9\U0002f800-\U0002fa1d]")
_FULL_WIDTH = re.compile(r"[\uff01-\uff5e\u3000]")
_RADICALS = re.compile(r"[\u2f00-\u2fd5]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u2032]")
_HYPHENS = re.compile("[\u2010-\u2013\u2212]")
"""What phones, Word and input methods write for those of a name in Latin letters."""
_LATIN = re.compile("[A-Za-z '.,-]")
_CHINESE = re.compile(MIDDLE_DOT)
"""Besides the ideographs."""
_SMALL = {code: code + 0x20 for code in range(ord("A"), ord("Z") + 1)}


class Script(StrEnum):
    chinese = "chinese"
    latin = "latin"


class ChangeKind(StrEnum):
    """Why a name is kept otherwise than it was typed."""

    middle_dot = "middle_dot"
    private_use = "private_use"
    selector = "selector"
    invisible = "invisible"
    compatibility = "compatibility"
    radical = "radical"
    full_width = "full_width"
    punctuation = "punctuation"


@dataclass(frozen=True, slots=True)
class NameChange:
    """A character of a name that became another one, or none."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Name:
    """A valid name as it is kept, and what of it was changed, each thing once: the person is told."""

    text: str
    script: Script
    changes: tuple[NameChange, ...] = ()


def scripts_of(document_type: DocumentType) -> frozenset[Script]:
    """How the holder's name may be written: documents for Chinese of the mainland have Chinese characters only."""
    if document_type in (DocumentType.resident_id, DocumentType.cn_passport):
        return frozenset({Script.chinese})
    return frozenset(Script)


def judge(text: str, document_type: DocumentType) -> Name | Invalid:
    """The name as it is kept, or what is wrong with it; the hint of a character turned down is U+XXXX."""
    broken = next((char for char in text if "\ud800" <= char <= "\udfff"), None)
    if broken is not None:
        return _turned_down(Fault.surrogate, broken)
    script, name, changes = _normalised(text)
    if script not in scripts_of(document_type):
        return _turned_down(Fault.character, next(char for char in name if char.isascii() and char.isalpha()))
    fault = _fault(script, name)
    return Name(name, script, tuple(dict.fromkeys(changes))) if fault is None else fault


def same_name(one: str, other: str) -> bool:
    """Whether two texts are one name, however they were typed: Latin letters without case, spaces as one."""
    return _key(one) == _key(other)


def _key(text: str) -> str:
    return " ".join(_normalised(text)[1].translate(_SMALL).split())


def _normalised(text: str) -> tuple[Script, str, list[NameChange]]:
    """How the name is written, the name as it is kept, right or wrong, and what was changed."""
    changes: list[NameChange] = []

    def put(kind: ChangeKind, pattern: re.Pattern[str], to: Callable[[str], str], where: str) -> str:
        def changed(found: re.Match[str]) -> str:
            after = to(found[0])
            if after != found[0]:
                changes.append(NameChange(kind, found[0], after))
            return after

        return pattern.sub(changed, where)

    name = put(ChangeKind.selector, _SELECTORS, lambda _: "", text)
    name = put(ChangeKind.invisible, INVISIBLE, lambda _: "", name).replace(NO_BREAK_SPACE, " ").strip()
    name = put(ChangeKind.private_use, _PRIVATE, lambda char: STANDARD.get(char, char), name)
    name = put(ChangeKind.radical, _RADICALS, lambda char: unicodedata.normalize("NFKC", char), name)
    name = put(ChangeKind.compatibility, _COMPATIBILITY, lambda char: unicodedata.normalize("NFC", char), name)
    is_latin = re.search("[A-Za-z]", to_ascii(name)) is not None and not any(map(is_ideograph, name))
    if is_latin:
        name = re.sub(" +", " ", put(ChangeKind.full_width, _FULL_WIDTH, to_ascii, name))
        name = put(ChangeKind.punctuation, _APOSTROPHES, lambda _: "'", name)
        name = put(ChangeKind.punctuation, _HYPHENS, lambda _: "-", name)
    else:
        name = put(ChangeKind.middle_dot, _DOTS, lambda _: MIDDLE_DOT, name)
    return Script.latin if is_latin else Script.chinese, unicodedata.normalize("NFC", name), changes


def _fault(script: Script, name: str) -> Invalid | None:
    if not name:
        return Invalid(Fault.empty)
    allowed = _LATIN if script is Script.latin else _CHINESE
    for char in name:
        if allowed.fullmatch(char) or (script is Script.chinese and is_ideograph(char)):
            continue
        if char == " ":
            return Invalid(Fault.space)
        return _turned_down(Fault.private_use if is_private(char) else Fault.character, char)
    if script is Script.chinese and "" in name.split(MIDDLE_DOT):
        return Invalid(Fault.separator)
    if script is Script.latin and len(name) < SHORTEST_LATIN:
        return Invalid(Fault.length)
    return Invalid(Fault.too_long) if len(name) > LONGEST else None


def _turned_down(fault: Fault, char: str) -> Invalid:
    return Invalid(fault, f"U+{ord(char):04X}")
