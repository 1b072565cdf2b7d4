"""`visitplan replan`: the next plan after something happened."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visitplan.domain.events import Event
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork
    from visitplan.planning import Limits, PlanOptions, Replan

DEFAULT_SECONDS = 2.0


def replan(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request of the plan.")],
    plan: Annotated[Path, typer.Argument(metavar="P.json", help="Plan as it stands.")],
    *,
    event: Annotated[
        list[str],
        typer.Option(
            metavar="E.json", help="What happened: a file, or the JSON itself; may be repeated."
        ),
    ],
    now: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%dT%H:%M"], help="Local time from which the plan may change."),
    ],
    out: Annotated[Path, typer.Option(metavar="P2.json", help="Where the new plan is written.")],
    request_out: Annotated[
        Path, typer.Option(metavar="R2.json", help="Where the amended request is written.")
    ],
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            min=0.1,
            max=86_400,
            help="Time to search.",
            show_default="2, or no limit beside --iterations",
        ),
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option(min=0, help="Rounds to search; with the same seed, the same plan."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Random seed.")] = 1,
    most_changes: Annotated[
        int | None,
        typer.Option(min=0, max=10_000, help="Most published visits that may change."),
    ] = None,
    most_cost: Annotated[
        int | None,
        typer.Option(min=0, max=10**12, help="Most that changes of published visits may cost."),
    ] = None,
    solver: Annotated[str, typer.Option(help="Solver plug-in.")] = "weekly",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Change a plan that is under way by what happened, and tell who must be phoned."""
    from visitplan.app.roads import load_roads
    from visitplan.cli.files import check_output, read_plan, read_request, write_text
    from visitplan.cli.telling import tell_network
    from visitplan.planning import Limits, PlanOptions

    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    for target in (out, request_out):
        check_output(target, (request, plan, *_files(event)))
    if out.absolute() == request_out.absolute():
        raise typer.BadParameter("--out and --request-out are the same file")
    asked, _ = read_request(request)
    planned = read_plan(plan)
    happened = [one for text in event for one in _events(text)]
    tell_network(network)
    options = PlanOptions(seconds, iterations, seed, solver=solver)
    limits = Limits(most_changes, most_cost)
    made = _search(asked, planned, load_roads(network), happened, now, options, limits)
    write_text(request_out, made.request.to_json())
    write_text(out, made.plan.to_json())
    if as_json:
        answer = made.answer.model_dump(mode="json", by_alias=True)
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    _show(made)
    typer.echo(f"Plan written to {out}, its request to {request_out}")


def _is_inline(text: str) -> bool:
    return text.lstrip()[:1] in {"{", "["}


def _files(event: list[str]) -> tuple[Path, ...]:
    return tuple(Path(text) for text in event if not _is_inline(text))


def _events(text: str) -> "tuple[Event, ...]":
    from visitplan.cli.files import request_bytes
    from visitplan.planning import events_of
    from visitplan.planning.replanning.errors import EventUnreadableError

    name = "of --event" if _is_inline(text) else f"in {text}"
    document = text if _is_inline(text) else request_bytes(Path(text))
    try:
        value = json.loads(document)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EventUnreadableError(name, f"it is no JSON: {error}") from None
    return events_of(value, name)


def _search(
    request: "PlanRequest",
    plan: "Plan",
    roads: "RoadNetwork",
    events: "list[Event]",
    now: datetime,
    options: "PlanOptions",
    limits: "Limits",
) -> "Replan":
    from visitplan.cli.progress import shown_progress
    from visitplan.cli.stopping import beside, stop_on_interrupt
    from visitplan.planning import replan as change

    with shown_progress() as progress, stop_on_interrupt() as should_stop:
        return beside(
            lambda: change(
                request,
                plan,
                roads,
                events,
                now,
                options,
                limits=limits,
                progress=progress,
                should_stop=should_stop,
            )
        )


def _show(made: "Replan") -> None:
    from rich.console import Console

    from visitplan.cli.replan_table import calls, costs, staff, told

    zone = made.request.horizon.timezone
    for line in told(made.answer):
        typer.echo(line)
    console = Console(soft_wrap=False)
    if made.answer.calls:
        console.print(calls(made.answer, zone))
    if made.answer.staff_calls:
        console.print(staff(made.answer, zone))
    console.print(costs(made.answer))
