"""Visits of fictional patients before the horizon."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Literal

from visitplan.domain.patients import PastVisit, Patient

Status = Literal["completed", "missed", "cancelled", "bumped"]
STATUSES: tuple[Status, ...] = ("completed", "missed", "cancelled", "bumped")
SHARES = (0.72, 0.12, 0.08, 0.08)


def history(rng: random.Random, patient: Patient, first_day: date) -> tuple[PastVisit, ...]:
    """Give some patients one to three visits in the two weeks before the horizon, in order."""
    if rng.random() > 0.5:
        return ()
    people = [p for p in (patient.primary, *patient.care_team) if p]
    found = []
    for order in patient.orders:
        ago = sorted({rng.randint(1, 14) for _ in range(rng.randint(0, 3))}, reverse=True)
        for days in ago:
            status = rng.choices(STATUSES, SHARES)[0]
            day = first_day - timedelta(days=days)
            start = datetime.combine(day, time(rng.randint(9, 15), rng.choice((0, 15, 30))))
            who = (rng.choice(people),) if people and status != "bumped" else ()
            found.append(PastVisit(order=order.id, start=start, case_managers=who, status=status))
    return tuple(sorted(found, key=lambda past: past.start))
