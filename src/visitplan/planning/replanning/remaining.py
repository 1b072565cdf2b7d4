"""The part of an amended request that is still to be planned, as a solver is given it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from visitplan.audit.cost.fairness import weighted_minutes
from visitplan.audit.roster import roster_of
from visitplan.domain.clock import Clock
from visitplan.domain.patients import WEEKDAYS, PastVisit
from visitplan.domain.standing import Onward, Standing
from visitplan.planning.replanning.tracks import at, next_minute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from visitplan.domain.geo import Coordinates
    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.plan import Route, Stop
    from visitplan.domain.request import PlanRequest
    from visitplan.domain.staff import BreakRule, CaseManager
    from visitplan.planning.replanning.amending import Amending
    from visitplan.planning.replanning.tracks import Track


class Done(NamedTuple):
    """A visit that stands, whoever asks: made, under way, or on a day not looked at."""

    visit: str
    start: datetime
    case_managers: tuple[str, ...]


def done_visits(stops: Iterable[tuple[str, str, datetime]]) -> dict[str, Done]:
    """Put together visits that stand from visit, person and aware start of each stop."""
    people: dict[str, list[str]] = defaultdict(list)
    starts: dict[str, datetime] = {}
    for visit, person, start in stops:
        people[visit].append(person)
        starts[visit] = start.replace(tzinfo=None)
    return {v: Done(v, starts[v], tuple(sorted(who))) for v, who in people.items()}


def remaining(
    request: PlanRequest, done: Mapping[str, Done], days: frozenset[date], routes: Iterable[Route]
) -> PlanRequest:
    """Give a request of what is open: visits that stand become history, other days are empty.

    It is for a solver's eyes alone: its numbers of visits and limits are those that are left.
    """
    by_order: dict[str, list[Done]] = defaultdict(list)
    for item in done.values():
        by_order[item.visit.rpartition("#")[0]].append(item)
    later: dict[str, set[str]] = defaultdict(set)
    for route in routes:
        for stop in route.stops:
            if stop.kind == "visit" and stop.patient is not None and stop.visit not in done:
                later[stop.patient].add(route.case_manager)
    patients = tuple(
        _patient(patient, by_order, later[patient.id], request) for patient in request.patients
    )
    people = tuple(
        person.model_copy(
            update={"shifts": tuple(s for s in person.shifts if s.start.date() in days)}
        )
        for person in request.case_managers
    )
    return request.model_copy(update={"patients": patients, "case_managers": people})


def _patient(
    patient: Patient, by_order: Mapping[str, list[Done]], later: set[str], request: PlanRequest
) -> Patient:
    made = [item for order in patient.orders for item in by_order.get(order.id, ())]
    if not made:
        return patient
    orders = tuple(_order(order, by_order.get(order.id, [])) for order in patient.orders)
    history = tuple(
        PastVisit(
            order=item.visit.rpartition("#")[0],
            start=item.start,
            case_managers=item.case_managers,
            status="completed",
        )
        for item in made
    )
    update: dict[str, object] = {"orders": orders, "history": (*patient.history, *history)}
    if patient.day_patterns:
        update["day_patterns"] = tuple(
            pattern
            for pattern in patient.day_patterns
            if all(_keeps(pattern, item, patient) for item in made)
        )
    if patient.max_case_managers is not None:
        seen = {who for item in made for who in item.case_managers}
        may = _may_come(patient, seen, later)
        others = {p.id for p in request.case_managers} - may
        update |= {
            "max_case_managers": None,
            "excluded": (*patient.excluded, *sorted(others - set(patient.excluded))),
        }
    return patient.model_copy(update=update)


def _may_come(patient: Patient, seen: set[str], later: set[str]) -> set[str]:
    """Choose who may come so that never too many do: who came, who is to come, the team."""
    assert patient.max_case_managers is not None
    own = [*sorted(later - seen), patient.primary, *patient.care_team]
    wanted = [name for name in own if name is not None]
    new = list(dict.fromkeys(name for name in wanted if name not in seen))
    return seen | set(new[: max(0, patient.max_case_managers - len(seen))])


def _keeps(pattern: Mapping[str, tuple[str, ...]], item: Done, patient: Patient) -> bool:
    order = item.visit.rpartition("#")[0]
    named = {name for one in patient.day_patterns for name in one}
    return order not in named or WEEKDAYS[item.start.weekday()] in pattern.get(order, ())


def _order(order: Order, made: list[Done]) -> Order:
    numbers = tuple(int(item.visit.rpartition("#")[2]) for item in made)
    return order.model_copy(
        update={
            "cancelled": (*order.cancelled, *numbers),
            "min_visits": max(0, order.least - len(numbers)),
        }
    )


def shares(request: PlanRequest, done: Mapping[str, Done]) -> dict[str, int]:
    """Give each person's fair share of the whole horizon less the minutes that stand."""
    people = {
        order.id: (order.people_needed, weighted_minutes(order))
        for patient in request.patients
        for order in patient.orders
    }
    asked = sum(
        len(order.numbers) * people[order.id][0] * people[order.id][1]
        for patient in request.patients
        for order in patient.orders
    )
    roster = roster_of(request, Clock.of(request.horizon.timezone))
    available = {name: member.available_minutes() for name, member in roster.items()}
    everybody = sum(available.values())
    made: dict[str, int] = defaultdict(int)
    for item in done.values():
        for who in item.case_managers:
            made[who] += people[item.visit.rpartition("#")[0]][1]
    equal = {n: asked * m // everybody if everybody else 0 for n, m in available.items()}
    return {
        person.id: max(0, equal[person.id] - person.balance_minutes) - made[person.id]
        for person in request.case_managers
    }


def standing_of(amending: Amending, done: Mapping[str, Done]) -> Standing:
    """Tell a solver where the shifts of today go on; past ones are over."""
    today = amending.now_wall.date()
    units = {order.id: order.units for p in amending.patients.values() for order in p.orders}
    shifts = {}
    for key, track in amending.tracks.items():
        if track.day == today:
            shifts[key] = _onward(track, amending, units)
    return Standing(shifts, shares(amending.request, done))


def _onward(track: Track, amending: Amending, units: Mapping[str, int]) -> Onward:
    person = amending.people[track.person]
    shift = next(s for s in person.shifts if s.start == track.shift.start)
    breaks = person.breaks if shift.breaks is None else shift.breaks
    daily = amending.asked.policy.paperwork_block
    block = () if daily is None else (daily,)
    begin = amending.clock.instant(shift.start)
    if not track.stops or track.route is None:
        first = max(begin, amending.now)
        return Onward(first, None, False, breaks, next(iter(block), None))
    visits = [s.visit for s in track.stops if s.kind == "visit" and s.visit is not None]
    drive_s = sum(stop.drive_seconds for stop in track.stops)
    place: Coordinates | None = None
    ready: int | None = None
    home_bound = track.is_home_bound(amending.now)
    if home_bound and not amending.made_now:
        # A new route from home: a minute there, which tells the checker that the person was.
        place = amending.atlas.home(track.person)
        drive_s += track.route.return_drive_seconds
        ready = amending.at_home(track) + 60
    elif not home_bound and not track.sent_home:
        place = amending.atlas.after(track.person, track.stops)
        ready = track.free_at(amending.now)
    until = ready if ready is not None else track.free_at(amending.now)
    return Onward(
        ready,
        place,
        ready is not None and not home_bound,
        () if home_bound else tuple(_ahead(track, amending, breaks, until, is_break)),
        None if home_bound else next(_ahead(track, amending, block, until, is_block), None),
        visits=len(visits),
        units=sum(units[v.rpartition("#")[0]] for v in visits),
        drive_s=drive_s,
        work_s=_worked(track, amending, person, until),
    )


def is_break(stop: Stop) -> bool:
    """Tell whether a stop is a break."""
    return stop.kind == "break"


def is_block(stop: Stop) -> bool:
    """Tell whether a stop is the day's block of paperwork."""
    return stop.kind == "paperwork" and stop.visit is None


def _ahead(
    track: Track,
    amending: Amending,
    breaks: Iterable[BreakRule],
    ready: int,
    is_one: Callable[[Stop], bool],
) -> Iterator[BreakRule]:
    """Give the breaks or blocks still due, each once the person is ready at the earliest."""
    assert track.route is not None
    clock, leave = amending.clock, at(track.route.leave)
    starts = [at(stop.start) for stop in track.stops if is_one(stop)]
    for rule in breaks:
        earliest, latest = clock.on(track.day, rule.earliest), clock.on(track.day, rule.latest)
        taken = any(earliest <= start <= latest for start in starts)
        if leave > earliest or taken or latest < ready:
            continue
        if ready > earliest:
            yield rule.model_copy(update={"earliest": clock.aware(next_minute(ready)).time()})
        else:
            yield rule


def _worked(track: Track, amending: Amending, person: CaseManager, until: int) -> int:
    """Give the seconds of work from leaving to an instant, absences aside."""
    assert track.route is not None
    clock, leave = amending.clock, at(track.route.leave)
    away = 0
    for absence in person.absences:
        start, end = clock.instant(absence.start), clock.instant(absence.end)
        away += max(0, min(end, until) - max(start, leave))
    return until - leave - away
