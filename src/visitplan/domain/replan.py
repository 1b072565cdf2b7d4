"""The answer to events: what they did, what changes, who must be phoned, and what it costs."""

from typing import Literal

from pydantic import AwareDatetime, Field

from visitplan.domain.comparison import Change, Placed
from visitplan.domain.document import Count, Document, WallTime
from visitplan.domain.events import Event
from visitplan.domain.plan import Cost, Unassigned
from visitplan.domain.weights import Weight


class EventTold(Document):
    """What one event did to the request."""

    event: Event = Field(description="The event as it was given.")
    effects: tuple[str, ...] = Field(description="Its effects, a sentence each.")


class PatientCall(Document):
    """A patient to phone."""

    patient: str = Field(description="Whom to phone.")
    visit: str = Field(description="`ORDER#n`.")
    what: Literal["moved", "dropped", "added"] = Field(description="What changes for the patient.")
    before: Placed | None = Field(description="When and by whom it was to be made.")
    after: Placed | None = Field(description="When and by whom it will be made.")


class StaffCall(Document):
    """A case manager to phone: the rest of a route changes."""

    case_manager: str = Field(description="Whom to phone.")
    dates: tuple[str, ...] = Field(description="Days on which the route changes.")
    visits: tuple[str, ...] = Field(description="Visits that are new, moved or gone.")
    first: AwareDatetime = Field(description="When the first of the changes takes effect.")


class Changed(Document):
    """What was published and changes all the same, against what may change."""

    visits: Count = Field(description="Published visits with other people, day or hour.")
    cost: Weight = Field(description="Price of these changes by the weights of stability.")
    most_visits: Count | None = Field(description="Limit given; null: none.")
    most_cost: Weight | None = Field(description="Limit given; null: none.")
    unserved_by_limit: tuple[str, ...] = Field(
        description="Visits left out that a plan without these limits would make."
    )


class Replanned(Document):
    """A new plan after events, beside the one before."""

    now: WallTime = Field(description="Time from which the plan may change.")
    plan_before: str = Field(description="Id of the plan before.")
    plan: str = Field(description="Id of the new plan.")
    request_sha256: str = Field(description="Hash of the amended request, which it answers.")
    events: tuple[EventTold, ...] = Field(description="The events and what they did.")
    eased: tuple[str, ...] = Field(
        description="What the day has made impossible: breaks, meetings and limits left out."
    )
    calls: tuple[PatientCall, ...] = Field(description="Patients to phone, the soonest first.")
    staff_calls: tuple[StaffCall, ...] = Field(description="Case managers to phone, likewise.")
    changes: tuple[Change, ...] = Field(description="All visits that differ, small shifts too.")
    changed: Changed = Field(description="Published visits that change, and the limits.")
    unassigned: tuple[Unassigned, ...] = Field(description="Visits left out, with reasons.")
    before: Cost = Field(description="Cost of the plan before, for the request before.")
    after: Cost = Field(description="Cost of the new plan, for the amended request.")
    cost: Cost = Field(description="The second less the first, by term.")
    seconds: float = Field(ge=0, description="Wall-clock seconds in all (a clock field).")
