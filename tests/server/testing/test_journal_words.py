"""The journal's words: each refusal, each field of a form and each rule has them, in both languages."""

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from etax_client.domain.faults import Fault
from etax_client.domain.guessing.passwords import Own, PasswordCheck, TypingFault
from etax_client.domain.identity.hall import HallFault, HallReason
from etax_client.domain.policies import NATIONAL
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units.authorisations import TermFault
from etax_client.server.services.guessing.new_passwords import NewPasswords
from etax_client.server.services.guessing.passwords import Hasher
from etax_client.server.services.why import MOST_LEFT_OUT, Explained, Unfit, because, left_out, misfilled, unfit, unfit_of, why_of
from etax_client.texts.catalogue import catalogue, words
from etax_client.texts.journal_lines import tell_decision, tell_why
from etax_client.texts.words import Language
from tests.architecture.sources import PROJECT, calls, sources
from tests.server.running import CHEAP

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_a_refusal_with_its_reason_equals_the_same_without() -> None:
    """Whoever decides by what was refused need not know that there is a journal."""
    plain = Refused(RefusalCode.locked, retry_after=3)
    told = because(plain, "locked.login", "LOG-05", left=3)
    assert plain == told == because(plain, "other", "X")
    assert hash(told) == hash(because(plain, "other", "X"))
    assert told != Refused(RefusalCode.locked, retry_after=4)
    assert isinstance(told, Explained)


def test_a_form_s_refusal_says_which_field_and_what_its_rule_finds() -> None:
    """PWD-01: and every rule that a form has can be told."""
    refusal = NewPasswords(NATIONAL.password, Hasher(CHEAP), frozenset).refusal(Secret("onlysmall"), Own())
    assert refusal == Refused(RefusalCode.malformed, field="password")
    assert refusal is not None
    why = why_of(refusal)
    assert (why.rule, tell_why(words(), why.key, why.facts, NOW)) == ("PWD-01", "密码：少于 3 类字符")
    terms = [f"term.{each}" for each in TermFault]
    for fault in [*Fault, *TypingFault, *(f"password.{each}" for each in PasswordCheck), *terms]:
        assert f"journal.unfit.{fault}" in catalogue()
    for reason in HallReason:
        assert unfit_of(HallFault("name", reason)).fault in catalogue()


def test_all_that_is_wrong_in_a_form_is_told_with_its_row_and_no_value() -> None:
    """Fields of lists, on paper and in JSON, are told apart by their rows."""
    number, unit, name = Unfit("checksum", "DOC-01"), Unfit("empty", "UNT-04"), Unfit("space", "DOC-01")
    why = misfilled({"people.2.number": number, "units[1].taxpayer_id": unit, "name_3": name}).why
    told = "第 2 行证件号码：校验码不正确；第 2 行纳税人识别号：未填写；第 3 行姓名或名称：含有空格"
    assert (why.rule, tell_why(words(), why.key, why.facts, NOW)) == ("DOC-01", told)
    assert tell_why(words(Language.en), why.key, why.facts, NOW).startswith("document number of row 2: wrong check digit; ")
    odd = unfit("no_such_field", "no_such_fault", "X").why
    assert tell_why(words(), odd.key, odd.facts, NOW) == "no_such_field：no_such_fault"


def test_of_what_a_request_of_many_lines_left_out_the_first_are_told() -> None:
    """UNT-04; so many that a row of the journal stays one that is read."""
    lines = [None, *[Refused(RefusalCode.unit_unknown)] * 30]
    facts = left_out("units", lines)
    assert facts == {f"unfit.units[{place}]": "unit.unknown" for place in range(1, MOST_LEFT_OUT + 1)}
    assert left_out("units", [None]) == {}


def test_no_form_is_turned_down_without_its_field_and_rule() -> None:
    """`malformed` is said by `unfit`, `misfilled` or `because`; the steps of a flow are told by their service."""
    bare = [
        f"{source.name}:{call.lineno}"
        for source in sources()
        if source.name.startswith("server/") and source.name not in ("server/routes/answers.py", "server/services/why.py")
        for name, call in calls(source.tree)
        if name == "Refused" and ast.unparse(call.args[0]).endswith(".malformed") and id(call) not in _explained(source.tree)
    ]
    assert bare == []


def _explained(tree: ast.AST) -> set[int]:
    return {id(call.args[0]) for name, call in calls(tree) if name == "because" and call.args}


def test_every_field_and_every_fault_has_words() -> None:
    """Fields are those of the API's bodies, of the pages' forms, and those that the code names; each is told in both languages."""
    fields, faults = {*_fields_of_bodies(), *_fields_of_forms()}, set[str]()
    places = {"unfit": (0, 1), "not_offered": (0, None), "wrong": (None, 1), "Unfit": (None, 0)}
    for source in (each for each in sources() if not each.name.startswith("domain/")):
        for name, call in calls(source.tree):
            for found, place in zip((fields, faults), places.get(name.rpartition(".")[2], (None, None)), strict=True):
                value = None if place is None or place >= len(call.args) else getattr(call.args[place], "value", None)
                found |= {value} if isinstance(value, str) else set()
    assert [name for name in sorted(fields) if f"journal.field.{name}" not in catalogue()] == []
    assert [name for name in sorted(faults) if f"journal.unfit.{name}" not in catalogue()] == []
    assert {"taxpayer_id", "seen", "current", "days", "do"} <= fields
    assert {"not_offered", "term.beyond", "unreadable"} <= faults


def _fields_of_forms() -> Iterator[str]:
    """Those that a page reads, each with the most characters that it may have."""
    for source in sources():
        if source.name.startswith(("server/pages/", "server/control/")):
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Dict) and all(_is_length(value) for key, value in zip(node.keys, node.values, strict=True) if key):
                    yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))


def _is_length(node: ast.expr) -> bool:
    return isinstance(getattr(node, "value", None), int) or ast.unparse(node).lstrip("_").startswith("LONGEST")


def _fields_of_bodies() -> Iterator[str]:
    for name in ("openapi.json", "openapi-control.json"):
        document = json.loads((PROJECT / "docs" / name).read_text(encoding="utf-8"))
        bodies = [verb["requestBody"] for path in document["paths"].values() for verb in path.values() if "requestBody" in verb]
        waiting, seen = [json.dumps(body) for body in bodies], set[str]()
        while waiting:
            for named in set(re.findall(r'#/components/schemas/([^"]+)"', waiting.pop())) - seen:
                seen.add(named)
                schema = document["components"]["schemas"][named]
                waiting.append(json.dumps(schema))
                yield from schema.get("properties", {})


def test_every_refusal_has_words_for_its_outcome_and_its_reason() -> None:
    for code in RefusalCode:
        assert tell_decision(words(), code) != code
        assert code is RefusalCode.session_ended or tell_why(words(), why_of(Refused(code)).key, {}, NOW), code
    for reason in EndReason:
        assert tell_why(words(), why_of(Refused(RefusalCode.session_ended, ended=reason)).key, {}, NOW), reason


def test_every_reason_that_the_code_gives_has_words() -> None:
    """`says`, `admit`, `because` and `Why` name keys of texts/journal.py."""
    places = {"says": 1, "admit": 1, "because": 1, "Why": 0}
    missing = set()
    for source in sources():
        for name, call in calls(source.tree):
            place = places.get(name.rpartition(".")[2])
            key = None if place is None or len(call.args) <= place else call.args[place]
            value = getattr(key, "value", None)
            if isinstance(value, str) and f"journal.why.{value}" not in catalogue():
                missing.add(f"{source.name}:{call.lineno} {value}")
    assert missing == set()


def test_a_field_is_the_reason_only_of_what_is_malformed() -> None:
    """A name that is taken is told as that, though its field is named; a malformed field is told by its name."""
    assert why_of(Refused(RefusalCode.login_name_taken, field="login_name")).key == why_of(Refused(RefusalCode.login_name_taken)).key
    assert why_of(Refused(RefusalCode.malformed, field="mobile")).key != why_of(Refused(RefusalCode.malformed)).key
