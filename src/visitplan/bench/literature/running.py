"""All chosen instances of a set, one after the other or some at once."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitplan.bench.literature.measuring import Effort, measure
from visitplan.bench.literature.sets import SETS, best_knowns, folder_of, instance_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from visitplan.bench.literature.best_known import BestKnown
    from visitplan.bench.literature.rows import Row


@dataclass(frozen=True, slots=True)
class Run:
    """One instance to plan."""

    set_name: str
    file: Path
    best: BestKnown | None
    effort: Effort


def planned(
    set_name: str, data: Path, *, seconds: float, seed: int = 1, instances: str = "*"
) -> list[Run]:
    """Find the instances of a set and read each once, so that a damaged one stops nothing later.

    Raises:
        SetMissingError: VP7009.
        BestKnownError: VP7008.
        InstanceError: VP7001 to VP7007.
    """
    found = SETS[set_name]
    folder = folder_of(found, data)
    files = instance_files(found, folder, instances)
    best = best_knowns(found, folder)
    for file in files:
        found.load(file)
    effort = Effort(seconds, seed)
    return [Run(set_name, file, best.get(file.stem), effort) for file in files]


def run(runs: Sequence[Run], jobs: int = 1) -> Iterator[Row]:
    """Plan the instances, `jobs` at once, and yield each line as it is done."""
    if jobs == 1:
        yield from map(_measured, runs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for done in as_completed([pool.submit(_measured, one) for one in runs]):
            yield done.result()


def _measured(one: Run) -> Row:
    case = SETS[one.set_name].load(one.file)
    return measure(one.set_name, case, one.best, one.effort)
