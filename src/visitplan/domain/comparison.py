"""Two plans side by side: what each amounts to, and what changes for whom."""

from typing import Literal

from pydantic import AwareDatetime, Field

from visitplan.domain.document import Count, Document, Meters, Seconds
from visitplan.domain.plan import Cost, Violation

ChangeKind = Literal["added", "dropped", "day", "time", "people"]


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


class Placed(Document):
    """When and by whom a visit is made."""

    start: AwareDatetime = Field(description="Start.")
    end: AwareDatetime = Field(description="End.")
    case_managers: tuple[str, ...] = Field(description="Who comes, by id.")


class Change(Document):
    """A visit that differs between two plans."""

    visit: str = Field(description="`ORDER#n`.")
    patient: str | None = Field(description="Patient of the visit, where the plan names one.")
    kinds: tuple[ChangeKind, ...] = Field(description="What differs.")
    before: Placed | None = Field(description="In the first plan; null: not made.")
    after: Placed | None = Field(description="In the second plan; null: not made.")


class Evaluated(Document):
    """A plan as the checker sees it."""

    plan: str = Field(description="Id of the plan.")
    cost: Cost = Field(description="Objective by term.")
    figures: Figures = Field(description="Counts and sums.")
    violations: tuple[Violation, ...] = Field(description="Hard rules that it breaks.")


class Comparison(Document):
    """Two plans under the same evaluator; differences are the second less the first."""

    before: Evaluated = Field(description="The first plan.")
    after: Evaluated = Field(description="The second plan.")
    cost: Cost = Field(description="Difference of the cost by term.")
    figures: dict[str, int] = Field(description="Difference of each figure.")
    changes: tuple[Change, ...] | None = Field(
        description="Visits that differ, by start; null where the plans cover other days."
    )
