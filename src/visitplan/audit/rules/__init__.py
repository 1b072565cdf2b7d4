"""One module a rule; each names its rules in `RULES` and yields what breaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.audit.rules import (
    absence,
    appointment,
    arrival,
    breaks,
    case_manager,
    credential,
    day_pattern,
    daylight,
    drive,
    drivers_license,
    excluded,
    fixed_visit,
    leave_time,
    max_case_managers,
    max_drive,
    max_gap,
    max_units,
    max_visits,
    max_work,
    min_gap,
    now,
    orientation,
    overtime,
    paperwork,
    paperwork_block,
    readmitted,
    request_hash,
    return_time,
    rider,
    route_date,
    route_shift,
    route_totals,
    sequence,
    speeds,
    staff_gender,
    stated_cost,
    stop_fields,
    stop_order,
    unavailable,
    visit_coverage,
    visit_day,
    visit_length,
    visit_numbering,
    visit_patient,
    visit_people,
    visit_start,
    visit_together,
    visit_with,
    wait_seconds,
    whole_seconds,
    window,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitplan.audit.case import Case
    from visitplan.domain.plan import Cost, Violation

_RULES_OF_ROUTES_AND_VISITS = (
    request_hash,
    speeds,
    visit_coverage,
    visit_patient,
    visit_numbering,
    visit_people,
    visit_together,
    visit_with,
    visit_start,
    visit_length,
    credential,
    orientation,
    excluded,
    staff_gender,
    window,
    unavailable,
    readmitted,
    daylight,
    visit_day,
    min_gap,
    max_gap,
    day_pattern,
    sequence,
    max_case_managers,
    fixed_visit,
    now,
    case_manager,
    drivers_license,
    route_date,
    route_shift,
    overtime,
    leave_time,
    return_time,
    stop_order,
    stop_fields,
    whole_seconds,
    drive,
    arrival,
    wait_seconds,
    route_totals,
    absence,
    appointment,
    breaks,
    paperwork,
    paperwork_block,
    rider,
    max_visits,
    max_units,
    max_work,
    max_drive,
)

RULES: dict[str, str] = {
    name: sentence
    for module in (*_RULES_OF_ROUTES_AND_VISITS, stated_cost)
    for name, sentence in module.RULES.items()
}

_CHECKS: tuple[Callable[[Case], Iterator[Violation]], ...] = tuple(
    module.check for module in _RULES_OF_ROUTES_AND_VISITS
)


def violations_of(case: Case, cost: Cost) -> Iterator[Violation]:
    """Yield every violation of every rule, in the order of `RULES`' modules."""
    for check in _CHECKS:
        yield from check(case)
    yield from stated_cost.check(case, cost)
