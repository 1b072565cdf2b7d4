"""Conflicts of a single demand with the rules of its own order, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.conflict import Conflict
from visitplan.domain.conflict import Limit as LimitDocument
from visitplan_solvers.refute.limits import Limit
from visitplan_solvers.refute.naming import limit_document
from visitplan_solvers.refute.roads import FAR
from visitplan_solvers.refute.spoken import days_text, listed, span_text
from visitplan_solvers.refute.wording import demand_document, said
from visitplan_solvers.wording import counted

if TYPE_CHECKING:
    from visitplan_solvers.refute.alone import Alone
    from visitplan_solvers.refute.reaching import Obstacle
    from visitplan_solvers.refute.week import Week

TOLD = 3
"""People whose obstacle is told one by one."""


def single_conflict(week: Week, found: Alone) -> Conflict:
    """Tell why a demand cannot be met even if nothing else were asked for."""
    limits: tuple[LimitDocument, ...] = ()
    if found.days:
        message, cure, limits = _days(week, found)
    elif found.closed:
        message, cure = _closed(found)
    elif found.pair:
        message, cure = _pair(week, found)
    elif found.obstacles:
        message, cure, limits = _unreached(week, found)
    else:
        message, cure = _nobody(week, found)
    short = [why.short_s for why in found.obstacles[:1] if 0 < why.short_s < FAR]
    return Conflict(
        demands=(demand_document(week, found.demand),),
        limits=limits,
        message=f"{_first_upper(said(week, found.demand))} cannot be met: {message}",
        cure=cure,
        numbers={
            "visits": found.demand.visits,
            "most_visits": found.most,
            **({"short_seconds": short[0]} if short else {}),
        },
        smallest=True,
    )


def _days(week: Week, found: Alone) -> tuple[str, str, tuple[LimitDocument, ...]]:
    order = week.orders[found.demand.order].order
    apart = f"at least {counted(order.min_gap_days, 'day')} apart"
    if order.min_gap_days == 1:
        apart = "one a day at most"
    if order.max_gap_days is not None:
        apart += f", the next after {counted(order.max_gap_days, 'day')} at the latest"
    patient = week.orders[found.demand.order].patient
    kept = ", on the days of a day pattern" if patient.day_patterns else ""
    message = (
        f"somebody could come on {days_text(week, found.days)}. With visits {apart}{kept}, "
        f"{found.most} of {found.demand.visits} fit there."
    )
    cure = "Ask for fewer visits, lower `min_gap_days`, or open more days."
    limits = [limit_document(week, Limit("gaps", found.demand.order))]
    if patient.day_patterns:
        row = week.orders[found.demand.order].patient_row
        limits.append(limit_document(week, Limit("day_patterns", row)))
    return message, cure, tuple(limits)


def _closed(found: Alone) -> tuple[str, str]:
    if found.demand.part is not None:
        message = (
            "the promised day and time lie outside what the order's days, windows and gaps and "
            "the patient's absences allow."
        )
        return message, "Correct the promise, or the order's windows."
    return (
        "its days, windows and gaps and the patient's absences leave no start in the horizon.",
        "Correct `earliest_day`, `latest_day`, the windows or `unavailable`.",
    )


def _pair(week: Week, found: Alone) -> tuple[str, str]:
    need = week.orders[found.demand.order].need
    return (
        f"single people can come, but no {need} who match its titles at the same time.",
        "Let the shifts of two suitable people overlap, or widen the windows.",
    )


def _nobody(week: Week, found: Alone) -> tuple[str, str]:
    order = week.orders[found.demand.order].order
    titles = listed(sorted({code for need in order.staff for code in need.any_of}), "or")
    whose = "the people promised" if found.demand.part is not None else f"anybody with {titles}"
    return (
        f"no shift of {whose} who may come to this patient lies on a day that is open.",
        "Add a shift on such a day, renew a licence, or name another title.",
    )


def _unreached(week: Week, found: Alone) -> tuple[str, str, tuple[LimitDocument, ...]]:
    told = found.obstacles[:TOLD]
    rest = len(found.obstacles) - len(told)
    more = f"; the same holds of {counted(rest, 'other')}" if rest else ""
    message = "; ".join(why.text for why in told) + more + "."
    first = told[0]
    who = week.request.case_managers[week.spans[first.span].person].id
    if 0 < first.short_s < FAR:
        more = span_text(first.short_s)
        cure = f"Nearest is {who}, who would need at least {more} more (`{first.field}`)"
    else:
        cure = f"Change `{first.field}` of {who}"
    return message, f"{cure}; or let somebody else come.", tuple(_limit(week, w) for w in told)


def _limit(week: Week, why: Obstacle) -> LimitDocument:
    span = week.spans[why.span]
    return LimitDocument(
        pointer=f"/case_managers/{span.person}/{why.field}",
        kind="reach",
        message=why.text,
        case_manager=week.request.case_managers[span.person].id,
        date=week.request.horizon.dates[span.day],
        numbers={"short_seconds": why.short_s} if 0 < why.short_s < FAR else {},
    )


def _first_upper(text: str) -> str:
    return "The " + text if text.startswith("promised") else text
