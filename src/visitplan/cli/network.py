"""`visitplan network`: build, download, matrix."""

from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(help="Build road networks and travel-time matrices.", no_args_is_help=True)

_Out = Annotated[Path, typer.Option("--out", help="File to write.", dir_okay=False)]


@app.command()
def build(
    source: Annotated[Path, typer.Argument(help="Extract: .osm, .osm.gz, .osm.bz2, .osm.pbf.")],
    out: _Out,
    name: Annotated[str | None, typer.Option(help="Name; the file's name by default.")] = None,
) -> None:
    """Build a road network from a local OpenStreetMap extract."""
    from visitplan.network import build_network

    network = build_network(source, name=name)
    network.save(out)
    typer.echo(_summary(network.name, network.node_count, network.arc_count, out))


@app.command()
def download(
    place: Annotated[str, typer.Argument(help='Place by name, such as "Boone County, Kentucky".')],
    out: _Out,
) -> None:
    """Download the roads of a place through OSMnx (asks public servers unless set otherwise)."""
    from visitplan.network import download_network

    network = download_network(place)
    network.save(out)
    typer.echo(_summary(network.name, network.node_count, network.arc_count, out))


@app.command()
def matrix(
    network: Annotated[Path, typer.Argument(metavar="NET", help="Network file.")],
    points: Annotated[Path, typer.Argument(metavar="POINTS.csv", help="Columns id,lat,lon.")],
    out: _Out,
    speeds: Annotated[
        Literal["free_flow", "daypart"], typer.Option(help="Clear roads, or parts of the day.")
    ] = "free_flow",
    max_snap_m: Annotated[
        float, typer.Option(min=0, help="Farther from a road a point is refused, in metres.")
    ] = 250.0,
) -> None:
    """Write travel seconds and metres between points to an .npz file."""
    from visitplan.matrix import travel_times
    from visitplan.matrix.points import read_points, write_matrix
    from visitplan.network import RoadNetwork

    named = read_points(points)
    roads = RoadNetwork.load(network)
    times = travel_times(roads, named.places, speeds=speeds, names=named.ids, max_snap_m=max_snap_m)
    write_matrix(out, named.ids, times, roads.sha256)
    count = len(named.ids)
    typer.echo(f"{count} points, {count * count:,} cells, network {roads.name}: {out}")


def _summary(name: str, nodes: int, arcs: int, out: Path) -> str:
    return f"network {name}: {nodes:,} nodes, {arcs:,} arcs: {out}"
