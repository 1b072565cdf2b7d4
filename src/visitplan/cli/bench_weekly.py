"""`visitplan bench weekly`: ours and the peers on the same sample weeks."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from visitplan.bench.weekly_rows import Run

FAR = 10.0


def weekly(
    *,
    out: Annotated[Path, typer.Option(metavar="CSV", help="Where the rows are written.")],
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    sizes: Annotated[
        str, typer.Option(help="Case managers x visits of each sample.")
    ] = "10x150,40x700",
    seconds: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Time to search, each run.")
    ] = 30.0,
    seeds: Annotated[str, typer.Option(help="Seeds of samples and searches.")] = "1",
    peers: Annotated[bool, typer.Option("--peers", help="Run all peers too.")] = False,
    peer: Annotated[
        list[str] | None,
        typer.Option(help="Run this peer too: pyvrp, vroom, ortools; may be repeated."),
    ] = None,
    levels: Annotated[
        str | None,
        typer.Option(
            help="How much of the request: common, waits, full.",
            show_default="all three with peers, else full",
        ),
    ] = None,
    cores: Annotated[
        int | None,
        typer.Option(min=1, help="Cores that a run may use.", show_default="2, or 1 of 1"),
    ] = None,
) -> None:
    """Plan sample weeks, with other solvers beside ours on what all of them can express."""
    from visitplan.bench import weekly as comparison
    from visitplan.bench import weekly_task as task
    from visitplan.bench.weekly_rows import as_csv
    from visitplan.cli.files import check_output, write_text
    from visitplan.cli.telling import tell_network

    names = task.read_peers(peer or (), everyone=peers)
    asked = task.Task(
        network,
        task.read_sizes(sizes),
        task.read_seeds(seeds),
        seconds,
        task.usable_cores(cores),
        names,
        task.read_levels(levels or ("common,waits,full" if names else "full")),
    )
    check_output(out, (network,))
    tell_network(network)
    asked = comparison.without_missing(asked, _tell)
    runs: list[Run] = []
    for run in comparison.compared(asked, _tell):
        runs.append(run)
        write_text(out, as_csv(runs))
    _show(runs)
    typer.echo(f"{len(runs)} rows written to {out}")
    if any(run.cost is None for run in runs):
        raise typer.Exit(1)


def _tell(line: str) -> None:
    from visitplan.cli.telling import printable

    typer.echo(printable(line), err=True)


def _show(runs: "list[Run]") -> None:
    from rich.console import Console

    Console().print(_table(runs))
    for run in runs:
        if run.answer.get("note"):
            _tell(f"{run.size}, seed {run.seed}, {run.level}, {run.solver}: {run.answer['note']}")


def _shown(gap: float | None) -> str:
    """Show a gap; beyond ten times the best, visits are missing and figures mean little."""
    if gap is None:
        return ""
    return f"+{gap:.2%}" if gap < FAR else "> 10x"


def _table(runs: "list[Run]") -> "Table":
    from rich.table import Table

    from visitplan.bench.weekly_rows import with_gaps

    table = Table(
        title="Weeks compared; smaller cost is better", padding=(0, 1, 0, 0), title_justify="left"
    )
    for name in ("week", "seed", "level", "solver"):
        table.add_column(name, no_wrap=True)
    for name in ("served", "cost", "to best", "s", "MB"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("checker")
    group = None
    for run, gap in with_gaps(runs):
        if group is not None and run.group != group:
            table.add_section()
        group = run.group
        answer = run.answer
        table.add_row(
            run.size,
            str(run.seed),
            run.level,
            run.solver.removeprefix("peer-"),
            f"{answer['served']}/{answer['visits']}" if "served" in answer else "",
            "" if run.cost is None else f"{run.cost:,}",
            _shown(gap),
            f"{answer['seconds']:.0f}" if "seconds" in answer else "",
            str(answer.get("peak_mb", "")),
            answer["verdict"],
        )
    return table
