"""`visitplan map`: one self-contained page a route, and one for the week."""

from pathlib import Path
from typing import Annotated

import typer


def map_command(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request of the plan.")],
    plan: Annotated[Path, typer.Argument(metavar="P.json", help="Plan to draw.")],
    *,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for the pages; made where missing.")
    ],
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    attribution: Annotated[
        str | None, typer.Option(help="Text instead of the OpenStreetMap attribution.")
    ] = None,
) -> None:
    """Write map pages that need no connection: index.html for the week, and one a route."""
    from visitplan.app.roads import load_roads
    from visitplan.cli.files import read_plan, read_request
    from visitplan.cli.telling import tell_network
    from visitplan.planning.checking import require_same_network
    from visitplan.render import write_maps

    asked, _ = read_request(request)
    planned = read_plan(plan)
    tell_network(network)
    roads = load_roads(network)
    require_same_network(planned, roads)
    pages = write_maps(asked, planned, roads, out, attribution=attribution)
    typer.echo(f"{len(pages)} pages in {out}; begin with {pages[0]}")
