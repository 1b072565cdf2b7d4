"""One instance: planned by the product's solver, checked, and judged by the set's rules."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from visitplan.audit import audit, places_of
from visitplan.bench.literature.case import tours_of
from visitplan.bench.literature.rows import Row
from visitplan.domain.plan import Cost, NetworkUsed, Plan, SolverUsed, Verification
from visitplan.domain.request import SCHEMA
from visitplan.planning.plugins import solver_named
from visitplan.planning.stopping import Budget

if TYPE_CHECKING:
    from visitplan.audit import Audit
    from visitplan.bench.literature.best_known import BestKnown
    from visitplan.bench.literature.case import Case, Verdict
    from visitplan.domain.solving import Solution
    from visitplan.planning.plugins import Solver

SOLVER = "weekly"
PROVEN_WITHIN = 1e-4
_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search, and the seed."""

    seconds: float
    seed: int


def measure(set_name: str, case: Case, best: BestKnown | None, effort: Effort) -> Row:
    """Plan an instance and give its line of the table."""
    solver = solver_named(SOLVER)
    places, _ = solver.places(case.request)
    travel = case.travel(places)
    begun = time.monotonic()
    budget = Budget(effort.seconds, None)
    solution = solver.solve(case.request, travel, seed=effort.seed, stop=budget)
    elapsed = time.monotonic() - begun
    plan = plan_of(case, solution, solver, effort)
    found = checked(case, plan)
    return _row(set_name, case, plan, found, best, effort, elapsed, case.judge(tours_of(plan)))


def plan_of(case: Case, solution: Solution, solver: Solver, effort: Effort) -> Plan:
    """Make the plan document of a solution; its cost is the solver's own total."""
    return Plan(
        schema_version=SCHEMA,
        id=f"benchmark-{case.name}",
        request_sha256=case.request.sha256(),
        network=NetworkUsed(name=case.name, sha256="0" * 64, speeds="free_flow"),
        solver=SolverUsed(
            name=solver.name,
            version=solver.version,
            seed=effort.seed,
            iterations=solution.iterations,
            seconds=effort.seconds,
        ),
        routes=solution.routes,
        unassigned=solution.unassigned,
        cost=Cost(total=solution.cost, terms={}),
        verification=Verification(ok=True),
    )


def checked(case: Case, plan: Plan) -> Audit:
    """Check a plan strictly, its total included; the terms it does not state are not missed."""
    travel = case.travel(places_of(case.request).coordinates)
    terms = audit(case.request, plan, travel).cost.terms
    cost = plan.cost.model_copy(update={"terms": terms})
    return audit(case.request, plan.model_copy(update={"cost": cost}), travel)


def _row(
    set_name: str,
    case: Case,
    plan: Plan,
    found: Audit,
    best: BestKnown | None,
    effort: Effort,
    elapsed_s: float,
    verdict: Verdict,
) -> Row:
    total = sum(o.visits for patient in case.request.patients for o in patient.orders)
    objective = verdict.objective if found.ok else None
    gap = None
    if objective is not None and best is not None and best.sound:
        gap = float((objective - best.objective) / best.objective)
    return Row(
        set=set_name,
        instance=case.name,
        seconds=effort.seconds,
        seed=effort.seed,
        served=total - len(plan.unassigned),
        total=total,
        objective=None if objective is None else round(float(objective), 6),
        best_known=None if best is None else float(best.objective),
        gap_pct=None if gap is None else round(100 * gap, 4) + 0.0,  # no -0.0
        proven_optimal=bool(best and best.proven and gap is not None and abs(gap) < PROVEN_WITHIN),
        checker="ok" if found.ok else str(len(found.violations)),
        rounds=plan.solver.iterations,
        elapsed_seconds=round(elapsed_s, 2),
        machine=machine(),
        cores=os.cpu_count() or 1,
        versions=_versions(plan),
        note=_note(plan, found, best, verdict),
    )


def _note(plan: Plan, found: Audit, best: BestKnown | None, verdict: Verdict) -> str:
    said: list[str] = []
    if plan.unassigned:
        said.append(f"{len(plan.unassigned)} visits not served")
    if not found.ok:
        said.append(f"checker: {found.violations[0].rule}: {found.violations[0].message}")
    elif not plan.unassigned:
        said += verdict.faults[:1]
    if best is not None and not best.sound:
        said.append("the published solution breaks a rule: no gap")
    return "; ".join(said)


def machine() -> str:
    """Name the processor."""
    if _CPUINFO.is_file():
        for line in _CPUINFO.read_text("utf-8", "replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _versions(plan: Plan) -> str:
    packages = ("visitplan", "numba", "numpy")
    named = [f"{name} {version(name)}" for name in packages]
    return ", ".join([*named, f"solver {plan.solver.version}", platform.python_version()])
