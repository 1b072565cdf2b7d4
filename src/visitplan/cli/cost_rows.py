"""The lines of a cost, in whatever table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.plan import Cost

ALWAYS = "unserved"
"""The term that is shown even where it is 0."""


def cost_rows(*costs: Cost) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the total and each term of costs as the line's name and its value in each of them.

    Terms that are 0 in all of them are left out.
    """
    yield "cost", tuple(cost.total for cost in costs)
    for name in dict.fromkeys(name for cost in costs for name in cost.terms):
        values = tuple(cost.terms.get(name, 0) for cost in costs)
        if any(values) or name == ALWAYS:
            yield f"  {name}", values
