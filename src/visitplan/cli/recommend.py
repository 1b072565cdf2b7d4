"""`visitplan recommend`: the best places for a visit."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest


def recommend(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request of the plan.")],
    plan: Annotated[Path, typer.Argument(metavar="P.json", help="Plan as it stands.")],
    *,
    visit: Annotated[
        str | None, typer.Option(metavar="ORDER#n", help="Visit to find a place for.")
    ] = None,
    order: Annotated[
        Path | None,
        typer.Option(
            metavar="ORDER.json", help="Or an order that is new: a place for its first visit."
        ),
    ] = None,
    patient: Annotated[
        str | None, typer.Option(metavar="ID", help="The patient whom the new order is for.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=50, help="Most places to give.")] = 5,
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the places as JSON.")] = False,
) -> None:
    """Give the best places for a visit: by whom, when, at what cost, and who else is moved."""
    from rich.console import Console

    from visitplan.app.roads import load_roads
    from visitplan.cli.files import read_plan, read_request
    from visitplan.cli.recommend_table import head, places
    from visitplan.cli.telling import tell_network
    from visitplan.planning import recommend as find_places

    if (visit is None) == (order is None) or (order is None) != (patient is None):
        raise typer.BadParameter("give either --visit, or --order with --patient")
    asked, _ = read_request(request)
    planned = read_plan(plan)
    if order is not None and patient is not None:
        asked, planned, visit = _with_order(asked, planned, patient, order)
    assert visit is not None
    tell_network(network)
    found = find_places(asked, planned, load_roads(network), visit, most=most)
    if as_json:
        typer.echo(json.dumps(found.model_dump(mode="json"), indent=2, ensure_ascii=False))
        return
    zone = asked.horizon.timezone
    typer.echo(head(found, zone))
    if found.places:
        Console(soft_wrap=False).print(places(found, zone))


def _with_order(
    request: "PlanRequest", plan: "Plan", patient: str, order: Path
) -> tuple["PlanRequest", "Plan", str]:
    """Add the order of a file to a patient; give the name of its first visit."""
    from visitplan.cli.files import read_json
    from visitplan.cli.telling import tell_faults
    from visitplan.planning import with_order

    known = {o.id for p in request.patients for o in p.orders}
    asked, planned, faults = with_order(request, plan, patient, read_json(order))
    new = next(o.id for p in asked.patients for o in p.orders if o.id not in known)
    tell_faults(faults)
    return asked, planned, f"{new}#1"
