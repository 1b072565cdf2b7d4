"""Bodies that got damaged on their way: each is answered, none breaks the service."""

from __future__ import annotations

import random

from service_documents import request_body
from starlette.testclient import TestClient

_PIECES = (b'"', b"{", b"}", b"[", b",", b"\xff", b"\\u0000", b"\\ud800", b"1e400", b"-1", b"null")


def damaged(seed: int) -> bytes:
    """Give a request with a few random cuts and insertions."""
    chance = random.Random(seed)
    body = request_body()
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(body))
        gone = chance.choice((0, 1, 5, 40))
        body = body[:at] + chance.choice(_PIECES) + body[at + gone :]
    return body[: chance.choice((len(body), chance.randrange(len(body))))]


def test_a_damaged_body_is_taken_or_refused_with_a_problem(client: TestClient) -> None:
    for seed in range(300):
        answer = client.post(
            "/v1/plans", content=damaged(seed), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in {202, 400, 422}, (seed, answer.text)
        if answer.status_code != 202:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"] in {"VP1000", "VP5301"}
