"""What happens while a plan is under way; each event becomes a change of the request."""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, model_validator

from visitplan.domain.document import Day, Document, Identifier, Minutes, WallTime
from visitplan.domain.geo import Coordinates
from visitplan.domain.patients import Safety, StaffNeed

_VISIT = r"^[^#]+#[1-9][0-9]*$"
VisitName = Annotated[str, Field(pattern=_VISIT, description="`ORDER#n`, as the plan names it.")]


class StaffSick(Document):
    """A case manager is sick; whoever is out finishes what has begun and drives home."""

    kind: Literal["staff_sick"] = Field(description="Which event.")
    case_manager: Identifier = Field(description="Who.")
    start: WallTime | None = Field(None, description="From when; null: from now.")
    until: WallTime = Field(description="First minute back.")


class PatientCancelled(Document):
    """A patient cancels one visit, or is not there for a stretch of time."""

    kind: Literal["patient_cancelled"] = Field(description="Which event.")
    visit: VisitName | None = Field(None, description="The visit; or `patient` with a stretch.")
    patient: Identifier | None = Field(None, description="Who is away from `start` to `end`.")
    start: WallTime | None = Field(None, description="First minute away.")
    end: WallTime | None = Field(None, description="First minute back.")
    again: bool = Field(False, description="Whether the visit is to be made at another time.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "PatientCancelled":
        stretch = (self.patient, self.start, self.end)
        if self.visit is None and None in stretch:
            raise ValueError("give `visit`, or `patient` with `start` and `end`")
        if self.visit is not None and any(part is not None for part in stretch):
            raise ValueError("give `visit` alone, or `patient` with `start` and `end`")
        return self


class NoShow(Document):
    """Nobody opened the door at a visit that was to begin by now."""

    kind: Literal["no_show"] = Field(description="Which event.")
    visit: VisitName
    again: bool = Field(True, description="Whether the visit is to be made at another time.")


class Crisis(Document):
    """A patient in a crisis needs a visit now."""

    kind: Literal["crisis"] = Field(description="Which event.")
    patient: Identifier = Field(description="Who.")
    minutes: Minutes = Field(gt=0, description="Length of the visit.")
    staff: tuple[StaffNeed, ...] = Field(
        min_length=1, max_length=2, description="One entry per person needed, at most two."
    )
    by: WallTime = Field(description="When the visit ends at the latest.")
    safety: Safety = Field("solo", description="As for an order.")
    location: Coordinates | None = Field(None, description="Null: the patient's location.")


class RanLong(Document):
    """A visit takes longer than planned; its people stay there until it ends."""

    kind: Literal["ran_long"] = Field(description="Which event.")
    visit: VisitName
    end: WallTime = Field(description="When it really ends.")


class Readmitted(Document):
    """A patient is in treatment again and is not visited from a day on."""

    kind: Literal["readmitted"] = Field(description="Which event.")
    patient: Identifier = Field(description="Who.")
    date: Day = Field(description="First day in treatment.")


class RoadClosed(Document):
    """A stretch of road is closed from now to the end of a day."""

    kind: Literal["road_closed"] = Field(description="Which event.")
    line: tuple[Coordinates, ...] = Field(
        min_length=2, max_length=1000, description="Along the road, at least two points."
    )
    radius_meters: int = Field(30, strict=True, ge=1, le=2000, description="How near is closed.")
    last_day: Day | None = Field(None, description="Last day of the closure; null: today.")


class NewOrder(Document):
    """An order that came in: its document, as the request would hold it."""

    kind: Literal["new_order"] = Field(description="Which event.")
    patient: Identifier = Field(description="Whose.")
    order: dict[str, Any] = Field(description="The order.")  # Any: the request's faults judge it


Event = Annotated[
    StaffSick | PatientCancelled | NoShow | Crisis | RanLong | Readmitted | RoadClosed | NewOrder,
    Field(discriminator="kind"),
]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads one event."""
