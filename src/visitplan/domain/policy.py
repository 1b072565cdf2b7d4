"""What an agency wants: weights, clocks, and rules by programme; docs/policies.md tells each."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from visitplan.domain.document import (
    ClockTime,
    Code,
    Count,
    Document,
    Identifier,
    Minutes,
)
from visitplan.domain.patients import WEEKDAYS, Patient, Weekday
from visitplan.domain.staff import BreakRule
from visitplan.domain.weights import Weight, Weights

__all__ = [
    "CrisisSlack",
    "DischargeClock",
    "Policy",
    "ProgramRules",
    "StartStep",
    "Weight",
    "Weights",
]

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
_Days = Annotated[int, Field(strict=True, ge=1, le=365)]
_People = Annotated[int, Field(strict=True, ge=1, le=20)]


class DischargeClock(Document):
    """By when a discharged patient is seen; the day of discharge itself does not count."""

    first_by_days: _Days = Field(7, description="Days by which one visit is due.")
    second_by_days: _Days = Field(30, description="Days by which two are due.")
    programs: tuple[Code, ...] | None = Field(
        None, description="Programmes it holds for; null: every patient with `discharged_on`."
    )

    def runs_for(self, patient: Patient) -> bool:
        """Tell whether it runs for a patient once discharged: of its programmes, and not back."""
        if patient.in_treatment_from is not None:
            return False
        return self.programs is None or patient.program in self.programs


class ProgramRules(Document):
    """What holds for the patients of one programme; null leaves the policy's own."""

    least_people: _People = Field(1, description="Different people a patient should see.")
    most_people: _People | None = Field(
        None, description="Different people beyond so many count as extra; null: those needed."
    )
    people_days: Annotated[int, Field(strict=True, ge=1, le=366)] | None = Field(
        None,
        description="Days up to the horizon's last in which history counts for people; null: all.",
    )
    continuity_not_primary: Weight | None = Field(None, description="In place of that weight.")
    continuity_outside_team: Weight | None = Field(None, description="In place of that weight.")
    continuity_extra_person: Weight | None = Field(None, description="In place of that weight.")
    continuity_few_people: Weight | None = Field(None, description="In place of that weight.")
    paperwork_minutes: Minutes | None = Field(
        None, description="Paperwork after a visit; null: `paperwork_minutes_per_visit`."
    )
    caseload_most: Count | None = Field(
        None, description="Patients per primary beyond which `validate` warns."
    )
    contacts_per_week: Count | None = Field(
        None, description="Visits a week below which `validate` warns."
    )
    unit_minutes: Annotated[int, Field(strict=True, ge=1, le=1440)] | None = Field(
        None, description="Minutes of a billing unit; `validate` warns of visits in between."
    )
    units_per_month: Count | None = Field(
        None, description="Units a month beyond whose share `validate` warns."
    )


class CrisisSlack(Document):
    """Time that a team keeps free for crises in one part of the day."""

    weekdays: tuple[Weekday, ...] = Field(WEEKDAYS, min_length=1, description="Days it holds on.")
    start: ClockTime = Field(description="The part of the day begins.")
    end: ClockTime = Field(description="It ends; 24:00 is the day's end.")
    minutes: Annotated[int, Field(strict=True, ge=1, le=100_000)] = Field(
        description="Free minutes of all members together."
    )
    team: tuple[Identifier, ...] | None = Field(None, description="Case managers; null: all.")


class Policy(Document):
    """What a plan is measured by; what a request leaves out comes from the pack of that name."""

    name: Identifier = Field("default", description="Policy pack.")
    weights: Weights = Field(default_factory=Weights, description="Objective weights.")
    start_step_seconds: StartStep = Field(
        60, description="Visits start on whole multiples from the hour; a divisor of 900."
    )
    discharge_clock: DischargeClock | None = Field(
        default_factory=DischargeClock, description="Visits after a discharge; null: off."
    )
    programs: dict[Code, ProgramRules] = Field(
        default_factory=dict, description="Rules by a patient's `program`."
    )
    paperwork_minutes_per_visit: Minutes = Field(
        0, description="Paperwork right after each visit, at the same place."
    )
    paperwork_block: BreakRule | None = Field(
        None, description="Paperwork of every working day, due as a break is; null: none."
    )
    arrival_minutes: Minutes = Field(
        0, description="Minutes of parking and walking at each new address."
    )
    long_drive_minutes: Minutes | None = Field(
        None, description="Driving of one route beyond which each minute costs; null: off."
    )
    crisis_slack: tuple[CrisisSlack, ...] = Field((), description="Time kept free for crises.")

    def rules_of(self, program: str | None) -> ProgramRules:
        """Give the rules of a patient's programme; those of no programme are all defaults."""
        return self.programs.get(program, _NO_RULES) if program is not None else _NO_RULES

    def paperwork_minutes(self, program: str | None) -> int:
        """Give the minutes of paperwork that follow each visit of a patient of a programme."""
        own = self.rules_of(program).paperwork_minutes
        return self.paperwork_minutes_per_visit if own is None else own


_NO_RULES = ProgramRules()
