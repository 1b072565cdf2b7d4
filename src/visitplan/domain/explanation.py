"""Why visits stand where they do in a plan, or in no place, and what would change that."""

from pydantic import Field

from visitplan.domain.document import Count, Document, Identifier
from visitplan.domain.placing import Change, Placed
from visitplan.domain.plan import Cost, Unassigned


class Alternative(Document):
    """Another place for a visit that the plan makes, checked as a whole plan."""

    message: str = Field(description="What it costs more, in plain words.")
    place: Placed = Field(description="When and by whom the visit would be made.")
    cost: Cost = Field(description="What it adds to the plan's cost, by term.")
    drive_seconds: int = Field(description="What it adds to all driving.")
    others: tuple[Change, ...] = Field(description="Other visits that change with it.")


class ServedVisit(Document):
    """A visit that the plan makes: where, what speaks for that, and what else there is."""

    visit: str = Field(description="`ORDER#n`.")
    patient: Identifier = Field(description="Patient of the visit.")
    now: Placed = Field(description="When and by whom the plan makes it.")
    reasons: tuple[str, ...] = Field(description="What speaks for this place, in plain words.")
    alternatives: tuple[Alternative, ...] = Field(description="Other places, cheapest first.")


class Summary(Document):
    """All visits that a plan leaves out, in numbers."""

    asked: Count = Field(description="Visits of all orders of the request.")
    unassigned: Count = Field(description="Visits that the plan leaves out.")
    with_repair: Count = Field(description="Those explained here that have a repair.")
    nearest: dict[str, int] = Field(description="Visits by the code of their nearest blocker.")
    violations: Count = Field(description="Rules that the plan breaks; no repair unless 0.")
    message: str = Field(description="The same in plain words.")


class Explanation(Document):
    """What `visitplan explain` gives."""

    plan: str = Field(description="Id of the plan.")
    summary: Summary = Field(description="The visits left out, in numbers.")
    unassigned: tuple[Unassigned, ...] = Field(
        description="Visits left out, with blockers and repairs; or the one asked for."
    )
    served: ServedVisit | None = Field(description="The visit asked for, where the plan makes it.")
