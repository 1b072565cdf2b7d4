"""Requests in, plans out."""

from __future__ import annotations

import json
import logging
import uuid
from typing import Any, Protocol

import pytest
from httpx2 import Response
from service_documents import DAY, request_body, request_document
from starlette.testclient import TestClient

from visitplan.domain.errors import VisitplanError
from visitplan.domain.request import MAX_REQUEST_BYTES
from visitplan.jobs import Control, Task, Worker
from visitplan.store import Plans, Store


class Solver(Protocol):
    store: Store
    network_sha256: str

    def solve(self) -> None: ...


JSON = {"Content-Type": "application/json"}


def post(
    client: TestClient, body: bytes | None = None, query: str = "", **headers: str
) -> Response:
    content = request_body() if body is None else body
    return client.post(f"/v1/plans{query}", content=content, headers={**JSON, **headers})


def accepted(client: TestClient, query: str = "") -> str:
    answer = post(client, query=query)
    assert answer.status_code == 202, answer.text
    plan_id: str = answer.json()["id"]
    return plan_id


def routes(client: TestClient, plan_id: str, accept: str = "*/*", **query: Any) -> Response:
    params = {"case_manager": "cm-01", "date": DAY, **query}
    return client.get(f"/v1/plans/{plan_id}/routes", params=params, headers={"Accept": accept})


def problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert (answer.status_code, found["status"], found["code"]) == (status, status, code)
    assert found["type"] == f"urn:visitplan:problem:{code}"
    return found


def test_a_request_is_accepted_with_a_job(client: TestClient) -> None:
    answer = post(client)
    assert answer.status_code == 202
    document = answer.json()
    assert str(uuid.UUID(document["id"], version=4)) == document["id"]
    assert document["state"] == "queued"
    assert answer.headers["location"] == document["links"]["self"] == f"/v1/plans/{document['id']}"


def test_a_plan_is_followed_from_the_queue_to_its_document(
    client: TestClient, solver: Solver
) -> None:
    plan_id = accepted(client, "?seconds=5&seed=3&speeds=daypart")
    waiting = client.get(f"/v1/plans/{plan_id}")
    assert waiting.headers["retry-after"] == "1"
    assert waiting.json()["plan"] is None
    assert waiting.json()["options"] == {
        "seconds": 5.0,
        "iterations": None,
        "seed": 3,
        "speeds": "daypart",
    }
    solver.solve()
    done = client.get(f"/v1/plans/{plan_id}").json()
    assert (done["state"], done["attempts"], done["plan"]["id"]) == ("done", 1, plan_id)
    assert done["finished_at"].endswith("Z")
    assert "retry-after" not in client.get(f"/v1/plans/{plan_id}").headers


def test_progress_is_shown_while_running(client: TestClient, store: Store) -> None:
    plan_id = accepted(client)
    report = {"fraction": 0.5, "iterations": 10, "cost": 99, "unassigned": 1}
    seen: list[dict[str, Any]] = []

    def runner(task: Task, control: Control) -> str:
        control.report(report)
        with store.read() as session:  # what the heartbeat would keep
            assert Plans(session).find(task.plan_id)
        worker._beat(worker._lease, control)  # type: ignore[arg-type]
        seen.append(client.get(f"/v1/plans/{plan_id}").json())
        return "{}"

    worker = Worker(store, runner)
    worker.run_one()
    assert (seen[0]["state"], seen[0]["progress"]) == ("running", report)


def test_iterations_alone_set_no_time_limit(client: TestClient) -> None:
    plan_id = accepted(client, "?iterations=500")
    options = client.get(f"/v1/plans/{plan_id}").json()["options"]
    assert (options["seconds"], options["iterations"]) == (None, 500)


def test_a_failed_plan_tells_its_problem(client: TestClient, store: Store) -> None:
    class NoRoadError(VisitplanError):
        code = "VP2999"

    def runner(task: Task, control: Control) -> str:
        raise NoRoadError("no road leads to p-0001. Move the place.")

    plan_id = accepted(client)
    Worker(store, runner).run_one()
    found = client.get(f"/v1/plans/{plan_id}").json()
    assert found["state"] == "failed"
    assert found["problem"] == {
        "code": "VP2999",
        "detail": "no road leads to p-0001. Move the place.",
    }
    problem(routes(client, plan_id), 409, "VP5202")


def test_every_fault_of_a_request_is_listed(client: TestClient) -> None:
    document = request_document()
    document["case_managers"][0]["start"]["lat"] = 99
    document["patients"][0]["orders"][0]["minutes"] = "long"
    document["extra"] = 1
    found = problem(post(client, json.dumps(document).encode()), 422, "VP1000")
    assert {fault["pointer"] for fault in found["errors"]} >= {
        "/case_managers/0/start/lat",
        "/patients/0/orders/0/minutes",
        "/extra",
    }
    assert all(fault["cure"] and fault["message"] and fault["code"] for fault in found["errors"])


def test_a_place_far_from_all_roads_is_a_fault(client: TestClient) -> None:
    document = request_document()
    document["patients"][0]["location"]["lat"] = 11
    found = problem(post(client, json.dumps(document).encode()), 422, "VP1000")
    (fault,) = found["errors"]
    assert (fault["code"], fault["pointer"]) == ("VP1273", "/patients/0/location")


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": \xff}', b"[1, 2", b'{"a": 1} trailing'])
def test_broken_json_is_a_problem_of_its_own(client: TestClient, body: bytes) -> None:
    problem(post(client, body), 400, "VP5301")


@pytest.mark.parametrize("body", [b"[]", b"null", b"1e999", b"[" * 100_000, b'{"a": NaN}'])
def test_strange_json_is_refused(client: TestClient, body: bytes) -> None:
    assert post(client, body).status_code in {400, 422}


def test_a_body_above_the_maximum_is_refused(client: TestClient) -> None:
    problem(post(client, b" " * (MAX_REQUEST_BYTES + 1)), 413, "VP5302")


def test_a_body_without_length_is_counted_as_it_comes(client: TestClient) -> None:
    chunk = b" " * 1_000_000
    answer = client.post("/v1/plans", content=(chunk for _ in range(17)), headers=JSON)
    problem(answer, 413, "VP5302")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": ""},
        {"Content-Encoding": "gzip"},
    ],
)
def test_only_plain_json_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    problem(post(client, **headers), 415, "VP5303")


@pytest.mark.parametrize(
    "query",
    ["seconds=0", "seconds=nan", "seconds=inf", "iterations=0", "seed=-1", "seed=x", "speeds=warp"],
)
def test_options_out_of_range_are_refused(client: TestClient, query: str) -> None:
    found = problem(post(client, query=f"?{query}"), 422, "VP5305")
    assert [fault["parameter"] for fault in found["errors"]] == [query.partition("=")[0]]


def test_an_unknown_option_is_refused(client: TestClient) -> None:
    found = problem(post(client, query="?second=5"), 422, "VP5305")
    assert found["errors"][0]["parameter"] == "second"


def test_the_same_key_with_the_same_content_gives_the_same_plan(client: TestClient) -> None:
    first, second = (post(client, **{"Idempotency-Key": "monday"}) for _ in range(2))
    assert first.status_code == second.status_code == 202
    assert first.json()["id"] == second.json()["id"]
    assert post(client).json()["id"] != first.json()["id"]


def test_the_same_key_with_other_content_is_refused(client: TestClient) -> None:
    key = {"Idempotency-Key": "monday"}
    assert post(client, **key).status_code == 202
    problem(post(client, request_body() + b" ", **key), 422, "VP5205")
    problem(post(client, query="?seed=2", **key), 422, "VP5205")


@pytest.mark.parametrize("path", ["/v1/plans/none", f"/v1/plans/{uuid.UUID(int=0)}"])
def test_an_unknown_plan_is_not_found(client: TestClient, path: str) -> None:
    problem(client.get(path), 404, "VP5201")
    query = {"case_manager": "cm-01", "date": DAY}
    problem(client.get(f"{path}/routes", params=query), 404, "VP5201")


def test_routes_wait_for_the_plan(client: TestClient) -> None:
    answer = routes(client, accepted(client))
    problem(answer, 409, "VP5202")
    assert answer.headers["retry-after"] == "2"


def test_json_gives_the_routes_of_both_shifts_in_time_order(
    client: TestClient, solver: Solver
) -> None:
    plan_id = accepted(client)
    solver.solve()
    answer = routes(client, plan_id, "application/json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"] == "Accept"
    document = answer.json()
    assert (document["plan"], document["case_manager"], document["date"]) == (plan_id, "cm-01", DAY)
    assert [route["leave"][11:16] for route in document["routes"]] == ["08:55", "13:25"]
    assert document["routes"][0]["return"].startswith(DAY)


def test_one_shift_can_be_asked_for(client: TestClient, solver: Solver) -> None:
    plan_id = accepted(client)
    solver.solve()
    first, second = (routes(client, plan_id, shift=shift) for shift in (1, 2))
    assert [route["leave"][11:16] for route in first.json()["routes"]] == ["08:55"]
    assert [route["leave"][11:16] for route in second.json()["routes"]] == ["13:25"]
    target, relation = first.headers["link"].split("; ")
    assert relation == 'rel="next"'
    assert client.get(target.strip("<>")).json() == second.json()
    assert "link" not in second.headers
    problem(routes(client, plan_id, shift=3), 404, "VP5203")


def test_a_day_without_route_is_not_found(client: TestClient, solver: Solver) -> None:
    plan_id = accepted(client)
    solver.solve()
    problem(routes(client, plan_id, date="2026-12-01"), 404, "VP5203")
    problem(routes(client, plan_id, case_manager="cm-02"), 404, "VP5203")


def test_a_route_comes_as_geojson(client: TestClient, solver: Solver) -> None:
    plan_id = accepted(client)
    solver.solve()
    answer = routes(client, plan_id, "application/geo+json")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["type"] == "FeatureCollection"
    assert "shift=2" in answer.headers["link"]


def test_a_route_comes_as_a_page_that_may_ask_nobody(client: TestClient, solver: Solver) -> None:
    plan_id = accepted(client)
    solver.solve()
    answer = routes(client, plan_id, "text/html")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.lstrip().lower().startswith("<!doctype html")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"


def test_other_kinds_are_not_acceptable(client: TestClient, solver: Solver) -> None:
    plan_id = accepted(client)
    solver.solve()
    problem(routes(client, plan_id, "image/png"), 406, "VP5304")


def test_a_plan_made_on_other_roads_is_not_drawn(client: TestClient, solver: Solver) -> None:
    plan_id = accepted(client)
    solver.network_sha256 = "f" * 64
    solver.solve()
    problem(routes(client, plan_id, "text/html"), 409, "VP5204")
    problem(routes(client, plan_id, "application/geo+json"), 409, "VP5204")
    assert routes(client, plan_id, "application/json").status_code == 200


@pytest.mark.parametrize(
    "query", [{"case_manager": ""}, {"date": "monday"}, {"shift": 0}, {"page": 2}]
)
def test_a_route_needs_sound_parameters(client: TestClient, query: dict[str, Any]) -> None:
    problem(routes(client, accepted(client), **query), 422, "VP5305")


def test_no_place_and_no_name_is_logged(
    client: TestClient, solver: Solver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="visitplan"):
        plan_id = accepted(client)
        solver.solve()
        routes(client, plan_id)
        client.get("/v1/people/jane-doe")
        document = request_document()
        document["patients"][0]["id"] = 7
        post(client, json.dumps(document).encode())
    lines = "\n".join(line.getMessage() for line in caplog.records if line.name != "httpx2")
    assert "GET /v1/plans/{plan_id}/routes 200" in lines
    for marker in ("cm-01", "p-0001", "20.02", "jane-doe", DAY):
        assert marker not in lines
