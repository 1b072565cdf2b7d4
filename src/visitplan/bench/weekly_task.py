"""What `bench weekly` compares: sizes, seeds, levels and solvers."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.bench.weekly_errors import ListUnreadableError, TooManyCoresError, UnknownPeerError
from visitplan.bench.weekly_simplified import LEVELS, Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OURS = "weekly"
PEERS: dict[str, tuple[Level, ...]] = {
    "pyvrp": ("common", "waits"),
    "vroom": ("common", "waits"),
    "ortools": ("common", "waits"),
}
"""Levels at which each peer can express the request, if not in all its cost."""
DEFAULT_CORES = 2
MOST_MANAGERS, MOST_VISITS, MOST_SEED = 2000, 10_000, 2**31 - 1


@dataclass(frozen=True, slots=True)
class Size:
    """Case managers and visits of a sample."""

    managers: int
    visits: int

    def __str__(self) -> str:
        """Give it as on the command line."""
        return f"{self.managers}x{self.visits}"


@dataclass(frozen=True, slots=True)
class Task:
    """A whole comparison."""

    network: Path | None
    sizes: tuple[Size, ...]
    seeds: tuple[int, ...]
    seconds: float
    cores: int
    peers: tuple[str, ...]
    levels: tuple[Level, ...]

    def solvers(self, level: Level) -> tuple[str, ...]:
        """Give the solver plug-ins that run at a level, ours first."""
        fit = [f"peer-{peer}" for peer in self.peers if level in PEERS[peer]]
        return (OURS, *fit)


def read_sizes(text: str) -> tuple[Size, ...]:
    """Read `10x150,40x700`.

    Raises:
        ListUnreadableError: VP7101.
    """
    form = (
        f"MANAGERSxVISITS such as 10x150, up to {MOST_MANAGERS}x{MOST_VISITS} and both at least 1"
    )
    found = []
    for entry in text.split(","):
        match = re.fullmatch(r"([1-9][0-9]{0,5})x([1-9][0-9]{0,5})", entry.strip(), re.ASCII)
        if match is None or int(match[1]) > MOST_MANAGERS or int(match[2]) > MOST_VISITS:
            raise ListUnreadableError("--sizes", entry, form)
        found.append(Size(int(match[1]), int(match[2])))
    return tuple(dict.fromkeys(found))


def read_seeds(text: str) -> tuple[int, ...]:
    """Read `1,2,3`.

    Raises:
        ListUnreadableError: VP7101.
    """
    found = []
    for entry in text.split(","):
        if not re.fullmatch(r"[0-9]{1,10}", entry.strip(), re.ASCII) or int(entry) > MOST_SEED:
            raise ListUnreadableError("--seeds", entry, f"whole numbers from 0 to {MOST_SEED}")
        found.append(int(entry))
    return tuple(dict.fromkeys(found))


def read_levels(text: str) -> tuple[Level, ...]:
    """Read `common,full`.

    Raises:
        ListUnreadableError: VP7101.
    """
    wanted = [entry.strip() for entry in text.split(",")]
    for entry in wanted:
        if entry not in LEVELS:
            raise ListUnreadableError("--levels", entry, " or ".join(LEVELS))
    return tuple(level for level in LEVELS if level in wanted)


def read_peers(names: Sequence[str], *, everyone: bool) -> tuple[str, ...]:
    """Give the peers asked for by name, or all.

    Raises:
        UnknownPeerError: VP7102.
    """
    for name in names:
        if name not in PEERS:
            raise UnknownPeerError(name, ", ".join(PEERS))
    return tuple(peer for peer in PEERS if peer in names or (everyone and not names))


def usable_cores(asked: int | None) -> int:
    """Give the number of cores asked for; by default two, or one where there is one.

    Raises:
        TooManyCoresError: VP7103.
    """
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if asked is None:
        return min(DEFAULT_CORES, there or 1)
    if asked > (there or 1):
        raise TooManyCoresError(asked, there or 1)
    return asked
