"""What `visitplan policy list` and `show` print as JSON."""

from pydantic import Field

from visitplan.domain.document import Day, Document, Identifier
from visitplan.domain.policy import Policy


class PackEntry(Document):
    """One version of an embedded pack."""

    name: Identifier = Field(description="What a request's `policy.name` says.")
    about: str = Field(description="One line for people.")
    valid_from: Day = Field(description="First day of a horizon that may begin with it.")
    valid_until: Day | None = Field(description="Last such day; null: open-ended.")


class PackList(Document):
    """All embedded packs."""

    packs: tuple[PackEntry, ...] = Field(description="By name and date, `default` first.")


class PackShown(PackEntry):
    """One pack as it is on one day, with all fields."""

    policy: Policy = Field(description="The whole policy that a request would get.")
    differs: dict[str, str] = Field(
        description="What differs from `default`, by JSON pointer in `policy`, as JSON."
    )
    sources: dict[str, str] = Field(description="Where figures come from, by JSON pointer.")
