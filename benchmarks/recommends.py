"""Time the best places for visits in a plan of a large week, one visit and several together.

    python benchmarks/recommends.py [--managers 40] [--visits 700] [--seconds 20] [--times 5]

Plans a sample week on the embedded network, then asks for places for new orders of its patients.
Prints for each question the least wall time and processor time of some runs: inside the command,
without reading files and without the first run, in which compiled code is loaded.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from setting import setting

from visitplan.app.sample import make_request, sample_network
from visitplan.planning import PlanOptions, make_plan, recommend, with_orders

STAFF = [{"any_of": ["LCSW", "LMSW", "LPC", "QMHP", "RN"]}]
QUESTIONS: dict[str, list[dict[str, Any]]] = {
    "one visit": [{"visits": 1}],
    "twice a week, two days apart": [{"visits": 2, "min_gap_days": 2}],
    "three times, two days apart": [{"visits": 3, "min_gap_days": 2}],
    "each day": [{"visits": 5}],
    "four patients, one visit each": [{"visits": 1}] * 4,
    "a visit for two, another patient twice": [{"visits": 1, "safety": "pair"}, {"visits": 2}],
    "five patients, two visits each": [{"visits": 2}] * 5,
}


def main() -> int:
    """Plan, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--managers", type=int, default=40)
    parser.add_argument("--visits", type=int, default=700)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    network = sample_network()
    request = make_request(network, managers=asked.managers, visits=asked.visits, seed=asked.seed)
    plan = make_plan(request, network, PlanOptions(asked.seconds, seed=asked.seed))
    print(setting())
    for name, wishes in QUESTIONS.items():
        orders = [
            (patient.id, {"id": f"{patient.id}/new", "minutes": 45, "staff": STAFF, **wish})
            for patient, wish in zip(request.patients, wishes, strict=False)
        ]
        amended, before, visits, _ = with_orders(request, plan, orders)
        took = []
        for _ in range(asked.times + 1):
            wall, cpu = time.perf_counter(), time.process_time()
            found = recommend(amended, before, network, visits)
            took.append((time.perf_counter() - wall, time.process_time() - cpu))
        wall, cpu = (min(run[k] for run in took[1:]) for k in (0, 1))
        served = len(found.choices[0].places) if found.choices else 0
        print(
            f"{name}: {served} of {len(visits)} visits placed, {len(found.choices)} choices, "
            f"{wall:.2f} s, {cpu:.2f} s of processor time"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
