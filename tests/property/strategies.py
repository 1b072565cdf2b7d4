"""Generated requests: small, valid ones, and valid ones with one value spoiled."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]
FIRST_DAYS = (date(2026, 11, 30), date(2026, 3, 7), date(2026, 10, 30))  # two around clock changes
TITLES = ("LCSW", "LMSW", "RN")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@st.composite
def places(draw: st.DrawFn) -> Json:
    """Draw a place in an area of some kilometres."""
    lat, lon = draw(st.integers(0, 400)), draw(st.integers(0, 400))
    return {"lat": round(39.94 + lat / 10_000, 4), "lon": round(-83.02 + lon / 10_000, 4)}


@st.composite
def requests(draw: st.DrawFn) -> Json:
    """Draw a request of 1-4 case managers and 1-8 patients that is not refused."""
    first = draw(st.sampled_from(FIRST_DAYS))
    days = [first + timedelta(days=n) for n in range(draw(st.integers(1, 7)))]
    people = [draw(case_managers(n, days)) for n in range(draw(st.integers(1, 4)))]
    names = [person["id"] for person in people]
    patients = [draw(patients_of(n, days, names)) for n in range(draw(st.integers(1, 8)))]
    return {
        "schema": "visitplan/1",
        "horizon": {
            "first_day": str(first),
            "days": len(days),
            "timezone": "America/New_York",
        },
        "case_managers": people,
        "patients": patients,
        "fixed": draw(fixed_visits(patients, days, names)),
    }


@st.composite
def case_managers(draw: st.DrawFn, number: int, days: list[date]) -> Json:
    """Draw a case manager with a shift on most days."""
    shifts = [_span(day, draw(st.integers(7, 9)), draw(st.integers(13, 18))) for day in days]
    worked = draw(st.lists(st.sampled_from(shifts), unique_by=str, max_size=len(shifts)))
    person: Json = {
        "id": f"cm-{number}",
        "start": draw(places()),
        "credentials": [
            {"code": code, "state": "OH"} for code in draw(st.sets(st.sampled_from(TITLES)))
        ],
        "drivers_license": draw(st.sampled_from([{"valid_until": "2030-01-01"}, None])),
        "languages": sorted(draw(st.sets(st.sampled_from(["en", "es"])))),
        "gender": draw(st.sampled_from(["female", "male", None])),
        "shifts": worked,
        "max_overtime_minutes_per_day": draw(st.sampled_from([0, 30])),
        "max_visits_per_day": draw(st.sampled_from([None, 1, 4])),
        "max_drive_minutes_per_leg": draw(st.sampled_from([None, 20])),
    }
    if worked and draw(st.booleans()):
        day = worked[0]["start"][:10]
        place = draw(st.none() | places())
        person["appointments"] = [_meeting(day, place)]
    if worked and draw(st.booleans()):
        day = worked[-1]["start"][:10]
        person["absences"] = [{"start": f"{day}T10:00", "end": f"{day}T12:00", "kind": "training"}]
    if draw(st.booleans()):
        person["breaks"] = [{"minutes": 30, "earliest": "11:30", "latest": "13:00"}]
    return person


@st.composite
def patients_of(draw: st.DrawFn, number: int, days: list[date], names: list[str]) -> Json:
    """Draw a patient with one or two orders."""
    primary = draw(st.none() | st.sampled_from(names))
    excluded = draw(st.sets(st.sampled_from(names))) - {primary}
    patient: Json = {
        "id": f"p-{number}",
        "location": draw(places()),
        "meeting_place": draw(places()),
        "state": "OH",
        "primary": primary,
        "care_team": sorted(draw(st.sets(st.sampled_from(names)))),
        "excluded": sorted(excluded),
        "languages": sorted(draw(st.sets(st.sampled_from(["en", "es"])))),
        "staff_gender": draw(st.sampled_from([None, None, "female"])),
        "orders": [draw(orders(f"p-{number}/{k}")) for k in range(draw(st.integers(1, 2)))],
        "history": [],
    }
    if draw(st.booleans()):
        before = days[0] - timedelta(days=draw(st.integers(1, 5)))
        patient["history"].append(
            {
                "order": f"p-{number}/0",
                "start": f"{before}T10:00",
                "case_managers": [names[0]],
                "status": draw(st.sampled_from(["completed", "missed"])),
            }
        )
    return patient


@st.composite
def orders(draw: st.DrawFn, name: str) -> Json:
    """Draw an order of up to three visits."""
    visits = draw(st.integers(1, 3))
    gap = draw(st.integers(1, 3))
    opens = draw(st.integers(7, 12))
    window = {
        "weekdays": sorted(draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1))),
        "start": f"{opens:02d}:00",
        "end": f"{opens + draw(st.integers(1, 6)):02d}:00",
    }
    titles = st.lists(st.sampled_from(TITLES), min_size=1, max_size=2, unique=True)
    return {
        "id": name,
        "visits": visits,
        "min_visits": draw(st.integers(0, visits)),
        "minutes": draw(st.sampled_from([15, 45, 90])),
        "min_gap_days": gap,
        "max_gap_days": draw(st.sampled_from([None, gap, gap + 2])),
        "windows": draw(st.sampled_from([[], [window]])),
        "preferred_windows": draw(st.sampled_from([[], [window]])),
        "staff": [{"any_of": draw(titles)} for _ in range(draw(st.integers(1, 2)))],
        "safety": draw(st.sampled_from(["solo", "solo", "pair", "daylight", "no_home"])),
        "priority": draw(st.sampled_from(["crisis", "high", "routine", "low"])),
    }


@st.composite
def fixed_visits(
    draw: st.DrawFn, patients: list[Json], days: list[date], names: list[str]
) -> list[Json]:
    """Draw at most one promise, which binds a day only, or people who may come."""
    if draw(st.booleans()):
        return []
    patient = draw(st.sampled_from(patients))
    order = draw(st.sampled_from(patient["orders"]))
    start = f"{draw(st.sampled_from(days))}T{draw(st.integers(8, 15)):02d}:00"
    allowed = [name for name in names if name not in patient["excluded"]]
    needed = max(len(order["staff"]), 2 if order["safety"] == "pair" else 1)
    fixed: Json = {"visit": f"{order['id']}#1", "start": start, "lock": "day"}
    if len(allowed) >= needed:
        fixed["lock"] = draw(st.sampled_from(["all", "day", "staff"]))
        fixed["case_managers"] = allowed[:needed]
    return [fixed]


def json_values() -> st.SearchStrategy[Any]:
    """Draw any JSON value, and often one that looks right."""
    likely = st.sampled_from(
        [
            *("", "x", "cm-0", "p-0/0#1", "2026-12-01", "2026-12-01T09:00", "2026-03-08T02:30"),
            *("09:00", "24:00", "0001-01-01", "9999-12-31T23:59", "mon", "pair", "\x1b[31m"),
            *(0, 1, -1, 10**30, 1.5, True, None, [], {}, [[]], ["cm-0"], {"lat": 1, "lon": 2}),
        ]
    )
    numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    simple = st.none() | st.booleans() | numbers | st.text(max_size=8)
    deep = st.recursive(
        simple,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
        ),
        max_leaves=6,
    )
    return likely | likely | deep


@st.composite
def spoiled(draw: st.DrawFn) -> Json:
    """Draw a valid request in which one to three values are replaced, removed or added."""
    document = copy.deepcopy(draw(requests()))
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = document
        while True:
            keys: list[Any] = list(holder) if isinstance(holder, dict) else [*range(len(holder))]
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if not isinstance(holder[key], dict | list) or draw(st.integers(0, 3)) == 0:
                _spoil(draw, holder, key)
                break
            holder = holder[key]
    return document


def _spoil(draw: st.DrawFn, holder: Any, key: Any) -> None:
    how = draw(st.sampled_from(["replace", "remove", "add"]))
    if how == "remove":
        del holder[key]
    elif how == "replace":
        holder[key] = draw(json_values())
    elif isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    else:
        holder[draw(st.text(max_size=6))] = draw(json_values())


def _span(day: date, start: int, end: int) -> Json:
    return {"start": f"{day}T{start:02d}:00", "end": f"{day}T{end:02d}:00"}


def _meeting(day: str, place: Json | None) -> Json:
    return {"id": "team", "start": f"{day}T09:00", "end": f"{day}T09:30", "location": place}
