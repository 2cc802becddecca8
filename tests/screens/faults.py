"""What the tests of screens under faults on demand need: a client whose server has its tester's door open, and what is to be said."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from etax_client.domain.secret import Secret
from etax_client.domain.testing.scenarios import parse
from etax_client.server.control.door import digest
from etax_client.server.settings import ServerSettings
from etax_client.server.store.tables import sessions
from etax_client.texts.words import Language
from tests.driving import CHEAP, Driver, driving

_UNKNOWN = {Language.zh: "结果未知", Language.en: "Result unknown"}
_SERVERS_OWN = {
    "status=503;retry-after=2": {Language.zh: "服务器暂时不可用", Language.en: "temporarily unavailable"},
    "status=429": {Language.zh: "操作过于频繁", Language.en: "Too many requests"},
    "status=404": {Language.zh: "不提供此服务", Language.en: "does not offer this"},
}
_BROKEN = {Language.zh: "连接中断", Language.en: "connection to the server broke"}
_SENSELESS = {Language.zh: "无法识别", Language.en: "was not understood"}
_BREAKING = ("drop", "lose-answer", "truncate")
_GARBLING = ("garble", "garble=json", "garble=html", "media-type")

OF_DEEDS = {**_SERVERS_OWN, **dict.fromkeys((*_BREAKING, *_GARBLING), _UNKNOWN)}
"""What is said when a request that changes something meets a fault."""
OF_READING = {**_SERVERS_OWN, **dict.fromkeys(_BREAKING, _BROKEN), **dict.fromkeys(_GARBLING, _SENSELESS)}
"""What is said when a request that changes nothing does: its result is never unknown."""
CARRIED_OUT = ("lose-answer", "truncate", *_GARBLING)
"""Faults under which the server does what it was asked for."""
LANGUAGES = [Language.zh, pytest.param(Language.en, marks=pytest.mark.variants)]
"""For tests that go through all faults in turn."""
_CI = [("drop", Language.zh), ("status=503;retry-after=2", Language.zh), ("garble=html", Language.zh), ("garble", Language.en)]
_LONG = [
    *((each, Language.zh) for each in ("status=429", "status=404", "truncate", "garble", "garble=json", "media-type")),
    ("drop", Language.en),
]
EVERY_DEED = [
    ("lose-answer", Language.zh),
    ("status=429", Language.en),
    *(pytest.param(*deed, marks=pytest.mark.variants) for deed in _CI),
    *(pytest.param(*deed, marks=pytest.mark.long) for deed in _LONG),
]
"""One of each kind of outcome first; `api` decides the rest."""
SOME_DEEDS = [
    *((scenario, Language.zh) for scenario in ("status=503;retry-after=2", "drop", "lose-answer", "truncate", "garble=html")),
    ("lose-answer", Language.en),
]


@asynccontextmanager
async def faulty(**how: Any) -> AsyncIterator[Driver]:
    how.setdefault("server", ServerSettings(hash_cost=CHEAP, control=digest(Secret("t"))))
    async with driving(**how) as etax:
        yield etax


def fault(etax: Driver, scenario: str, method: str, path: str, count: int | None = 1) -> None:
    """The next `count` requests meet it."""
    etax.server.state.services.faults.add(parse(scenario), method, path, 100, count)


def said(etax: Driver, expected: dict[Language, str]) -> None:
    """It stands on the screen, and that a result is unknown only where that is what is expected."""
    text, language = etax.text(), etax.app.desk.words.language
    assert expected[language] in text, text
    assert (_UNKNOWN[language] in text) is (expected is _UNKNOWN), text


def sent(etax: Driver, method: str, path: str) -> int:
    """How often this was asked for."""
    return etax.carrier.sent.count((method, path))


def sessions_begun(etax: Driver) -> int:
    with etax.server.state.services.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(sessions)).scalar_one())
