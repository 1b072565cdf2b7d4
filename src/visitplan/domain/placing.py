"""When and by whom a visit is made, and how that differs between two plans."""

from typing import Literal

from pydantic import AwareDatetime, Field

from visitplan.domain.document import Document

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
