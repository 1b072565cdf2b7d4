"""The rules and the objective of home care sets, from the instance's own numbers.

Sources: Ceschia, Di Gaspero, Rosati, Schaerf, ITOR 2024, doi 10.1111/itor.13585, after
Mankowska, Meisel, Bierwirth 2014.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from visitplan.bench.literature.case import Tour, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitplan.bench.literature.homecare.reading import Client, HomeCare


@dataclass(frozen=True, slots=True)
class _Event:
    """One start: of both services of a simultaneous visit, or of a single one."""

    node: int
    client: Client
    services: tuple[int, ...]
    duration: Fraction


@dataclass(slots=True)
class _Delays:
    """Least minutes from one start to another; None is the moment when the day begins."""

    arcs: list[tuple[str | None, str, Fraction]] = field(default_factory=list)

    def earliest(self) -> dict[str, Fraction] | None:
        """Give the earliest starts of all, or None where there are none (Bellman-Ford)."""
        starts: dict[str, Fraction] = {}
        for _ in range(len({after for _, after, _ in self.arcs}) + 1):
            changed = False
            for before, after, minutes in self.arcs:
                begun = Fraction(0) if before is None else starts.get(before)
                if begun is not None and begun + minutes > starts.get(after, Fraction(-1)):
                    starts[after] = begun + minutes
                    changed = True
            if not changed:
                return starts
        return None


def judge(instance: HomeCare, tours: Sequence[Tour]) -> Verdict:
    """Give (distance + all tardiness + largest tardiness) / 3 in minutes, exactly.

    Services start as early as the tours allow; each service of a simultaneous
    visit counts its own tardiness.
    """
    events = _events(instance)
    faults = [*_coverage(events, tours), *_people(instance, events, tours)]
    if faults:
        return Verdict(None, tuple(faults))
    starts = _delays(instance, events, tours).earliest()
    if starts is None:
        return Verdict(None, ("the tours wait for each other for ever",))
    late = {
        visit: max(Fraction(0), start - events[visit].client.closes)
        for visit, start in starts.items()
    }
    distance = sum((_length(instance, tour, events) for tour in tours), Fraction(0))
    tardiness = sum((late[v] * len(e.services) for v, e in events.items()), Fraction(0))
    return Verdict((distance + tardiness + max(late.values())) / 3)


def _events(instance: HomeCare) -> dict[str, _Event]:
    found: dict[str, _Event] = {}
    for node, client in enumerate(instance.clients, start=1):
        if client.together == "sequential":
            for k, service in enumerate(client.services):
                event = _Event(node, client, (service,), client.durations[k])
                found[f"p{node}/{k + 1}#1"] = event
        else:
            found[f"p{node}#1"] = _Event(node, client, client.services, max(client.durations))
    return found


def _coverage(events: dict[str, _Event], tours: Sequence[Tour]) -> Iterator[str]:
    came = Counter(visit for tour in tours for visit in tour.visits)
    for visit, event in events.items():
        if came[visit] != len(event.services):
            yield f"{visit} has {came[visit]} of {len(event.services)} people"
    for visit in came.keys() - events.keys():
        yield f"{visit} is no visit of the instance"
    for person, count in Counter(tour.case_manager for tour in tours).items():
        if count > 1:
            yield f"{person} has {count} tours"


def _people(instance: HomeCare, events: dict[str, _Event], tours: Sequence[Tour]) -> Iterator[str]:
    able = {f"c{n}": skills for n, skills in enumerate(instance.abilities, start=1)}
    came: dict[str, list[str]] = {}
    for tour in tours:
        for visit in tour.visits:
            came.setdefault(visit, []).append(tour.case_manager)
    for visit, event in events.items():
        people = came.get(visit, [])
        if len(set(people)) != len(people):
            yield f"one person comes twice to {visit}"
        skills = [able.get(person, frozenset()) for person in people]
        if len(skills) == len(event.services) and not _able(skills, event.services):
            yield f"{', '.join(people)} cannot do the services of {visit}"
        if visit.endswith("/2#1"):
            for person in set(people) & set(came.get(f"p{event.node}/1#1", [])):
                yield f"{person} makes both visits of the sequence {visit}"


def _able(skills: list[frozenset[int]], services: tuple[int, ...]) -> bool:
    orders = (skills, skills[::-1])
    return any(
        all(service in held for service, held in zip(services, order, strict=True))
        for order in orders
    )


def _delays(instance: HomeCare, events: dict[str, _Event], tours: Sequence[Tour]) -> _Delays:
    delays = _Delays([(None, visit, event.client.opens) for visit, event in events.items()])
    for tour in tours:
        first = tour.visits[0] if tour.visits else None
        if first is not None:
            delays.arcs.append((None, first, instance.minutes[0][events[first].node]))
        for before, after in pairwise(tour.visits):
            way = instance.minutes[events[before].node][events[after].node]
            delays.arcs.append((before, after, events[before].duration + way))
    for visit, event in events.items():
        if visit.endswith("/2#1"):
            first = f"p{event.node}/1#1"
            delays.arcs.append((first, visit, event.client.least))
            delays.arcs.append((visit, first, -event.client.most))
    return delays


def _length(instance: HomeCare, tour: Tour, events: dict[str, _Event]) -> Fraction:
    nodes = [0, *(events[visit].node for visit in tour.visits), 0]
    return sum((instance.minutes[a][b] for a, b in pairwise(nodes)), Fraction(0))
