"""Every state in which a person can be when something happens: what stands, where they go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from states_of_a_day import STATES, Moment, a_crisis, at_home_again
from under_way import after, instant, left_for, route_of, text, visits_of, wall, week

from visitplan.domain.plan import Plan

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("state", STATES)
def test_what_has_begun_stands_and_the_rest_goes_on_from_there(state: Callable[[], Moment]) -> None:
    request, before = week()
    route, now = state()
    found = after(now, a_crisis(request, now))
    same = route_of(found.plan, route.case_manager, route.date)
    begun = [s for s in route.stops if s.kind == "visit" and left_for(s) <= instant(request, now)]
    if begun:
        assert same is not None
        assert same.leave == route.leave
        stop = {s.visit: s for s in same.stops}
        assert all(stop[s.visit] == s for s in begun)
    locks = {f.visit: f.lock for f in found.request.fixed}
    assert all(locks[s.visit] == "all" for s in begun if s.visit is not None)
    assert len(visits_of(found.plan)) >= len(visits_of(before))


@pytest.mark.parametrize("state", STATES)
def test_whoever_falls_sick_finishes_what_has_begun_and_drives_home(
    state: Callable[[], Moment],
) -> None:
    request, _ = week()
    route, now = state()
    person, moment = route.case_manager, instant(request, now)
    until = text(now.replace(hour=0, minute=0) + timedelta(days=1))
    event = {"kind": "staff_sick", "case_manager": person, "until": until}
    found = after(now, event)
    rest = route_of(found.plan, person, route.date)
    if rest is None:
        assert route.leave.timestamp() > moment
        return
    made = [s for s in rest.stops if s.kind == "visit"]
    assert all(s.start.timestamp() <= moment for s in made)
    absent = next(p for p in found.request.case_managers if p.id == person).absences[-1]
    assert absent.start >= wall(rest.return_)
    assert [s.visit for s in made] == [
        s.visit for s in route.stops if s.kind == "visit" and s.start.timestamp() <= moment
    ]


def test_whoever_is_absent_stays_so() -> None:
    request, plan = week()
    person, absence = next(
        (p, a)
        for p in request.case_managers
        for a in p.absences
        if any(s.start < a.end and a.start < s.end for s in p.shifts)
    )
    now = max(absence.start, min(s.start for s in person.shifts)) + 5 * MINUTE
    found = after(now, a_crisis(request, now))
    kept = next(p for p in found.request.case_managers if p.id == person.id).absences
    assert absence in kept
    assert route_count(plan, person.id) <= route_count(found.plan, person.id) + 1


def route_count(plan: Plan, person: str) -> int:
    return sum(route.case_manager == person for route in plan.routes)


def test_after_the_last_shift_of_a_day_nothing_of_that_day_changes() -> None:
    request, plan = week()
    day = request.horizon.first_day
    now = datetime.combine(day, time(23, 30))
    found = after(now, a_crisis(request, now))
    today = [r for r in plan.routes if r.date == day]
    assert [r for r in found.plan.routes if r.date == day] == today


def test_whoever_is_home_again_starts_from_there_when_needed() -> None:
    """A crisis that only this person may attend today sends them out once more."""
    request, plan = week()
    route, now = at_home_again()
    person = route.case_manager
    others = [p.id for p in request.case_managers if p.id != person]
    until = text(now.replace(hour=0, minute=0) + timedelta(days=1))
    ill = [{"kind": "staff_sick", "case_manager": name, "until": until} for name in others]
    patient = next(s.patient for s in route.stops if s.kind == "visit")
    codes = [c.code for p in request.case_managers if p.id == person for c in p.credentials]
    end = next(
        s.end
        for p in request.case_managers
        if p.id == person
        for s in p.shifts
        if s.start.date() == route.date
    )
    crisis = {
        "kind": "crisis",
        "patient": patient,
        "minutes": 10,
        "staff": [{"any_of": codes}],
        "by": text(end),
    }
    found = after(now, *ill, crisis)
    same = route_of(found.plan, person, route.date)
    assert same is not None
    names = [s.appointment or s.visit or s.kind for s in same.stops]
    at = next(i for i, name in enumerate(names) if name.startswith("again-from-home:"))
    assert names[:at] == [s.appointment or s.visit or s.kind for s in route.stops]
    assert any("/crisis-" in name for name in names[at + 1 :])
    assert any(p.id == person for p in request.case_managers)
    assert plan.id != found.plan.id
