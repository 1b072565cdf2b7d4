"""The models of CP-SAT against all combinations, and what they may suggest."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations, product
from typing import Any

import pytest
from builders import (
    MON,
    THU,
    TUE,
    WED,
    case_manager,
    order,
    patient,
    request_of,
    span,
)
from ortools.sat.python import cp_model
from solving import street

from visitplan.domain.request import PlanRequest
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.compiled.build import Problem, compile_request
from visitplan_solvers.kernel.layout import TOTAL, cost_at, day_at, drive_at
from visitplan_solvers.kernel.state import empty_state, scratch
from visitplan_solvers.models.partition import Column, Partition
from visitplan_solvers.models.spacing import add_spacing
from visitplan_solvers.rebuild import from_columns

DAYS = (MON, TUE, WED, THU)


def compiled(request: PlanRequest) -> tuple[Problem, t.Ints]:
    problem = compile_request(request, street(request))
    return problem, empty_state(problem.tables, problem.appointment_rows)


def two_people(*patients: dict[str, Any], hours: int = 3) -> PlanRequest:
    """Give two people who work two days, some hours each."""
    shifts = [span(day, "08:00", f"{8 + hours:02d}:00") for day in (MON, TUE)]
    people = [
        case_manager("ana", 0, "LCSW", shifts=shifts),
        case_manager("ben", 3, "LCSW", shifts=shifts),
    ]
    return request_of(people, list(patients), days=2)


def every_column(problem: Problem, empty: t.Ints, most: int) -> list[Column]:
    """Give every feasible route of every slot, as single columns."""
    found = []
    visits = range(len(problem.occurrences))
    for r in range(len(problem.slots)):
        for n in range(most + 1):
            for rows in permutations(visits, n):
                column = _column(problem, empty, r, rows)
                if column is not None:
                    found.append(column)
    return found


def _column(problem: Problem, empty: t.Ints, r: int, rows: tuple[int, ...]) -> Column | None:
    slot, arrays = problem.slots[r], problem.arrays
    day = slot.day
    if any(arrays.roles[v, slot.person, day] == 0 for v in rows):
        return None
    if len({problem.occurrences[v].order_row for v in rows}) < len(rows):
        return None
    pins = (-1,) * len(rows)
    plan = from_columns(problem, empty, [Column(r, rows, pins, 0, 0)], scratch(problem.tables))
    if plan is None:
        return None
    cost, drive = (int(plan[f(problem.tables, r)]) for f in (cost_at, drive_at))
    return Column(r, rows, pins, cost, drive)


def kept(problem: Problem, plan: t.Ints) -> bool:
    """Tell whether all orders keep their gaps."""
    for o, row in enumerate(problem.arrays.order):
        first, n = int(row[t.O_FIRST]), int(row[t.O_N])
        days = sorted(
            d for v in range(first, first + n) if (d := int(plan[day_at(problem.tables, v)])) >= 0
        )
        if set(days) - allowed_days(problem, o) or not spaced(row, days):
            return False
    return True


def spaced(row: t.Ints, days: list[int]) -> bool:
    steps = [b - a for a, b in pairwise(days)]
    limit = row[t.O_FIRST_LIMIT]
    in_time = not days or days[0] <= limit
    return in_time and all(row[t.O_MIN_GAP] <= step <= row[t.O_MAX_GAP] for step in steps)


def cheapest(problem: Problem, empty: t.Ints, columns: list[Column]) -> int:
    """Try every combination of one column a slot."""
    by_slot = [[c for c in columns if c.slot == r] for r in range(len(problem.slots))]
    best = int(empty[TOTAL])
    for chosen in product(*by_slot):
        plan = from_columns(problem, empty, list(chosen), scratch(problem.tables))
        if plan is not None and kept(problem, plan):
            best = min(best, int(plan[TOTAL]))
    return best


def visit(name: str, block: int, **more: Any) -> dict[str, Any]:
    home = {key: more.pop(key) for key in ("primary", "excluded", "care_team") if key in more}
    return patient(name, block, order(f"{name}/visit", 60, "LCSW", **more), **home)


SMALL_WEEKS = {
    "more work than time": [visit("p1", 1), visit("p2", 2, priority="high"), visit("p3", 4)],
    "two visits with a gap": [visit("p1", 1, visits=2), visit("p2", 2), visit("p3", 3)],
    "people who should come": [
        visit("p1", 0, primary="ben"),
        visit("p2", 3, primary="ana", visits=2),
        visit("p3", 1, excluded=["ana"]),
    ],
    "a gap too wide": [
        visit("p1", 1, visits=2, min_gap_days=2),
        visit("p2", 2, min_visits=1, visits=2),
    ],
}


@pytest.mark.parametrize("name", SMALL_WEEKS)
def test_partitioning_finds_the_cheapest_combination(name: str) -> None:
    problem, empty = compiled(two_people(*SMALL_WEEKS[name]))
    columns = every_column(problem, empty, 2)
    chosen = Partition(problem, columns, [], seed=1).solve(20.0)
    assert chosen is not None
    plan = from_columns(problem, empty, [columns[k] for k in chosen], scratch(problem.tables))
    assert plan is not None
    assert kept(problem, plan)
    assert plan[TOTAL] == cheapest(problem, empty, columns)


def test_partitioning_brings_two_people_together_at_one_start() -> None:
    wish = patient("p1", 1, order("p1/two", 60, "LCSW", "LCSW"))
    problem, empty = compiled(two_people(wish, hours=4))
    minutes = (9 * 3600, 10 * 3600)
    none = [Column(r, (), (), 0, 0) for r in range(4)]
    first = [Column(0, (0,), (minutes[0],), 100, 0), Column(0, (0,), (minutes[1],), 300, 0)]
    second = [Column(1, (0,), (minutes[1],), 200, 0)]
    columns = none + first + second
    chosen = Partition(problem, columns, [], seed=1).solve(5.0)
    assert chosen is not None
    assert {columns[k] for k in chosen if columns[k].rows} == {first[1], second[0]}
    plan = from_columns(problem, empty, [columns[k] for k in chosen], scratch(problem.tables))
    assert plan is not None
    assert plan[day_at(problem.tables, 0)] == 0


def test_columns_that_do_not_fit_one_another_give_no_plan() -> None:
    problem, empty = compiled(two_people(visit("p1", 1), visit("p2", 2)))
    free = (-1,)
    twice = [Column(0, (0,), free, 0, 0), Column(1, (0,), free, 0, 0)]
    assert from_columns(problem, empty, twice, scratch(problem.tables)) is None
    rows = tuple(range(2))
    full = compiled(two_people(visit("p1", 1), visit("p2", 2), hours=2))
    assert from_columns(*full, [Column(0, rows, free * 2, 0, 0)], scratch(full[0].tables)) is None


def test_half_a_visit_by_two_gives_no_plan() -> None:
    wish = patient("p1", 1, order("p1/two", 60, "LCSW", "LCSW"))
    problem, empty = compiled(two_people(wish))
    alone = [Column(0, (0,), (9 * 3600,), 0, 0)]
    assert from_columns(problem, empty, alone, scratch(problem.tables)) is None
    apart = [*alone, Column(1, (0,), (10 * 3600,), 0, 0)]
    assert from_columns(problem, empty, apart, scratch(problem.tables)) is None


def test_a_days_driving_too_long_over_two_shifts_gives_no_plan() -> None:
    shifts = [span(MON, "08:00", "11:00"), span(MON, "13:00", "16:00")]
    ana = case_manager("ana", 0, "LCSW", shifts=shifts, max_drive_minutes_per_day=30)
    problem, empty = compiled(request_of([ana], [visit("p1", 1), visit("p2", 1)], days=1))
    both = [Column(0, (0,), (-1,), 0, 0), Column(1, (1,), (-1,), 0, 0)]
    assert from_columns(problem, empty, both[:1], scratch(problem.tables)) is not None
    assert from_columns(problem, empty, both, scratch(problem.tables)) is None


@pytest.mark.parametrize("gap", [1, 2, 3])
@pytest.mark.parametrize("most", [None, 3, 4])
@pytest.mark.parametrize("past", [None, "2026-11-28"])
def test_day_patterns_are_all_that_keep_the_gaps(
    gap: int, most: int | None, past: str | None
) -> None:
    weekdays = ["mon", "tue", "thu", "fri", "sun"]
    wish = order(
        "p1/visit",
        30,
        "LCSW",
        visits=3,
        min_gap_days=gap,
        max_gap_days=most,
        windows=[{"weekdays": weekdays, "start": "08:00", "end": "17:00"}],
    )
    told = {"order": "p1/visit", "start": f"{past}T10:00", "case_managers": ["ana"]}
    history = [] if past is None else [told | {"status": "completed"}]
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "17:00")])
    problem, _ = compiled(request_of([ana], [patient("p1", 1, wish, history=history)]))
    row = problem.arrays.order[0]
    days = sorted(allowed_days(problem, 0))
    every = {found for n in range(4) for found in combinations(days, n) if spaced(row, list(found))}
    model = cp_model.CpModel()
    on_day = {d: model.new_bool_var("") for d in days}
    add_spacing(model, problem, 0, on_day)
    assert solutions(model, on_day) == every


def test_gaps_hold_over_months_with_many_visits() -> None:
    wish = order("p1/visit", 30, "LCSW", visits=12, min_gap_days=2, max_gap_days=3)
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "17:00")])
    problem, _ = compiled(request_of([ana], [patient("p1", 1, wish)], days=42))
    model = cp_model.CpModel()
    on_day = {d: model.new_bool_var("") for d in range(42)}
    add_spacing(model, problem, 0, on_day)
    model.maximize(sum(on_day.values()))
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    taken = [d for d in on_day if solver.boolean_value(on_day[d])]
    assert len(taken) == 12
    assert spaced(problem.arrays.order[0], taken)
    model.add(sum(on_day[d] for d in range(taken[0] + 10, 42)) == 12)
    model.add(on_day[taken[0]] == 1)
    assert solver.solve(model) == cp_model.INFEASIBLE


def solutions(model: cp_model.CpModel, on_day: dict[int, cp_model.IntVar]) -> set[tuple[int, ...]]:
    """Give the sets of days of all solutions."""

    class Gather(cp_model.CpSolverSolutionCallback):
        found: set[tuple[int, ...]]

        def on_solution_callback(self) -> None:
            self.found.add(tuple(d for d in on_day if self.boolean_value(on_day[d])))

    gather = Gather()
    gather.found = set()
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.solve(model, gather)
    return gather.found


def allowed_days(problem: Problem, o: int) -> set[int]:
    """Give the days on which some visit of an order has a start."""
    arrays = problem.arrays
    days = int(arrays.days[0])
    first, n = (int(arrays.order[o, c]) for c in (t.O_FIRST, t.O_N))
    return {
        d
        for v in range(first, first + n)
        for d in range(days)
        if arrays.window_ptr[v * days + d + 1] > arrays.window_ptr[v * days + d]
    }
