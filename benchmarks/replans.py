"""Events at random on one week, each on the answer to the one before: seconds and verdicts.

    python benchmarks/replans.py --managers 40 --visits 700 --events 200 --seconds 2

Makes a sample week on the embedded network, plans it, and replans it event by event, at moments
drawn from its working days. An event rightly refused, such as a crisis after the last shift,
is told, and another is drawn. Every plan is checked and its past compared byte for byte. Writes a
row for each event to replans.csv; `seconds` are those of the whole replanning but for starting the
program.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from statistics import mean, median

from setting import RESULTS, ROOT, SETTING, replace_rows, setting

sys.path.append(str(ROOT / "tests"))  # the events at random are those of the tests
from random_events import random_event, what_stands

from visitplan.app.roads import load_roads
from visitplan.app.sample import make_request
from visitplan.audit import Audit
from visitplan.domain.clock import Clock
from visitplan.domain.errors import VisitplanError
from visitplan.domain.events import Event
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.planning import PlanOptions, Replan, check_plan, make_plan, replan

KEY = ("size", "seed", "budget_s", "event")
COLUMNS = (
    *(*KEY, "now", "kind", "seconds", "violations", "past_kept", "refused"),
    *("changed", "calls", "unassigned", "cost", *SETTING),
)
MOST_DRAWS = 100
"""Events drawn for one moment until one can happen."""
SATURDAY = 5
Row = dict[str, object]


def main() -> int:
    """Run the week; exit 1 if a plan broke a rule or the past changed."""
    asked = _arguments()
    roads = load_roads(None)
    request = make_request(roads, managers=asked.managers, visits=asked.visits, seed=asked.seed)
    plan = make_plan(request, roads, PlanOptions(seconds=asked.plan_seconds))
    rng = Random(asked.seed)
    rows: list[Row] = []
    for now in _moments(request, asked.events, rng):
        for _ in range(MOST_DRAWS):
            event = random_event(request, plan, now, rng)
            if event is None:
                continue
            row: Row = {"event": len(rows) + 1, "now": now.isoformat(), "kind": event.kind}
            rows.append(row)
            begun = time.monotonic()
            try:
                found = replan(
                    request, plan, roads, [event], now, PlanOptions(seconds=asked.seconds)
                )
            except VisitplanError as refused:
                row["refused"] = refused.code
                continue
            row["seconds"] = round(time.monotonic() - begun, 2)
            row |= _judged(plan, found, event, check_plan(found.request, found.plan, roads))
            request, plan = found.request, found.plan
            break
    return _report(asked, rows)


def _judged(before: Plan, found: Replan, event: Event, verdict: Audit) -> Row:
    """Give what the checker says of a new plan, whether the past stayed, and what changes."""
    now = Clock.of(found.request.horizon.timezone).instant(found.answer.now)
    over, kept = what_stands(before, now), what_stands(found.plan, now)
    return {
        "violations": len(verdict.violations),
        # A no-show says that what stood there was another thing than planned.
        "past_kept": event.kind == "no_show"
        or all(_begins(kept.get(k, []), v) for k, v in over.items()),
        "changed": found.answer.changed.visits,
        "calls": len(found.answer.calls),
        "unassigned": len(found.plan.unassigned),
        "cost": found.plan.cost.total,
    }


def _begins(whole: list[str], part: list[str]) -> bool:
    return whole[: len(part)] == part


def _moments(request: PlanRequest, count: int, rng: Random) -> list[datetime]:
    """Draw different minutes between 7:00 and 18:00 of the working days, in order."""
    days = [day for day in request.horizon.dates if day.weekday() < SATURDAY]
    minutes = [
        datetime.combine(day, datetime.min.time()) + timedelta(hours=7, minutes=m)
        for day in days
        for m in range(11 * 60)
    ]
    return sorted(rng.sample(minutes, count))


def _report(asked: argparse.Namespace, rows: list[Row]) -> int:
    size = f"{asked.managers}x{asked.visits}"
    key = {"size": size, "seed": asked.seed, "budget_s": asked.seconds}
    replace_rows(RESULTS / "replans.csv", [key | row | setting() for row in rows], COLUMNS, KEY)
    answered = [row for row in rows if "refused" not in row]
    seconds = [float(str(row["seconds"])) for row in answered]
    broken = [row for row in answered if row["violations"] or not row["past_kept"]]
    refused = Counter(str(row["refused"]) for row in rows if "refused" in row)
    print(
        f"{size}: {len(answered)} events answered, refused {dict(refused)}; "
        f"{len(broken)} broken; seconds mean {mean(seconds):.1f}, median {median(seconds):.1f}, "
        f"most {max(seconds):.1f}"
    )
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--managers", type=int, default=40)
    parser.add_argument("--visits", type=int, default=700)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--plan-seconds", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
