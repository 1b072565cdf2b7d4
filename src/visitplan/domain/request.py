"""The request: everything a week's plan is made from."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator, model_validator

from visitplan.domain.document import Day, Document, HorizonCount, WallTime
from visitplan.domain.geo import Coordinates
from visitplan.domain.patients import Patient
from visitplan.domain.policy import Policy
from visitplan.domain.resolving import resolved
from visitplan.domain.staff import CaseManager

SCHEMA = "visitplan/1"
MAX_REQUEST_BYTES = 16_000_000


class Horizon(Document):
    """The days to plan."""

    first_day: Day = Field(description="First day.")
    days: HorizonCount = Field(description="Number of days.")
    timezone: str = Field(description="IANA zone of all wall times, such as America/New_York.")
    now: WallTime | None = Field(
        None, description="Under way since: only visits fixed with `all` start before; null: not."
    )

    @field_validator("first_day")
    @classmethod
    def _usual_year(cls, value: date) -> date:
        if not 1970 <= value.year <= 2199:
            raise ValueError("a horizon begins between the years 1970 and 2199")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            message = f"{value!r} is no IANA time zone; use a name such as America/New_York"
            raise ValueError(message) from error
        return value

    @field_validator("now")
    @classmethod
    def _inside(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        first, days = info.data.get("first_day"), info.data.get("days")
        if value is None or first is None or days is None:
            return value
        if not first <= value.date() < first + timedelta(days=days):
            raise ValueError("`now` lies on a day of the horizon")
        return value

    @property
    def dates(self) -> tuple[date, ...]:
        """All days in order."""
        return tuple(self.first_day + timedelta(days=i) for i in range(self.days))


def _first_day(horizon: object) -> date | None:
    """Give the first day of a horizon in any form, None where it cannot be read."""
    if isinstance(horizon, Horizon):
        return horizon.first_day
    given = horizon.get("first_day") if isinstance(horizon, dict) else None
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        return None


class FixedVisit(Document):
    """A visit already promised: who (`staff`), on which day (`day`), or all of it (`all`).

    `none` binds nothing: the visit is known to others, so that a change has its price.
    """

    visit: str = Field(pattern=r"^[^#]+#[1-9][0-9]*$", description="`ORDER#n`.")
    case_managers: tuple[str, ...] = Field((), description="Who goes; bound by `all`, `staff`.")
    start: WallTime = Field(description="When it starts; `all` binds all, `day` binds the date.")
    lock: Literal["all", "day", "staff", "none"] = Field("all", description="What may not change.")

    @property
    def binds_people(self) -> bool:
        """Tell whether nobody else may come."""
        return self.lock in {"all", "staff"}

    @property
    def binds_day(self) -> bool:
        """Tell whether the visit stays on its day."""
        return self.lock in {"all", "day"}


class Closure(Document):
    """A closed stretch of road: drives that leave from `start` to the end of `last_day` avoid it.

    A piece of road is closed where at least half of it lies within `radius_meters` of the line.
    """

    line: tuple[Coordinates, ...] = Field(
        min_length=2, max_length=1000, description="Along the road, at least two points."
    )
    radius_meters: int = Field(30, strict=True, ge=1, le=2000, description="How near is closed.")
    start: WallTime = Field(description="First minute of the closure.")
    last_day: Day = Field(description="Last day of the closure, to its end.")


class PlanRequest(Document):
    """All that the planner needs to know about one horizon."""

    schema_version: Literal["visitplan/1"] = Field(alias="schema", description="Contract version.")
    horizon: Horizon = Field(description="Days and time zone.")
    case_managers: tuple[CaseManager, ...] = Field(min_length=1, description="Who can visit.")
    patients: tuple[Patient, ...] = Field(min_length=1, description="Who is visited.")
    fixed: tuple[FixedVisit, ...] = Field((), description="Visits already promised.")
    closures: tuple[Closure, ...] = Field((), description="Roads closed for a time.")
    policy: Policy = Field(
        default_factory=Policy, description="What to weigh; what is left out comes from its pack."
    )

    @model_validator(mode="before")
    @classmethod
    def _with_the_whole_policy(cls, data: Any) -> Any:  # Any: whatever is to be validated
        """Fill up the policy from its pack, so that a request always holds all of it."""
        if not isinstance(data, dict) or "policy" not in data:
            return data
        policy, faults = resolved(data["policy"], _first_day(data.get("horizon")))
        if faults:
            raise ValueError("\n".join(map(str, faults)))
        return {**data, "policy": policy}

    def visits(self) -> Iterator[tuple[str, Patient]]:
        """Yield the name `ORDER#n` of each visit to be made, with its patient."""
        for patient in self.patients:
            for order in patient.orders:
                for n in order.numbers:
                    yield f"{order.id}#{n}", patient

    def to_json(self) -> str:
        """Give the canonical document: every field, contract names, two-space indent."""
        return json.dumps(self.model_dump(mode="json", by_alias=True), indent=2) + "\n"

    def sha256(self) -> str:
        """Hash the canonical content, so that layout and omitted defaults do not matter."""
        content = json.dumps(
            self.model_dump(mode="json", by_alias=True), sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(content.encode()).hexdigest()
