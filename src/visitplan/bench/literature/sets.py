"""The sets of the literature by name, and their instances on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from visitplan.bench.literature import homecare, patterns, routing
from visitplan.bench.literature.best_known import FILE, best_known
from visitplan.bench.literature.errors import SetMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from visitplan.bench.literature.best_known import BestKnown
    from visitplan.bench.literature.case import Case


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """One set: how its files are called and read, and which column has the best-knowns."""

    name: str
    suffix: str
    column: str
    load: Callable[[Path], Case]


_OBJECTIVE = "best_known_objective"
SETS: dict[str, BenchmarkSet] = {
    found.name: found
    for found in (
        BenchmarkSet(
            "hhcrsp_mankowska2014",
            ".json",
            _OBJECTIVE,
            lambda file: homecare.case_of(homecare.read(file)),
        ),
        BenchmarkSet(
            "hhcrsp_italian_osm2024",
            ".json",
            _OBJECTIVE,
            lambda file: homecare.case_of(homecare.read(file)),
        ),
        BenchmarkSet(
            "weekly_cappanera_scutella2015",
            ".txt",
            "best_known_total_workload_min",
            lambda file: patterns.case_of(patterns.read(file)),
        ),
        BenchmarkSet(
            "sdvrptw_cordeau2001",
            ".vrp",
            _OBJECTIVE,
            lambda file: routing.case_of(routing.read_cordeau(file)),
        ),
        BenchmarkSet(
            "vrptw_solomon100",
            ".txt",
            _OBJECTIVE,
            lambda file: routing.case_of(routing.read_solomon(file)),
        ),
    )
}


def folder_of(found: BenchmarkSet, data: Path) -> Path:
    """Give the set's folder: `data` itself, or the one of the set's name in it.

    Raises:
        SetMissingError: VP7009.
    """
    for folder in (data / found.name, data):
        if (folder / FILE).is_file() and (folder / "instances").is_dir():
            return folder
    raise SetMissingError(data, found.name, f"there is no {FILE} with a folder instances/")


def instance_files(found: BenchmarkSet, folder: Path, pattern: str = "*") -> list[Path]:
    """Give the files of the instances whose names match a pattern, in order.

    Raises:
        SetMissingError: VP7009, none does.
    """
    files = sorted(
        file
        for file in (folder / "instances").glob(f"*{found.suffix}")
        if fnmatchcase(file.stem, pattern)
    )
    if not files:
        raise SetMissingError(folder, found.name, f"no instance matches {pattern!r}")
    return files


def best_knowns(found: BenchmarkSet, folder: Path) -> dict[str, BestKnown]:
    """Read the set's table of best-known objectives.

    Raises:
        BestKnownError: VP7008.
    """
    return best_known(folder, found.column)
