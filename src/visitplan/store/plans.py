"""The plans: what was asked, and the answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from visitplan.store.jobs import JobState, job_state
from visitplan.store.tables import JobRow, PlanRow


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A request to keep; the documents are JSON texts."""

    id: str
    accepted_ms: int
    request_json: str
    request_sha256: str
    options_json: str
    notes_json: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan's state, without its large documents."""

    id: str
    accepted_ms: int
    state: JobState
    attempts: int
    started_ms: int | None
    finished_ms: int | None
    options_json: str
    notes_json: str
    progress_json: str | None
    problem_json: str | None


class Plans:
    """Plans inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, plan: NewPlan) -> None:
        """Keep a request together with its queued job."""
        self._session.add(
            PlanRow(
                id=plan.id,
                accepted_ms=plan.accepted_ms,
                request_json=plan.request_json,
                request_sha256=plan.request_sha256,
                options_json=plan.options_json,
                notes_json=plan.notes_json,
            )
        )
        self._session.flush()
        self._session.add(JobRow(plan_id=plan.id, state="queued", attempts=0))

    def find(self, plan_id: str) -> PlanRecord | None:
        """Give a plan's state, or None for an unknown one."""
        row = self._session.execute(
            select(
                PlanRow.id,
                PlanRow.accepted_ms,
                JobRow.state,
                JobRow.attempts,
                JobRow.started_ms,
                JobRow.finished_ms,
                PlanRow.options_json,
                PlanRow.notes_json,
                JobRow.progress_json,
                JobRow.problem_json,
            )
            .join(JobRow, JobRow.plan_id == PlanRow.id)
            .where(PlanRow.id == plan_id)
        ).first()
        if row is None:
            return None
        return PlanRecord(
            id=row.id,
            accepted_ms=row.accepted_ms,
            state=job_state(row.state),
            attempts=row.attempts,
            started_ms=row.started_ms,
            finished_ms=row.finished_ms,
            options_json=row.options_json,
            notes_json=row.notes_json,
            progress_json=row.progress_json,
            problem_json=row.problem_json,
        )

    def task(self, plan_id: str) -> tuple[str, str]:
        """Give request and options of a plan that is known to exist."""
        row = self._session.execute(
            select(PlanRow.request_json, PlanRow.options_json).where(PlanRow.id == plan_id)
        ).one()
        return row.request_json, row.options_json

    def result(self, plan_id: str) -> str | None:
        """Give the plan document, or None while there is none."""
        return self._session.scalar(select(PlanRow.plan_json).where(PlanRow.id == plan_id))

    def put_result(self, plan_id: str, plan_json: str) -> None:
        """Keep the plan document; only for the holder of the job's lease."""
        self._session.execute(
            update(PlanRow).where(PlanRow.id == plan_id).values(plan_json=plan_json)
        )
