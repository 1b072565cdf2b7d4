"""The weights of the objective; reasons and formulas are in docs/objective.md."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from visitplan.domain.document import Document

Weight = Annotated[int, Field(strict=True, ge=0, le=10**12)]
_QUARTER_S = 900  # zones differ by whole quarters of an hour, so a step counts from the hour


def _divides_a_quarter(value: int) -> int:
    if _QUARTER_S % value:
        raise PydanticCustomError(
            "no_divisor", "it should divide 900 without a rest, such as 1, 5, 60, 300 or 900"
        )
    return value


StartStep = Annotated[
    int, Field(strict=True, ge=1, le=_QUARTER_S), AfterValidator(_divides_a_quarter)
]


class Weights(Document):
    """What each thing costs, in seconds of paid time."""

    unserved_crisis: Weight = Field(100_000_000, description="A crisis visit not served.")
    unserved_minimum: Weight = Field(10_000_000, description="On top, below `min_visits`.")
    unserved_high: Weight = Field(2_000_000, description="A high-priority visit not served.")
    unserved_routine: Weight = Field(600_000, description="A routine visit not served.")
    unserved_low: Weight = Field(200_000, description="A low-priority visit not served.")
    drive: Weight = Field(2, description="A second of driving: its pay and the car.")
    wait: Weight = Field(1, description="A second of paid idle time.")
    overtime: Weight = Field(3, description="A second past the shift's end.")
    late_preferred: Weight = Field(1, description="A second outside the preferred windows.")
    late_preferred_cap_seconds: Weight = Field(3600, description="Most seconds counted a visit.")
    late_window: Weight = Field(4, description="A second of a visit past its window's end.")
    late_window_max: Weight = Field(0, description="A second of the plan's largest such lateness.")
    continuity_not_primary: Weight = Field(1200, description="A visit without the primary.")
    continuity_outside_team: Weight = Field(1200, description="On top, nobody of the care team.")
    continuity_extra_person: Weight = Field(900, description="Each person beyond those needed.")
    language: Weight = Field(1800, description="A visit without a shared language.")
    fairness_per_minute: Weight = Field(6, description="A visit minute above the fair share.")
    stability_staff: Weight = Field(1800, description="A fixed visit with other people.")
    stability_time: Weight = Field(900, description="A fixed visit moved over 15 minutes.")
    stability_day: Weight = Field(1800, description="A fixed visit on another day.")


class Policy(Document):
    """A named set of weights, single ones replaced where given."""

    name: Literal["default"] = Field("default", description="Policy pack.")
    weights: Weights = Field(default_factory=Weights, description="Objective weights.")
    start_step_seconds: StartStep = Field(
        60, description="Visits start on whole multiples from the hour; a divisor of 900."
    )
