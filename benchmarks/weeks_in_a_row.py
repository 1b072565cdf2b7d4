"""Live through weeks in a row: continuity, visits after discharges and fairness over time.

    python benchmarks/weeks_in_a_row.py [--weeks 8] [--managers 8] [--visits 150] [--seconds 10]

A made-up agency on the embedded network: each week brings discharges, leave, a sick day, a crisis
and closed doors; each week's request is made from the plan before and from what became of it. The
same weeks are lived through twice, once without what a week knows of the fairness of those before.
Writes a row a week to benchmarks/results/in-a-row.csv; benchmarks/report.py shows them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from setting import RESULTS, SETTING, replace_rows, setting
from simulation import Options, Week, simulate

from visitplan.app.sample import make_request, sample_network
from visitplan.domain.patients import Patient
from visitplan.planning import next_request

KEY = ("remembers", "week")
COLUMNS = (
    *KEY,
    "visits",
    "served",
    "left_out",
    "left_out_again",
    "first_due",
    "first_met",
    "second_due",
    "second_met",
    "by_primary",
    "people_a_patient",
    "balance_spread",
    "calls",
    "drive_min_per_visit",
    "seed",
    *SETTING,
)
FACES_DAYS = 28
"""Days over which a patient's different people are counted."""


def rows(weeks: list[Week], options: Options) -> Iterator[dict[str, Any]]:
    """Yield what each week came to, visits that came to nothing taken off."""
    there = setting()
    carried: dict[str, int] = {}
    for number, week in enumerate(weeks, 1):
        following, _ = next_request(week.request, week.plan, week.actuals, usual=week.request)
        figures = week.plan.figures
        assert figures is not None
        for person, minutes in figures.balance_minutes.items():
            # A week that remembers counts those before; the others are added up here.
            carried[person] = minutes + (0 if options.remembers else carried.get(person, 0))
        yield {
            "remembers": int(options.remembers),
            "week": number,
            "visits": week.visits,
            "served": week.served,
            "left_out": len(week.left_out),
            "left_out_again": sum(_again(patient) for patient in following.patients),
            **_clocks(week, following.patients),
            "by_primary": _share(figures.visits_by_the_primary, figures.visits_with_a_primary),
            "people_a_patient": round(_people(following.patients, following.horizon.first_day), 3),
            "balance_spread": max(carried.values()) - min(carried.values()),
            "calls": week.calls,
            "drive_min_per_visit": round(figures.drive_seconds / 60 / max(1, week.served), 2),
            "seed": options.seed,
            **there,
        }


def _share(part: int, whole: int) -> float | str:
    return round(part / whole, 4) if whole else ""


def _again(patient: Patient) -> int:
    """Count a patient's orders whose last two weeks both left a visit out."""
    found = 0
    past = sorted((p for p in patient.history if p.order), key=lambda p: (p.order or "", p.start))
    for _, entries in groupby(past, key=lambda p: p.order):
        days = sorted({p.start.date() for p in entries if p.status == "bumped"})
        found += any((b - a).days == 7 for a, b in zip(days[-2:], days[-1:], strict=False))
    return found


def _clocks(week: Week, patients: tuple[Patient, ...]) -> dict[str, int]:
    """Count clocks whose deadline lay in the week, and those kept by visits really made."""
    counts = dict.fromkeys(("first_due", "first_met", "second_due", "second_met"), 0)
    days = week.request.horizon.dates
    for patient in patients:
        if patient.discharged_on is None:
            continue
        for name, by, wanted in (("first", 7, 1), ("second", 30, 2)):
            due = patient.discharged_on + timedelta(days=by)
            if not days[0] <= due <= days[-1]:
                continue
            made = sum(
                p.status == "completed" and patient.discharged_on < p.start.date() <= due
                for p in patient.history
            )
            counts[f"{name}_due"] += 1
            counts[f"{name}_met"] += made >= wanted
    return counts


def _people(patients: tuple[Patient, ...], first: Any) -> float:
    """Give how many different people a patient saw of late, on average."""
    seen = []
    for patient in patients:
        late = [
            p
            for p in patient.history
            if p.status == "completed" and (first - p.start.date()).days <= FACES_DAYS
        ]
        if late:
            seen.append(len({who for p in late for who in p.case_managers}))
    return sum(seen) / max(1, len(seen))


def main() -> int:
    """Live through the weeks, with and without a memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--managers", type=int, default=8)
    parser.add_argument("--visits", type=int, default=150)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS / "in-a-row.csv")
    asked = parser.parse_args()
    network = sample_network()
    request = make_request(network, managers=asked.managers, visits=asked.visits, seed=asked.seed)
    for remembers in (True, False):
        options = Options(asked.weeks, asked.seconds, asked.seconds / 2, asked.seed, remembers)
        made = list(rows(simulate(request, network, options), options))
        replace_rows(asked.out, made, COLUMNS, KEY)
        for row in made:
            print({name: row[name] for name in COLUMNS[:-5]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
