"""Events at random, each on the answer to the one before: every plan passes, the past stays."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from random import Random

import pytest
from random_events import random_event
from under_way import after, week

from visitplan.domain.errors import VisitplanError
from visitplan.planning import Limits

EVENTS = 40
REFUSALS = {"VP4207"}
"""A crisis so late that no shift is left: drawn at random, and rightly refused."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_every_plan_passes_after_every_event(seed: int) -> None:
    rng = Random(seed)
    request, plan = week()
    now = datetime.combine(request.horizon.first_day, time(7))
    done: Counter[str] = Counter()
    while sum(done.values()) < EVENTS:
        now += timedelta(minutes=rng.randrange(5, 120))
        if now.hour >= 18:
            now = datetime.combine(now.date() + timedelta(days=1), time(7, rng.randrange(60)))
        if now.date() > request.horizon.dates[-1]:
            break
        event = random_event(request, plan, now, rng)
        if event is None:
            continue
        limits = Limits(most_changes=3) if rng.random() < 0.2 else None
        told = event.model_dump(mode="json", exclude_none=True)
        try:
            found = after(now, told, on=(request, plan), limits=limits, rounds=30)
        except VisitplanError as refused:
            if refused.code in REFUSALS:
                continue
            raise
        done[event.kind] += 1
        request, plan = found.request, found.plan
    assert len(done) >= 5
    assert sum(done.values()) >= EVENTS // 2
