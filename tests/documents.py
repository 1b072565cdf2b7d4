"""A small valid request as JSON, and ways to change it."""

from __future__ import annotations

import copy
import json
from typing import Any

Json = dict[str, Any]

_DAYS = ("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04")


def case_manager(number: int = 1) -> Json:
    """Give a case manager who works from Monday to Friday."""
    return {
        "id": f"cm-{number:02d}",
        "start": {"lat": 39.96 + number / 100, "lon": -83.0},
        "credentials": [
            {"code": "LCSW", "state": "OH", "valid_from": "2021-01-01", "valid_until": "2027-06-30"}
        ],
        "drivers_license": {"valid_until": "2028-01-31"},
        "languages": ["en"],
        "shifts": [{"start": f"{day}T08:30", "end": f"{day}T17:00"} for day in _DAYS],
        "absences": [{"start": "2026-12-05T00:00", "end": "2026-12-06T00:00", "kind": "vacation"}],
        "appointments": [
            {"id": "team", "start": "2026-11-30T09:00", "end": "2026-11-30T09:45", "location": None}
        ],
        "breaks": [{"minutes": 30, "earliest": "11:30", "latest": "13:30"}],
        "max_visits_per_day": 7,
    }


def patient(number: int = 1) -> Json:
    """Give a patient with one order of two visits."""
    name = f"p-{number:04d}"
    return {
        "id": name,
        "location": {"lat": 39.99, "lon": -83.02 + number / 100},
        "state": "OH",
        "primary": "cm-01",
        "care_team": ["cm-01", "cm-02"],
        "excluded": [],
        "unavailable": [{"start": "2026-12-01T09:00", "end": "2026-12-01T12:00"}],
        "orders": [
            {
                "id": f"{name}/weekly",
                "visits": 2,
                "min_visits": 1,
                "minutes": 45,
                "min_gap_days": 2,
                "max_gap_days": 5,
                "latest_day": "2026-12-04",
                "windows": [{"weekdays": ["mon", "wed", "fri"], "start": "09:00", "end": "15:00"}],
                "preferred_windows": [{"start": "09:00", "end": "11:30"}],
                "staff": [{"any_of": ["LCSW", "LMSW"]}],
            }
        ],
        "history": [
            {
                "order": f"{name}/weekly",
                "start": "2026-11-26T10:00",
                "case_managers": ["cm-99"],
                "status": "completed",
            }
        ],
    }


def request() -> Json:
    """Give a request of two case managers and two patients without any fault."""
    return {
        "schema": "visitplan/1",
        "horizon": {"first_day": "2026-11-30", "days": 7, "timezone": "America/New_York"},
        "case_managers": [case_manager(1), case_manager(2)],
        "patients": [patient(1), patient(2)],
        "fixed": [
            {
                "visit": "p-0001/weekly#1",
                "case_managers": ["cm-01"],
                "start": "2026-11-30T10:00",
                "lock": "all",
            }
        ],
        "policy": {"name": "default"},
    }


def encoded(document: object) -> bytes:
    """Give a document as it travels."""
    return json.dumps(document).encode()


def changed(path: str, value: object) -> Json:
    """Give the valid request with one value replaced or added, by JSON pointer."""
    document = copy.deepcopy(request())
    *parents, last = path.removeprefix("/").split("/")
    holder: Any = document
    for part in parents:
        holder = holder[int(part)] if isinstance(holder, list) else holder[part]
    if isinstance(holder, list):
        holder.insert(int(last), value) if int(last) == len(holder) else holder.__setitem__(
            int(last), value
        )
    else:
        holder[last] = value
    return document
