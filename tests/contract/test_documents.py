"""The OpenAPI documents in docs/ are what the applications say, valid, and complete."""

import json
from collections.abc import Iterator

import pytest
import schemathesis

from etax_client import __version__
from etax_client.domain.refusals import RefusalCode
from etax_client.wire import problems
from tests.server.running import Json
from tools.openapi import FOLDER, NAMES, documents

_SECRET_NAMES = ("password", "declaration_password", "token", "poll_secret", "scan_id", "short_code")


@pytest.fixture(params=NAMES)
def document(request: pytest.FixtureRequest) -> Json:
    found: Json = json.loads((FOLDER / request.param).read_text(encoding="utf-8"))
    return found


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_files_are_what_the_applications_say() -> None:
    """Otherwise: `uv run python -m tools.openapi`."""
    made = documents()
    assert sorted(made) == sorted(NAMES)
    assert {name: (FOLDER / name).read_text(encoding="utf-8") for name in made} == made


def test_a_document_is_valid_openapi(document: Json) -> None:
    schema = schemathesis.openapi.from_dict(document)
    schema.validate()
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["version"] == __version__


def test_every_operation_says_what_it_is_for(document: Json) -> None:
    found = dict(operations(document))
    assert found
    assert [name for name, operation in found.items() if not operation.get("summary") or not operation.get("description")] == []
    ids = [operation["operationId"] for operation in found.values()]
    assert len(set(ids)) == len(ids)


def test_every_refusal_is_a_problem_detail_with_a_code_of_ours(document: Json) -> None:
    for name, operation in operations(document):
        refused = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert {"400", "503"} <= set(refused), name
        for status, answer in refused.items():
            assert answer["content"] == {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}, name
            codes = {RefusalCode(code) for code in answer["description"].split(" or ")}
            assert status in ("400", "415") or {code.status for code in codes} == {int(status)}, name


def test_what_needs_a_token_says_so_and_refuses_strangers(document: Json) -> None:
    for name, operation in operations(document):
        schemes = [scheme for one in operation.get("security") or document.get("security") or [] for scheme in one]
        assert set(schemes) <= set(document["components"]["securitySchemes"]), name
        # the poll secret of a ticket that is no more is as unknown as the ticket, and the secret of a flow as the flow
        assert schemes in ([], ["ticket"], ["flow"]) or "401" in operation["responses"], name


def test_secrets_are_not_shown_in_forms(document: Json) -> None:
    """SEC-1."""
    seen = []
    for schema in document["components"]["schemas"].values():
        for name, one in schema.get("properties", {}).items():
            if name in _SECRET_NAMES:
                seen.append(name)
                formats = {kind.get("format") for kind in (one, *one.get("oneOf", ()))}
                assert "password" in formats, name
    assert "password" in seen
