"""Conflicts as documents: who could come, what is short, what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.conflict import Conflict
from visitplan.domain.conflict import Demand as DemandDocument
from visitplan_solvers.refute.naming import limit_document, limit_phrase, limits_in_order
from visitplan_solvers.refute.proving import least_load_s, least_short_s
from visitplan_solvers.refute.rooms import room_of_limit, shifts_of
from visitplan_solvers.refute.spoken import days_text, listed, span_text
from visitplan_solvers.wording import counted

if TYPE_CHECKING:
    from visitplan_solvers.refute.demands import Demand
    from visitplan_solvers.refute.effort import Effort
    from visitplan_solvers.refute.shrinking import Core
    from visitplan_solvers.refute.week import Week


def conflict_of(week: Week, core: Core, effort: Effort) -> Conflict:
    """Tell a conflict of several demands in words and numbers."""
    times = [limit for limit in core.limits if limit.kind == "working_time"]
    others = [limit for limit in core.limits if limit.kind != "working_time"]
    visits_s = sum(_visit_s(week, d) for d in core.demands)
    numbers = {"visit_seconds": visits_s}
    sentences = [f"{_all(week, core.demands)} cannot {_met(core.demands)}.", _who(week, core)]
    if times:
        there_s = sum(room_of_limit(week, limit) for limit in times)
        numbers["room_seconds"] = there_s
        people = listed(sorted({week.request.case_managers[x.of].id for x in times}))
        days = days_text(week, (x.day for x in times))
        if core.timed:
            sentences.append(
                f"With the drives between them, the visits do not fit one after the other into the "
                f"open hours of {people} on {days}."
            )
        else:
            short_s = least_short_s(week, core.demands, core.dropped, effort)
            needed_s = _needed_s(week, core, effort)
            numbers["needed_seconds"] = needed_s
            sentences.append(_sum(people, days, there_s, needed_s, core))
            if short_s:
                numbers["short_seconds"] = short_s
                sentences.append(f"At least {span_text(short_s)} are short.")
    shown = limits_in_order(others)
    if shown:
        phrases = listed([limit_phrase(week, limit) for limit in shown])
        sentences.append(f"{'What counts besides' if times else 'The reason'}: {phrases}.")
    if not core.limits:
        sentences.append("Time ran out before the limits that count were singled out.")
    return Conflict(
        demands=tuple(demand_document(week, d) for d in core.demands),
        limits=tuple(limit_document(week, x) for x in limits_in_order(core.limits)),
        message=" ".join(sentences),
        cure=_cure(week, core, numbers.get("short_seconds")),
        numbers=numbers,
        smallest=core.smallest,
    )


def demand_document(week: Week, demand: Demand) -> DemandDocument:
    """Name a demand, and who could do it when."""
    ordered = week.orders[demand.order]
    cells = [c for c in week.cells(demand.order) if demand.part in {None, c.part}]
    people = sorted({week.spans[c.span].person for c in cells})
    days = sorted({week.spans[c.span].day for c in cells})
    return DemandDocument(
        pointer=pointer_of(week, demand),
        kind=demand.kind,
        order=name_of(week, demand),
        patient=ordered.patient.id,
        visits=demand.visits,
        minutes=ordered.order.minutes,
        people=ordered.need,
        case_managers=tuple(week.request.case_managers[c].id for c in people),
        days=tuple(week.request.horizon.dates[d] for d in days),
    )


def pointer_of(week: Week, demand: Demand) -> str:
    """Give the place in the request that makes a demand."""
    if demand.part is not None:
        return f"/fixed/{week.parts[demand.part].fixed_row}"
    where = week.orders[demand.order].pointer
    field = {"minimum": "min_visits", "follow_up": "latest_day"}.get(demand.kind, "visits")
    return f"{where}/{field}"


def name_of(week: Week, demand: Demand) -> str:
    """Give the order, or the promised visit."""
    if demand.part is not None:
        promise = week.parts[demand.part].promise
        assert promise is not None
        return promise.visit
    return week.orders[demand.order].order.id


def said(week: Week, demand: Demand) -> str:
    """Name a demand with its number of visits."""
    name = name_of(week, demand)
    if demand.part is not None:
        return f"promised visit {name}"
    return f"{name} ({counted(demand.visits, 'visit')})"


def _all(week: Week, demands: tuple[Demand, ...]) -> str:
    return listed([said(week, demand) for demand in demands])


def _met(demands: tuple[Demand, ...]) -> str:
    return "be met" if len(demands) == 1 else "all be met"


def _visit_s(week: Week, demand: Demand) -> int:
    ordered = week.orders[demand.order]
    return demand.visits * ordered.service_s * ordered.need


def _who(week: Week, core: Core) -> str:
    people: set[str] = set()
    for demand in core.demands:
        for cell in week.cells(demand.order):
            if demand.part in {None, cell.part}:
                people.add(week.request.case_managers[week.spans[cell.span].person].id)
    return f"Only {listed(sorted(people))} can come."


def _needed_s(week: Week, core: Core, effort: Effort) -> int:
    """Give the least visits and drives that fall on the days whose time is short."""
    times = [limit for limit in core.limits if limit.kind == "working_time"]
    shifts = {s for limit in times for s in shifts_of(week, limit)}
    dropped = core.dropped | set(times)
    return least_load_s(week, core.demands, dropped, shifts, effort) or 0


def _sum(people: str, days: str, there_s: int, needed_s: int, core: Core) -> str:
    alone = len({limit.of for limit in core.limits if limit.kind == "working_time"}) == 1
    has = "has" if alone else "have"
    text = f"On {days} {people} {has} {span_text(there_s)} in all, overtime included"
    text += f"; visits and drives that can lie nowhere else take at least {span_text(needed_s)}"
    return f"{text}." if needed_s > there_s else f"{text}, and cannot be split so that all fit."


def _cure(week: Week, core: Core, short_s: int | None) -> str:
    times = [limit for limit in core.limits if limit.kind == "working_time"]
    ways = []
    if times:
        people = listed(sorted({week.request.case_managers[x.of].id for x in times}), "or")
        more = f"at least {span_text(short_s)} more" if short_s else "more time"
        ways.append(f"give {people} {more} on {days_text(week, (x.day for x in times))}")
    kinds = {limit.kind for limit in core.limits}
    ways += [HELPS[kind] for kind in HELPS if kind in kinds]
    ways.append("let somebody else come")
    if any(week.orders[d.order].order.windows for d in core.demands):
        ways.append("widen the windows")
    ways.append("ask for fewer visits" if len(core.demands) == 1 else "drop one of the demands")
    text = listed(ways, "or", most=len(ways))
    return text[0].upper() + text[1:] + "."


HELPS = {
    "max_visits": "raise `max_visits_per_day`",
    "max_units": "raise `max_units_per_day`",
    "max_drive": "raise `max_drive_minutes_per_day`",
    "max_work": "raise `max_work_minutes_per_day`",
    "gaps": "change `min_gap_days` or `max_gap_days`",
    "day_patterns": "add a day pattern",
    "max_case_managers": "raise `max_case_managers`",
    "sequence": "take `after` out",
}
"""What would help against each kind of limit."""
