"""Where a visit could go in a plan as it stands."""

from pydantic import Field

from visitplan.domain.comparison import Change, Placed
from visitplan.domain.document import Document
from visitplan.domain.plan import Cost


class Recommendation(Document):
    """One place for a visit, what it costs, and what it means for others."""

    place: Placed = Field(description="When and by whom the visit would be made.")
    cost: Cost = Field(description="What it adds to the plan's cost, by term.")
    drive_seconds: int = Field(description="What it adds to all driving.")
    others: tuple[Change, ...] = Field(description="Other visits that change with it.")


class Recommendations(Document):
    """Places for a visit, the cheapest first; each was checked as a whole plan."""

    visit: str = Field(description="`ORDER#n`.")
    patient: str = Field(description="Patient of the visit.")
    now: Placed | None = Field(description="Where the plan has it; null: left out.")
    places: tuple[Recommendation, ...] = Field(description="Places, cheapest first.")
