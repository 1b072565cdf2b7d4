"""The server process: its address, its workers, its orderly end."""

from __future__ import annotations

import logging
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from visitplan.api.errors import NotLoopbackError, PortTakenError
from visitplan.api.guard import LOOPBACK_HOSTS
from visitplan.app.log_lines import log_to_stderr
from visitplan.app.service import PlanService
from visitplan.app.worker_process import RunnerMaker, WorkerProcess
from visitplan.jobs.supervisor import Supervisor
from visitplan.store import open_store

if TYPE_CHECKING:
    from visitplan.network import RoadNetwork

log = logging.getLogger("visitplan.api")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where to listen and what to keep; port 0 takes any free one."""

    store: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1


def run_server(settings: ServerSettings, network: RoadNetwork, make_runner: RunnerMaker) -> None:
    """Serve until stopped by SIGINT or SIGTERM.

    Raises:
        NotLoopbackError: other machines could reach the address.
        PortTakenError: the address cannot be had.
        StoreUnusableError, StoreVersionError, StoreUnavailableError: no store.
    """
    import uvicorn

    from visitplan.api.application import create_app

    log_to_stderr()
    with (
        loopback_socket(settings.host, settings.port) as listener,
        open_store(settings.store) as store,
    ):
        supervisor = Supervisor(store, WorkerProcess(settings.store, make_runner), settings.workers)
        app = create_app(PlanService(store, network))
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, access_log=False, lifespan="off", server_header=False
            )
        )
        # uvicorn raises the signal that ended it once more; the workers still want ending then.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: None)
        supervisor.start()
        try:
            log.info("listening on %s (this machine only: no sign-in yet)", _shown(listener))
            server.run(sockets=[listener])
        finally:
            supervisor.stop()


def loopback_socket(host: str, port: int) -> socket.socket:
    """Give a listening socket that this machine alone can reach.

    Raises:
        NotLoopbackError: other machines could reach the address.
        PortTakenError: the address cannot be had.
    """
    if host not in LOOPBACK_HOSTS:
        raise NotLoopbackError(host)
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    # The name localhost means whatever the hosts file says, so it is not asked.
    address = "127.0.0.1" if host == "localhost" else host
    # asyncio turns off Nagle's delay, 40 ms an answer, only for sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise PortTakenError(host, port, reason) from None
    return listener


def _shown(listener: socket.socket) -> str:
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
