"""`visitplan plan`: from a request to checked routes."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork
    from visitplan.planning import PlanOptions

DEFAULT_SECONDS = 30.0
OFF_NETWORK = 3


class Speeds(StrEnum):
    """Which speeds to drive at."""

    FREE_FLOW = "free_flow"
    DAYPART = "daypart"


def plan(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request to plan.")],
    *,
    out: Annotated[Path, typer.Option(metavar="P.json", help="Where the plan is written.")],
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(
            metavar="P0.json",
            help="Earlier plan to go on from, of this request or an older version of it.",
            show_default="none",
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            min=0.1,
            max=86_400,
            help="Time to search.",
            show_default="30, or no limit beside --iterations",
        ),
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option(min=0, help="Rounds to search; with the same seed, the same plan."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Random seed.")] = 1,
    speeds: Annotated[
        Speeds, typer.Option(help="Clear roads, or factors by part of day.")
    ] = Speeds.FREE_FLOW,
    solver: Annotated[str, typer.Option(help="Solver plug-in.")] = "weekly",
    bound: Annotated[
        bool, typer.Option("--bound", help="Prove how far the plan can be from the best.")
    ] = False,
    bound_seconds: Annotated[
        float,
        typer.Option(
            min=1,
            max=86_400,
            help="Time for the proof, after the search; beside --iterations rounds end it.",
        ),
    ] = 120.0,
    repairs: Annotated[
        bool, typer.Option("--repairs", help="Say what would serve each visit left out.")
    ] = False,
) -> None:
    """Make a plan; Ctrl-C gives the best one so far."""
    from visitplan.app.roads import load_roads
    from visitplan.cli.files import check_output, read_plan, read_request, write_text
    from visitplan.cli.telling import tell_faults, tell_network
    from visitplan.planning import PlanOptions, with_repairs

    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    check_output(out, (request, network, start))
    asked, unservable = read_request(request)
    earlier = None if start is None else read_plan(start)
    tell_network(network)
    roads = load_roads(network)
    _refuse_places_off(asked, roads)
    tell_faults(unservable)
    options = PlanOptions(
        seconds, iterations, seed, speeds.value, solver, bound=bound, bound_seconds=bound_seconds
    )
    made = _search(asked, roads, options, earlier)
    if repairs:
        made = with_repairs(asked, made, roads, solver=solver)
    write_text(out, made.to_json())
    _show(asked, made, out)


def _refuse_places_off(request: "PlanRequest", roads: "RoadNetwork") -> None:
    from visitplan.app.validation import network_faults
    from visitplan.cli.telling import tell_faults

    faults = network_faults(request, roads)
    if faults:
        tell_faults(faults)
        raise typer.Exit(OFF_NETWORK)


def _search(
    request: "PlanRequest", roads: "RoadNetwork", options: "PlanOptions", earlier: "Plan | None"
) -> "Plan":
    from visitplan.cli.progress import shown_progress
    from visitplan.cli.stopping import beside, stop_on_interrupt
    from visitplan.planning import make_plan

    with shown_progress() as progress, stop_on_interrupt() as should_stop:
        return beside(
            lambda: make_plan(
                request,
                roads,
                options,
                earlier=earlier,
                progress=progress,
                should_stop=should_stop,
            )
        )


def _show(request: "PlanRequest", made: "Plan", out: Path) -> None:
    from rich.console import Console

    from visitplan.cli.table import summary

    Console(soft_wrap=False).print(summary(request, made))
    typer.echo(f"Plan written to {out}")
