"""Drives are looked up in their direction and at their departure."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from builders import (
    MON,
    builder,
    case_manager,
    edit_stop,
    order,
    patient,
    plan_of,
    request_of,
    span,
)

from visitplan.audit import audit
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.matrix import TravelTimes

MORNING_S, NOON_S = 8 * 3600, 12 * 3600


def rush_hour() -> TravelTimes:
    """Give times of 600 s there and 900 s back, twice as long before eight as after noon."""
    calm = np.array([[0, 600], [900, 0]], np.int32)
    seconds = np.stack([2 * calm, calm])
    anchors = np.array([MORNING_S, NOON_S], np.int32)
    return TravelTimes(seconds, calm * 10, anchors, np.array([0, 1], np.int32), "daypart")


def week() -> tuple[PlanRequest, Plan]:
    """Give a day that leaves at nine, when a quarter of the morning's delay is gone."""
    ana = case_manager("ana", 0, "LCSW", shifts=[span(MON, "08:00", "17:00")])
    request = request_of([ana], [patient("p1", 1, order("p1/a", 60, "LCSW"))])
    make = builder(request)
    stop = make.visit("p1/a#1", MON, "09:17 09:18 10:18", 0)
    stop = stop.model_copy(
        update={
            "drive_seconds": 1050,
            "drive_meters": 6000,
            "arrive": make.when(MON, "09:00") + timedelta(seconds=1050),
            "wait_seconds": 30,
        }
    )
    # At 10:18 the way home takes 1800 s less 138 of 240 parts of 900 s, rounded up.
    home_s = 1800 - 900 * 138 // 240
    route = make.route("ana", MON, "09:00 10:18", stop).model_copy(
        update={
            "return_": make.when(MON, "10:18") + timedelta(seconds=home_s),
            "return_drive_seconds": home_s,
            "return_drive_meters": 9000,
            "drive_seconds": 1050 + home_s,
            "drive_meters": 15000,
        }
    )
    plan = plan_of(request, [])
    network = plan.network.model_copy(update={"speeds": "daypart"})
    plan = plan.model_copy(update={"routes": (route,), "unassigned": (), "network": network})
    return request, plan.model_copy(update={"cost": audit(request, plan, rush_hour()).cost})


def test_drive_of_the_departure_s_part_of_day_is_right() -> None:
    request, plan = week()
    assert audit(request, plan, rush_hour()).violations == ()


def test_drive_cost_is_worked_out_by_hand() -> None:
    request, plan = week()
    assert audit(request, plan, rush_hour()).cost.terms["drive"] == 2 * (1050 + 1283)


def test_drive_of_clear_roads_is_caught_in_the_rush_hour() -> None:
    request, plan = week()
    stop = plan.routes[0].stops[0]
    changes = {"drive_seconds": 600, "arrive": stop.arrive - timedelta(seconds=450)}
    plan = edit_stop(plan, 0, 0, wait_seconds=480, **changes)
    assert [found.rule for found in audit(request, plan, rush_hour()).violations] == [
        "drive_seconds"
    ]
