"""Which places the travel times must cover."""

from __future__ import annotations

import pytest
from builders import (
    MON,
    at,
    case_manager,
    order,
    patient,
    request_of,
    right_plan,
    small_request,
    span,
    street,
)

from visitplan.audit import Places, TravelSizeError, audit, places_of


def places() -> Places:
    meeting = span(MON, "09:00", "09:30", id="team", location=at(7))
    call = span(MON, "10:00", "10:30", id="call")
    ana = case_manager("ana", 0, "LCSW", end=at(1), appointments=[meeting, call])
    ben = case_manager("ben", 1, "LCSW")
    p1 = patient(
        "p1",
        2,
        order("p1/home", 60, "LCSW"),
        order("p1/away", 60, "LCSW", location=at(3)),
        order("p1/meet", 60, "LCSW", safety="no_home"),
    )
    return places_of(request_of([ana, ben], [p1]))


def block(place: int | None) -> int:
    assert place is not None
    return round((places().coordinates[place].lon + 83) * 100)


def test_equal_coordinates_are_one_place() -> None:
    assert [block(i) for i in range(len(places().coordinates))] == [0, 1, 7, 2, 3]
    assert places().names == ("ana", "ana", "ana/team", "p1", "p1/away")


def test_end_defaults_to_the_start() -> None:
    assert block(places().end("ana")) == 1
    assert block(places().end("ben")) == 1


def test_appointment_without_a_location_has_no_place() -> None:
    assert block(places().appointment("ana", "team")) == 7
    assert places().appointment("ana", "call") is None


def test_visit_place_is_the_order_s_then_the_patient_s() -> None:
    assert block(places().visit("ana", "p1/home")) == 2
    assert block(places().visit("ana", "p1/away")) == 3


def test_no_home_visit_without_a_meeting_place_is_at_the_case_manager_s_start() -> None:
    assert block(places().visit("ana", "p1/meet")) == 0
    assert block(places().visit("ben", "p1/meet")) == 1


def test_unknown_ids_have_no_place() -> None:
    assert places().start("zoe") is None
    assert places().visit("ana", "p9/none") is None


def test_travel_times_for_other_places_are_refused() -> None:
    request = small_request()
    other = request_of([case_manager("ana", 0, "LCSW")], [patient("p1", 1, order("p1/a", 60, "X"))])
    with pytest.raises(TravelSizeError, match=r"6 places, but the travel times cover 2"):
        audit(request, right_plan(request), street(other))
