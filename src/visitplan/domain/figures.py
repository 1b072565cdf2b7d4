"""What a plan amounts to, in counts, seconds, metres and cents."""

from pydantic import Field

from visitplan.domain.document import Cents, Count, Document, Meters, Seconds


class FollowUpCount(Document):
    """Patients whose deadline after a discharge lies in one stretch of time."""

    due: Count = Field(description="Patients.")
    met: Count = Field(description="Those who have enough visits in time.")
    rate: float | None = Field(description="`met` / `due`, 0 to 1; null: none is due.")


class OpenFollowUp(Document):
    """Clocks that run on after the horizon; those not met are still to be seen later."""

    first: FollowUpCount = Field(description="One visit by `first_by_days`.")
    second: FollowUpCount = Field(description="Two visits by `second_by_days`.")


class FollowUp(Document):
    """A forecast of visits after discharges, for deadlines in the horizon and after it."""

    first: FollowUpCount = Field(description="One visit by `first_by_days`.")
    second: FollowUpCount = Field(description="Two visits by `second_by_days`.")
    open: OpenFollowUp = Field(description="The same for deadlines after the horizon.")


class Figures(Document):
    """What a plan amounts to, recomputed by the checker."""

    visits_asked: Count = Field(description="Visits of all orders of the request.")
    visits_served: Count = Field(description="Those that the plan makes; one by two counts once.")
    routes: Count = Field(description="Routes.")
    case_managers: Count = Field(description="People with a route.")
    drive_seconds: Seconds = Field(description="All drives.")
    drive_meters: Meters = Field(description="Their length.")
    idle_seconds: int = Field(description="Paid seconds that nothing fills; below 0: overlaps.")
    overtime_seconds: Seconds = Field(description="Seconds past the ends of shifts.")
    patients_served: Count = Field(description="Patients with a visit.")
    patients_with_one_person: Count = Field(description="Those who see one person only.")
    visits_with_a_primary: Count = Field(description="Served visits of patients with a primary.")
    visits_by_the_primary: Count = Field(description="Those that the primary makes.")
    paperwork_seconds: Seconds = Field(0, description="Paperwork after visits and in blocks.")
    arrival_seconds: Seconds = Field(0, description="Parking and walking at new addresses.")
    mileage_cents: Cents | None = Field(
        None, description="Mileage of all routes; null: no rate is known for one of their dates."
    )
    follow_up: FollowUp | None = Field(None, description="Visits after discharges; null: no clock.")
    balance_minutes: dict[str, int] = Field(
        default_factory=dict,
        description="Weighted visit minutes above (+) or below (-) the fair share by case "
        "manager, weeks before included: next week's `balance_minutes`.",
    )
