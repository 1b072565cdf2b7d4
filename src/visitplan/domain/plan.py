"""The plan: daily routes, what stays unassigned, its cost and the checker's verdict."""

import json
from typing import Literal

from pydantic import AwareDatetime, Field, JsonValue

from visitplan.domain.document import Day, Document, Meters, Seconds
from visitplan.domain.figures import Figures
from visitplan.domain.placing import Change, Placed

StopKind = Literal["visit", "appointment", "break", "paperwork"]


class NetworkUsed(Document):
    """The road network and speeds a plan was made on."""

    name: str = Field(description="Name of the network.")
    sha256: str = Field(description="Checksum of its content.")
    speeds: Literal["free_flow", "daypart"] = Field(description="Free flow, or by part of day.")


class SolverUsed(Document):
    """The solver, and what it takes to repeat its work."""

    name: str = Field(description="Plug-in name.")
    version: str = Field(description="Version of the plug-in.")
    seed: int = Field(description="Random seed.")
    iterations: int = Field(ge=0, description="Rounds of search done.")
    seconds: float = Field(ge=0, description="Wall-clock seconds spent (a clock field).")


class Stop(Document):
    """One stop of a route, in time order."""

    kind: StopKind = Field(description="What happens here.")
    visit: str | None = Field(None, description="`ORDER#n` of a visit or its paperwork.")
    patient: str | None = Field(None, description="Patient of a visit.")
    appointment: str | None = Field(None, description="Id of an appointment.")
    with_: tuple[str, ...] = Field((), alias="with", description="The others at the visit.")
    arrive: AwareDatetime = Field(description="End of the drive here.")
    start: AwareDatetime = Field(description="Start of what happens here.")
    end: AwareDatetime = Field(description="Its end.")
    drive_seconds: Seconds = Field(0, description="Drive from the place before; ends at `arrive`.")
    drive_meters: Meters = Field(0, description="Length of that drive.")
    arrival_seconds: Seconds = Field(
        0, description="Parking and walking at a new address, between `arrive` and `start`."
    )
    wait_seconds: Seconds = Field(0, description="`start` less `arrive` less `arrival_seconds`.")


class Route(Document):
    """What one case manager does in one shift."""

    case_manager: str = Field(description="Who drives.")
    date: Day = Field(description="Day of the shift.")
    leave: AwareDatetime = Field(description="Leaves the start.")
    return_: AwareDatetime = Field(alias="return", description="Is back at the end.")
    drive_seconds: Seconds = Field(description="All drives, the last one included.")
    drive_meters: Meters = Field(description="All lengths, the last one included.")
    return_drive_seconds: Seconds = Field(description="Drive from the last place to the end.")
    return_drive_meters: Meters = Field(description="Length of that drive.")
    riders: tuple[str, ...] = Field((), description="Trainees who ride along all the way.")
    stops: tuple[Stop, ...] = Field(description="Stops in time order.")


class Blocker(Document):
    """A true reason why a visit has no place in this plan."""

    code: str = Field(description="Stable code, listed in docs/blockers.md.")
    case_manager: str | None = Field(None, description="For whom it holds; null: for everybody.")
    message: str = Field(description="The reason in plain words, with its numbers.")
    numbers: dict[str, int | str] = Field(default_factory=dict, description="The numbers.")


class Cost(Document):
    """The objective, recomputed by the checker; unit: a second of paid time."""

    total: int = Field(description="Sum of the terms.")
    terms: dict[str, int] = Field(description="Weighted terms by name.")

    def less(self, other: "Cost") -> "Cost":
        """Give how much more this is than another cost, in all and by every term of either."""
        names = [*self.terms, *(name for name in other.terms if name not in self.terms)]
        return Cost(
            total=self.total - other.total,
            terms={name: self.terms.get(name, 0) - other.terms.get(name, 0) for name in names},
        )


class RequestChange(Document):
    """One value of the request that a repair changes."""

    pointer: str = Field(description="JSON pointer into the request.")
    before: JsonValue = Field(description="Value now.")
    after: JsonValue = Field(description="Value that the repair needs.")


class Repair(Document):
    """Something that would serve a visit left out; it was solved and checked as a whole plan."""

    kind: str = Field(description="Stable kind, listed in docs/blockers.md.")
    visit: str = Field(description="`ORDER#n` that it serves.")
    message: str = Field(description="What to do, in plain words.")
    changes: tuple[RequestChange, ...] = Field(description="Changes of the request; may be none.")
    price: int = Field(
        description="What the promises bent and visits moved count, to rank repairs."
    )
    cost: Cost = Field(description="Change of the plan's cost, by term.")
    place: Placed = Field(description="When and by whom the visit would then be made.")
    others: tuple[Change, ...] = Field(description="Other visits that change with it.")


class Unassigned(Document):
    """A visit that the plan leaves out."""

    visit: str = Field(description="`ORDER#n`.")
    patient: str = Field(description="Patient of the visit.")
    blockers: tuple[Blocker, ...] = Field((), description="Why; the first is the nearest miss.")
    repairs: tuple[Repair, ...] = Field((), description="What would serve it, cheapest first.")


class Bound(Document):
    """A proven lower bound on the cost of any plan."""

    value: int = Field(description="No plan costs less.")
    gap: float = Field(description="(total - value) / total, rounded up.")
    method: str = Field(description="How it was proven.")

    @classmethod
    def of(cls, value: int, total: int, method: str) -> "Bound":
        """State a bound for a plan of a total cost; the gap is rounded up to a millionth."""
        share = -(-(total - value) * 1_000_000 // total) if total > 0 else 0
        return cls(value=value, gap=share / 1_000_000, method=method)


class Violation(Document):
    """A hard rule that a plan breaks."""

    rule: str = Field(description="Stable name of the rule.")
    message: str = Field(description="What is wrong, with its numbers.")
    case_manager: str | None = Field(None, description="Whose route.")
    date: Day | None = Field(None, description="Which day.")
    visit: str | None = Field(None, description="Which visit.")
    numbers: dict[str, int | str] = Field(default_factory=dict, description="The numbers.")


class Verification(Document):
    """The independent checker's verdict."""

    ok: bool = Field(description="True where nothing is violated.")
    violations: tuple[Violation, ...] = Field((), description="All violations.")


class Plan(Document):
    """A horizon's routes."""

    schema_version: Literal["visitplan/1"] = Field(alias="schema", description="Contract version.")
    id: str = Field(description="Opaque id.")
    status: Literal["draft", "published", "superseded"] = Field("draft", description="State.")
    request_sha256: str = Field(description="Hash of the request it answers.")
    network: NetworkUsed = Field(description="Roads.")
    solver: SolverUsed = Field(description="Solver.")
    routes: tuple[Route, ...] = Field(description="By day, then case manager, then time.")
    unassigned: tuple[Unassigned, ...] = Field(description="Visits left out.")
    cost: Cost = Field(description="Objective by term.")
    bound: Bound | None = Field(None, description="Lower bound, where computed.")
    figures: Figures | None = Field(None, description="The checker's; null: older documents.")
    verification: Verification = Field(description="Verdict.")

    def to_json(self) -> str:
        """Give the document with the contract's names, two-space indent."""
        return json.dumps(self.model_dump(mode="json", by_alias=True), indent=2) + "\n"
