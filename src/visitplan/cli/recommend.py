"""`visitplan recommend`: the best places for one visit or several together."""

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
        list[str] | None,
        typer.Option(metavar="ORDER#n", help="Visit to find a place for; may be repeated."),
    ] = None,
    order: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="ORDER.json",
            help="Order that is new: places for its visits together; may be repeated.",
        ),
    ] = None,
    patient: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Patient of the new order; one for all, or one for each."),
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=50, help="Most choices to give.")] = 5,
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the places as JSON.")] = False,
) -> None:
    """Give the best places for visits: by whom, when, at what cost, and who else is moved."""
    from rich.console import Console

    from visitplan.app.roads import load_roads
    from visitplan.cli.files import read_plan, read_request
    from visitplan.cli.recommend_table import choices, head
    from visitplan.cli.telling import tell_network
    from visitplan.planning import recommend as find_places

    visits, new = visit or [], _of_patients(order or [], patient or [])
    if not visits and not new:
        raise typer.BadParameter("give --visit, or --order with --patient")
    asked, _ = read_request(request)
    planned = read_plan(plan)
    if new:
        asked, planned, added = _with_orders(asked, planned, new)
        visits = [*visits, *added]
    tell_network(network)
    found = find_places(asked, planned, load_roads(network), visits, most=most)
    if as_json:
        typer.echo(json.dumps(found.model_dump(mode="json"), indent=2, ensure_ascii=False))
        return
    zone = asked.horizon.timezone
    typer.echo(head(found, zone))
    if found.choices:
        Console(soft_wrap=False).print(choices(found, zone))


def _of_patients(orders: list[Path], patients: list[str]) -> list[tuple[str, Path]]:
    """Say whose each order is: one patient's all, or each the one of the same place."""
    if len(patients) == 1:
        patients = patients * max(1, len(orders))
    if len(patients) != len(orders):
        raise typer.BadParameter(
            f"{len(orders)} of --order and {len(patients)} of --patient: "
            "give one --patient for all orders, or one for each"
        )
    return list(zip(patients, orders, strict=True))


def _with_orders(
    request: "PlanRequest", plan: "Plan", orders: list[tuple[str, Path]]
) -> tuple["PlanRequest", "Plan", tuple[str, ...]]:
    """Add the orders of files to patients; give the names of their visits."""
    from visitplan.cli.files import read_json
    from visitplan.cli.telling import tell_faults
    from visitplan.planning import with_orders

    documents = [(patient, read_json(order)) for patient, order in orders]
    asked, planned, visits, faults = with_orders(request, plan, documents)
    tell_faults(faults)
    return asked, planned, visits
