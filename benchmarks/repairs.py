"""Lift all blockers of 500 visits left out of tight weeks, and apply all their repairs.

    python benchmarks/repairs.py --visits 500

The weeks are those of the property tests. For each visit left out, what each of its blockers names
is lifted by the figures told, then what stops the same person next, until the visit fits: a visit
in the way is taken out of the plan; where a second person is missing, one more is there and free.
Whoever is out of reach must stay so however much is lifted. Each repair is applied
through the public functions, and the checker looks at the whole plan that comes of it. Prints the
counts; ends with an error at the first that does not hold.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from contextlib import suppress

from setting import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from hypothesis import HealthCheck, Phase, given, seed, settings
from property.busy import busy_requests
from property.wide import wide_requests
from repairing import examine, planned


class EnoughError(Exception):
    """So many visits as wanted are examined: no further week is drawn."""


def main() -> int:
    """Go on until so many visits are examined."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1, help="of the weeks")
    parser.add_argument("--most", type=int, default=6, help="visits examined of one week")
    wanted = parser.parse_args()
    found: Counter[str] = Counter()
    begun = time.monotonic()

    @seed(wanted.seed)
    @settings(
        deadline=None,
        max_examples=10 * wanted.visits,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(busy_requests() | wide_requests())
    def go(document: dict) -> None:
        left = wanted.visits - found["visits"]
        if left <= 0:
            raise EnoughError
        made = planned(document)
        if made is not None:
            examine(*made, min(left, wanted.most), found)
            found["weeks"] += 1
            print(dict(found), flush=True)

    with suppress(EnoughError):
        go()
    print(f"{time.monotonic() - begun:.0f} s")
    for name, count in sorted(found.items()):
        print(f"{count:6d}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
