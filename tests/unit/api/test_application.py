"""What holds for every call, and the interface's document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi.openapi.models import OpenAPI
from starlette.testclient import TestClient

import visitplan.api.errors as api_errors
import visitplan.jobs.errors as jobs_errors
import visitplan.store.errors as store_errors
from visitplan.api.documents import Problem
from visitplan.api.problems import KINDS
from visitplan.app import service_errors
from visitplan.domain.errors import VisitplanError
from visitplan.store import Store

METHODS = {"get", "post", "put", "patch", "delete"}


def values(document: Any, name: str) -> Iterator[Any]:
    if isinstance(document, dict):
        for key, value in document.items():
            if key == name:
                yield value
            yield from values(value, name)
    elif isinstance(document, list):
        for value in document:
            yield from values(value, name)


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    answer = client.get("/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        operation
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in METHODS
    ]


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    OpenAPI.model_validate(document)
    assert len(operations(document)) == 4


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = document["components"]["schemas"].keys()
    references = set(values(document, "$ref"))
    assert references
    assert {reference.removeprefix("#/components/schemas/") for reference in references} <= names


def test_every_problem_is_documented_with_a_sound_example(document: dict[str, Any]) -> None:
    for operation in operations(document):
        bad = {status: r for status, r in operation["responses"].items() if int(status) >= 400}
        assert {"421", "500", "503"} <= bad.keys(), operation["operationId"]
        for status, response in bad.items():
            (kind, content), *rest = response["content"].items()
            assert (kind, rest) == ("application/problem+json", [])
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert content["examples"]
            for shown in content["examples"].values():
                assert Problem.model_validate(shown["value"]).status == int(status)


def test_the_request_and_the_plan_are_those_of_the_contract(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert "schema" in schemas["PlanRequest"]["properties"]
    assert "return" in schemas["Route"]["properties"]
    post = document["paths"]["/v1/plans"]["post"]
    body = post["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/PlanRequest"}
    names = {parameter["name"] for parameter in post["parameters"]}
    assert names == {"seconds", "iterations", "seed", "speeds", "Idempotency-Key"}


def test_no_page_loads_foreign_scripts(client: TestClient) -> None:
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


def test_an_unknown_path_is_a_problem(client: TestClient) -> None:
    answer = client.get("/v2/anything")
    assert (answer.status_code, answer.json()["code"]) == (404, "VP5306")


def test_a_wrong_method_is_a_problem_that_names_the_right_one(client: TestClient) -> None:
    answer = client.delete("/v1/plans")
    assert (answer.status_code, answer.json()["code"]) == (405, "VP5307")
    assert answer.headers["allow"] == "POST"


def test_a_foreign_host_name_is_refused(client: TestClient) -> None:
    answer = client.get("/healthz", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (421, "VP5308")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:9", "[::1]:8000"])
def test_names_of_this_machine_are_taken(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).json() == {"status": "ok"}


def test_a_store_that_does_not_answer_is_told(client: TestClient, store: Store) -> None:
    with store.write() as session:
        session.connection().exec_driver_sql("DROP TABLE store_layout")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["code"]) == (503, "VP5001")
    assert answer.headers["retry-after"] == "5"


def test_an_unexpected_error_tells_nothing_of_itself(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("marker-7713")

    client.app.add_api_route("/broken", broken)  # type: ignore[attr-defined]
    answer = client.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "VP5000")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "marker-7713" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_every_answer_is_kept_out_of_caches(client: TestClient) -> None:
    for path in ("/healthz", "/openapi.json", "/nowhere"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith("default-src 'none'")


def codes(module: ModuleType) -> set[str]:
    return {
        found.code
        for found in vars(module).values()
        if isinstance(found, type)
        and issubclass(found, VisitplanError)
        and found.__module__ == module.__name__
    }


@pytest.mark.parametrize(
    "module", [api_errors, service_errors, jobs_errors, store_errors], ids=lambda m: m.__name__
)
def test_every_code_of_the_service_is_explained(module: ModuleType) -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "errors" / "service.md"
    headings = {line[3:] for line in page.read_text().splitlines() if line.startswith("## ")}
    assert codes(module)
    assert codes(module) <= headings


def test_every_kind_of_problem_belongs_to_an_error() -> None:
    known = set().union(*map(codes, (api_errors, service_errors, store_errors)))
    assert KINDS.keys() <= known | {"VP1000"}
