"""What became of each visit: as planned, unless the actuals tell otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from visitplan.planning.changes import placed_visits
from visitplan.planning.errors import UnknownVisitError
from visitplan.planning.next_week.due import not_due
from visitplan.planning.next_week.errors import (
    ActualIncompleteError,
    ActualOutsideError,
    ActualTwiceError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitplan.domain.comparison import Placed
    from visitplan.domain.next_week import Actual, Actuals
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest

Status = Literal["completed", "missed", "cancelled", "bumped", "not_due"]
LEFT_OUT_AT = time(23, 59)
"""A visit left out is noted at the end of the week: after all that were made."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one visit: at what wall time, and who went or was to go.

    One that is `not_due` had no day in this week; nobody was bumped. `called_off` is one that
    the request cancels; it is not owed any more.
    """

    status: Status
    start: datetime
    people: tuple[str, ...]
    called_off: bool = False

    @property
    def over(self) -> bool:
        """Tell whether the visit is not to be made any more."""
        return self.status == "completed" or (self.called_off and self.status == "cancelled")


def outcomes(
    request: PlanRequest, plan: Plan, actuals: Actuals, first_day: date
) -> dict[str, Outcome]:
    """Give what became of every visit of a request, those called off too; `first_day` is next.

    Raises:
        UnknownVisitError: VP4106, an actual names a visit that the request does not have.
        ActualTwiceError: VP4141, two actuals of one visit.
        ActualIncompleteError: VP4144, a visit made at no time or by nobody.
        ActualOutsideError: VP4145, an actual before this week or after it.
    """
    told, placed = _by_visit(request, actuals), placed_visits(plan)
    zone = ZoneInfo(request.horizon.timezone)
    at_the_end = datetime.combine(first_day - timedelta(days=1), LEFT_OUT_AT)
    later = not_due(request, placed)
    found: dict[str, Outcome] = {}
    for visit, called_off in _visits(request):
        status: Status = "not_due" if visit in later else "bumped"
        left_out = Outcome("cancelled" if called_off else status, at_the_end, (), called_off)
        planned = _planned(placed.get(visit), zone, left_out)
        actual = told.get(visit)
        if actual is not None:
            _require_possible(actual, request.horizon.first_day, first_day)
            planned = _really(planned, actual, at_the_end)
            _require_whole(visit, planned, timed=visit in placed or actual.start is not None)
        found[visit] = planned
    return found


def strangers(request: PlanRequest, found: Mapping[str, Outcome]) -> tuple[str, ...]:
    """Give the people who made visits and whom the request does not know, by name."""
    known = {person.id for person in request.case_managers}
    named = {name for outcome in found.values() for name in outcome.people}
    return tuple(sorted(named - known))


def _visits(request: PlanRequest) -> Iterator[tuple[str, bool]]:
    for patient in request.patients:
        for order in patient.orders:
            for n in range(1, order.visits + 1):
                yield f"{order.id}#{n}", n in order.cancelled


def _by_visit(request: PlanRequest, actuals: Actuals) -> dict[str, Actual]:
    known = {visit for visit, _ in _visits(request)}
    found: dict[str, Actual] = {}
    for actual in actuals.visits:
        if actual.visit not in known:
            raise UnknownVisitError(actual.visit, "the request has no such visit")
        if actual.visit in found:
            raise ActualTwiceError(actual.visit)
        found[actual.visit] = actual
    return found


def _planned(placed: Placed | None, zone: ZoneInfo, left_out: Outcome) -> Outcome:
    if placed is None:
        return left_out
    start = placed.start.astimezone(zone).replace(tzinfo=None)
    return Outcome("completed", start, placed.case_managers, left_out.called_off)


def _really(planned: Outcome, actual: Actual, at_the_end: datetime) -> Outcome:
    # Whoever was bumped is owed the visit from the end of the week on, planned before or not.
    start = at_the_end if actual.status == "bumped" else planned.start
    people = planned.people if actual.case_managers is None else actual.case_managers
    people = tuple(dict.fromkeys(people))
    return Outcome(actual.status, actual.start or start, people, planned.called_off)


def _require_possible(actual: Actual, first: date, following: date) -> None:
    if actual.start is not None and not first <= actual.start.date() < following:
        start, last = actual.start.isoformat("T", "minutes"), following - timedelta(days=1)
        raise ActualOutsideError(actual.visit, start, str(first), str(last))


def _require_whole(visit: str, outcome: Outcome, *, timed: bool) -> None:
    if outcome.status != "completed" or (timed and outcome.people):
        return
    missing = [
        what for what, lacks in (("when", not timed), ("by whom", not outcome.people)) if lacks
    ]
    raise ActualIncompleteError(visit, " and ".join(missing))
