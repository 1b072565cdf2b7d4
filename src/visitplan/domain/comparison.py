"""Two plans side by side: what each amounts to, and what changes for whom."""

from typing import Literal

from pydantic import AwareDatetime, Field

from visitplan.domain.document import Document
from visitplan.domain.figures import Figures
from visitplan.domain.plan import Cost, Violation

ChangeKind = Literal["added", "dropped", "day", "time", "people"]


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
    figures: dict[str, int] = Field(description="Difference of each plain figure.")
    changes: tuple[Change, ...] | None = Field(
        description="Visits that differ, by start; null where the plans cover other days."
    )
