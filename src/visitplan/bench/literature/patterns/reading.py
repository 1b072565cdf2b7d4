"""Weekly instances: one line of counts, then patients, nurses, clusters and patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.bench.literature.errors import InstanceNameError, InstanceUnsupportedError
from visitplan.bench.literature.lines import Line, Lines

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

DAYS = 5
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Client:
    """A patient: the most different nurses, visits of skill 1 and of skill 2, and the cluster."""

    most_nurses: int
    visits: tuple[int, int]
    cluster: int
    where: Line


@dataclass(frozen=True, slots=True)
class Nurse:
    """A nurse of skill 2 may make visits of skill 1 too."""

    skill: int
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Week:
    """One instance; `minutes` are those between clusters, the depot lies in cluster 0.

    A pattern says for each day which skill comes, 0 for nobody.
    """

    name: str
    clients: tuple[Client, ...]
    nurses: tuple[Nurse, ...]
    minutes: tuple[tuple[Fraction, ...], ...]
    patterns: tuple[tuple[int, ...], ...]

    def patterns_of(self, client: Client) -> list[tuple[int, ...]]:
        """Give the patterns with exactly the visits that a patient needs."""
        return [
            pattern
            for pattern in self.patterns
            if (pattern.count(1), pattern.count(2)) == client.visits
        ]


def read(file: Path) -> Week:
    """Read an instance.

    Raises:
        InstanceError: VP7001 to VP7007.
    """
    lines = Lines(file)
    head = lines.take("the line of counts")
    head.expect(4, "the line of counts")
    names = ("jobs", "nurses", "clusters", "patterns")
    jobs, nurses, clusters, patterns = (
        head.whole(at, f"the number of {name}", least=1, most=_MOST)
        for at, name in enumerate(names)
    )
    week = Week(
        file.stem,
        tuple(_clients(lines, jobs - 1, clusters)),
        tuple(_nurse(lines) for _ in range(nurses)),
        tuple(_row(lines, clusters) for _ in range(clusters)),
        tuple(_pattern(lines) for _ in range(patterns)),
    )
    lines.finish("its first line counts")
    for client in week.clients:
        if not week.patterns_of(client):
            one, two = client.visits
            said = f"no pattern has {one} visits of skill 1 and {two} of skill 2"
            raise _unsupported(client.where, said)
    return week


def _clients(lines: Lines, count: int, clusters: int) -> list[Client]:
    found: list[Client] = []
    ids: dict[str, int] = {}
    for _ in range(count):
        line = lines.take("a patient")
        line.expect(5, "a patient")
        if line.words[0] in ids:
            said = f"the patient's id stands in line {ids[line.words[0]]} already"
            cure = "Fetch the file anew, or correct it."
            raise InstanceNameError(line.file, line.where, line.words[0][:60], said, cure)
        ids[line.words[0]] = line.number
        visits = tuple(line.whole(at, "a number of visits", most=DAYS) for at in (2, 3))
        most = line.whole(1, "the most nurses", least=1, most=_MOST)
        cluster = line.whole(4, "the cluster", most=clusters - 1)
        found.append(Client(most, (visits[0], visits[1]), cluster, line))
        if not any(visits):
            raise _unsupported(line, "the patient needs no visit")
    return found


def _nurse(lines: Lines) -> Nurse:
    line = lines.take("a nurse")
    line.expect(3, "a nurse")
    return Nurse(line.whole(1, "the skill", least=1, most=2), line.number_at(2, "hours", most=24))


def _row(lines: Lines, clusters: int) -> tuple[Fraction, ...]:
    line = lines.take("a row of minutes between clusters")
    line.expect(clusters, "a row of minutes between clusters")
    return tuple(line.number_at(at, "minutes") for at in range(clusters))


def _pattern(lines: Lines) -> tuple[int, ...]:
    line = lines.take("a pattern")
    line.expect(DAYS, "a pattern")
    return tuple(line.whole(at, "the skill of a day", most=2) for at in range(DAYS))


def _unsupported(line: Line, what: str) -> InstanceUnsupportedError:
    cure = "Correct the visits or the patterns; nobody can be planned so."
    return InstanceUnsupportedError(line.file, line.where, line.text, what, cure)
