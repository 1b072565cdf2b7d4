"""The documents of the interface, beside those of the contract."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from visitplan.domain.document import Day, Identifier
from visitplan.domain.plan import Plan, Route

State = Literal["queued", "running", "done", "failed"]
Instant = Annotated[str, Field(description="UTC, RFC 3339.", examples=["2026-11-26T14:03:09.120Z"])]


class Shown(BaseModel):
    """A document that the service gives."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FaultView(Shown):
    """One thing that is wrong with a request, or one parameter of the call."""

    code: str = Field(description="Stable code, listed in docs/errors/.")
    pointer: str | None = Field(None, description="JSON pointer into the request.")
    parameter: str | None = Field(None, description="Name of the query parameter or header.")
    value: str = Field(description="What was found, shortened.")
    message: str = Field(description="What is wrong.")
    cure: str = Field(description="What to do.")
    severity: Literal["refused", "unservable"] = Field(
        "refused", description="unservable: the rest is planned all the same."
    )


class Problem(Shown):
    """An error, by RFC 9457."""

    type: str = Field(description="Stable URN of the kind of problem; ends with its code.")
    title: str = Field(description="The kind of problem in a few words.")
    status: int = Field(ge=400, le=599, description="The status of the answer.")
    detail: str = Field(description="What is wrong here, and the cure.")
    code: str = Field(description="Stable code, listed in docs/errors/.")
    errors: list[FaultView] | None = Field(None, description="Every single fault.")


class FailureView(Shown):
    """Why a plan failed for good."""

    code: str = Field(description="Stable code, listed in docs/errors/.")
    detail: str = Field(description="What went wrong, and the cure.")


class OptionsView(Shown):
    """How the plan is searched."""

    seconds: float | None = Field(description="Longest search; null: by iterations alone.")
    iterations: int | None = Field(description="Most rounds; null: by time alone.")
    seed: int = Field(description="Random seed.")
    speeds: Literal["free_flow", "daypart"] = Field(description="Which driving speeds.")


class ProgressView(Shown):
    """How far the search is."""

    fraction: float = Field(description="Part of the time or rounds spent, 0 to 1.")
    iterations: int = Field(description="Rounds done.")
    cost: int = Field(description="Objective of the best plan so far.")
    unassigned: int = Field(description="Visits that the best plan so far leaves out.")


class Links(Shown):
    """Where to go on."""

    self: str = Field(description="State and plan.")
    routes: str = Field(description="Routes; needs case_manager and date.")


class JobView(Shown):
    """An accepted request."""

    id: str = Field(description="Opaque id of the plan.")
    state: State = Field(description="How far it is.")
    links: Links = Field(description="Where to go on.")
    notes: list[FaultView] = Field(description="Faults that leave single orders unserved.")


class PlanView(JobView):
    """An accepted request's state, and its plan once done."""

    accepted_at: Instant
    started_at: Instant | None = Field(None, description="First attempt's begin.")
    finished_at: Instant | None = Field(None, description="When it was done or failed.")
    attempts: int = Field(description="Attempts begun; orderly restarts do not count.")
    options: OptionsView = Field(description="How it is searched.")
    progress: ProgressView | None = Field(None, description="Null before the first report.")
    plan: Plan | None = Field(None, description="The plan; null until state is done.")
    problem: FailureView | None = Field(None, description="Null unless state is failed.")


class RoutesView(Shown):
    """One person's routes on one day: one for each shift with something to do."""

    plan: str = Field(description="Opaque id of the plan.")
    case_manager: str = Field(description="Whose routes.")
    date: Day = Field(description="Which day.")
    routes: list[Route] = Field(description="In time order.")


class HealthView(Shown):
    """The service answers, and so does its store."""

    status: Literal["ok"] = "ok"


class PlanQuery(BaseModel):
    """Options of a search."""

    model_config = ConfigDict(extra="forbid")

    seconds: float | None = Field(
        None, ge=0.1, le=3600, description="Longest search; 30 unless iterations is given."
    )
    iterations: int | None = Field(
        None, ge=1, le=100_000_000, description="Most rounds; alone, the plan can be repeated."
    )
    seed: int = Field(1, ge=0, le=2**31 - 1, description="Random seed.")
    speeds: Literal["free_flow", "daypart"] = Field("free_flow", description="Driving speeds.")


class RoutesQuery(BaseModel):
    """Which route."""

    model_config = ConfigDict(extra="forbid")

    case_manager: Identifier = Field(description="Id of the case manager in the request.")
    date: Day = Field(description="Day of the shift, YYYY-MM-DD.")
    shift: int | None = Field(
        None,
        ge=1,
        le=48,
        description="Number of the route of that day, from 1. Without it JSON gives all routes, "
        "GeoJSON and HTML the first; a Link header leads to the next.",
    )
