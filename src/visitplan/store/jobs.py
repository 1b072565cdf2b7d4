"""The jobs: a table of work that processes take from by lease.

A lease names its owner and ends at a time; its owner pushes the end on by
heartbeats. Whoever finds a running job whose lease is over may take it up
again. Every later write names the owner and the attempt, so that somebody
who lost the job changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.orm import Session

from visitplan.store.tables import JobRow

JobState = Literal["queued", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a job; `attempt` counts from 1."""

    job_id: int
    plan_id: str
    owner: str
    attempt: int


def job_state(text: str) -> JobState:
    """Give a stored state its type; the table allows no other."""
    return cast(JobState, text)


class Jobs:
    """Jobs inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self, now_ms: int) -> bool:
        """Tell whether there is a job to take, or one to give up."""
        query = select(JobRow.id).where(_free(now_ms)).limit(1)
        return self._session.scalar(query) is not None

    def give_up(self, now_ms: int, max_attempts: int, problem_json: str) -> int:
        """Fail the jobs whose last allowed attempt ended without a result; give their number."""
        spent = and_(JobRow.state == "running", _over(now_ms), JobRow.attempts >= max_attempts)
        return self._change(spent, state="failed", problem_json=problem_json, finished_ms=now_ms)

    def claim(self, owner: str, now_ms: int, lease_ms: int) -> Lease | None:
        """Take the oldest job that is free; None where there is none."""
        row = self._session.execute(
            select(JobRow.id, JobRow.plan_id, JobRow.attempts, JobRow.started_ms)
            .where(_free(now_ms))
            .order_by(JobRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        lease = Lease(row.id, row.plan_id, owner, row.attempts + 1)
        self._change(
            JobRow.id == row.id,
            state="running",
            owner=owner,
            attempts=lease.attempt,
            lease_until_ms=now_ms + lease_ms,
            heartbeat_ms=now_ms,
            started_ms=row.started_ms or now_ms,
        )
        return lease

    def beat(self, lease: Lease, now_ms: int, lease_ms: int, progress_json: str | None) -> bool:
        """Push the lease's end on and note the progress; False where the lease is lost."""
        values: dict[str, int | str] = {"lease_until_ms": now_ms + lease_ms, "heartbeat_ms": now_ms}
        if progress_json is not None:
            values["progress_json"] = progress_json
        return self._change(_held(lease), **values) == 1

    def finish(self, lease: Lease, now_ms: int) -> bool:
        """Mark the job done; False where the lease is lost: then keep no result."""
        return self._change(_held(lease), state="done", finished_ms=now_ms) == 1

    def fail(self, lease: Lease, now_ms: int, problem_json: str) -> bool:
        """Mark the job failed for good; False where the lease is lost."""
        return (
            self._change(
                _held(lease), state="failed", finished_ms=now_ms, problem_json=problem_json
            )
            == 1
        )

    def release(self, lease: Lease) -> bool:
        """Give the job back unfinished; an orderly stop does not count as an attempt."""
        return (
            self._change(
                _held(lease),
                state="queued",
                owner=None,
                lease_until_ms=None,
                attempts=lease.attempt - 1,
            )
            == 1
        )

    def expire(self, owner: str) -> int:
        """End the leases of an owner known to be dead; the attempts stay counted."""
        held = and_(JobRow.state == "running", JobRow.owner == owner)
        return self._change(held, lease_until_ms=0)

    def _change(self, where: ColumnElement[bool], **values: int | str | None) -> int:
        result = self._session.execute(update(JobRow).where(where).values(**values))
        return cast(CursorResult[tuple[()]], result).rowcount


def _over(now_ms: int) -> ColumnElement[bool]:
    return JobRow.lease_until_ms < now_ms


def _free(now_ms: int) -> ColumnElement[bool]:
    return or_(JobRow.state == "queued", and_(JobRow.state == "running", _over(now_ms)))


def _held(lease: Lease) -> ColumnElement[bool]:
    return and_(
        JobRow.id == lease.job_id,
        JobRow.state == "running",
        JobRow.owner == lease.owner,
        JobRow.attempts == lease.attempt,
    )
