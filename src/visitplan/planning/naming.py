"""Ids of plans, made from what they hold."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitplan.domain.plan import Route


def plan_id(request_sha256: str, network_sha256: str, speeds: str, routes: Iterable[Route]) -> str:
    """Give the id of a plan: the same request, roads and routes, the same id."""
    content = hashlib.sha256()
    for part in (request_sha256, network_sha256, speeds):
        content.update(part.encode())
    for route in routes:
        content.update(route.model_dump_json(by_alias=True).encode())
    return f"plan-{content.hexdigest()[:20]}"
