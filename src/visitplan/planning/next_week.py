"""This week's request, plan and what became of it, as next week's request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from visitplan.domain.next_week import Actual, Actuals, Ended, NextWeek
from visitplan.domain.patients import PastVisit
from visitplan.planning.changes import placed_visits
from visitplan.planning.checking import require_same_request
from visitplan.planning.errors import (
    ActualTwiceError,
    NothingGoesOnError,
    UnknownVisitError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitplan.domain.comparison import Placed
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import Appointment, CaseManager, Shift

HISTORY_DAYS = 60
"""Days of history kept: twice the longest usual clock after a discharge."""
MOST_BALANCE = 100_000
BUMPED_AT = time(23, 59)
"""A visit left out is noted at the end of the last day: after all that were made."""


def next_request(
    request: PlanRequest,
    plan: Plan,
    actuals: Actuals | None = None,
    *,
    usual: PlanRequest | None = None,
) -> tuple[PlanRequest, NextWeek]:
    """Give the request for the days that follow, and what went into it.

    `usual` is the request as it was before the week was replanned: people's shifts, meetings,
    breaks and limits are taken from it, since those of one bad day do not repeat.

    Shifts and appointments repeat on the same weekdays, absences keep their dates. Orders
    without days of their own repeat; those with a last day go on with what is left of them.
    Visits made enter the history, those left out as bumped, and loads become balances.

    Raises:
        OtherRequestError: VP4105, the plan answers another request.
        UnknownVisitError: VP4106, an actual names a visit that the request does not have.
        ActualTwiceError: VP4141, two actuals of one visit.
        NothingGoesOnError: VP4142, no patient has an order left.
    """
    require_same_request(plan, request)
    roll = _Roll(request, plan, _by_visit(request, actuals or Actuals()))
    away = {person.id: person.absences for person in request.case_managers}
    people = [
        person.model_copy(update={"absences": away.get(person.id, person.absences)})
        for person in (usual or request).case_managers
    ]
    patients = tuple(patient for old in request.patients if (patient := roll.patient(old)))
    if not patients:
        raise NothingGoesOnError(str(roll.first_day))
    kept = {patient.id for patient in patients}
    horizon = request.horizon.model_copy(update={"first_day": roll.first_day, "now": None})
    rolled = request.model_copy(
        update={
            "horizon": horizon,
            "case_managers": tuple(roll.person(person) for person in people),
            "patients": patients,
            "fixed": (),
            "closures": tuple(c for c in request.closures if c.last_day >= roll.first_day),
        }
    )
    told = NextWeek(
        first_day=str(roll.first_day),
        completed=roll.count["completed"],
        missed=roll.count["missed"] + roll.count["cancelled"],
        bumped=roll.count["bumped"],
        ended=tuple(roll.ended),
        dropped_patients=tuple(p.id for p in request.patients if p.id not in kept),
    )
    return rolled, told


def _by_visit(request: PlanRequest, actuals: Actuals) -> dict[str, Actual]:
    known = {
        f"{order.id}#{n}"
        for patient in request.patients
        for order in patient.orders
        for n in range(1, order.visits + 1)
    }
    found: dict[str, Actual] = {}
    for actual in actuals.visits:
        if actual.visit not in known:
            raise UnknownVisitError(actual.visit, "the request has no such visit")
        if actual.visit in found:
            raise ActualTwiceError(actual.visit)
        found[actual.visit] = actual
    return found


@dataclass(slots=True)
class _Roll:
    """The way from one week to the next, and what it met."""

    request: PlanRequest
    plan: Plan
    actuals: dict[str, Actual]
    placed: dict[str, Placed] = field(init=False)
    first_day: date = field(init=False)
    by: timedelta = field(init=False)
    ended: list[Ended] = field(default_factory=list)
    count: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        horizon = self.request.horizon
        # Whole weeks, so that weekdays stay what they are.
        self.by = timedelta(days=-(-horizon.days // 7) * 7)
        self.first_day = horizon.first_day + self.by
        self.placed = placed_visits(self.plan)
        self.count = dict.fromkeys(("completed", "missed", "cancelled", "bumped"), 0)

    def person(self, person: CaseManager) -> CaseManager:
        """Give a case manager with next week's shifts and a new balance."""
        figures = self.plan.figures
        balance = 0 if figures is None else figures.balance_minutes.get(person.id, 0)
        begins = datetime.combine(self.first_day, time.min)
        return person.model_copy(
            update={
                "shifts": tuple(s.model_copy(update=self._later(s)) for s in person.shifts),
                "appointments": tuple(
                    item.model_copy(update=self._later(item)) for item in person.appointments
                ),
                "absences": tuple(away for away in person.absences if away.end > begins),
                "balance_minutes": max(-MOST_BALANCE, min(MOST_BALANCE, balance)),
            }
        )

    def _later(self, item: Shift | Appointment) -> dict[str, datetime]:
        return {"start": item.start + self.by, "end": item.end + self.by}

    def patient(self, patient: Patient) -> Patient | None:
        """Give a patient with a longer history and the orders that go on; None without any."""
        past = [*patient.history, *self._made(patient)]
        orders = tuple(order for old in patient.orders if (order := self._order(patient, old)))
        if not orders:
            return None
        names = {order.id for order in orders}
        since = datetime.combine(self.first_day, time.min) - timedelta(days=HISTORY_DAYS)
        before = datetime.combine(self.first_day, time.min)
        orders = tuple(
            o if o.after is None or o.after.order in names else o.model_copy(update={"after": None})
            for o in orders
        )
        return patient.model_copy(
            update={
                "orders": orders,
                "day_patterns": tuple(
                    kept
                    for pattern in patient.day_patterns
                    if (kept := {o: days for o, days in pattern.items() if o in names})
                ),
                "unavailable": tuple(away for away in patient.unavailable if away.end > before),
                "history": tuple(
                    entry if entry.order in names else entry.model_copy(update={"order": None})
                    for entry in sorted(past, key=lambda entry: entry.start)
                    if entry.start >= since
                ),
            }
        )

    def _made(self, patient: Patient) -> Iterator[PastVisit]:
        """Yield what became of each visit of a patient."""
        last = self.request.horizon.dates[-1]
        for order in patient.orders:
            for n in range(1, order.visits + 1):
                visit = f"{order.id}#{n}"
                actual, placed = self.actuals.get(visit), self.placed.get(visit)
                unmade = "cancelled" if n in order.cancelled else "bumped"
                status = actual.status if actual else "completed" if placed else unmade
                start = datetime.combine(last, BUMPED_AT)
                people: tuple[str, ...] = ()
                if placed is not None:
                    start, people = placed.start.replace(tzinfo=None), placed.case_managers
                if actual is not None:
                    start = actual.start or start
                    people = people if actual.case_managers is None else actual.case_managers
                self.count[status] += 1
                yield PastVisit(order=order.id, start=start, case_managers=people, status=status)

    def _order(self, patient: Patient, order: Order) -> Order | None:
        """Give an order as it goes on, or None; why it ends is noted."""
        cancelled, order = len(order.cancelled), order.model_copy(update={"cancelled": ()})
        if order.earliest_day is None and order.latest_day is None:
            if order.priority != "crisis":
                return order
            left = order.visits - self._done(order) - cancelled
            return self._left(patient, order, left, "a crisis does not repeat, all visits are made")
        if order.latest_day is not None and order.latest_day < self.first_day:
            self._end(patient, order, f"its last day was {order.latest_day}")
            return None
        if order.latest_day is None and (order.earliest_day or self.first_day) <= self.first_day:
            return order.model_copy(update={"earliest_day": None})
        left = order.visits - self._done(order) - cancelled
        return self._left(patient, order, left, "all its visits are made")

    def _done(self, order: Order) -> int:
        names = [f"{order.id}#{n}" for n in range(1, order.visits + 1)]
        return sum(
            self.actuals[name].status == "completed"
            if name in self.actuals
            else name in self.placed
            for name in names
        )

    def _left(self, patient: Patient, order: Order, left: int, why: str) -> Order | None:
        if left <= 0:
            self._end(patient, order, why)
            return None
        done = order.visits - left
        return order.model_copy(
            update={"visits": left, "min_visits": max(0, order.min_visits - done)}
        )

    def _end(self, patient: Patient, order: Order, why: str) -> None:
        self.ended.append(Ended(patient=patient.id, order=order.id, why=why))
