"""Where visits could go in a plan as it stands."""

from pydantic import Field

from visitplan.domain.document import Document
from visitplan.domain.placing import Change, Placed
from visitplan.domain.plan import Cost


class Wanted(Document):
    """A visit that a place is looked for."""

    visit: str = Field(description="`ORDER#n`.")
    patient: str = Field(description="Patient of the visit.")
    now: Placed | None = Field(description="Where the plan has it; null: left out.")


class VisitPlace(Document):
    """A place for one visit."""

    visit: str = Field(description="`ORDER#n`.")
    place: Placed = Field(description="When and by whom the visit would be made.")


class Recommendation(Document):
    """Places for the visits together, what they cost, and what they mean for others."""

    places: tuple[VisitPlace, ...] = Field(description="One a visit that gets one, by start.")
    left_out: tuple[str, ...] = Field(description="Visits that have none beside the others.")
    cost: Cost = Field(description="What the places add to the plan's cost, by term.")
    drive_seconds: int = Field(description="What they add to all driving.")
    others: tuple[Change, ...] = Field(description="Other visits that change with them.")


class Recommendations(Document):
    """Choices of places for visits, the cheapest first; each was checked as a whole plan."""

    visits: tuple[Wanted, ...] = Field(description="The visits, in the order asked for.")
    choices: tuple[Recommendation, ...] = Field(description="Choices, the cheapest first.")
