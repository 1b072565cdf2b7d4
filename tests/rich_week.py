"""A small week with sequences, day patterns, paperwork and a trainee who rides along."""

from __future__ import annotations

from functools import cache

from grid_world import grid_network
from under_way import document, week

from visitplan.domain.loading import load_request
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.planning import PlanOptions, check_plan, make_plan

ANYBODY = [{"any_of": ["LCSW", "LMSW", "LPC", "QMHP", "RN"]}]
MENTOR, TRAINEE = "cm-01", "cm-05"


@cache
def rich_week() -> tuple[PlanRequest, Plan]:
    """Give the small week with three sequences, two patterned patients, paperwork and a trainee."""
    asked = document(week()[0])
    asked["fixed"] = []
    asked["policy"] |= {
        "paperwork_minutes_per_visit": 10,
        "paperwork_block": {"minutes": 15, "earliest": "13:45", "latest": "16:00"},
        "arrival_minutes": 3,
    }
    patients = {patient["id"]: patient for patient in asked["patients"]}
    for name in ("p-0001", "p-0004", "p-0012"):
        first = patients[name]["orders"][0]
        after = {"order": first["id"], "min_minutes": 40, "max_minutes": 240}
        second = {"id": f"{name}/second", "minutes": 15, "staff": ANYBODY, "after": after}
        patients[name]["orders"].append({**second, "visits": first["visits"], "windows": []})
        first["staff"] = ANYBODY
        first["windows"] = []
    for name in ("p-0006", "p-0010"):
        order = patients[name]["orders"][0]
        order |= {"staff": ANYBODY, "windows": [], "min_gap_days": 1}
        patients[name]["day_patterns"] = [{order["id"]: days} for days in PATTERNS]
    for person in asked["case_managers"]:
        if person["id"] == TRAINEE:
            mentor = next(p for p in asked["case_managers"] if p["id"] == MENTOR)
            last = asked["horizon"]["first_day"][:-2] + "30"
            person |= {"orientation_until": last, "mentor": MENTOR, "appointments": []}
            person |= {"absences": [], "shifts": mentor["shifts"]}
    request, _ = load_request(PlanRequest.model_validate(asked).to_json().encode())
    plan = make_plan(request, grid_network(), PlanOptions(None, 300))
    assert check_plan(request, plan, grid_network()).ok
    return request, plan


PATTERNS = (["mon", "wed"], ["tue", "thu"], ["tue", "fri"])
"""Days of which a patterned patient's visits keep one set."""
