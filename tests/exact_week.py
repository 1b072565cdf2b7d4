"""The cheapest plan of a tiny week, by one CP-SAT model that shares nothing with the solver.

It reads the request and docs/objective.md by itself. It knows no breaks,
appointments, absences, promises, visits for two, or second shifts of a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

from ortools.sat.python import cp_model

from visitplan.domain.geo import Coordinates
from visitplan.domain.patients import Order, Patient
from visitplan.domain.qualifications import counts_as
from visitplan.domain.request import PlanRequest
from visitplan.domain.staff import CaseManager, Shift

Drive = Callable[[Coordinates, Coordinates], int]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Visit:
    patient: Patient
    order: Order
    number: int


class ExactWeek:
    """The model; `solve` gives the least cost, or None where time ran out."""

    def __init__(self, request: PlanRequest, drive: Drive) -> None:
        self.request, self.drive = request, drive
        self.weights = request.policy.weights
        self.zone = ZoneInfo(request.horizon.timezone)
        self.model = cp_model.CpModel()
        self.known: dict[tuple[str, date], list[int]] = {}
        self.cost: list[cp_model.LinearExprT] = []
        self.zero = self.second(datetime.combine(request.horizon.first_day, datetime.min.time()))
        self.visits = [
            Visit(patient, order, number)
            for patient in request.patients
            for order in patient.orders
            for number in range(order.visits)
        ]
        last = request.horizon.days * 24 * 60 + 120
        self.minute = [self.model.new_int_var(0, last, "") for _ in self.visits]
        self.taken: list[dict[tuple[int, int], cp_model.IntVar]] = [{} for _ in self.visits]
        for p, person in enumerate(request.case_managers):
            for n, shift in enumerate(person.shifts):
                self.add_route(p, person, n, shift)
        self.add_orders()
        self.add_faces()
        self.add_shares()

    def solve(self) -> int | None:
        self.model.minimize(sum(self.cost))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = 3
        status = solver.solve(self.model)
        return round(solver.objective_value) if status == cp_model.OPTIMAL else None

    def second(self, wall: datetime) -> int:
        return int(wall.replace(tzinfo=self.zone).timestamp())

    def can_go(self, visit: Visit, person: CaseManager, day: date) -> bool:
        patient = visit.patient
        licence = person.drivers_license
        return (
            licence is not None
            and day <= licence.valid_until
            and (person.orientation_until is None or day > person.orientation_until)
            and person.id not in patient.excluded
            and patient.staff_gender in (None, person.gender)
            and any(
                held.state == patient.state
                and (held.valid_from is None or held.valid_from <= day)
                and (held.valid_until is None or day <= held.valid_until)
                and set(visit.order.staff[0].any_of) & counts_as(held.code, held.state)
                for held in person.credentials
            )
        )

    def minutes_of(self, visit: Visit, day: date) -> list[int]:
        """Give the whole minutes at which a visit may start on a day."""
        key = visit.order.id, day
        if key not in self.known:
            self.known[key] = self._minutes_of(visit, day)
        return self.known[key]

    def _minutes_of(self, visit: Visit, day: date) -> list[int]:
        order, patient = visit.order, visit.patient
        outside = (order.earliest_day and day < order.earliest_day) or (
            order.latest_day and day > order.latest_day
        )
        done = [
            past.start.date()
            for past in patient.history
            if past.order == order.id and past.status == "completed"
        ]
        if outside or any((day - past).days < order.min_gap_days for past in done):
            return []
        begin = self.second(datetime.combine(day, datetime.min.time())) - self.zero
        result = []
        windows = self.hours(order.windows, day)
        absences = [
            (self.second(u.start) - self.zero, self.second(u.end) - self.zero)
            for u in patient.unavailable
        ]
        for minute in range(begin // 60, begin // 60 + 25 * 60):
            start, end = minute * 60, minute * 60 + order.minutes * 60
            open_ = not order.windows or any(a <= start and end <= b for a, b in windows)
            if open_ and not any(start < b and a < end for a, b in absences):
                result.append(minute)
        return result

    def hours(self, windows: tuple[object, ...], day: date) -> list[tuple[int, int]]:
        return [
            (
                self.second(datetime.combine(day, w.start)) - self.zero,
                self.second(datetime.combine(day, w.end)) - self.zero,
            )
            for w in windows
            if WEEK[day.weekday()] in w.weekdays
        ]

    def place(self, visit: Visit, person: CaseManager) -> Coordinates:
        if visit.order.location is not None:
            return visit.order.location
        if visit.order.safety == "no_home":
            return visit.patient.meeting_place or person.start
        return visit.patient.location

    def add_route(self, p: int, person: CaseManager, n: int, shift: Shift) -> None:
        model, day = self.model, shift.start.date()
        begin, end = self.second(shift.start) - self.zero, self.second(shift.end) - self.zero
        latest = end + 60 * person.max_overtime_minutes_per_day
        leave, back = model.new_int_var(begin, end, ""), model.new_int_var(begin, latest, "")
        home = person.end or person.start
        mine: list[int] = []
        for v, visit in enumerate(self.visits):
            minutes = self.minutes_of(visit, day) if self.can_go(visit, person, day) else []
            if minutes:
                go = self.taken[v][p, n] = model.new_bool_var("")
                domain = cp_model.Domain.from_values(minutes)
                model.add_linear_expression_in_domain(self.minute[v], domain).only_enforce_if(go)
                self.price_visit(visit, person, day, v, go)
                mine.append(v)
        stay = model.new_bool_var("")
        arcs = [(0, 0, stay)]
        driven: list[cp_model.LinearExprT] = []
        worked: list[cp_model.LinearExprT] = []

        def arc(a: int, b: int, seconds: int) -> cp_model.IntVar:
            used = model.new_bool_var("")
            limit = person.max_drive_minutes_per_leg
            if limit is not None and seconds > 60 * limit:
                model.add(used == 0)
            arcs.append((a, b, used))
            driven.append(seconds * used)
            return used

        for i, v in enumerate(mine, 1):
            here, go = self.place(self.visits[v], person), self.taken[v][p, n]
            service = 60 * self.visits[v].order.minutes
            arcs.append((i, i, ~go))
            model.add_implication(stay, ~go)
            worked.append(service * go)
            there = self.drive(person.start, here)
            model.add(leave + there <= 60 * self.minute[v]).only_enforce_if(arc(0, i, there))
            then = self.drive(here, home)
            last = arc(i, 0, then)
            model.add(back == 60 * self.minute[v] + service + then).only_enforce_if(last)
            for j, w in enumerate(mine, 1):
                if i != j:
                    leg = self.drive(here, self.place(self.visits[w], person))
                    used = arc(i, j, leg)
                    ready = 60 * self.minute[v] + service + leg
                    model.add(ready <= 60 * self.minute[w]).only_enforce_if(used)
        model.add_circuit(arcs)
        model.add(back == leave).only_enforce_if(stay)
        if person.max_drive_minutes_per_day is not None:
            model.add(sum(driven) <= 60 * person.max_drive_minutes_per_day)
        if person.max_visits_per_day is not None:
            model.add(sum(self.taken[v][p, n] for v in mine) <= person.max_visits_per_day)
        over = model.new_int_var(0, latest - begin, "")
        model.add(over >= back - end)
        self.cost.append(self.weights.drive * sum(driven))
        self.cost.append(self.weights.wait * (back - leave - sum(driven) - sum(worked)))
        self.cost.append(self.weights.overtime * over)

    def price_visit(
        self, visit: Visit, person: CaseManager, day: date, v: int, go: cp_model.IntVar
    ) -> None:
        patient, w = visit.patient, self.weights
        price = 0
        if patient.primary not in (None, person.id):
            price += w.continuity_not_primary
        team = {patient.primary, *patient.care_team} - {None}
        if team and person.id not in team:
            price += w.continuity_outside_team
        if patient.languages and not set(patient.languages) & set(person.languages):
            price += w.language
        self.cost.append(price * go)
        if not visit.order.preferred_windows:
            return
        cap = w.late_preferred_cap_seconds
        late = self.model.new_int_var(0, cap, "")
        missed = self.model.new_bool_var("")
        choices = [missed]
        self.model.add(late == cap).only_enforce_if(missed)
        for opens, closes in self.hours(visit.order.preferred_windows, day):
            within = self.model.new_bool_var("")
            choices.append(within)
            start, service = 60 * self.minute[v], 60 * visit.order.minutes
            self.model.add(late >= opens - start).only_enforce_if(within)
            self.model.add(late >= start + service - closes).only_enforce_if(within)
            both = opens + service - closes
            self.model.add(late >= both).only_enforce_if(within)
        self.model.add(sum(choices) >= 1).only_enforce_if(go)
        self.cost.append(w.late_preferred * late)

    def order_groups(self) -> Iterator[tuple[Visit, list[int]]]:
        groups: dict[str, list[int]] = {}
        for v, visit in enumerate(self.visits):
            groups.setdefault(visit.order.id, []).append(v)
        return ((self.visits[group[0]], group) for group in groups.values())

    def add_orders(self) -> None:
        model, first = self.model, self.request.horizon.first_day
        for visit, group in self.order_groups():
            order = visit.order
            served, days = [], []
            for v in group:
                by_day = [
                    ((self.request.case_managers[p].shifts[n].start.date() - first).days, go)
                    for (p, n), go in self.taken[v].items()
                ]
                model.add(sum(go for _, go in by_day) <= 1)
                here = model.new_bool_var("")
                model.add(here == sum(go for _, go in by_day))
                served.append(here)
                days.append(sum(d * go for d, go in by_day))
            past = [
                (x.start.date() - first).days
                for x in visit.patient.history
                if x.order == order.id and x.status == "completed"
            ]
            for a, b in pairwise(range(len(group))):
                model.add_implication(served[b], served[a])
            for a, b in combinations(range(len(group)), 2):
                model.add(days[b] - days[a] >= order.min_gap_days).only_enforce_if(served[b])
            if order.max_gap_days is not None:
                for a, b in pairwise(range(len(group))):
                    model.add(days[b] - days[a] <= order.max_gap_days).only_enforce_if(served[b])
                if past and max(past) + order.max_gap_days >= 0:
                    limit = max(past) + order.max_gap_days
                    model.add(days[0] <= limit).only_enforce_if(served[0])
            w = self.weights
            price = getattr(w, f"unserved_{order.priority}")
            self.cost.append(price * (order.visits - sum(served)))
            if order.priority != "crisis":
                below = model.new_int_var(0, order.min_visits, "")
                model.add(below >= order.min_visits - sum(served))
                self.cost.append(w.unserved_minimum * below)

    def add_faces(self) -> None:
        model = self.model
        for patient in self.request.patients:
            known = {
                who
                for past in patient.history
                if past.status == "completed"
                for who in past.case_managers
            }
            new: list[cp_model.IntVar] = []
            for p, person in enumerate(self.request.case_managers):
                comes = [
                    go
                    for v, visit in enumerate(self.visits)
                    if visit.patient.id == patient.id
                    for (q, _), go in self.taken[v].items()
                    if q == p
                ]
                if person.id not in known and comes:
                    seen = model.new_bool_var("")
                    model.add_max_equality(seen, comes)
                    new.append(seen)
            extra = model.new_int_var(0, len(new) + len(known), "")
            model.add(extra >= sum(new) + len(known) - 1)
            self.cost.append(self.weights.continuity_extra_person * extra)

    def add_shares(self) -> None:
        ordered = sum(visit.order.minutes for visit in self.visits)
        available = []
        for person in self.request.case_managers:
            available.append(0)
            for shift in person.shifts:
                day = shift.start.date()
                valid = person.drivers_license and day <= person.drivers_license.valid_until
                if valid and not (person.orientation_until and day <= person.orientation_until):
                    available[-1] += (self.second(shift.end) - self.second(shift.start)) // 60
        for p, minutes in enumerate(available):
            share = ordered * minutes // sum(available) if sum(available) else 0
            made = sum(
                visit.order.minutes * go
                for v, visit in enumerate(self.visits)
                for (q, _), go in self.taken[v].items()
                if q == p
            )
            over = self.model.new_int_var(0, ordered, "")
            self.model.add(over >= made - share)
            self.cost.append(self.weights.fairness_per_minute * over)
