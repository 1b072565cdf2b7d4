"""Our solver and the peers on the same sample weeks, one run after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from visitplan.bench.weekly_rows import Run
from visitplan.bench.weekly_runs import run_alone
from visitplan.bench.weekly_simplified import at_level
from visitplan.bench.weekly_task import OURS, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitplan.domain.request import PlanRequest

WARM_UP_S = 0.1


def without_missing(task: Task, tell: Callable[[str], None]) -> Task:
    """Leave out the peers that are not installed, and tell which and why."""
    there = []
    for peer in task.peers:
        reason = missing(peer)
        if reason is None:
            there.append(peer)
        else:
            tell(f"{reason} The comparison goes on without {peer}.")
    return replace(task, peers=tuple(there))


def missing(peer: str) -> str | None:
    """Tell why a peer cannot run, None if it can."""
    from visitplan.domain.errors import VisitplanError
    from visitplan.planning.plugins import solver_named

    try:
        solver_named(f"peer-{peer}")
    except VisitplanError as error:
        return f"{error.code}: {error}"
    return None


def compared(task: Task, tell: Callable[[str], None]) -> Iterator[Run]:
    """Yield the runs of a comparison, each as it ends; `tell` says what comes next."""
    from visitplan.app.roads import load_roads
    from visitplan.app.sampling import make_request

    network = load_roads(task.network)
    _warm_up(make_request(network, managers=2, visits=2, seed=1), task, tell)
    for size in task.sizes:
        for seed in task.seeds:
            sample = make_request(network, managers=size.managers, visits=size.visits, seed=seed)
            for level in task.levels:
                request = at_level(sample, level)
                for solver in task.solvers(level):
                    tell(f"{network.name} {size}, seed {seed}, {level}: {solver} ...")
                    yield Run(
                        network.name,
                        str(size),
                        seed,
                        level,
                        solver,
                        task.seconds,
                        task.cores,
                        run_alone(
                            request,
                            network=task.network,
                            solver=solver,
                            seed=seed,
                            seconds=task.seconds,
                            cores=task.cores,
                        ),
                    )


def _warm_up(request: PlanRequest, task: Task, tell: Callable[[str], None]) -> None:
    """Have our kernels compiled, so that no run's seconds and memory contain it."""
    tell("compiling what is not compiled yet ...")
    run_alone(
        request,
        network=task.network,
        solver=OURS,
        seed=1,
        seconds=WARM_UP_S,
        cores=task.cores,
    )
