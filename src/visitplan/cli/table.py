"""The summary of a plan as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from visitplan.cli.cost_rows import cost_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.figures import Figures, FollowUp, FollowUpCount
    from visitplan.domain.plan import Plan, Unassigned
    from visitplan.domain.request import PlanRequest

MOST_UNASSIGNED = 10
METERS_A_MILE = 1609.344


def summary(request: PlanRequest, plan: Plan) -> Table:
    """Make the table of routes, visits, driving, unassigned visits, cost and verdict."""
    table = Table(title=f"Plan {plan.id}", show_header=False, title_justify="left")
    table.add_column("what", style="bold", no_wrap=True)
    table.add_column("value", overflow="fold")
    for what, value in rows(request, plan):
        table.add_row(what, Text(value))
    return table


def rows(request: PlanRequest, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the summary's lines as name and value."""
    served = {stop.visit for route in plan.routes for stop in route.stops if stop.visit}
    total = sum(len(order.numbers) for patient in request.patients for order in patient.orders)
    drive_s = sum(route.drive_seconds for route in plan.routes)
    yield "horizon", f"{request.horizon.dates[0]} to {request.horizon.dates[-1]}"
    yield "network", f"{plan.network.name}, {plan.network.speeds}"
    yield "routes", str(len(plan.routes))
    yield "visits served", f"{len(served)} of {total}"
    yield "drive minutes per visit", _per(drive_s / 60, len(served))
    yield "unassigned", _unassigned(plan.unassigned)
    if plan.figures is not None:
        yield from _figures(plan.figures)
    for name, (value,) in cost_rows(plan.cost):
        yield name, f"{value:,}"
    if plan.bound is not None:
        yield "bound", f"{plan.bound.value:,}: no plan costs less ({plan.bound.method})"
        yield "gap", f"{plan.bound.gap:.2%} at most above the best"
    yield (
        "solver",
        (
            f"{plan.solver.name} {plan.solver.version}, seed {plan.solver.seed}, "
            f"{plan.solver.iterations:,} iterations in {plan.solver.seconds:.1f} s"
        ),
    )
    yield "checker", f"{len(plan.verification.violations)} violations"


def _figures(figures: Figures) -> Iterator[tuple[str, str]]:
    """Yield what the checker counted beside the cost, as far as the request has it."""
    if figures.follow_up is not None:
        yield from _follow_up(figures.follow_up)
    if figures.paperwork_seconds:
        yield "paperwork", _hours(figures.paperwork_seconds)
    if figures.arrival_seconds:
        yield "arriving", _hours(figures.arrival_seconds)
    if figures.mileage_cents is not None:
        miles = figures.drive_meters / METERS_A_MILE
        yield "mileage", f"{figures.mileage_cents / 100:,.2f} dollars for {miles:,.0f} miles"


def _follow_up(found: FollowUp) -> Iterator[tuple[str, str]]:
    for what, now, later in (
        ("first visit after discharge", found.first, found.open.first),
        ("second visit after discharge", found.second, found.open.second),
    ):
        if now.due or later.due:
            yield what, f"{_in_time(now)}; {later.due - later.met} still to be seen later"


def _in_time(count: FollowUpCount) -> str:
    if count.rate is None:
        return "none due"
    return f"{count.met} of {count.due} in time ({count.rate:.0%})"


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d} h"


def _per(minutes: float, visits: int) -> str:
    return f"{minutes / visits:.1f}" if visits else "no visit"


def _unassigned(unassigned: tuple[Unassigned, ...]) -> str:
    if not unassigned:
        return "0"
    lines = [str(len(unassigned))]
    for left in unassigned[:MOST_UNASSIGNED]:
        first = left.blockers[0] if left.blockers else None
        lines.append(f"{left.visit}: {first.message if first else 'no reason given'}")
    if len(unassigned) > MOST_UNASSIGNED:
        lines.append(f"and {len(unassigned) - MOST_UNASSIGNED} more, in the plan itself")
    return "\n".join(lines)
