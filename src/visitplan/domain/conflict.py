"""Demands of a request that no plan can meet together, and why."""

from typing import Literal

from pydantic import Field

from visitplan.domain.document import Count, Day, Document

Asked = Literal["minimum", "all"]
"""What is looked at: minimum numbers of visits, or every visit ordered."""
DemandKind = Literal["minimum", "crisis", "follow_up", "promise", "target"]
LimitKind = Literal[
    "working_time",
    "max_visits",
    "max_units",
    "max_drive",
    "max_work",
    "gaps",
    "day_patterns",
    "max_case_managers",
    "sequence",
    "reach",
]
Verdict = Literal["conflicts", "none_found", "not_proven"]


class Demand(Document):
    """Something that the request asks for, and who could do it when."""

    pointer: str = Field(description="JSON pointer into the request.")
    kind: DemandKind = Field(description="Why it is asked for.")
    order: str = Field(description="Order, or `ORDER#n` of a promised visit.")
    patient: str = Field(description="Patient.")
    visits: Count = Field(description="So many visits at least.")
    minutes: Count = Field(description="Minutes of one visit.")
    people: Count = Field(description="People that each visit needs.")
    case_managers: tuple[str, ...] = Field(description="Who could come on some day, by id.")
    days: tuple[Day, ...] = Field(description="Days on which somebody could come.")


class Limit(Document):
    """A limit that the demands run into."""

    pointer: str = Field(description="JSON pointer into the request.")
    kind: LimitKind = Field(description="Which limit.")
    message: str = Field(description="The limit in words.")
    case_manager: str | None = Field(description="Whose day it is, if anybody's.")
    date: Day | None = Field(description="On which day, if on one.")
    numbers: dict[str, int] = Field(description="What the limit allows.")


class Conflict(Document):
    """Demands that no plan meets together; without any one of them the proof fails."""

    demands: tuple[Demand, ...] = Field(description="The demands.")
    limits: tuple[Limit, ...] = Field(description="The limits that stand against them.")
    message: str = Field(description="Why they cannot all be met.")
    cure: str = Field(description="What would help.")
    numbers: dict[str, int] = Field(description="Seconds needed, there, and short, where known.")
    smallest: bool = Field(description="False: time ran out before members could be left out.")


class Conflicts(Document):
    """What cannot work in a request, whatever plan is made."""

    request_sha256: str = Field(description="Hash of the request.")
    asked: Asked = Field(description="What was looked at.")
    verdict: Verdict = Field(
        description="none_found: the rules looked at leave room for everything, which is no "
        "promise of a plan; not_proven: time ran out first."
    )
    demands: Count = Field(description="Demands looked at.")
    complete: bool = Field(description="Whether all conflicts were looked for to the end.")
    conflicts: tuple[Conflict, ...] = Field(description="No two of them share a demand.")
