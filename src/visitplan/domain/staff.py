"""Case managers: who can visit, from where, when and with which licences."""

from datetime import date
from typing import Literal

from pydantic import Field

from visitplan.domain.document import (
    ClockTime,
    Code,
    Count,
    Day,
    Document,
    Identifier,
    Minutes,
    WallTime,
)
from visitplan.domain.geo import Coordinates


class Credential(Document):
    """A professional licence; both days are inclusive, null is open-ended."""

    code: Code = Field(description="Title as the state names it, such as LCSW.")
    state: Code = Field(description="State that issued it; it counts for patients of that state.")
    valid_from: Day | None = Field(None, description="First day it counts.")
    valid_until: Day | None = Field(None, description="Last day it counts.")

    def counts_on(self, state: str, day: date) -> bool:
        """Tell whether it counts for patients of a state on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return (
            self.state == state and begun and (self.valid_until is None or day <= self.valid_until)
        )


class DriversLicense(Document):
    """A driver's licence; without a valid one nobody drives a route."""

    valid_until: Day = Field(description="Last day it counts.")


class BreakRule(Document):
    """A break that is due where a route spans all of `earliest` to `latest`."""

    minutes: Minutes = Field(gt=0, description="Length in minutes.")
    earliest: ClockTime = Field(description="Earliest start.")
    latest: ClockTime = Field(description="Latest start.")


class Shift(Document):
    """A stretch of paid time on one day, the drive from and to home included."""

    start: WallTime = Field(description="Earliest leaving.")
    end: WallTime = Field(description="Latest return, allowed overtime aside; same day.")
    breaks: tuple[BreakRule, ...] | None = Field(
        None, description="In place of the person's `breaks`; null: those."
    )


class Absence(Document):
    """A stretch in which the person neither drives nor visits."""

    start: WallTime = Field(description="First minute away.")
    end: WallTime = Field(description="First minute back.")
    kind: Code = Field("absence", description="Such as vacation, sick, training; for people only.")


class Appointment(Document):
    """A fixed point of the day that a working person attends, such as a team meeting."""

    id: Identifier = Field(description="Unique among this person's appointments.")
    start: WallTime = Field(description="Start.")
    end: WallTime = Field(description="End.")
    location: Coordinates | None = Field(None, description="Null: wherever the person then is.")


class CaseManager(Document):
    """One person who visits patients."""

    id: Identifier = Field(description="The caller's own opaque id.")
    display_name: str | None = Field(None, max_length=120, description="Optional, for pages only.")
    start: Coordinates = Field(description="Where each route begins.")
    end: Coordinates | None = Field(None, description="Where each route ends; null: at `start`.")
    credentials: tuple[Credential, ...] = Field((), description="Licences held.")
    drivers_license: DriversLicense | None = Field(None, description="Null: does not drive.")
    languages: tuple[Code, ...] = Field((), description="Languages spoken, such as en, es.")
    gender: Literal["female", "male", "other"] | None = Field(None, description="For requests.")
    orientation_until: Day | None = Field(
        None, description="Last day on which the person never counts as the one required."
    )
    mentor: Identifier | None = Field(None, description="Whom the person rides along with.")
    shifts: tuple[Shift, ...] = Field((), description="Working time; shifts do not overlap.")
    absences: tuple[Absence, ...] = Field((), description="Vacation, sick days and the like.")
    appointments: tuple[Appointment, ...] = Field((), description="Fixed points of the day.")
    breaks: tuple[BreakRule, ...] = Field((), description="Breaks of every working day.")
    balance_minutes: int = Field(
        0,
        strict=True,
        ge=-100_000,
        le=100_000,
        description="Weighted visit minutes above (+) or below (-) the fair share in weeks before.",
    )
    max_visits_per_day: Count | None = Field(None, description="Null: no limit.")
    max_units_per_day: Count | None = Field(
        None, description="Most billing units of a day's visits; null: no limit."
    )
    max_work_minutes_per_day: Minutes | None = Field(
        None, description="Most minutes from leaving to return, absences aside; null: no limit."
    )
    max_drive_minutes_per_day: Minutes | None = Field(None, description="Null: no limit.")
    max_drive_minutes_per_leg: Minutes | None = Field(None, description="Null: no limit.")
    max_overtime_minutes_per_day: Minutes = Field(0, description="Allowed past each shift's end.")
