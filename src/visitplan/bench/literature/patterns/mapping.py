"""Weekly instances as requests: an order for each skill, coupled by day patterns."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from visitplan.bench.literature import case
from visitplan.bench.literature.numbers import down, up
from visitplan.bench.literature.patterns.judging import VISIT_MINUTES, judge
from visitplan.bench.literature.patterns.reading import DAYS
from visitplan.domain.patients import WEEKDAYS, Order, Patient, StaffNeed

if TYPE_CHECKING:
    from visitplan.bench.literature.patterns.reading import Client, Nurse, Week
    from visitplan.domain.patients import DayPattern
    from visitplan.domain.staff import CaseManager


_TOLL = Fraction(2, 3)


def case_of(week: Week) -> case.Case:
    """Make the request of an instance; the seconds between patients are those of their clusters.

    A request lets a tour enter a cluster twice, which the set does not, and which
    saves at most a drive inside that cluster. So each drive from one cluster to
    another is two thirds of such a drive longer than it is: coming back hardly
    ever pays, and tours keep their hours once their visits are in the order of
    clusters. With more, tours come to visit fewer clusters than is best.
    """
    toll = _TOLL * max(week.minutes[c][c] for c in range(len(week.minutes)))
    people = [_person(n, nurse) for n, nurse in enumerate(week.nurses, start=1)]
    patients = [_patient(n, client, week) for n, client in enumerate(week.clients, start=1)]
    clusters = [0, *(client.cluster for client in week.clients)]
    seconds = np.array(
        [[up(60 * (week.minutes[a][b] + toll * (a != b))) for b in clusters] for a in clusters],
        np.int32,
    )
    return case.Case(
        week.name, case.request(people, patients, days=DAYS), seconds, partial(judge, week)
    )


def _person(number: int, nurse: Nurse) -> CaseManager:
    end_s = down(3600 * nurse.hours)
    shifts = [case.shift(day, 0, end_s) for day in range(DAYS) if end_s]
    titles = [_title(skill) for skill in range(1, nurse.skill + 1)]
    return case.case_manager(f"n{number}", titles, shifts)


def _title(skill: int) -> str:
    return f"skill-{skill}"


def _patient(node: int, client: Client, week: Week) -> Patient:
    skills = [skill for skill in (1, 2) if client.visits[skill - 1]]
    return Patient(
        id=f"p{node}",
        location=case.coordinates(node),
        state=case.STATE,
        max_case_managers=client.most_nurses,
        day_patterns=tuple(_days(node, pattern, skills) for pattern in week.patterns_of(client)),
        orders=tuple(
            Order(
                id=f"p{node}/{skill}",
                visits=client.visits[skill - 1],
                minutes=VISIT_MINUTES,
                staff=(StaffNeed(any_of=(_title(skill),)),),
            )
            for skill in skills
        ),
    )


def _days(node: int, pattern: tuple[int, ...], skills: list[int]) -> DayPattern:
    return {
        f"p{node}/{skill}": tuple(
            weekday
            for weekday, comes in zip(WEEKDAYS[:DAYS], pattern, strict=True)
            if comes == skill
        )
        for skill in skills
    }
