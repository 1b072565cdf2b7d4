"""What each event does to request and plan, what stands, and which events are refused."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from grid_world import grid_network
from offsets import elsewhere
from under_way import ROUNDS, after, document, instant, route_of, text, visits_of, wall, week

from visitplan.domain.errors import VisitplanError
from visitplan.domain.plan import Route, Stop
from visitplan.domain.request import PlanRequest
from visitplan.planning import (
    Limits,
    PlanOptions,
    check_plan,
    events_of,
    explain,
    find_conflicts,
    make_plan,
    next_request,
    recommend,
    replan,
)
from visitplan.planning.errors import UnknownVisitError

MINUTE = timedelta(minutes=1)
ENDLESS = "1" * 5000
Event = dict[str, Any]


def some() -> tuple[Route, list[Stop]]:
    """Give a route of Tuesday or Wednesday with three visits of its person alone, and these."""
    request, plan = week()
    for route in plan.routes:
        visits = [s for s in route.stops if s.kind == "visit" and not s.with_]
        midweek = route.date in request.horizon.dates[1:3]
        if midweek and len(visits) >= 3 and route.stops[0] == visits[0]:
            return route, visits
    raise AssertionError("no such route in this week")


def early(route: Route) -> datetime:
    return wall(route.leave) - 30 * MINUTE


def test_a_cancelled_visit_is_asked_for_no_more_and_costs_nothing() -> None:
    route, (stop, *_) = some()
    found = after(early(route), {"kind": "patient_cancelled", "visit": stop.visit})
    assert stop.visit not in visits_of(found.plan)
    assert stop.visit not in {left.visit for left in found.plan.unassigned}
    assert stop.visit not in {call.visit for call in found.answer.calls}
    assert found.answer.cost.terms["unserved"] == 0


def test_a_visit_called_off_on_the_way_ends_the_drive_at_its_place() -> None:
    route, visits = some()
    stop = next(s for s in visits if s.drive_seconds > 120)
    now = wall(stop.arrive) - MINUTE
    found = after(now, {"kind": "patient_cancelled", "visit": stop.visit, "again": True})
    same = route_of(found.plan, route.case_manager, route.date)
    assert same is not None
    (stood,) = [s for s in same.stops if (s.appointment or "").startswith("cancelled:")]
    assert (stood.arrive, stood.drive_seconds) == (stop.arrive, stop.drive_seconds)
    assert (stood.end - stood.start) == MINUTE


def test_a_no_show_is_made_another_time_and_its_time_stays_in_the_route() -> None:
    route, (stop, *_) = some()
    now = wall(stop.start) + 10 * MINUTE
    found = after(now, {"kind": "no_show", "visit": stop.visit})
    same = route_of(found.plan, route.case_manager, route.date)
    assert same is not None
    assert (same.stops[0].appointment or "").startswith("no-show:")
    assert (same.stops[0].start, wall(same.stops[0].end)) == (stop.start, now)
    again = [s for r in found.plan.routes for s in r.stops if s.visit == stop.visit]
    left = {item.visit for item in found.plan.unassigned}
    assert again or stop.visit in left
    assert all(s.start.timestamp() >= instant(week()[0], now) for s in again)


def test_a_no_show_in_overtime_stays_in_the_shift_of_one_who_drives_home() -> None:
    request, plan = week()
    route = next(r for r in plan.routes if r.stops[-1].kind == "visit" and not r.stops[-1].with_)
    stop = route.stops[-1]
    asked = json.loads(request.to_json())
    (person,) = (p for p in asked["case_managers"] if p["id"] == route.case_manager)
    (shift,) = (s for s in person["shifts"] if s["start"][:10] == str(route.date))
    shift["end"] = text(wall(stop.start))
    person["max_overtime_minutes_per_day"] = 240
    short = PlanRequest.model_validate(asked)
    late = plan.model_copy(update={"request_sha256": short.sha256()})
    verdict = check_plan(short, late, grid_network())
    assert {v.rule for v in verdict.violations} <= {"cost_term", "cost_total"}
    late = late.model_copy(update={"cost": verdict.cost})
    now = wall(stop.end) + MINUTE
    assert now < wall(route.return_)
    found = after(now, {"kind": "no_show", "visit": stop.visit}, on=(short, late))
    assert any(f"the shift of {route.case_manager}" in line for line in found.answer.eased)


def test_a_visit_that_runs_long_keeps_its_people_there() -> None:
    route, (stop, following, *_) = some()
    now = wall(stop.start) + 5 * MINUTE
    end = wall(stop.end) + 40 * MINUTE
    found = after(now, {"kind": "ran_long", "visit": stop.visit, "end": text(end)})
    same = route_of(found.plan, route.case_manager, route.date)
    assert same is not None
    assert same.stops[0] == stop
    assert (same.stops[1].appointment or "").startswith("overrun:")
    assert wall(same.stops[1].end) == end
    starts = {s.visit: s.start for r in found.plan.routes for s in r.stops}
    if following.visit in starts and following.visit in {s.visit for s in same.stops}:
        assert wall(starts[following.visit]) >= end


def test_a_crisis_is_attended_in_time_and_phoned_about() -> None:
    route, _ = some()
    now = early(route)
    codes = sorted({c.code for p in week()[0].case_managers for c in p.credentials})
    by = now + timedelta(hours=5)
    crisis = {"kind": "crisis", "patient": week()[0].patients[3].id, "minutes": 30}
    found = after(now, crisis | {"staff": [{"any_of": codes}], "by": text(by)})
    (stop,) = [s for r in found.plan.routes for s in r.stops if "/crisis-" in (s.visit or "")]
    assert now <= wall(stop.start)
    assert wall(stop.end) <= by
    (call,) = [c for c in found.answer.calls if c.visit == stop.visit]
    assert (call.what, call.before) == ("added", None)


def test_who_is_readmitted_is_visited_no_more_from_that_day() -> None:
    request, plan = week()
    route, (stop, *_) = some()
    found = after(
        early(route), {"kind": "readmitted", "patient": stop.patient, "date": str(route.date)}
    )
    later = [
        s
        for r in found.plan.routes
        for s in r.stops
        if s.patient == stop.patient and r.date >= route.date
    ]
    assert later == []
    assert not {u.patient for u in found.plan.unassigned} & {stop.patient}
    patient = next(p for p in found.request.patients if p.id == stop.patient)
    assert patient.readmitted_on == route.date
    assert request.patients != found.request.patients
    assert plan.unassigned == () or found.plan.unassigned is not None


def test_a_patient_who_is_away_is_visited_at_another_time() -> None:
    route, (_, stop, *_) = some()
    away = {"kind": "patient_cancelled", "patient": stop.patient}
    away |= {"start": text(wall(stop.start)), "end": text(wall(stop.end))}
    found = after(early(route), away)
    for r in found.plan.routes:
        for s in r.stops:
            if s.patient == stop.patient:
                assert s.end <= stop.start or s.start >= stop.end


def test_a_new_order_is_planned_beside_what_was_published() -> None:
    route, _ = some()
    patient = week()[0].patients[2]
    order = {"id": f"{patient.id}/new", "visits": 1, "minutes": 20}
    order |= {"staff": [need.model_dump() for need in patient.orders[0].staff]}
    event = {"kind": "new_order", "patient": patient.id, "order": order}
    found = after(early(route), event)
    assert f"{patient.id}/new#1" in visits_of(found.plan)


def test_a_closed_road_makes_drives_longer_and_past_ones_stay() -> None:
    _, visits = some()
    now = wall(visits[1].start) + MINUTE
    homes = {p.id: p.location for p in week()[0].patients}
    here, there = (homes[s.patient or ""] for s in (visits[1], visits[2]))
    line = [{"lat": p.lat, "lon": p.lon} for p in (here, there)]
    event = {"kind": "road_closed", "line": line, "radius_meters": 100}
    found = after(now, event)
    (closure,) = found.request.closures
    assert (closure.start, closure.last_day) == (now, now.date())
    assert found.answer.cost.terms["drive"] >= 0
    beyond = [r for r in week()[1].routes if r.date > now.date()]
    unmoved = [r for r in found.plan.routes if r.date > now.date()]
    assert {(r.case_manager, r.date) for r in unmoved} >= {
        (r.case_manager, r.date) for r in beyond if r.date > beyond[-1].date
    }
    with pytest.raises(VisitplanError) as refused:
        make_plan(found.request, grid_network(), PlanOptions(None, 0))
    assert refused.value.code == "VP4209"


def test_the_next_event_starts_from_the_answer_to_the_last() -> None:
    route, (stop, second, *_) = some()
    first = after(early(route), {"kind": "patient_cancelled", "visit": stop.visit})
    now = wall(second.start) + MINUTE
    found = after(now, on=(first.request, first.plan))
    assert found.request.horizon.now == now
    assert stop.visit not in visits_of(found.plan)


def test_nothing_that_happens_changes_nothing_that_costs_more() -> None:
    route, _ = some()
    found = after(early(route), rounds=0)
    assert visits_of(found.plan) == visits_of(week()[1])
    assert found.answer.changed.visits == 0
    assert found.answer.calls == ()


@pytest.mark.parametrize("most", [0, 1, 3])
def test_no_more_published_visits_change_than_allowed(most: int) -> None:
    route, _ = some()
    now = early(route)
    until = text(now.replace(hour=23))
    event = {"kind": "staff_sick", "case_manager": route.case_manager, "until": until}
    found = after(now, event, limits=Limits(most_changes=most))
    changed = found.answer.changed
    assert changed.visits <= most
    moved = [c for c in found.answer.calls if c.what == "moved"]
    assert len(moved) == changed.visits
    left = {u.visit for u in found.plan.unassigned}
    assert set(changed.unserved_by_limit) <= left
    if most == 0:
        assert changed.unserved_by_limit


def test_changes_cost_no_more_than_allowed() -> None:
    route, _ = some()
    now = early(route)
    until = text(now.replace(hour=23))
    event = {"kind": "staff_sick", "case_manager": route.case_manager, "until": until}
    found = after(now, event, limits=Limits(most_cost=3600))
    assert found.answer.changed.cost <= 3600


def sick(person: str, until: str, **more: str) -> Event:
    return {"kind": "staff_sick", "case_manager": person, "until": until, **more}


def wrong_events() -> dict[str, tuple[list[Event], str]]:
    route, (stop, second, *_) = some()
    now = wall(stop.start) + 5 * MINUTE
    later, past = text(now + timedelta(hours=3)), text(now - timedelta(hours=3))
    here = {"kind": "no_show", "visit": stop.visit}
    long = {"kind": "ran_long", "visit": stop.visit, "end": later}
    crisis = {"kind": "crisis", "patient": stop.patient, "minutes": 30, "by": later}
    served = {"staff": [{"any_of": ["LCSW", "LMSW", "LPC", "QMHP", "RN"]}]}
    home = {"kind": "readmitted", "patient": stop.patient, "date": str(now.date())}
    person = route.case_manager
    return {
        "unknown person": ([sick("cm-99", later)], "VP4203"),
        "unknown visit": ([{"kind": "no_show", "visit": "p-0001/none#1"}], "VP4106"),
        "unknown number": ([{"kind": "no_show", "visit": f"{stop.visit}9"}], "VP4106"),
        "endless number": ([{"kind": "no_show", "visit": f"{stop.visit}{ENDLESS}"}], "VP4106"),
        "unknown patient": ([home | {"patient": "p-9999"}], "VP4108"),
        "sick in the past": ([sick(person, past)], "VP4204"),
        "sick after the plan": (
            [sick(person, "2027-02-01T00:00", start="2027-01-01T00:00")],
            "VP4204",
        ),
        "readmitted after the plan": ([home | {"date": "2027-01-01"}], "VP4204"),
        "readmitted before the discharge": (
            [home | {"patient": discharged(), "date": "2001-01-01"}],
            "VP4204",
        ),
        "crisis too soon": ([crisis | served | {"by": text(now)}], "VP4204"),
        "crisis next month": ([crisis | served | {"by": "2026-12-30T10:00"}], "VP4204"),
        "crisis for nobody": ([crisis | {"staff": [{"any_of": ["MD"]}]}], "VP4207"),
        "long, but shorter": ([long | {"end": text(wall(stop.end))}], "VP4204"),
        "long before it began": ([long | {"visit": second.visit}], "VP4205"),
        "no show before it began": ([here | {"visit": second.visit}], "VP4205"),
        "cancelled when over": ([{"kind": "patient_cancelled", "visit": yesterday()}], "VP4205"),
        "same visit twice": ([here, long], "VP4206"),
        "same person twice": ([sick(person, later), sick(person, later)], "VP4206"),
        "sick and present": ([long, sick(person, later)], "VP4206"),
        "in treatment and in a crisis": ([crisis | served, home], "VP4206"),
        "away in the past": (
            [{"kind": "patient_cancelled", "patient": stop.patient, "start": past, "end": past}],
            "VP4204",
        ),
        "broken order": (
            [{"kind": "new_order", "patient": stop.patient, "order": {"id": "x"}}],
            "VP1000",
        ),
    }


def discharged() -> str:
    return next(p.id for p in week()[0].patients if p.discharged_on is not None)


def yesterday() -> str:
    route = week()[1].routes[0]
    visit = next(s.visit for s in route.stops if s.kind == "visit")
    assert visit is not None
    return visit


WRONG = (
    "unknown person",
    "unknown visit",
    "unknown number",
    "endless number",
    "unknown patient",
    "sick in the past",
    "sick after the plan",
    "readmitted after the plan",
    "readmitted before the discharge",
    "crisis too soon",
    "crisis next month",
    "crisis for nobody",
    "long, but shorter",
    "long before it began",
    "no show before it began",
    "cancelled when over",
    "same visit twice",
    "same person twice",
    "sick and present",
    "in treatment and in a crisis",
    "away in the past",
    "broken order",
)


@pytest.mark.parametrize("case", WRONG)
def test_an_event_that_cannot_be_is_refused_with_its_number(case: str) -> None:
    assert set(wrong_events()) == set(WRONG)
    events, code = wrong_events()[case]
    _, (stop, *_) = some()
    with pytest.raises(VisitplanError) as refused:
        after(wall(stop.start) + 5 * MINUTE, *events)
    assert refused.value.code == code


@pytest.mark.parametrize("now", ["2026-11-01T08:00", "2030-01-01T08:00"])
def test_a_moment_outside_the_plan_is_refused(now: str) -> None:
    with pytest.raises(VisitplanError) as refused:
        after(datetime.fromisoformat(now))
    assert refused.value.code == "VP4201"


def test_a_moment_before_the_last_replanning_is_refused() -> None:
    route, _ = some()
    first = after(early(route), rounds=0)
    with pytest.raises(VisitplanError) as refused:
        after(early(route) - MINUTE, on=(first.request, first.plan))
    assert refused.value.code == "VP4201"


def test_a_plan_of_another_request_is_refused() -> None:
    request, plan = week()
    other = document(request)
    other["case_managers"][0]["shifts"].pop()
    with pytest.raises(VisitplanError) as refused:
        after(early(some()[0]), on=(type(request).model_validate(other), plan))
    assert refused.value.code == "VP4105"


def test_a_plan_by_the_half_minute_is_refused() -> None:
    request, plan = week()
    asked = document(request)
    asked["policy"]["start_step_seconds"] = 30
    halves = type(request).model_validate(asked)
    with pytest.raises(VisitplanError) as refused:
        after(
            early(some()[0]),
            on=(halves, plan.model_copy(update={"request_sha256": halves.sha256()})),
        )
    assert refused.value.code == "VP4213"


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "sick"},
        {"kind": "staff_sick", "case_manager": "cm-01"},
        {"kind": "no_show", "visit": "p-0001/x#1", "more": 1},
        {"kind": "patient_cancelled", "patient": "p-0001"},
        {"kind": "patient_cancelled", "visit": "p-0001/x#1", "patient": "p-0001"},
        [],
        "text",
    ],
)
def test_what_is_no_event_is_refused(event: object) -> None:
    with pytest.raises(VisitplanError) as refused:
        events_of([event], "of a test")
    assert refused.value.code == "VP4202"


def test_the_same_rounds_and_seed_give_the_same_plan() -> None:
    request, plan = week()
    route, (stop, *_) = some()
    events = events_of({"kind": "patient_cancelled", "visit": stop.visit}, "of a test")
    options = PlanOptions(None, 60, 7)
    first, second = (
        replan(request, plan, grid_network(), events, early(route), options) for _ in range(2)
    )
    assert first.plan.routes == second.plan.routes
    assert first.request == second.request


def test_next_week_begins_without_what_happened_in_this_one() -> None:
    route, (stop, *_) = some()
    found = after(early(route), {"kind": "patient_cancelled", "visit": stop.visit})
    rolled, _ = next_request(found.request, found.plan, usual=week()[0])
    assert rolled.horizon.now is None
    assert rolled.fixed == ()
    assert all(order.cancelled == () for p in rolled.patients for order in p.orders)
    statuses = {(e.order, e.status) for p in rolled.patients for e in p.history}
    assert stop.visit is not None
    assert (stop.visit.rpartition("#")[0], "cancelled") in statuses


def test_a_replanned_week_can_be_explained_and_is_not_refuted() -> None:
    route, (stop, *_) = some()
    found = after(early(route), {"kind": "patient_cancelled", "visit": stop.visit, "again": True})
    moved = next(i for i in found.request.fixed if i.lock == "none" and i.visit != stop.visit)
    network = grid_network()
    told = explain(found.request, found.plan, network, moved.visit)
    assert told.served is not None
    assert told.served.reasons[0].startswith("it was published before")
    conflicts = find_conflicts(found.request, network)
    assert (conflicts.verdict, conflicts.conflicts) == ("not_proven", ())


@pytest.mark.parametrize("kind", ["patient_cancelled", "no_show", "staff_sick"])
def test_a_plan_told_in_other_offsets_is_replanned_the_same(kind: str) -> None:
    request, plan = week()
    route, (stop, *_) = some()
    now = early(route) if kind == "patient_cancelled" else wall(stop.start) + 5 * MINUTE
    event = {"kind": kind, "visit": stop.visit, "again": True}
    if kind == "staff_sick":
        event = sick(route.case_manager, text(now + timedelta(hours=4)))
    found = after(now, event)
    events, options = events_of([event], "of a test"), PlanOptions(None, ROUNDS)
    told = replan(request, elsewhere(plan), grid_network(), events, now, options)
    assert told.request == found.request
    assert told.plan.routes == found.plan.routes
    same = {"seconds": 0.0}
    assert told.answer.model_copy(update=same) == found.answer.model_copy(update=same)


@pytest.mark.parametrize("number", ["1" + ENDLESS, "01", "\u0661", ""])
def test_a_visit_with_a_number_that_none_has_is_unknown_to_all_who_ask(number: str) -> None:
    request, plan = week()
    visit = f"{request.patients[0].orders[0].id}#{number}"
    with pytest.raises(UnknownVisitError):
        recommend(request, plan, grid_network(), [visit])
    with pytest.raises(UnknownVisitError):
        explain(request, plan, grid_network(), visit)
