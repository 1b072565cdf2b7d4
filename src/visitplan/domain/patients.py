"""Patients, what is ordered for them, and what already happened."""

from datetime import date
from typing import Literal

from pydantic import Field

from visitplan.domain.document import (
    ClockTime,
    Code,
    Count,
    Day,
    Document,
    HorizonCount,
    Identifier,
    Minutes,
    PeopleCount,
    WallTime,
)
from visitplan.domain.geo import Coordinates

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Priority = Literal["crisis", "high", "routine", "low"]
Safety = Literal["solo", "pair", "daylight", "no_home"]
DayPattern = dict[Identifier, tuple[Weekday, ...]]


class Window(Document):
    """Hours of given weekdays; a visit starts at or after `start` and ends by `end`."""

    weekdays: tuple[Weekday, ...] = Field(WEEKDAYS, min_length=1, description="Days it holds on.")
    start: ClockTime = Field(description="Opens.")
    end: ClockTime = Field(description="Closes; 24:00 is the day's end.")


class Stretch(Document):
    """A stretch of time in which the patient cannot be visited."""

    start: WallTime = Field(description="First minute.")
    end: WallTime = Field(description="First minute after.")


class StaffNeed(Document):
    """One person needed at a visit, and the credentials that serve."""

    any_of: tuple[Code, ...] = Field(min_length=1, description="Any one of these suffices.")


class After(Document):
    """Service in sequence: visit n follows visit n of another order, by another person."""

    order: Identifier = Field(description="The order that goes first; of the same patient.")
    min_minutes: Minutes = Field(description="Least minutes from its start to this one's.")
    max_minutes: Minutes = Field(description="Most minutes from its start to this one's.")


class Order(Document):
    """So many visits of one kind inside the horizon."""

    id: Identifier = Field(description="Unique in the request; occurrence n is the visit `ID#n`.")
    visits: HorizonCount = Field(description="Target number inside the horizon.")
    min_visits: Count = Field(0, description="Missing these costs far more.")
    minutes: Minutes = Field(gt=0, description="Length of one visit in minutes.")
    min_gap_days: int = Field(
        1, strict=True, ge=1, le=366, description="Least days between any two, history included."
    )
    max_gap_days: int | None = Field(
        None, strict=True, ge=1, le=366, description="Most days from one to the next; null: any."
    )
    earliest_day: Day | None = Field(None, description="First allowed day.")
    latest_day: Day | None = Field(None, description="Last allowed day.")
    location: Coordinates | None = Field(None, description="Null: the patient's location.")
    windows: tuple[Window, ...] = Field((), description="Hard hours; none: any time of a shift.")
    max_late_minutes: Minutes = Field(
        0, description="Minutes by which a visit may end after its window closes, at a price."
    )
    preferred_windows: tuple[Window, ...] = Field((), description="Soft hours.")
    staff: tuple[StaffNeed, ...] = Field(
        min_length=1, max_length=2, description="One entry per person needed, at most two."
    )
    safety: Safety = Field("solo", description="pair, daylight and no_home bind the visit.")
    priority: Priority = Field("routine", description="What an unserved visit costs.")
    units: Count = Field(0, description="Billing units of one visit; see `max_units_per_day`.")
    acuity_percent: int = Field(
        100, strict=True, ge=10, le=1000, description="Weighs the visit's minutes in fairness."
    )
    after: After | None = Field(None, description="Null: comes when it likes.")
    cancelled: tuple[HorizonCount, ...] = Field(
        (), description="Numbers of visits that are not to be made any more; they cost nothing."
    )

    @property
    def people_needed(self) -> int:
        """Give how many different people make each visit."""
        return max(len(self.staff), 2 if self.safety == "pair" else 1)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Give the numbers of the visits to be made."""
        return tuple(n for n in range(1, self.visits + 1) if n not in self.cancelled)

    @property
    def least(self) -> int:
        """Give `min_visits`, or all visits to be made where so many are cancelled."""
        return min(self.min_visits, len(self.numbers))


class PastVisit(Document):
    """A visit before the horizon; completed ones count for gaps and continuity."""

    order: Identifier | None = Field(
        description="Order it belonged to; null: one that is over and not asked for any more."
    )
    start: WallTime = Field(description="When it began, or was to begin.")
    case_managers: tuple[Identifier, ...] = Field((), description="Who went, or was to go.")
    status: Literal["completed", "missed", "cancelled", "bumped"] = Field(description="Outcome.")


class Patient(Document):
    """One person who is visited."""

    id: Identifier = Field(description="The caller's own opaque id.")
    location: Coordinates = Field(description="Home.")
    meeting_place: Coordinates | None = Field(
        None, description="Where `no_home` visits take place; null: the case manager's start."
    )
    program: Code | None = Field(None, description="Programme, such as aftercare or act.")
    state: Code = Field(description="State whose licences count.")
    discharged_on: Day | None = Field(None, description="Day of discharge from treatment.")
    readmitted_on: Day | None = Field(
        None,
        description="In treatment from this day on, unless discharged later: no visit from then.",
    )
    primary: Identifier | None = Field(None, description="Case manager who should come.")
    care_team: tuple[Identifier, ...] = Field((), description="Next best case managers.")
    excluded: tuple[Identifier, ...] = Field((), description="Case managers who never come.")
    languages: tuple[Code, ...] = Field((), description="Any one shared language suffices.")
    staff_gender: Literal["female", "male", "other"] | None = Field(
        None, description="Everybody who comes is of this gender."
    )
    max_case_managers: PeopleCount | None = Field(
        None, description="Most different people inside the horizon; null: any number."
    )
    unavailable: tuple[Stretch, ...] = Field((), description="Not at home.")
    orders: tuple[Order, ...] = Field(min_length=1, description="What is ordered.")
    day_patterns: tuple[DayPattern, ...] = Field(
        (), description="Weekdays by order; the visits keep one of these, if there are any."
    )
    history: tuple[PastVisit, ...] = Field((), description="Visits before the horizon.")

    def days_completed(self, order: str | None = None) -> list[date]:
        """Give the days of completed visits before the horizon, of one order or of all."""
        return [
            past.start.date()
            for past in self.history
            if past.status == "completed" and order in {None, past.order}
        ]

    @property
    def in_treatment_from(self) -> date | None:
        """Give the first day of a readmission that no later discharge has ended."""
        back, out = self.readmitted_on, self.discharged_on
        return back if back is not None and (out is None or back >= out) else None
