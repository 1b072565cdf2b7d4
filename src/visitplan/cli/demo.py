"""`visitplan demo`: the embedded sample week, planned, checked and drawn."""

from pathlib import Path
from typing import Annotated

import typer

DEMO_SECONDS = 20.0

NEXT = """\
What to try next
  look at it        open {index} in a browser; no connection is needed
  read it           {plan}: routes, unassigned visits with reasons, cost by term
  check it again    visitplan check {request} {plan} --network {network}
  change something  edit {request}, then: visitplan validate {request}
  another week      visitplan sample --managers 8 --visits 90 --seed 3 --out R.json
  a real place      visitplan network build FILE.osm.pbf --out NET
                    visitplan sample --network NET --out R.json
                    visitplan plan R.json --network NET --out P.json
  over HTTP         visitplan serve
In a new terminal these commands are under .venv/bin/. README.md tells the rest."""


def demo(
    *,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for all results; made where missing.")
    ] = Path("out"),
    seconds: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Time to search.")
    ] = DEMO_SECONDS,
) -> None:
    """Plan the embedded sample week, check the plan and draw its maps."""
    from visitplan.app.sample import sample_network, sample_request
    from visitplan.cli.check import check
    from visitplan.cli.files import write_text
    from visitplan.cli.map import map_command
    from visitplan.cli.plan import plan

    _make_folder(out)
    request, planned, network, maps = (
        out / name for name in ("request.json", "plan.json", "sample.net", "maps")
    )
    asked = sample_request()
    typer.echo(
        f"A fictional region and week: {len(asked.case_managers)} case managers, "
        f"{len(asked.patients)} patients, {asked.horizon.days} days."
    )
    sample_network().save(network)
    write_text(request, asked.to_json())
    _say("plan", request, "--network", network, "--seconds", f"{seconds:g}", "--out", planned)
    plan(request, out=planned, network=network, seconds=seconds)
    _say("check", request, planned, "--network", network)
    check(request, planned, network=network)
    _say("map", request, planned, "--network", network, "--out", maps)
    map_command(request, planned, out=maps, network=network)
    typer.echo()
    typer.echo(
        NEXT.format(request=request, plan=planned, network=network, index=maps / "index.html")
    )


def _make_folder(out: Path) -> None:
    from visitplan.cli.errors import OutputUnwritableError

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritableError(out, error.strerror or str(error)) from error


def _say(command: str, *arguments: object) -> None:
    typer.echo(f"\n$ visitplan {command} {' '.join(map(str, arguments))}")
