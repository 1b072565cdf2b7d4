"""What became of a plan, and what goes on into the next one."""

from typing import Literal

from pydantic import Field

from visitplan.domain.document import Document, Identifier, WallTime
from visitplan.domain.request import Closure


class Actual(Document):
    """What became of one visit of a plan."""

    visit: str = Field(pattern=r"^[^#]+#[1-9][0-9]*$", description="`ORDER#n`.")
    status: Literal["completed", "missed", "cancelled", "bumped"] = Field(description="Outcome.")
    start: WallTime | None = Field(None, description="When it began; null: as planned.")
    case_managers: tuple[Identifier, ...] | None = Field(
        None, description="Who went; null: as planned."
    )


class Actuals(Document):
    """What became of a plan's visits; those not named went as planned."""

    visits: tuple[Actual, ...] = Field((), description="One entry a visit.")


class Ended(Document):
    """An order that does not go on."""

    patient: str = Field(description="Whose.")
    order: str = Field(description="Which.")
    why: str = Field(description="In plain words.")


class NextWeek(Document):
    """What a request for the days after a plan was made from."""

    first_day: str = Field(description="First day of the new horizon.")
    completed: int = Field(ge=0, description="Visits that entered the history as completed.")
    missed: int = Field(ge=0, description="Those that entered it as missed.")
    cancelled: int = Field(ge=0, description="Those that entered it as cancelled.")
    bumped: int = Field(ge=0, description="Those that were left out, though a day served.")
    not_due: int = Field(
        ge=0, description="Those left out that no day of this week served: they enter no history."
    )
    ended: tuple[Ended, ...] = Field(description="Orders that do not go on.")
    dropped_patients: tuple[str, ...] = Field(description="Patients without any order left.")
    strangers: tuple[str, ...] = Field(
        (), description="Who went without being a case manager of the request: in no balance."
    )
    closures: tuple[Closure, ...] = Field(
        (), description="Roads still closed then: not in the new request, to be told to `replan`."
    )
