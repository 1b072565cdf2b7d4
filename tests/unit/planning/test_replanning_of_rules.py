"""Replanning weeks whose rules bind visits to each other, to paperwork, and to people who ride."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import pytest
from grid_world import grid_network
from rich_week import MENTOR, PATTERNS, TRAINEE, rich_week
from under_way import after, document, left_for, route_of, text, visits_of, wall

from visitplan.domain.plan import Plan, Route, Stop
from visitplan.domain.request import PlanRequest
from visitplan.planning import PlanOptions, Replan, make_plan

MINUTE = timedelta(minutes=1)


def stops_of(plan: Plan, visit: str) -> list[tuple[Route, Stop]]:
    return [
        (route, stop)
        for route in plan.routes
        for stop in route.stops
        if stop.kind == "visit" and stop.visit == visit
    ]


def replanned(now: datetime, *events: dict[str, object]) -> Replan:
    """Replan the rich week, and hold that nothing searched gives the answer back as it is."""
    found = after(now, *events, on=rich_week())
    if not found.request.closures:
        same = make_plan(found.request, grid_network(), PlanOptions(None, 0), earlier=found.plan)
        assert same.routes == found.plan.routes
    return found


def sequence() -> tuple[tuple[Route, Stop], tuple[Route, Stop]]:
    """Give both services of a sequence that the week makes, the first after a drive."""
    return in_sequence(rich_week()[1])


def in_sequence(plan: Plan) -> tuple[tuple[Route, Stop], tuple[Route, Stop]]:
    """Give both services of a sequence that a plan makes, the first after a drive."""
    for visit in sorted(visits_of(plan)):
        if "/second#" in visit:
            ((route, stop),) = stops_of(plan, visit)
            after_ = next(
                o.after
                for p in rich_week()[0].patients
                for o in p.orders
                if o.id == visit.rpartition("#")[0]
            )
            assert after_ is not None
            ((leading, first),) = stops_of(plan, f"{after_.order}#{visit.rpartition('#')[2]}")
            if first.drive_seconds > 120 and stop.drive_seconds > 120:
                return (leading, first), (route, stop)
    raise AssertionError("no such sequence in this week")


def test_whoever_makes_the_second_service_still_comes_once_the_first_is_made() -> None:
    (_, first), (route, second) = sequence()
    now = wall(first.start) + 5 * MINUTE
    until = text(now.replace(hour=0, minute=0) + timedelta(days=1))
    sick = {"kind": "staff_sick", "case_manager": route.case_manager, "until": until}
    found = replanned(now, sick)
    made = visits_of(found.plan)
    left = {item.visit for item in found.plan.unassigned}
    assert first.visit in made
    assert (second.visit in made) != (second.visit in left)
    if second.visit in made:
        assert made[second.visit] != made[first.visit]


def test_both_services_stand_once_somebody_left_for_the_second() -> None:
    (_, first), (_, second) = sequence()
    now = datetime.fromtimestamp(left_for(second), second.start.tzinfo).replace(tzinfo=None)
    now = now.replace(second=0) + MINUTE
    found = replanned(now)
    locks = {item.visit: item.lock for item in found.request.fixed}
    assert (locks[first.visit or ""], locks[second.visit or ""]) == ("all", "all")
    assert stops_of(found.plan, second.visit or "")[0][1] == second


def test_a_service_called_off_takes_the_other_one_with_it() -> None:
    (leading, first), (_, second) = sequence()
    event = {"kind": "patient_cancelled", "visit": first.visit}
    found = replanned(wall(leading.leave) - 30 * MINUTE, event)
    assert not {first.visit, second.visit} & set(visits_of(found.plan))
    assert any(
        f"{second.visit} goes in sequence" in line for line in found.answer.events[0].effects
    )


def test_nobody_at_home_for_the_first_service_lets_both_be_made_again() -> None:
    (_, first), (_, second) = sequence()
    found = replanned(wall(first.start) + 5 * MINUTE, {"kind": "no_show", "visit": first.visit})
    made = visits_of(found.plan)
    assert (first.visit in made) == (second.visit in made)


def patterned() -> tuple[str, list[tuple[Route, Stop]]]:
    """Give an order of two visits that keeps a day pattern, with its visits in time order."""
    plan = rich_week()[1]
    orders = (p.orders[0] for p in rich_week()[0].patients if p.day_patterns)
    for order in orders:
        made = [found for n in order.numbers for found in stops_of(plan, f"{order.id}#{n}")]
        if len(made) == 2:
            return order.id, sorted(made, key=lambda entry: entry[1].start)
    raise AssertionError("no such order in this week")


def days_of(plan: Plan, order: str) -> list[str]:
    made = [v for v in visits_of(plan) if v.rpartition("#")[0] == order]
    return sorted(f"{stops_of(plan, v)[0][1].start:%a}".lower() for v in made)


@pytest.mark.parametrize("minutes", [-40, 5])
def test_what_is_left_keeps_a_day_pattern_with_what_was_made(minutes: int) -> None:
    """The second visit's day is barred: it moves to a day of a pattern, or is left out."""
    order, ((_, first), (_, second)) = patterned()
    now = wall(first.start) + minutes * MINUTE
    day = wall(second.start).replace(hour=0, minute=0)
    away = {"kind": "patient_cancelled", "patient": second.patient, "start": text(day)}
    found = replanned(now, away | {"end": text(day + timedelta(days=1))})
    days = days_of(found.plan, order)
    assert any(set(days) <= set(pattern) for pattern in PATTERNS)
    assert f"{second.start:%a}".lower() not in days


def test_paperwork_of_a_visit_under_way_stands_with_it() -> None:
    plan = rich_week()[1]
    route = next(r for r in plan.routes if r.stops[0].kind == "visit" and not r.stops[0].with_)
    visit, paper = route.stops[:2]
    assert (paper.kind, paper.visit) == ("paperwork", visit.visit)
    now = wall(visit.start) + 5 * MINUTE
    end = wall(visit.end) + 25 * MINUTE
    found = replanned(now, {"kind": "ran_long", "visit": visit.visit, "end": text(end)})
    same = route_of(found.plan, route.case_manager, route.date)
    assert same is not None
    assert same.stops[:2] == (visit, paper)
    assert (same.stops[2].appointment or "").startswith("overrun:")


def test_the_daily_paperwork_is_done_once_though_the_rest_of_the_day_is_new() -> None:
    plan = rich_week()[1]
    route, block = next(
        (r, s) for r in plan.routes for s in r.stops if s.kind == "paperwork" and not s.visit
    )
    for minutes in (-90, 5):
        now = wall(block.start) + minutes * MINUTE
        ahead = next(s for r in plan.routes for s in r.stops if s.visit and wall(s.start) > now)
        found = replanned(now, {"kind": "patient_cancelled", "visit": ahead.visit})
        same = route_of(found.plan, route.case_manager, route.date)
        assert same is not None
        blocks = [s for s in same.stops if s.kind == "paperwork" and not s.visit]
        assert len(blocks) <= 1
        if minutes > 0:
            assert blocks == [block]


def riding() -> Route:
    """Give the route on which the trainee rides along."""
    return next(r for r in rich_week()[1].routes if TRAINEE in r.riders)


@pytest.mark.parametrize("minutes", [-30, 60])
def test_a_trainee_rides_on_where_the_mentor_goes_on(minutes: int) -> None:
    route = riding()
    assert route.case_manager == MENTOR
    now = wall(route.leave) + minutes * MINUTE
    other = next(s for s in route.stops if s.kind == "visit" and wall(s.start) > now + 60 * MINUTE)
    found = replanned(now, {"kind": "patient_cancelled", "visit": other.visit})
    same = route_of(found.plan, MENTOR, route.date)
    assert same is not None
    assert same.riders == (TRAINEE,)


@pytest.mark.parametrize("who", [MENTOR, TRAINEE])
def test_nobody_rides_along_once_one_of_the_two_is_sick(who: str) -> None:
    route = riding()
    now = wall(route.leave) + 60 * MINUTE
    until = text(now.replace(hour=0, minute=0) + timedelta(days=1))
    found = replanned(now, {"kind": "staff_sick", "case_manager": who, "until": until})
    same = route_of(found.plan, MENTOR, route.date)
    assert same is not None
    if who == TRAINEE:
        assert same.riders == ()
    else:
        assert wall(same.return_) < wall(route.return_)


def test_services_keep_the_same_numbers_though_one_alone_is_put_off() -> None:
    """The second service is known to others by its number, the first is to be made again."""
    (leading, first), (_, second) = sequence()
    event = {"kind": "patient_cancelled", "visit": first.visit, "again": True}
    found = replanned(wall(leading.leave) - 30 * MINUTE, event)
    assert {first.visit, second.visit}.isdisjoint(item.visit for item in found.request.fixed)


@cache
def one_by_one() -> tuple[PlanRequest, Plan]:
    """Give the rich week with second services that begin only once the first ones are over."""
    asked = document(rich_week()[0])
    for patient in asked["patients"]:
        for order in patient["orders"]:
            if order["after"] is not None:
                leading = next(o for o in patient["orders"] if o["id"] == order["after"]["order"])
                order["after"]["min_minutes"] = leading["minutes"]
    request = PlanRequest.model_validate(asked)
    return request, make_plan(request, grid_network(), PlanOptions(None, 200))


@pytest.mark.parametrize("waits", [False, True])
def test_a_second_service_waits_only_where_it_was_to_follow_the_end(*, waits: bool) -> None:
    week = one_by_one() if waits else rich_week()
    (_, first), (route, second) = in_sequence(week[1])
    assert (first.end <= second.start) == waits
    now = wall(datetime.fromtimestamp(left_for(second), second.start.tzinfo)) + MINUTE
    now = max(now, wall(first.start) + MINUTE)
    end = max(wall(first.end), wall(second.start)) + MINUTE
    event = {"kind": "ran_long", "visit": first.visit, "end": text(end)}
    found = after(now, event, on=week)
    starts = {wall(s.start) for _, s in stops_of(found.plan, second.visit or "")}
    assert (wall(second.start) in starts) != waits
    same = route_of(found.plan, route.case_manager, route.date)
    assert same is not None
    turned = [s for s in same.stops if (s.appointment or "").startswith("turned-back:")]
    assert bool(turned) == waits
