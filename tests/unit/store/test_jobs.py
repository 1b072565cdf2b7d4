"""Leases on jobs, at stated instants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from visitplan.store import Jobs, Lease, NewPlan, PlanRecord, Plans, Store, open_store

LEASE_MS = 1_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite3") as opened:
        yield opened


def accept(store: Store, *plan_ids: str) -> None:
    for plan_id in plan_ids:
        with store.write() as session:
            Plans(session).add(NewPlan(plan_id, 0, "{}", "", "{}", "[]"))


def claim(store: Store, owner: str, now_ms: int) -> Lease | None:
    with store.write() as session:
        return Jobs(session).claim(owner, now_ms, LEASE_MS)


def claimed(store: Store, owner: str, now_ms: int) -> Lease:
    lease = claim(store, owner, now_ms)
    assert lease is not None
    return lease


def record(store: Store, plan_id: str) -> PlanRecord:
    with store.read() as session:
        found = Plans(session).find(plan_id)
    assert found is not None
    return found


def test_the_oldest_job_is_taken_first(store: Store) -> None:
    accept(store, "b", "a")
    assert [claimed(store, "w", 0).plan_id, claimed(store, "w", 0).plan_id] == ["b", "a"]
    assert claim(store, "w", 0) is None


def test_a_held_job_is_not_taken_before_its_lease_is_over(store: Store) -> None:
    accept(store, "a")
    claimed(store, "w1", 0)
    assert claim(store, "w2", LEASE_MS) is None
    assert claimed(store, "w2", LEASE_MS + 1).attempt == 2


def test_a_heartbeat_keeps_the_job_and_notes_progress(store: Store) -> None:
    accept(store, "a")
    lease = claimed(store, "w1", 0)
    with store.write() as session:
        assert Jobs(session).beat(lease, 900, LEASE_MS, '{"fraction": 0.5}')
    assert claim(store, "w2", 1_500) is None
    assert record(store, "a").progress_json == '{"fraction": 0.5}'


def test_who_lost_the_lease_changes_nothing(store: Store) -> None:
    accept(store, "a")
    lost = claimed(store, "w1", 0)
    held = claimed(store, "w2", LEASE_MS + 1)
    with store.write() as session:
        jobs = Jobs(session)
        assert not jobs.beat(lost, 1_100, LEASE_MS, None)
        assert not jobs.finish(lost, 1_100)
        assert not jobs.fail(lost, 1_100, "{}")
        assert not jobs.release(lost)
        assert jobs.finish(held, 1_200)
    assert record(store, "a").state == "done"


def test_an_earlier_attempt_of_the_same_owner_changes_nothing(store: Store) -> None:
    accept(store, "a")
    lost = claimed(store, "w1", 0)
    claimed(store, "w1", LEASE_MS + 1)
    with store.write() as session:
        assert not Jobs(session).finish(lost, 1_200)


def test_a_done_job_is_never_taken_again(store: Store) -> None:
    accept(store, "a")
    lease = claimed(store, "w1", 0)
    with store.write() as session:
        assert Jobs(session).finish(lease, 10)
    with store.write() as session:
        assert not Jobs(session).finish(lease, 20)
    assert claim(store, "w2", 10**9) is None


def test_an_orderly_release_does_not_count_as_an_attempt(store: Store) -> None:
    accept(store, "a")
    with store.write() as session:
        jobs = Jobs(session)
        lease = jobs.claim("w1", 0, LEASE_MS)
        assert lease is not None
        assert jobs.release(lease)
    assert (record(store, "a").state, record(store, "a").attempts) == ("queued", 0)
    assert claimed(store, "w2", 1).attempt == 1


def test_a_dead_owners_job_is_free_at_once_and_its_attempt_counts(store: Store) -> None:
    accept(store, "a")
    claimed(store, "w1", 0)
    with store.write() as session:
        assert Jobs(session).expire("w1") == 1
    assert claimed(store, "w2", 1).attempt == 2


def test_a_job_is_given_up_after_its_last_attempt(store: Store) -> None:
    accept(store, "a")
    claimed(store, "w1", 0)
    claimed(store, "w1", 2_000)
    with store.write() as session:
        jobs = Jobs(session)
        assert jobs.give_up(2_500, 2, "{}") == 0, "the last attempt is still running"
        assert jobs.give_up(3_001, 2, '{"code": "VP5101"}') == 1
        assert not jobs.waiting(10**9)
    assert record(store, "a").state == "failed"
    assert record(store, "a").problem_json == '{"code": "VP5101"}'


def test_the_start_is_that_of_the_first_attempt(store: Store) -> None:
    accept(store, "a")
    claimed(store, "w1", 5)
    claimed(store, "w2", 5_000)
    assert record(store, "a").started_ms == 5
