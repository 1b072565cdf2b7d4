"""The stated cost is the recomputed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.plan import Cost, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Bound

GAP_TOLERANCE = 1e-4
RULES = {
    "cost_term": "Each term of the stated cost equals the recomputed one; a term left out is 0.",
    "cost_total": "The stated total equals the recomputed one.",
    "bound": "A stated lower bound is not above the cost, and its gap is the one between them.",
}


def check(case: Case, cost: Cost) -> Iterator[Violation]:
    """Yield stated figures of the cost that differ, and a bound that cannot be one."""
    stated = case.plan.cost
    for term in sorted(cost.terms.keys() | stated.terms.keys()):
        yield from _differs(
            "cost_term", f"cost term {term}", stated.terms.get(term, 0), cost.terms.get(term, 0)
        )
    yield from _differs("cost_total", "total cost", stated.total, cost.total)
    bound = case.plan.bound
    if bound is not None and bound.value > cost.total:
        message = f"lower bound {bound.value} stated, the plan costs {cost.total}"
        numbers: dict[str, int | str] = {"stated": bound.value, "recomputed": cost.total}
        yield Violation(rule="bound", message=message, numbers=numbers)
    elif bound is not None:
        yield from _gap(bound, cost)


def _gap(bound: Bound, cost: Cost) -> Iterator[Violation]:
    """Yield a stated gap that is another one; it is rounded, so a ten-thousandth is let pass."""
    due = (cost.total - bound.value) / cost.total if cost.total else 0.0
    if not abs(bound.gap - due) <= GAP_TOLERANCE:
        message = f"gap {bound.gap} to the lower bound stated, {due:.6f} recomputed"
        numbers: dict[str, int | str] = {"stated": f"{bound.gap}", "recomputed": f"{due:.6f}"}
        yield Violation(rule="bound", message=message, numbers=numbers)


def _differs(rule: str, name: str, stated: int, due: int) -> Iterator[Violation]:
    if stated != due:
        message = f"{name}: {stated} stated, {due} recomputed"
        yield Violation(rule=rule, message=message, numbers={"stated": stated, "recomputed": due})
