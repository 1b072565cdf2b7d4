"""What changes for whom between two plans."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from builders import MON, THU, builder, edit_route, edit_stop, plan_of, right_plan, small_request
from offsets import elsewhere

from visitplan.domain.clock import Clock
from visitplan.domain.comparison import Change
from visitplan.domain.plan import Plan
from visitplan.planning.changes import changes

REQUEST = small_request()
PLAN = right_plan(REQUEST)
CLOCK = Clock.of(REQUEST.horizon.timezone)


def only(before: Plan, after: Plan) -> Change:
    (change,) = changes(before, after, CLOCK)
    return change


def test_a_plan_does_not_differ_from_itself() -> None:
    assert changes(PLAN, PLAN, CLOCK) == ()


def test_a_visit_that_starts_later_has_another_time() -> None:
    stop = PLAN.routes[5].stops[0]
    later = edit_stop(
        PLAN, 5, 0, start=stop.start + timedelta(minutes=5), end=stop.end + timedelta(minutes=5)
    )
    change = only(PLAN, later)
    assert (change.visit, change.patient, change.kinds) == ("p1/weekly#2", "p1", ("time",))
    assert change.before is not None
    assert change.after is not None
    assert change.after.start - change.before.start == timedelta(minutes=5)


def test_a_visit_by_somebody_else_has_other_people() -> None:
    both = changes(PLAN, edit_route(PLAN, 6, case_manager="ana"), CLOCK)
    assert [(c.visit, c.kinds) for c in both] == [
        ("p6/visit#1", ("people",)),
        ("p7/visit#1", ("people",)),
    ]


def test_one_of_two_people_who_stays_away_is_a_change_of_people() -> None:
    alone = PLAN.model_copy(update={"routes": (PLAN.routes[0], *PLAN.routes[2:])})
    change = only(PLAN, alone)
    assert (change.visit, change.kinds) == ("p2/crisis#1", ("people",))
    assert change.before is not None
    assert change.before.case_managers == ("ana", "ben")


def test_another_day_counts_once_however_the_hour_differs() -> None:
    make = builder(REQUEST)
    moved = make.route(
        "ana", THU, "09:20 10:40", make.visit("p1/weekly#2", THU, "10:30 10:30 11:30", 1), blocks=1
    )
    other = PLAN.model_copy(update={"routes": (*PLAN.routes[:5], moved, PLAN.routes[6])})
    assert only(PLAN, other).kinds == ("day",)


@pytest.mark.parametrize("added", [True, False])
def test_visits_in_one_plan_only_are_added_or_dropped(added: bool) -> None:
    fewer = PLAN.model_copy(update={"routes": PLAN.routes[:5] + PLAN.routes[6:]})
    change = only(fewer, PLAN) if added else only(PLAN, fewer)
    assert change.kinds == (("added",) if added else ("dropped",))
    assert (change.before is None) is added
    assert (change.after is None) is not added


def test_changes_come_by_their_earlier_start() -> None:
    make = builder(REQUEST)
    late = make.route("ben", MON, "15:00 17:00", make.visit("p7/visit#2", MON, "16:00 16:00 16:30"))
    other = plan_of(REQUEST, [late])
    starts = [
        min(p.start for p in (c.before, c.after) if p is not None)
        for c in changes(PLAN, other, CLOCK)
    ]
    assert starts == sorted(starts)
    assert len(starts) == 9


def test_a_plan_told_in_other_offsets_changes_nothing() -> None:
    assert changes(elsewhere(PLAN), PLAN, CLOCK) == ()
    moved = edit_route(PLAN, 6, case_manager="ana")
    kinds = {c.visit: c.kinds for c in changes(PLAN, moved, CLOCK)}
    assert kinds == {c.visit: c.kinds for c in changes(PLAN, elsewhere(moved), CLOCK)}


def test_the_day_is_the_local_one_whatever_the_offset() -> None:
    stop = PLAN.routes[5].stops[0]
    # Between these two moments it is midnight in the other zone, and not here.
    later = edit_stop(
        PLAN, 5, 0, start=stop.start + timedelta(hours=1), end=stop.end + timedelta(hours=1)
    )
    hours = 23 - stop.start.astimezone(UTC).hour
    told = elsewhere(later, timezone(timedelta(hours=hours)))
    assert only(PLAN, told).kinds == ("time",)
