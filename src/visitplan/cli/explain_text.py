"""An explanation in lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from visitplan.cli.compare_table import KINDS, placed_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.domain.explanation import Explanation, ServedVisit
    from visitplan.domain.placing import Change
    from visitplan.domain.plan import Cost, Repair, Unassigned

MOST_VISITS = 20
MOST_BLOCKERS = 3
MOST_OTHERS = 5


def lines(found: Explanation, timezone: str, *, everything: bool) -> Iterator[str]:
    """Yield the explanation; unless `everything` is wanted, only the nearest of long lists."""
    zone = ZoneInfo(timezone)
    if found.served is not None:
        yield from _served(found.served, zone)
        return
    for item in found.unassigned[:MOST_VISITS]:
        yield from _left_out(item, zone, everything=everything)
        yield ""
    if len(found.unassigned) > MOST_VISITS:
        yield f"and {len(found.unassigned) - MOST_VISITS} more visits: --json lists all."
    yield found.summary.message


def _left_out(item: Unassigned, zone: ZoneInfo, *, everything: bool) -> Iterator[str]:
    yield f"{item.visit} of {item.patient} is left out:"
    shown = item.blockers if everything else item.blockers[:MOST_BLOCKERS]
    yield from (f"  - {blocker.message}" for blocker in shown)
    if len(shown) < len(item.blockers):
        more = len(item.blockers) - len(shown)
        yield f"  - and {more} more case managers, with --visit {item.visit}"
    if not item.repairs:
        yield "  No repair was found."
    for n, repair in enumerate(item.repairs, start=1):
        yield from _repair(n, repair, zone)


def _repair(number: int, repair: Repair, zone: ZoneInfo) -> Iterator[str]:
    yield f"  {number}. {repair.message}"
    yield f"     cost {_cost(repair.cost)}; promises {repair.price:,}"
    yield from (f"     {line}" for line in _others(repair.others, zone))


def _cost(cost: Cost) -> str:
    terms = ", ".join(f"{name} {value:+,}" for name, value in cost.terms.items() if value)
    return f"{cost.total:+,} ({terms})" if terms else f"{cost.total:+,}"


def _others(others: Sequence[Change], zone: ZoneInfo) -> Iterator[str]:
    for change in others[:MOST_OTHERS]:
        after = "left out" if change.after is None else placed_text(change.after, zone)
        yield f"moves {change.visit}: {', '.join(KINDS[k] for k in change.kinds)}, {after}"
    if len(others) > MOST_OTHERS:
        yield f"and {len(others) - MOST_OTHERS} more visits move: --json lists all"


def _served(served: ServedVisit, zone: ZoneInfo) -> Iterator[str]:
    yield f"{served.visit} of {served.patient}: {placed_text(served.now, zone)}."
    yield from (f"  - {reason}" for reason in served.reasons)
    if not served.alternatives:
        yield "  There is no other place for it as the plan stands."
        return
    yield "  Other places, cheapest first:"
    for n, place in enumerate(served.alternatives, start=1):
        yield f"  {n}. {place.message}"
        yield from (f"     {line}" for line in _others(place.others, zone))
