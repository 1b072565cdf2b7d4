"""Days on which a patient's visits may be together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Blocker
from visitplan_solvers.blockers import codes
from visitplan_solvers.blockers.wording import listed
from visitplan_solvers.compiled import tables as t
from visitplan_solvers.kernel.layout import day_at
from visitplan_solvers.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitplan_solvers.compiled.build import Problem
    from visitplan_solvers.compiled.tables import Ints


def free_of_patterns(problem: Problem, v: int) -> t.Tables:
    """Give the tables as if the visit's patient had no day patterns."""
    cells = problem.tables.cells.copy()
    p = int(problem.arrays.visit[v, t.V_PATIENT])
    width = problem.arrays.patient.shape[1]
    cells[cells[t.H_PATIENT] + p * width + t.P_PATTERNS] = 0
    return problem.tables._replace(cells=cells)


def day_pattern(problem: Problem, state: Ints, v: int, days: Sequence[int]) -> Blocker:
    """Tell that no day pattern has all days taken and one of those open."""
    patient = problem.occurrences[v].patient
    dates = problem.request.horizon.dates
    p = int(problem.arrays.visit[v, t.V_PATIENT])
    first = int(problem.arrays.patient[p, t.P_FIRST_ROW])
    rows = range(first, first + int(problem.arrays.patient[p, t.P_ROWS]))
    served = sorted(
        f"{problem.occurrences[u].order.id} on {dates[d]}"
        for u in rows
        if (d := int(state[day_at(problem.tables, u)])) >= 0
    )
    named = listed([dates[d].isoformat() for d in days])
    count = counted(len(patient.day_patterns), "day pattern")
    message = (
        f"none of the patient's {count} allows a day open ({named}) beside the visits served "
        f"({listed(served) or 'none'})"
    )
    numbers: dict[str, int | str] = {
        "patterns": len(patient.day_patterns),
        "served": listed(served),
        "days": named,
    }
    return Blocker(code=codes.DAY_PATTERN, message=message, numbers=numbers)
