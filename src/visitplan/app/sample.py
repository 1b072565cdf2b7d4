"""The embedded sample: a fictional region and a week's caseload in it."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from importlib import resources
from pathlib import Path

from visitplan.app.sampling import make_request
from visitplan.domain.loading import load_request
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork, build_network
from visitplan.network.errors import NetworkError

__all__ = ["cache_folder", "make_request", "sample_network", "sample_request"]

NETWORK_NAME = "sample"
REGION = "region.osm.bz2"
SPEEDS = "speeds.yaml"
CASELOAD = "caseload.json"


def sample_network() -> RoadNetwork:
    """Give the network of the fictional region, built once and kept in the cache folder.

    A kept file that is damaged, or of another version of region, speeds or program, is built
    anew; where the folder cannot be written, the network is built each time.
    """
    kept = cache_folder() / f"{NETWORK_NAME}-{_fingerprint()}.net"
    with suppress(NetworkError):
        return RoadNetwork.load(kept)
    with resources.as_file(resources.files("visitplan_data") / REGION) as region:
        network = build_network(region, name=NETWORK_NAME)
    with suppress(NetworkError, OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        network.save(kept)
    return network


def sample_request() -> PlanRequest:
    """Give the embedded week: 12 case managers and 150 visits in the fictional region."""
    data = (resources.files("visitplan_data") / CASELOAD).read_bytes()
    return load_request(data)[0]


def cache_folder() -> Path:
    """Give the folder for files that can be made anew: VISITPLAN_CACHE, else the platform's."""
    chosen = os.environ.get("VISITPLAN_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "visitplan"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/visitplan"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "visitplan"


def _fingerprint() -> str:
    """Hash what the network is built from, the building code included."""
    digest = hashlib.sha256()
    for name in (REGION, SPEEDS):
        digest.update((resources.files("visitplan_data") / name).read_bytes())
    code = resources.files("visitplan.network")
    for module in sorted(code.iterdir(), key=lambda entry: entry.name):
        if module.name.endswith(".py"):
            digest.update(module.read_bytes())
    return digest.hexdigest()[:16]
