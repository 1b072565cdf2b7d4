"""`visitplan recommend`: the best places for a visit."""

import json
from pathlib import Path
from typing import Annotated

import typer


def recommend(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request of the plan.")],
    plan: Annotated[Path, typer.Argument(metavar="P.json", help="Plan as it stands.")],
    *,
    visit: Annotated[str, typer.Option(metavar="ORDER#n", help="Visit to find a place for.")],
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

    asked, _ = read_request(request)
    planned = read_plan(plan)
    tell_network(network)
    found = find_places(asked, planned, load_roads(network), visit, most=most)
    if as_json:
        typer.echo(json.dumps(found.model_dump(mode="json"), indent=2, ensure_ascii=False))
        return
    zone = asked.horizon.timezone
    typer.echo(head(found, zone))
    if found.places:
        Console(soft_wrap=False).print(places(found, zone))
