"""The smallest documents that the service can be given, and the smallest roads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork, build_network

HOME = {"lat": 10.0, "lon": 20.0}
PATIENT_HOME = {"lat": 10.0, "lon": 20.02}
DAY = "2026-11-30"

_OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="10.0" lon="20.0"/>
  <node id="2" lat="10.0" lon="20.01"/>
  <node id="3" lat="10.0" lon="20.02"/>
  <way id="9">
    <nd ref="1"/><nd ref="2"/><nd ref="3"/>
    <tag k="highway" v="residential"/>
  </way>
</osm>
"""


def request_document() -> dict[str, Any]:
    """One case manager with two shifts, one patient, one visit."""
    shifts = [("08:00", "12:00"), ("13:00", "17:00")]
    return {
        "schema": "visitplan/1",
        "horizon": {"first_day": DAY, "days": 1, "timezone": "UTC"},
        "case_managers": [
            {
                "id": "cm-01",
                "start": dict(HOME),
                "credentials": [{"code": "LCSW", "state": "OH"}],
                "drivers_license": {"valid_until": "2028-01-31"},
                "shifts": [{"start": f"{DAY}T{a}", "end": f"{DAY}T{b}"} for a, b in shifts],
            }
        ],
        "patients": [
            {
                "id": "p-0001",
                "location": dict(PATIENT_HOME),
                "state": "OH",
                "orders": [
                    {
                        "id": "p-0001/weekly",
                        "visits": 1,
                        "minutes": 30,
                        "staff": [{"any_of": ["LCSW"]}],
                    }
                ],
            }
        ],
    }


def request_body() -> bytes:
    return json.dumps(request_document()).encode()


def tiny_roads(folder: Path) -> RoadNetwork:
    path = folder / "tiny.osm"
    path.write_text(_OSM)
    return build_network(path)


def _route(leave: str, start: str, end: str, back: str) -> dict[str, Any]:
    stop = {
        "kind": "visit",
        "visit": "p-0001/weekly#1",
        "patient": "p-0001",
        "arrive": f"{DAY}T{start}:00Z",
        "start": f"{DAY}T{start}:00Z",
        "end": f"{DAY}T{end}:00Z",
        "drive_seconds": 300,
        "drive_meters": 2190,
    }
    return {
        "case_manager": "cm-01",
        "date": DAY,
        "leave": f"{DAY}T{leave}:00Z",
        "return": f"{DAY}T{back}:00Z",
        "drive_seconds": 600,
        "drive_meters": 4380,
        "return_drive_seconds": 300,
        "return_drive_meters": 2190,
        "stops": [stop],
    }


def plan_json(plan_id: str, network_sha256: str = "0" * 64) -> str:
    """A plan with a route in each of the two shifts."""
    document = {
        "schema": "visitplan/1",
        "id": plan_id,
        "request_sha256": PlanRequest.model_validate(request_document()).sha256(),
        "network": {"name": "tiny", "sha256": network_sha256, "speeds": "free_flow"},
        "solver": {"name": "weekly", "version": "1", "seed": 1, "iterations": 3, "seconds": 0.5},
        "routes": [
            _route("13:25", "13:30", "14:00", "14:05"),
            _route("08:55", "09:00", "09:30", "09:35"),
        ],
        "unassigned": [],
        "cost": {"total": 1200, "terms": {"drive": 1200}},
        "verification": {"ok": True},
    }
    return Plan.model_validate(document).model_dump_json(by_alias=True)
