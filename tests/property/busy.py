"""Generated weeks in which most visits can be made, so that every rule comes to bind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from property.strategies import places

Json = dict[str, Any]
FIRST_DAYS = (date(2026, 11, 30), date(2026, 3, 7), date(2026, 10, 30))  # two around clock changes
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTERS = (0, 15, 30, 45)


@st.composite
def busy_requests(draw: st.DrawFn) -> Json:
    """Draw a request of 2-4 case managers who can do nearly everything, and 3-9 patients."""
    first = draw(st.sampled_from(FIRST_DAYS))
    days = [first + timedelta(days=n) for n in range(draw(st.integers(2, 6)))]
    people = [draw(workers(n, days)) for n in range(draw(st.integers(2, 4)))]
    names = [person["id"] for person in people]
    patients = [draw(visited(n, days, names)) for n in range(draw(st.integers(3, 9)))]
    return {
        "schema": "visitplan/1",
        "horizon": {"first_day": str(first), "days": len(days), "timezone": "America/New_York"},
        "case_managers": people,
        "patients": patients,
        "fixed": draw(promises(patients, days, names)),
    }


def rarely(value: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Draw a value mostly, now and then one of the others."""
    return st.sampled_from([value, value, value, *others])


@st.composite
def workers(draw: st.DrawFn, number: int, days: list[date]) -> Json:
    """Draw a case manager who works every day, sometimes in two shifts."""
    until = str(days[len(days) // 2])
    person: Json = {
        "id": f"cm-{number}",
        "start": draw(places()),
        "end": draw(rarely(None, draw(places()))),
        "credentials": [
            {"code": "RN", "state": "OH"},
            {"code": "LCSW", "state": "OH", "valid_until": draw(rarely("2030-01-01", until))},
        ],
        "drivers_license": {"valid_until": draw(rarely("2030-01-01", until))},
        "languages": draw(st.sampled_from([["en"], ["es"], []])),
        "gender": draw(st.sampled_from(["female", "male"])),
        "orientation_until": draw(rarely(None, None, str(days[0]))),
        "shifts": [shift for day in days for shift in draw(shifts_of(day))],
        "max_overtime_minutes_per_day": draw(st.sampled_from([0, 0, 60, 180])),
        "max_visits_per_day": draw(st.sampled_from([None, 2, 4])),
        "max_drive_minutes_per_day": draw(rarely(None, 40, 90)),
        "max_drive_minutes_per_leg": draw(rarely(None, 15, 25)),
        "breaks": draw(st.sampled_from([[], [LUNCH], [SHORT, LUNCH]])),
        "appointments": [],
        "absences": [],
    }
    for n, shift in enumerate(person["shifts"]):
        long_enough = _minute(shift["end"]) - _minute(shift["start"]) >= 60
        if long_enough and draw(st.integers(0, 4)) == 0:
            person["appointments"].append(draw(meetings(f"team-{n}", shift)))
    for day in days:
        if draw(st.integers(0, 3)) == 0:
            person["absences"].append(draw(spans(day, (7, 16), 60, kind="training")))
    return person


LUNCH = {"minutes": 30, "earliest": "11:30", "latest": "13:00"}
SHORT = {"minutes": 10, "earliest": "09:30", "latest": "10:30"}


@st.composite
def spans(draw: st.DrawFn, day: date, hours: tuple[int, int], minutes: int, **more: Any) -> Json:
    """Draw a stretch of one to three times the minutes."""
    start = draw(st.integers(*hours)) * 60 + draw(st.sampled_from(QUARTERS))
    end = start + minutes * draw(st.integers(1, 3))
    return {"start": _wall(day, start), "end": _wall(day, end), **more}


@st.composite
def meetings(draw: st.DrawFn, name: str, shift: Json) -> Json:
    """Draw an appointment inside a shift, at a place or not."""
    day, first = date.fromisoformat(shift["start"][:10]), _minute(shift["start"])
    latest = max(first, _minute(shift["end"]) - 60)
    start = draw(st.integers(first // 15, latest // 15)) * 15
    times = {"start": _wall(day, start), "end": _wall(day, start + 30)}
    return {"id": name, **times, "location": draw(st.none() | places())}


@st.composite
def shifts_of(draw: st.DrawFn, day: date) -> list[Json]:
    """Draw a day's shift, or two."""
    start = draw(st.integers(7, 9)) * 60 + draw(st.sampled_from(QUARTERS))
    end = draw(st.integers(14, 18)) * 60
    if draw(st.integers(0, 3)) > 0:
        return [{"start": _wall(day, start), "end": _wall(day, end)}]
    middle = draw(st.integers(10, 12)) * 60
    return [
        {"start": _wall(day, start), "end": _wall(day, middle)},
        {"start": _wall(day, middle + draw(st.sampled_from([0, 45]))), "end": _wall(day, end)},
    ]


@st.composite
def visited(draw: st.DrawFn, number: int, days: list[date], names: list[str]) -> Json:
    """Draw a patient with one or two orders."""
    name = f"p-{number}"
    primary = draw(st.none() | st.sampled_from(names))
    orders = [draw(wanted(f"{name}/{k}", days)) for k in range(draw(st.integers(1, 2)))]
    alone = all(len(order["staff"]) == 1 for order in orders)
    patient: Json = {
        "id": name,
        "location": draw(places()),
        "meeting_place": draw(st.none() | places() if alone else places()),
        "state": "OH",
        "primary": primary,
        "care_team": sorted(draw(st.sets(st.sampled_from(names), max_size=2))),
        "excluded": sorted(draw(st.sets(st.sampled_from(names), max_size=1)) - {primary}),
        "languages": draw(st.sampled_from([[], ["en"], ["es"]])),
        "staff_gender": draw(rarely(None, None, "female")),
        "orders": orders,
        "history": [],
        "unavailable": [],
    }
    for k in range(len(orders)):
        if draw(st.integers(0, 2)) == 0:
            before = days[0] - timedelta(days=draw(st.integers(1, 4)))
            who = draw(st.sampled_from([names[0], "left-long-ago"]))
            past = {"order": f"{name}/{k}", "start": f"{before}T10:00", "case_managers": [who]}
            patient["history"].append(past | {"status": draw(rarely("completed", "missed"))})
    if draw(st.integers(0, 2)) == 0:
        patient["unavailable"].append(draw(spans(draw(st.sampled_from(days)), (8, 14), 90)))
    return patient


@st.composite
def wanted(draw: st.DrawFn, name: str, days: list[date]) -> Json:
    """Draw an order of up to three visits."""
    visits = draw(st.integers(1, min(3, len(days))))
    gap = draw(st.integers(1, 2))
    opens = draw(st.integers(8, 11))
    window = {"weekdays": WEEK, "start": f"{opens:02d}:00", "end": f"{opens + 3:02d}:30"}
    later = {"weekdays": WEEK[:4], "start": f"{opens + 4:02d}:10", "end": f"{opens + 6:02d}:00"}
    hours = st.sampled_from([[], [window], [window, later], [later, window]])
    return {
        "id": name,
        "visits": visits,
        "min_visits": draw(st.integers(0, visits)),
        "minutes": draw(st.sampled_from([15, 45, 80])),
        "min_gap_days": gap,
        "max_gap_days": draw(rarely(None, gap, gap + 1, gap + 5)),
        "latest_day": draw(rarely(None, str(days[-1]), str(days[-2]))),
        "location": draw(rarely(None, draw(places()))),
        "windows": draw(hours),
        "preferred_windows": draw(hours),
        "staff": [
            {"any_of": [draw(st.sampled_from(["RN", "LCSW"]))]} for _ in range(draw(rarely(1, 2)))
        ],
        "safety": draw(st.sampled_from(["solo", "solo", "pair", "daylight", "no_home"])),
        "priority": draw(st.sampled_from(["crisis", "high", "routine", "low"])),
    }


@st.composite
def promises(
    draw: st.DrawFn, patients: list[Json], days: list[date], names: list[str]
) -> list[Json]:
    """Draw a promise for some orders, as fits nobody's exclusion."""
    found = []
    for patient in patients:
        for order in patient["orders"]:
            if draw(st.integers(0, 3)) > 0:
                continue
            allowed = [name for name in names if name not in patient["excluded"]]
            needed = max(len(order["staff"]), 2 if order["safety"] == "pair" else 1)
            lock = (
                draw(st.sampled_from(["all", "day", "staff"])) if len(allowed) >= needed else "day"
            )
            minute = 60 * draw(st.integers(8, 14)) + draw(st.sampled_from(QUARTERS))
            number = draw(st.integers(1, order["visits"]))
            who = draw(st.permutations(allowed))[:needed]
            fixed = {"visit": f"{order['id']}#{number}", "lock": lock, "case_managers": who}
            found.append(fixed | {"start": _wall(draw(st.sampled_from(days)), minute)})
    return found


def _minute(wall: str) -> int:
    return 60 * int(wall[11:13]) + int(wall[14:])


def _wall(day: date, minute: int) -> str:
    return f"{day}T{minute // 60:02d}:{minute % 60:02d}"
