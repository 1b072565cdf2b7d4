"""The commands of the service: `serve` and `worker`."""

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

Store = Annotated[
    Path | None,
    typer.Option(help="File that keeps requests and plans; by default in your data folder."),
]
Network = Annotated[
    Path | None, typer.Option(help="Road network file; by default the embedded sample network.")
]


def serve(
    *,
    host: Annotated[
        str, typer.Option(help="Address to listen on: 127.0.0.1, ::1 or localhost.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    store: Store = None,
    network: Network = None,
    workers: Annotated[int, typer.Option(min=0, max=64, help="Worker processes.")] = 1,
) -> None:
    """Serve the HTTP interface on this machine, with worker processes that make the plans."""
    from visitplan.api.server import ServerSettings, loopback_socket, run_server
    from visitplan.app.roads import load_roads, make_plan_runner

    settings = ServerSettings(store or default_store(), host, port, workers)
    with loopback_socket(host, port):
        pass  # a wrong address is told before the roads are loaded
    _tell(settings.store, network)
    typer.echo(
        "There is no sign-in yet, so the service listens on this machine only (loopback).", err=True
    )
    run_server(settings, load_roads(network), partial(make_plan_runner, network))


def worker(*, store: Store = None, network: Network = None) -> None:
    """Make plans for a service on this machine, as one process beside it."""
    from visitplan.app.roads import make_plan_runner
    from visitplan.app.worker_process import run_alone

    path = store or default_store()
    _tell(path, network)
    run_alone(path, partial(make_plan_runner, network))


def default_store() -> Path:
    """Give the store's place in the data folder of the user (XDG base directories)."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "visitplan" / "visitplan.sqlite3"


def _tell(store: Path, network: Path | None) -> None:
    roads = f"road network {network}" if network else "the embedded sample road network"
    typer.echo(f"Store {store}, {roads}.", err=True)
