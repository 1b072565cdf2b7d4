"""Daylight saving leaves out wall times and repeats others."""

from __future__ import annotations

from documents import encoded, request

from visitplan.domain.loading import find_faults


def _in_march() -> dict[str, object]:
    document = request()
    document["horizon"] = {"first_day": "2026-03-08", "days": 1, "timezone": "America/New_York"}
    for person in document["case_managers"]:
        person["shifts"] = [{"start": "2026-03-08T00:00", "end": "2026-03-08T10:00"}]
        person["appointments"] = []
        person["absences"] = []
    for patient in document["patients"]:
        patient["unavailable"], patient["history"] = [], []
        patient["orders"][0] |= {"visits": 1, "windows": [], "latest_day": None}
    document["fixed"] = []
    return document


def test_a_skipped_wall_time_is_refused_with_the_same_moment() -> None:
    document = _in_march()
    document["patients"][0]["unavailable"] = [  # type: ignore[index]
        {"start": "2026-03-08T02:30", "end": "2026-03-08T04:00"}
    ]
    (fault,) = find_faults(encoded(document))
    assert (fault.code, fault.pointer) == ("VP1231", "/patients/0/unavailable/0/start")
    assert "2026-03-08T03:30" in fault.cure


def test_minutes_are_counted_on_the_clock_that_really_runs() -> None:
    document = _in_march()
    window = {"start": "01:00", "end": "04:00"}  # two hours on that day
    document["patients"][0]["orders"][0] |= {"windows": [window], "minutes": 150}  # type: ignore[index]
    (fault,) = find_faults(encoded(document))
    assert fault.code == "VP1302"
    assert "120 minutes" in fault.message


def test_a_shift_may_end_at_midnight() -> None:
    document = _in_march()
    document["case_managers"][0]["shifts"][0]["end"] = "2026-03-09T00:00"  # type: ignore[index]
    assert find_faults(encoded(document)) == ()
