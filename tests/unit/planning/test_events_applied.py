"""What single events do to promises and visits, before anything is searched."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from under_way import text, wall, week

from visitplan.domain.plan import Route, Stop
from visitplan.domain.request import FixedVisit
from visitplan.planning import events_of
from visitplan.planning.replanning.amending import Amending
from visitplan.planning.replanning.applying import apply

MINUTE = timedelta(minutes=1)


def promised() -> tuple[Route, Stop]:
    """Give a visit of one person on the plan's second day, with its route."""
    request, plan = week()
    return next(
        (route, stop)
        for route in plan.routes
        for stop in route.stops
        if stop.kind == "visit" and not stop.with_ and route.date == request.horizon.dates[1]
    )


def amended(
    now: datetime, *events: dict[str, object], fixed: tuple[FixedVisit, ...] = ()
) -> Amending:
    request, plan = week()
    amending = Amending(request.model_copy(update={"fixed": fixed}), plan, now)
    for event in events_of(list(events), "of a test"):
        apply(event, amending)
    return amending


CUTS = {"before": (-90, 0), "its start": (-30, 1), "its end": (-1, 60), "after": (0, 60)}


def stretch(name: str, stop: Stop) -> tuple[str, str]:
    """Give a stretch from and to some minutes past the start, or past the end for later ones."""
    first, last = CUTS[name]
    edge = wall(stop.start if name in {"before", "its start"} else stop.end)
    return text(edge + first * MINUTE), text(edge + last * MINUTE)


@pytest.mark.parametrize("name", CUTS)
@pytest.mark.parametrize("kind", ["patient_cancelled", "staff_sick"])
def test_a_promise_may_move_where_the_stretch_cuts_into_the_visit(kind: str, name: str) -> None:
    route, stop = promised()
    start, end = stretch(name, stop)
    event: dict[str, object] = {"kind": kind, "start": start}
    event |= (
        {"patient": stop.patient, "end": end}
        if kind == "patient_cancelled"
        else {"case_manager": route.case_manager, "until": end}
    )
    assert stop.visit is not None
    own = FixedVisit(
        visit=stop.visit, case_managers=(route.case_manager,), start=wall(stop.start), lock="all"
    )
    now = datetime.combine(week()[0].horizon.dates[0], datetime.min.time())
    amending = amended(now, event, fixed=(own,))
    assert amending.may_move == ({stop.visit} if name.startswith("its") else set())


@pytest.mark.parametrize("days", [0, 2])
@pytest.mark.parametrize("order", ["missed, over", "missed, begun", "treated, over"])
def test_a_missed_visit_is_owed_no_more_once_treatment_begins(order: str, days: int) -> None:
    route, stop = promised()
    assert stop.visit is not None
    treated = str(route.date + timedelta(days=days))
    events: list[dict[str, object]] = [
        {"kind": "no_show", "visit": stop.visit},
        {"kind": "readmitted", "patient": stop.patient, "date": treated},
    ]
    if order.startswith("treated"):
        events.reverse()
    end = stop.end if order.endswith("over") else stop.start
    amending = amended(wall(end) + 5 * MINUTE, *events)
    _, asked = amending.order_of(stop.visit)
    assert (int(stop.visit.rpartition("#")[2]) in asked.numbers) == (days > 0)
    assert amending.standing(stop.visit) == []
