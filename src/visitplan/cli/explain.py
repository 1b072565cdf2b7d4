"""`visitplan explain`: why a visit is where it is, or left out, and what would serve it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visitplan.domain.explanation import Explanation
    from visitplan.domain.plan import Plan, Repair
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork


def explain(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request of the plan.")],
    plan: Annotated[Path, typer.Argument(metavar="P.json", help="Plan as it stands.")],
    *,
    visit: Annotated[
        str | None,
        typer.Option(
            metavar="ORDER#n", help="One visit.", show_default="all that the plan leaves out"
        ),
    ] = None,
    most: Annotated[
        int, typer.Option(min=1, max=50, help="Most other places of a visit that is made.")
    ] = 5,
    apply: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Put repair N of the visit into effect."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="P2.json", help="Where the repaired plan is written.")
    ] = None,
    request_out: Annotated[
        Path | None, typer.Option(metavar="R2.json", help="Where its request is written.")
    ] = None,
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it all as JSON.")] = False,
) -> None:
    """Say why visits are left out and what would serve them, or why one is where it is."""
    from visitplan.app.roads import load_roads
    from visitplan.cli.explain_text import lines
    from visitplan.cli.files import check_output, read_plan, read_request
    from visitplan.cli.telling import printable, tell_network
    from visitplan.planning import explain as find_reasons

    given = [option is not None for option in (apply, out, request_out)]
    if any(given) and not (all(given) and visit is not None):
        raise typer.BadParameter("--apply goes with --visit, --out and --request-out")
    for path in (out, request_out):
        if path is not None:
            check_output(path, (request, plan, network))
    asked, _ = read_request(request)
    planned = read_plan(plan)
    tell_network(network)
    roads = load_roads(network)
    found = find_reasons(asked, planned, roads, visit, most=most)
    if apply is not None and visit is not None and out is not None and request_out is not None:
        _put_into_effect(asked, planned, roads, _chosen(found, visit, apply), out, request_out)
    elif as_json:
        typer.echo(json.dumps(found.model_dump(mode="json"), indent=2, ensure_ascii=False))
    else:
        for line in lines(found, asked.horizon.timezone, everything=visit is not None):
            typer.echo(printable(line))


def _chosen(found: "Explanation", visit: str, number: int) -> "Repair":
    """Give a repair by its number.

    Raises:
        RepairNumberError: VP4122.
    """
    from visitplan.planning.errors import RepairNumberError

    repairs = [repair for item in found.unassigned for repair in item.repairs]
    if number > len(repairs):
        raise RepairNumberError(visit, number, len(repairs))
    return repairs[number - 1]


def _put_into_effect(
    request: "PlanRequest",
    plan: "Plan",
    roads: "RoadNetwork",
    repair: "Repair",
    out: Path,
    request_out: Path,
) -> None:
    from visitplan.cli.files import write_text
    from visitplan.cli.telling import printable
    from visitplan.planning import apply_repair

    new_request, new_plan = apply_repair(request, plan, roads, repair)
    write_text(request_out, new_request.to_json())
    write_text(out, new_plan.to_json())
    typer.echo(printable(repair.message))
    typer.echo(f"Request written to {request_out}, plan to {out}: 0 violations")
