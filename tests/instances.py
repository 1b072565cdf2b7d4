"""Small benchmark instances written by the tests themselves, and sets of them on disk."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

HOMECARE: dict[str, Any] = {
    "services": [{"id": "wash"}, {"id": "lift"}],
    "caregivers": [
        {"id": "ann", "abilities": ["wash", "lift"]},
        {"id": "bob", "abilities": ["lift"]},
    ],
    "central_offices": [{"id": "d"}],
    "patients": [
        {
            "id": "one",
            "time_window": [10.0, 20.0],
            "required_caregivers": [{"service": "wash", "duration": 5.0}],
        },
        {
            "id": "two",
            "time_window": [20.0, 25.0],
            "required_caregivers": [
                {"service": "lift", "duration": 10.0},
                {"service": "wash", "duration": 10.0},
            ],
            "synchronization": {"type": "simultaneous"},
        },
        {
            "id": "three",
            "time_window": [30.0, 40.0],
            "required_caregivers": [
                {"service": "lift", "duration": 10.0},
                {"service": "wash", "duration": 20.0},
            ],
            "synchronization": {"type": "sequential", "distance": [15, 30]},
        },
    ],
    "distances": [
        [0.0, 12.5, 10.0, 10.0],
        [12.5, 0.0, 10.0, 20.125],
        [10.0, 10.0, 0.0, 5.0],
        [10.0, 20.125, 5.0, 0.0],
    ],
}

SOLOMON = """T101

VEHICLE
NUMBER     CAPACITY
  2          10

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0      0    0    0     0   300    0
    1      3    4    6     0   100   10
    2      6    8    4    20   100   10
    3     -1    1    7    50    60   10
"""

CORDEAU = """NAME: T01
TYPE: SDVRPTW
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: 3
VEHICLES: 2
VEHICLES_MAX_DURATION: 50
NODE_COORD_SECTION
1 0 0
2 3.5 4
3 0 -6
DEMAND_SECTION
1 0
2 5
3 6
SERVICE_TIME_SECTION
1 0
2 10
3 20
TIME_WINDOW_SECTION
1 0 200
2 30 60
3 20 90
CAPACITY_SECTION
1 5
2 11
VEHICLES_ALLOWED_CLIENTS_SECTION
1 2
2 2 3
EOF
"""

# Two patients and two nurses: one patient needs both skills, on Monday and on Wednesday or Friday.
WEEKLY = """3\t2\t2\t4
77\t2\t1\t1\t1
78\t1\t2\t0\t0
1\t1\t2
2\t2\t8
3\t10
12\t4
1\t0\t2\t0\t0
1\t0\t0\t0\t2
1\t0\t1\t0\t0
0\t1\t0\t0\t1
"""


def homecare(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(HOMECARE), **changes}


def written(folder: Path, name: str, content: str | dict[str, Any]) -> Path:
    """Write an instance's file."""
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


def written_set(folder: Path, name: str, files: dict[str, Any], table: str) -> Path:
    """Write a set as the benchmark folders hold one."""
    home = folder / name
    (home / "instances").mkdir(parents=True)
    (home / "best_known.csv").write_text(table, "utf-8")
    for file, content in files.items():
        written(home / "instances", file, content)
    return folder
