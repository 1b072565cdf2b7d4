"""The rules and the objective of the weekly set, from the instance's own numbers."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.bench.literature.case import Tour, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.bench.literature.patterns.reading import Week

VISIT_MINUTES = 30
_MOST_CLUSTERS = 12  # of one tour: beyond it, trying all orders takes too long
_Made = tuple[str, int, int]  # nurse, day, skill


def judge(week: Week, tours: Sequence[Tour]) -> Verdict:
    """Give the minutes of travel and visits of all nurses and days.

    A tour enters a cluster once: its visits are put into the best such order,
    which changes nothing else, as no hour of a day is better than another.
    """
    made = _made(tours)
    faults = [*_tours(week, tours), *_names(week, made), *_patients(week, made)]
    work = Fraction(0)
    for tour in tours:
        minutes = travel(week, tour) + VISIT_MINUTES * len(tour.visits)
        work += minutes
        hours = week.nurses[_number(tour.case_manager) - 1].hours if not faults else Fraction(24)
        if minutes > 60 * hours:
            faults.append(
                f"{tour.case_manager} works {minutes} minutes on day {tour.day}, "
                f"{60 * hours} are allowed"
            )
    return Verdict(None if faults else work, tuple(faults))


def travel(week: Week, tour: Tour) -> Fraction:
    """Give the least minutes of driving of a tour that enters each cluster once."""
    node = [int(visit[1:].partition("/")[0]) for visit in tour.visits]
    clusters = [week.clients[n - 1].cluster for n in node if 0 < n <= len(week.clients)]
    if not clusters:
        return Fraction(0)
    counts = Counter(clusters)
    inside = sum(((count - 1) * week.minutes[c][c] for c, count in counts.items()), Fraction(0))
    return inside + _round_trip(week, list(counts))


def _round_trip(week: Week, clusters: list[int]) -> Fraction:
    """Give the least minutes from the depot through all clusters and back (Held, Karp 1962)."""
    if len(clusters) > _MOST_CLUSTERS:
        return sum((week.minutes[a][b] for a, b in pairwise([0, *clusters, 0])), Fraction(0))
    best: dict[tuple[int, int], Fraction] = {
        (1 << k, k): week.minutes[0][c] for k, c in enumerate(clusters)
    }
    everything = (1 << len(clusters)) - 1
    for seen in range(1, everything):
        for k, last in enumerate(clusters):
            if (seen, k) not in best:
                continue
            for j, c in enumerate(clusters):
                key = (seen | 1 << j, j)
                if not seen >> j & 1:
                    there = best[seen, k] + week.minutes[last][c]
                    best[key] = min(there, best.get(key, there))
    return min(best[everything, k] + week.minutes[c][0] for k, c in enumerate(clusters))


def _made(tours: Sequence[Tour]) -> dict[int, list[_Made]]:
    made: dict[int, list[_Made]] = {}
    for tour in tours:
        for visit in tour.visits:
            node, _, rest = visit[1:].partition("/")
            made.setdefault(int(node), []).append(
                (tour.case_manager, tour.day, int(rest.partition("#")[0]))
            )
    return made


def _number(nurse: str) -> int:
    return int(nurse[1:])


def _tours(week: Week, tours: Sequence[Tour]) -> Iterator[str]:
    for (nurse, day), count in Counter((tour.case_manager, tour.day) for tour in tours).items():
        if count > 1:
            yield f"{nurse} has {count} tours on day {day}"
        if not 0 < _number(nurse) <= len(week.nurses):
            yield f"{nurse} is no nurse of the instance"


def _names(week: Week, made: dict[int, list[_Made]]) -> Iterator[str]:
    for node in made:
        if not 0 < node <= len(week.clients):
            yield f"p{node} is no patient of the instance"


def _patients(week: Week, made: dict[int, list[_Made]]) -> Iterator[str]:
    for node, client in enumerate(week.clients, start=1):
        visits = made.get(node, [])
        skills = [skill for _, _, skill in visits]
        found = skills.count(1), skills.count(2)
        if found != client.visits:
            yield f"p{node} has {found} visits of the two skills, {client.visits} are due"
        days = Counter(day for _, day, _ in visits)
        if days and max(days.values()) > 1:
            yield f"p{node} is visited twice on a day"
        came = {day: skill for _, day, skill in visits}
        if tuple(came.get(day, 0) for day in range(5)) not in week.patterns:
            yield f"p{node} keeps no pattern"
        if len({nurse for nurse, _, _ in visits}) > client.most_nurses:
            yield f"p{node} sees more than {client.most_nurses} nurses"
        for nurse, _, skill in visits:
            known = 0 < _number(nurse) <= len(week.nurses)
            if known and skill > week.nurses[_number(nurse) - 1].skill:
                yield f"{nurse} has not the skill of a visit to p{node}"
