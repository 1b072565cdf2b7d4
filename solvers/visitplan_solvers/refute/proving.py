"""One question to CP-SAT: can these demands be met under these limits, as far as it knows?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from visitplan_solvers.refute.linear import total
from visitplan_solvers.refute.model import Model

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from ortools.sat.python import cp_model

    from visitplan_solvers.refute.cells import Cell
    from visitplan_solvers.refute.demands import Demand
    from visitplan_solvers.refute.effort import Effort
    from visitplan_solvers.refute.limits import Limit
    from visitplan_solvers.refute.week import Week

Visit = tuple[int, tuple["Cell", ...], int]
"""Order, cells and start of a visit of a solution."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out: a solution's visits, or the demands that suffice for a proof."""

    kind: Literal["possible", "impossible", "unknown"]
    visits: tuple[Visit, ...] = ()
    core: tuple[Demand, ...] = ()
    limits: tuple[Limit, ...] = ()


def ask(
    week: Week,
    demands: Sequence[Demand],
    effort: Effort,
    *,
    timed: bool,
    dropped: Container[Limit] = (),
    units: float | None = None,
) -> Answer:
    """Solve the relaxation for some demands, all limits but the dropped ones kept."""
    if effort.over():
        return Answer("unknown")
    model = Model(week, demands, timed=timed, dropped=dropped)
    model.insist()
    solver = _solver(effort, units or effort.for_a_model)
    status = solver.status_name(solver.solve(model.model))
    if status == "INFEASIBLE":
        return Answer("impossible", core=model.demands, limits=tuple(model.limits))
    if status in {"OPTIMAL", "FEASIBLE"}:
        return Answer("possible", visits=_visits(model, solver))
    return Answer("unknown")


def named_core(
    week: Week, demands: Sequence[Demand], effort: Effort, *, timed: bool
) -> tuple[Demand, ...]:
    """Give demands that suffice for a proof that some cannot be met; all, where that is hard."""
    model = Model(week, demands, timed=timed)
    model.assume()
    solver = _solver(effort, effort.for_a_step)
    if effort.over() or solver.status_name(solver.solve(model.model)) != "INFEASIBLE":
        return model.demands
    by_index = {w.index: d for w, d in zip(model.wanted, model.demands, strict=True)}
    named = [by_index[i] for i in solver.sufficient_assumptions_for_infeasibility()]
    return tuple(named) or model.demands


def least_short_s(
    week: Week, demands: Sequence[Demand], dropped: Container[Limit], effort: Effort
) -> int | None:
    """Give the least seconds by which the days of people would have to be longer, if known."""
    if effort.over():
        return None
    model = Model(week, demands, timed=False, dropped=dropped, stretched=True)
    model.insist()
    model.model.minimize(total(model.shifts.stretches))
    solver = _solver(effort, effort.for_a_step)
    solver.solve(model.model)
    # Whatever was found, nothing less than the bound would do.
    short_s = int(solver.best_objective_bound)
    return short_s if short_s > 0 else None


def least_load_s(
    week: Week,
    demands: Sequence[Demand],
    dropped: Container[Limit],
    shifts: Container[int],
    effort: Effort,
) -> int | None:
    """Give seconds of visits and drives that some shifts get at least, if known."""
    if effort.over():
        return None
    model = Model(week, demands, timed=False, dropped=dropped)
    model.insist()
    model.model.minimize(total(w for s, w in model.shifts.work_s.items() if s in shifts))
    solver = _solver(effort, effort.for_a_step)
    solver.solve(model.model)
    return max(0, int(solver.best_objective_bound))


def _solver(effort: Effort, units: float) -> cp_model.CpSolver:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = units
    solver.parameters.max_time_in_seconds = effort.left_s()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    # Too many minutes for too few shifts: the linear program sees it at once.
    solver.parameters.linearization_level = 2
    # Ctrl-C belongs to the caller.
    solver.parameters.catch_sigint_signal = False
    return solver


def _visits(model: Model, solver: cp_model.CpSolver) -> tuple[Visit, ...]:
    """Read a solution; without times visits have none."""
    week = model.week
    found = []
    for (part, day), made in model.made.items():
        if not solver.boolean_value(made):
            continue
        o = week.parts[part].order
        cells = tuple(
            cell
            for cell in week.cells(o)
            if cell.part == part
            and week.spans[cell.span].day == day
            and solver.boolean_value(model.uses[cell])
        )
        start = solver.value(model.start[part, day]) if model.timed else 0
        found.append((o, cells, start))
    return tuple(found)
