"""Each fault of a request is found, with its code and its place."""

from __future__ import annotations

from typing import Any

import pytest
from documents import changed, encoded, request

from visitplan.domain.loading import find_faults, load_request

CM = "/case_managers/0"
PATIENT = "/patients/0"
ORDER = "/patients/0/orders/0"
SHIFT = {"start": "2026-12-01T08:00", "end": "2026-12-01T12:00"}

NIGHT = {"start": "22:00", "end": "06:00", "minutes": 30}
STRANGER = {"start": "08:00", "end": "12:00", "minutes": 30, "team": ["cm-01", "cm-77"]}
TURNED = {"minutes": 30, "earliest": "15:00", "latest": "14:00"}

CASES: list[tuple[str, str, Any, str]] = [
    # code, changed place, new value, place of the fault
    ("VP1009", "/schema", "visitplan/2", "/schema"),
    ("VP1011", f"{CM}/startt", 1, f"{CM}/startt"),
    ("VP1011", "/patiens", [], "/patiens"),
    ("VP1012", "/horizon/days", True, "/horizon/days"),
    ("VP1012", f"{CM}/start/lat", "39.9", f"{CM}/start/lat"),
    ("VP1012", "/fixed", {}, "/fixed"),
    ("VP1013", "/horizon/days", 0, "/horizon/days"),
    ("VP1013", "/horizon/days", 43, "/horizon/days"),
    ("VP1013", f"{ORDER}/visits", 43, f"{ORDER}/visits"),
    ("VP1013", f"{CM}/gender", "f", f"{CM}/gender"),
    ("VP1013", "/policy/start_step_seconds", 7, "/policy/start_step_seconds"),
    ("VP1013", "/policy/start_step_seconds", 0, "/policy/start_step_seconds"),
    ("VP1012", "/policy/start_step_seconds", True, "/policy/start_step_seconds"),
    ("VP1013", f"{PATIENT}/max_case_managers", 0, f"{PATIENT}/max_case_managers"),
    ("VP1013", f"{PATIENT}/day_patterns", [{"x": ["xyz"]}], f"{PATIENT}/day_patterns/0/x/0"),
    ("VP1013", f"{ORDER}/max_late_minutes", 1441, f"{ORDER}/max_late_minutes"),
    ("VP1013", f"{ORDER}/units", -1, f"{ORDER}/units"),
    ("VP1010", f"{ORDER}/after", {"order": "x", "min_minutes": 0}, f"{ORDER}/after/max_minutes"),
    ("VP1013", f"{PATIENT}/location/lat", -105.1, f"{PATIENT}/location/lat"),
    ("VP1014", f"{ORDER}/latest_day", "2026-02-30", f"{ORDER}/latest_day"),
    ("VP1014", f"{CM}/shifts/0/start", "2026-11-30 08:30", f"{CM}/shifts/0/start"),
    ("VP1014", f"{CM}/absences/0/end", "9999-12-31T00:00", f"{CM}/absences/0/end"),
    ("VP1015", "/horizon/timezone", "Amerika/New_York", "/horizon/timezone"),
    ("VP1016", "/patients", [], "/patients"),
    ("VP1016", f"{ORDER}/staff", [], f"{ORDER}/staff"),
    ("VP1101", "/case_managers/1/id", "cm-01", "/case_managers/1/id"),
    ("VP1102", "/patients/1/id", "p-0001", "/patients/1/id"),
    ("VP1103", "/patients/1/orders/0/id", "p-0001/weekly", "/patients/1/orders/0/id"),
    (
        "VP1104",
        f"{CM}/appointments/1",
        {"id": "team", "start": "2026-12-01T09:00", "end": "2026-12-01T10:00"},
        f"{CM}/appointments/1/id",
    ),
    ("VP1105", "/fixed/1", request()["fixed"][0], "/fixed/1/visit"),
    ("VP1111", f"{PATIENT}/primary", "cm-77", f"{PATIENT}/primary"),
    ("VP1112", f"{PATIENT}/care_team/1", "cm-77", f"{PATIENT}/care_team/1"),
    ("VP1113", f"{PATIENT}/excluded/0", "cm-77", f"{PATIENT}/excluded/0"),
    ("VP1114", f"{CM}/mentor", "cm-77", f"{CM}/mentor"),
    ("VP1115", "/fixed/0/visit", "p-0001/wekly#1", "/fixed/0/visit"),
    ("VP1116", "/fixed/0/visit", "p-0001/weekly#3", "/fixed/0/visit"),
    ("VP1117", "/fixed/0/case_managers/0", "cm-77", "/fixed/0/case_managers/0"),
    ("VP1118", f"{PATIENT}/history/0/order", "p-0002/weekly", f"{PATIENT}/history/0/order"),
    ("VP1119", f"{PATIENT}/excluded/0", "cm-01", f"{PATIENT}/primary"),
    ("VP1120", f"{CM}/mentor", "cm-01", f"{CM}/mentor"),
    (
        "VP1121",
        f"{PATIENT}/day_patterns",
        [{"p-0001/weekly": ["mon"]}, {"p-0001/wekly": ["mon"]}],
        f"{PATIENT}/day_patterns/1/p-0001~1wekly",
    ),
    (
        "VP1122",
        f"{PATIENT}/day_patterns",
        [{"p-0002/weekly": ["mon"]}],
        f"{PATIENT}/day_patterns/0/p-0002~1weekly",
    ),
    ("VP1201", f"{ORDER}/windows/0/end", "09:00", f"{ORDER}/windows/0/end"),
    ("VP1202", f"{ORDER}/preferred_windows/0/end", "08:00", f"{ORDER}/preferred_windows/0/end"),
    ("VP1203", f"{CM}/breaks/0/latest", "11:00", f"{CM}/breaks/0/latest"),
    ("VP1204", f"{CM}/absences/0/end", "2026-12-05T00:00", f"{CM}/absences/0/end"),
    ("VP1205", f"{PATIENT}/unavailable/0/end", "2026-12-01T08:00", f"{PATIENT}/unavailable/0/end"),
    ("VP1206", f"{CM}/shifts/0/end", "2026-11-30T08:00", f"{CM}/shifts/0/end"),
    ("VP1207", f"{CM}/appointments/0/end", "2026-11-30T08:50", f"{CM}/appointments/0/end"),
    (
        "VP1208",
        f"{CM}/credentials/0/valid_from",
        "2028-01-01",
        f"{CM}/credentials/0/valid_until",
    ),
    ("VP1209", f"{ORDER}/earliest_day", "2026-12-05", f"{ORDER}/latest_day"),
    ("VP1221", f"{CM}/shifts/4/end", "2026-12-05T02:00", f"{CM}/shifts/4/end"),
    (
        "VP1222",
        f"{CM}/shifts/5",
        {"start": "2026-12-08T08:00", "end": "2026-12-08T12:00"},
        f"{CM}/shifts/5/start",
    ),
    ("VP1223", f"{CM}/shifts/5", SHIFT, f"{CM}/shifts/1/start"),
    (
        "VP1224",
        f"{CM}/appointments/0/end",
        "2026-11-30T17:30",
        f"{CM}/appointments/0/start",
    ),
    (
        "VP1225",
        f"{CM}/appointments/1",
        {"id": "other", "start": "2026-11-30T09:30", "end": "2026-11-30T10:30"},
        f"{CM}/appointments/1/start",
    ),
    ("VP1241", f"{ORDER}/min_visits", 3, f"{ORDER}/min_visits"),
    ("VP1242", f"{ORDER}/max_gap_days", 1, f"{ORDER}/max_gap_days"),
    ("VP1251", f"{PATIENT}/history/0/start", "2026-11-30T08:00", f"{PATIENT}/history/0/start"),
    ("VP1011", "/policy/paperwork_minutes", 5, "/policy/paperwork_minutes"),
    ("VP1011", "/policy/weights", {"wiat": 1}, "/policy/weights/wiat"),
    ("VP1011", "/policy/programs", {"act": {"least": 2}}, "/policy/programs/act/least"),
    ("VP1012", "/policy", [], "/policy"),
    ("VP1012", "/policy/name", 7, "/policy/name"),
    ("VP1013", f"{ORDER}/acuity_percent", 9, f"{ORDER}/acuity_percent"),
    ("VP1013", f"{CM}/balance_minutes", -100_001, f"{CM}/balance_minutes"),
    ("VP1291", "/policy/name", "act-taem", "/policy/name"),
    (
        "VP1293",
        "/policy/programs",
        {"act": {"least_people": 3, "most_people": 2}},
        "/policy/programs/act/most_people",
    ),
    (
        "VP1294",
        "/policy/discharge_clock",
        {"first_by_days": 31},
        "/policy/discharge_clock/second_by_days",
    ),
    ("VP1295", "/policy/crisis_slack", [NIGHT], "/policy/crisis_slack/0/end"),
    ("VP1296", "/policy/crisis_slack", [STRANGER], "/policy/crisis_slack/0/team/1"),
    ("VP1297", "/policy/paperwork_block", TURNED, "/policy/paperwork_block/latest"),
    ("VP1261", "/fixed/0/case_managers", [], "/fixed/0/case_managers"),
    ("VP1262", "/fixed/0/start", "2026-11-29T10:00", "/fixed/0/start"),
    ("VP1263", f"{PATIENT}/excluded/0", "cm-01", "/fixed/0/case_managers/0"),
    (
        "VP1264",
        "/fixed/1",
        {"visit": "p-0001/weekly#2", "start": "2026-11-30T12:00", "lock": "day"},
        "/fixed/1/start",
    ),
    ("VP1272", f"{PATIENT}/location", {"lat": -83.0, "lon": 39.9}, f"{PATIENT}/location"),
    ("VP1301", f"{ORDER}/staff/0/any_of", ["RN"], f"{ORDER}/staff/0"),
    ("VP1302", f"{ORDER}/minutes", 361, f"{ORDER}/minutes"),
    ("VP1304", f"{ORDER}/min_gap_days", 5, f"{ORDER}/visits"),
    ("VP1305", f"{ORDER}/latest_day", "2026-11-29", ORDER),
]


def test_the_example_has_no_fault() -> None:
    loaded, faults = load_request(encoded(request()))
    assert faults == ()
    assert len(loaded.case_managers) == 2


@pytest.mark.parametrize(
    ("code", "path", "value", "where"),
    CASES,
    ids=lambda part: part if isinstance(part, str) and part.startswith("VP") else "",
)
def test_a_wrong_value_is_found_at_its_place(code: str, path: str, value: Any, where: str) -> None:
    faults = find_faults(encoded(changed(path, value)))
    assert (code, where) in {(fault.code, fault.pointer) for fault in faults}
    fault = next(fault for fault in faults if fault.code == code)
    assert fault.message
    assert fault.cure.endswith((".", "?"))
    assert fault.severity == ("unservable" if code.startswith("VP13") else "refused")


@pytest.mark.parametrize(
    ("path", "value", "meant"),
    [
        (f"{ORDER}/minuts", 5, "minutes"),
        ("/policy/programs", {"act": {"least_poeple": 2}}, "least_people"),
        ("/policy/discharge_clock", {"first_by": 7}, "first_by_days"),
    ],
)
def test_an_unknown_field_names_the_nearest_of_its_place(path: str, value: Any, meant: str) -> None:
    (fault,) = find_faults(encoded(changed(path, value)))
    assert fault.cure.startswith(f'Did you mean "{meant}"?')
