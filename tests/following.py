"""What stops a visit, lifted one reason after the other until the visit fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grid_world import grid_network
from lifting import lifted, of_order, of_patient, of_person, out_of_sequence, unpromised
from lifting_people import LICENSE, colleague, titles

from visitplan.domain.plan import Blocker, Plan, Route, Unassigned
from visitplan.domain.request import PlanRequest
from visitplan.domain.staff import Shift
from visitplan.matrix import travel_times
from visitplan.planning.plugins import OpenPlan
from visitplan.planning.repairs.case import Case
from visitplan_solvers.weekly import WeeklySolver

MOST_REASONS = 20
FAR = "out-of-reach"
ENOUGH = {
    "absence-in-the-way",
    "appointment-in-the-way",
    "break-in-the-way",
    "daily-driving-limit",
    "daily-working-limit",
    "hours-missed",
    "leg-too-long",
    "max-case-managers",
    "max-units-reached",
    "max-visits-reached",
    "no-room-between-visits",
    "promised-start-missed",
    "several-limits",
    "shift-end-missed",
    "shift-start-missed",
    "stops-per-route",
}
"""What leaves one person room, once lifted by the figures told."""


@dataclass(frozen=True)
class Followed:
    """The reasons lifted in turn, and what the last lifting showed."""

    reasons: tuple[Blocker, ...]
    end: str


def followed(request: PlanRequest, plan: Plan, item: Unassigned, blocker: Blocker) -> Followed:
    """Lift a reason, then what stops the same person next, and so on.

    Each reason must go once it is lifted, and the visit fit in the end; one that is told to be
    out of reach must stay so however much is lifted. A visit by one person alone must fit at once
    where the reason is a limit of a day.
    """
    routes: Sequence[Route] = plan.routes
    alone = _alone(request, item.visit)
    done: list[Blocker] = []
    person = blocker.case_manager
    while len(done) < MOST_REASONS:
        told = [(b.code, b.numbers) for b in done]
        assert (blocker.code, blocker.numbers) not in told, (item.visit, done, blocker)
        done.append(blocker)
        if blocker.code == FAR:
            assert not reached(request, item.visit, blocker), (item.visit, blocker)
            return Followed(tuple(done), "out of reach however much is lifted")
        request, routes = lifted(request, list(routes), item.visit, blocker)
        opened = opened_under(request, routes)
        left = {x.visit: x.blockers for x in opened.left_out()}
        visit = first_alike(item.visit, left)
        if opened.put_in([visit]) is not None:
            return Followed(tuple(done), "the visit fits")
        of_a_day = blocker.case_manager is not None and blocker.code in ENOUGH
        assert not (alone and of_a_day), (item.visit, done, left[visit])
        person = person or left[visit][0].case_manager
        blocker = next((b for b in left[visit] if b.case_manager == person), left[visit][0])
    raise AssertionError((item.visit, done))


def _alone(request: PlanRequest, visit: str) -> bool:
    """Tell whether one person makes a visit, and no other visit comes in sequence with it."""
    asked = Case(request).asked(visit)
    in_sequence = {x for o in asked.patient.orders if o.after for x in (o.id, o.after.order)}
    return asked.order.people_needed == 1 and asked.order.id not in in_sequence


def first_alike(visit: str, left: dict[str, tuple[Blocker, ...]]) -> str:
    """Give the first visit of the order left out for the same reasons: nothing tells them apart.

    A visit that is promised no more may have got another number.
    """
    order = visit.rpartition("#")[0]
    mine = [name for name in left if name.rpartition("#")[0] == order]
    return next(name for name in mine if visit not in left or left[name] == left[visit])


def opened_under(request: PlanRequest, routes: Sequence[Route]) -> OpenPlan:
    solver = WeeklySolver()
    places, names = solver.places(request)
    travel = travel_times(grid_network(), places, speeds="free_flow", names=names)
    return solver.open_plan(request, travel, routes)


def reached(request: PlanRequest, visit: str, blocker: Blocker) -> bool:
    """Tell whether a person comes once all the limits are lifted and all else is left out."""
    asked = Case(request).asked(visit)
    night = {"hour": 23, "minute": 59}
    person = next(p for p in request.case_managers if p.id == blocker.case_manager)
    limits = ("visits_per_day", "units_per_day", "work_minutes_per_day", "drive_minutes_per_day")
    update = {f"max_{name}": None for name in (*limits, "drive_minutes_per_leg")}
    midnights = {s.start.replace(hour=0, minute=0) for s in person.shifts}
    shifts = tuple(Shift(start=day, end=day.replace(**night)) for day in sorted(midnights))
    free = {"breaks": (), "appointments": (), "absences": (), "drivers_license": LICENSE}
    more = {"shifts": shifts, "credentials": titles(asked)}
    request = of_person(request, blocker, {**update, **free, **more})
    request = unpromised(out_of_sequence(request, asked), asked.order.id)
    hours = {"windows": (), "earliest_day": None, "latest_day": None}
    request = of_order(request, asked.order.id, hours)
    request = of_patient(request, asked, {"max_case_managers": None, "day_patterns": ()})
    if asked.order.people_needed > 1:
        people = (*request.case_managers, colleague(request, asked))
        request = request.model_copy(update={"case_managers": people})
    opened = opened_under(request, ())
    first = next(x.visit for x in opened.left_out() if x.patient == asked.patient.id)
    return opened.put_in([first]) is not None
