"""`visitplan compare`: two plans under the same evaluator."""

import json
from pathlib import Path
from typing import Annotated

import typer


def compare(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request of the plans.")],
    before: Annotated[Path, typer.Argument(metavar="A.json", help="First plan.")],
    after: Annotated[Path, typer.Argument(metavar="B.json", help="Second plan.")],
    *,
    before_request: Annotated[
        Path | None,
        typer.Option(
            metavar="R0.json",
            help="Request of the first plan, where it is another one, such as last week's.",
        ),
    ] = None,
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the comparison as JSON on stdout.")
    ] = False,
) -> None:
    """Set two plans side by side: rules, cost, driving, and each visit that changes."""
    from rich.console import Console

    from visitplan.app.roads import load_roads
    from visitplan.cli.compare_table import changed_visits, side_by_side
    from visitplan.cli.files import read_plan, read_request
    from visitplan.cli.telling import tell_network
    from visitplan.planning import Asked, compare_plans

    asked, _ = read_request(request)
    first, _ = (asked, ()) if before_request is None else read_request(before_request)
    plans = Asked(first, read_plan(before)), Asked(asked, read_plan(after))
    tell_network(network)
    found = compare_plans(*plans, load_roads(network))
    if as_json:
        typer.echo(json.dumps(found.model_dump(mode="json"), indent=2, ensure_ascii=False))
        return
    console = Console(soft_wrap=False)
    console.print(side_by_side(found, before.name, after.name))
    if found.changes is None:
        typer.echo("The plans cover other days: their visits are not compared one by one.")
    elif found.changes:
        console.print(changed_visits(found.changes, asked.horizon.timezone))
    else:
        typer.echo("Every visit is made by the same people at the same time.")
