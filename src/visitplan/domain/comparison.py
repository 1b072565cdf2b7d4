"""Two plans side by side: what each amounts to, and what changes for whom."""

from pydantic import Field

from visitplan.domain.document import Document
from visitplan.domain.figures import Figures
from visitplan.domain.placing import Change, ChangeKind, Placed
from visitplan.domain.plan import Cost, Violation

__all__ = ["Change", "ChangeKind", "Comparison", "Evaluated", "Placed"]


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
