"""What each thing of the objective costs; reasons and formulas are in docs/objective.md."""

from typing import Annotated

from pydantic import Field

from visitplan.domain.document import Document

Weight = Annotated[int, Field(strict=True, ge=0, le=10**12)]


class Weights(Document):
    """What each thing costs, in seconds of paid time."""

    unserved_crisis: Weight = Field(100_000_000, description="A crisis visit not served.")
    unserved_minimum: Weight = Field(10_000_000, description="On top, below `min_visits`.")
    unserved_high: Weight = Field(2_000_000, description="A high-priority visit not served.")
    unserved_routine: Weight = Field(600_000, description="A routine visit not served.")
    unserved_low: Weight = Field(200_000, description="A low-priority visit not served.")
    unserved_bumped: Weight = Field(
        3_000_000, description="Each bumped visit of an order not made up for."
    )
    discharge_first: Weight = Field(10_000_000, description="No first visit after a discharge.")
    discharge_second: Weight = Field(
        5_000_000, description="Each of the first two visits after a discharge that lacks."
    )
    drive: Weight = Field(2, description="A second of driving: its pay and the car.")
    wait: Weight = Field(1, description="A second of paid idle time.")
    arrival: Weight = Field(1, description="A second of arriving at an address.")
    long_drive_per_minute: Weight = Field(
        30, description="A minute of a route's driving beyond `long_drive_minutes`."
    )
    overtime: Weight = Field(3, description="A second past the shift's end.")
    late_preferred: Weight = Field(1, description="A second outside the preferred windows.")
    late_preferred_cap_seconds: Weight = Field(3600, description="Most seconds counted a visit.")
    late_window: Weight = Field(4, description="A second of a person past a window's end.")
    late_window_max: Weight = Field(0, description="A second of the plan's largest such lateness.")
    continuity_not_primary: Weight = Field(1200, description="A visit without the primary.")
    continuity_outside_team: Weight = Field(1200, description="On top, nobody of the care team.")
    continuity_extra_person: Weight = Field(900, description="Each person beyond those needed.")
    continuity_few_people: Weight = Field(
        3600, description="Each person short of the programme's `least_people`."
    )
    language: Weight = Field(1800, description="A visit without a shared language.")
    fairness_per_minute: Weight = Field(6, description="A visit minute above the fair share.")
    crisis_slack_per_minute: Weight = Field(
        30, description="A minute that is not kept free for crises."
    )
    ride_along: Weight = Field(3600, description="A mentor's route without the trainee.")
    stability_staff: Weight = Field(1800, description="A fixed visit with other people.")
    stability_time: Weight = Field(900, description="A fixed visit moved over 15 minutes.")
    stability_day: Weight = Field(1800, description="A fixed visit on another day.")
