"""A change of the request that could serve a visit, before it is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan.domain.placing import Placed
    from visitplan.domain.plan import RequestChange

MOST_CHANGES = 3
"""Values that a repair changes at most."""
SEVERAL = "several-changes"
"""Kind of a repair that bends more than one thing."""


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """Changed values of the request, what they count, and how they are told.

    Where `narrow` is given, the changes set a visit wholly free; once it has a place, `narrow`
    gives the least change that allows this place, and `price` is what such a change counts at
    least.
    """

    kind: str
    text: str
    changes: tuple[RequestChange, ...]
    price: int
    narrow: Callable[[Outcome], Bend | None] | None = None
    expected: int = 0
    """What the plan itself will pay for it, as far as is known before it is tried."""
    people: frozenset[str] = frozenset()
    """Whose limits are lifted; empty where anybody may come."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where all visits are once a visit has been put in."""

    visits: dict[str, Placed]

    def of_order(self, order: str) -> list[Placed]:
        """Give the visits of an order by their start."""
        found = [p for visit, p in self.visits.items() if visit.rpartition("#")[0] == order]
        return sorted(found, key=lambda placed: placed.start)


def together(bends: Sequence[Bend]) -> Bend:
    """Give several bends as one."""
    if len(bends) == 1:
        return bends[0]
    narrow = (lambda outcome: _narrowed(bends, outcome)) if any(b.narrow for b in bends) else None
    return Bend(
        SEVERAL,
        "; and ".join(bend.text for bend in bends),
        tuple(change for bend in bends for change in bend.changes),
        sum(bend.price for bend in bends),
        narrow,
        sum(bend.expected for bend in bends),
        frozenset[str]().union(*(bend.people for bend in bends)),
    )


def _narrowed(bends: Sequence[Bend], outcome: Outcome) -> Bend | None:
    """Narrow each bend; those that turn out not to be needed go."""
    left = [bend if bend.narrow is None else bend.narrow(outcome) for bend in bends]
    needed = [bend for bend in left if bend is not None]
    return together(needed) if needed else None
