"""An absence is blamed only where it, and not the shift before or after it, stops a visit."""

from __future__ import annotations

from typing import Any

import pytest
from builders import MON, span

from visitplan_solvers.blockers import codes

from .test_blockers import ana, first, hours, one_day, wanted

Json = dict[str, Any]


def reason(shift: tuple[str, str], away: tuple[str, str], opens: str, closes: str) -> Any:
    """Give what stops a visit of an hour at ana's own door."""
    person = ana([span(MON, *shift)], absences=[span(MON, *away)])
    return first(one_day(person, wanted(windows=hours(opens, closes))))


@pytest.mark.parametrize(
    ("shift", "away", "open_", "numbers"),
    [
        (
            ("08:00", "11:00"),
            ("14:00", "15:00"),
            ("10:30", "11:30"),
            {"end": "11:00", "return": "11:30", "minutes": 30},
        ),
        (
            ("12:00", "16:00"),
            ("08:00", "09:00"),
            ("11:15", "12:15"),
            {"start": "12:00", "leave": "11:15", "minutes": 45},
        ),
    ],
    ids=["end", "start"],
)
def test_a_distant_absence_is_not_what_stops_a_visit_at_the_end_of_a_shift(
    shift: tuple[str, str], away: tuple[str, str], open_: tuple[str, str], numbers: Json
) -> None:
    found = reason(shift, away, *open_)
    code = codes.SHIFT_END_MISSED if "end" in numbers else codes.SHIFT_START_MISSED
    assert (found.code, found.numbers) == (code, {"day": MON, **numbers})


@pytest.mark.parametrize(
    ("shift", "away", "open_", "numbers"),
    [
        (
            ("08:00", "11:00"),
            ("14:00", "15:00"),
            ("13:30", "14:30"),
            {
                "shift-end-missed/end": "11:00",
                "shift-end-missed/return": "14:30",
                "shift-end-missed/minutes": 210,
                "absence-in-the-way/end": "14:00",
                "absence-in-the-way/return": "14:30",
                "absence-in-the-way/minutes": 30,
            },
        ),
        (
            ("08:00", "10:15"),
            ("10:00", "15:00"),
            ("09:30", "10:30"),
            {
                "shift-end-missed/end": "10:15",
                "shift-end-missed/return": "10:30",
                "shift-end-missed/minutes": 15,
                "absence-in-the-way/end": "10:00",
                "absence-in-the-way/return": "10:30",
                "absence-in-the-way/minutes": 30,
            },
        ),
        (
            ("12:00", "16:00"),
            ("11:00", "12:30"),
            ("11:45", "12:45"),
            {
                "shift-start-missed/start": "12:00",
                "shift-start-missed/leave": "11:45",
                "shift-start-missed/minutes": 15,
                "absence-in-the-way/start": "12:30",
                "absence-in-the-way/leave": "11:45",
                "absence-in-the-way/minutes": 45,
            },
        ),
    ],
    ids=["absence after the shift", "absence at its end", "absence at its start"],
)
def test_shift_and_absence_are_named_together_where_both_must_give_way(
    shift: tuple[str, str], away: tuple[str, str], open_: tuple[str, str], numbers: Json
) -> None:
    found = reason(shift, away, *open_)
    assert (found.code, found.numbers) == (codes.SEVERAL_LIMITS, {"day": MON, **numbers})
    assert "an absence" in found.message
    assert " and " in found.message


def test_an_absence_that_cuts_a_shift_short_is_named_alone() -> None:
    found = reason(("08:00", "12:00"), ("10:00", "15:00"), "09:30", "10:30")
    numbers = {"day": MON, "end": "10:00", "return": "10:30", "minutes": 30}
    assert (found.code, found.numbers) == (codes.ABSENCE_IN_THE_WAY, numbers)


@pytest.mark.parametrize(
    ("closes", "figures"),
    [
        ("14:00", {"end": "10:00", "return": "11:00", "minutes": 60}),
        ("15:30", {"start": "10:00", "end": "15:00"}),
    ],
    ids=["at its end", "inside"],
)
def test_a_meeting_that_an_absence_spares_is_named_with_it(closes: str, figures: Json) -> None:
    person = ana(
        [span(MON, "09:30", closes)],
        absences=[span(MON, "10:00", "15:00")],
        appointments=[span(MON, "10:15", "10:45", id="team", location=None)],
    )
    found = first(one_day(person, wanted(windows=hours("10:00", "11:00"))))
    numbers = {
        "day": MON,
        **{f"absence-in-the-way/{name}": value for name, value in figures.items()},
        "appointment-in-the-way/start": "10:15",
        "appointment-in-the-way/end": "10:45",
        "appointment-in-the-way/appointment": "team",
    }
    assert (found.code, found.numbers) == (codes.SEVERAL_LIMITS, numbers)


def test_another_shift_is_named_where_its_time_is_needed() -> None:
    shifts = [span(MON, "08:00", "10:00"), span(MON, "10:15", "11:00")]
    found = first(one_day(ana(shifts), wanted(windows=hours("09:30", "10:30"))))
    numbers = {
        "day": MON,
        "shift-end-missed/end": "10:00",
        "shift-end-missed/return": "10:30",
        "shift-end-missed/minutes": 30,
        "shift-end-missed/other_shift": "10:15-11:00",
    }
    assert (found.code, found.numbers) == (codes.SEVERAL_LIMITS, numbers)
    assert "another shift is 10:15-11:00" in found.message
