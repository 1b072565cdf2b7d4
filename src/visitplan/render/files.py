"""Map pages as files in a folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from visitplan.render.errors import MapFolderError
from visitplan.render.pages import PlanDrawing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest
    from visitplan.network import RoadNetwork
    from visitplan.render.itinerary import Itinerary

WEEK_PAGE = "index.html"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def write_maps(
    request: PlanRequest,
    plan: Plan,
    network: RoadNetwork,
    folder: Path,
    *,
    attribution: str | None = None,
) -> list[Path]:
    """Write `index.html` for the whole plan and one page a route; give all paths, index first.

    Pages of an earlier plan in the same folder stay, unless they have the same name.

    Raises:
        MapFolderError: VP6002, the folder cannot be written to.
        PlanMismatchError: VP6001, the plan is not one of this request.
    """
    drawing = PlanDrawing.of(request, plan, network, attribution=attribution)
    names = page_names(drawing.routes)
    links = {route.key: name for route, name in zip(drawing.routes, names, strict=True)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = [_write(folder / WEEK_PAGE, drawing.week_page(links))]
        for index, name in enumerate(names):
            paths.append(_write(folder / name, drawing.route_page(index, week_href=WEEK_PAGE)))
    except OSError as error:
        raise MapFolderError(str(folder), error.strerror or type(error).__name__) from error
    return paths


def page_names(routes: Iterable[Itinerary]) -> list[str]:
    """Give a file name for each route: day and person, safe everywhere, no two alike.

    Ids may hold `/`, `:` and letters that differ in case only; some file
    systems take neither.
    """
    names: list[str] = []
    taken: set[str] = set()
    for route in routes:
        stem = f"{route.date}-{_UNSAFE.sub('_', route.case_manager)}"
        name, number = f"{stem}.html", 2
        while name.lower() in taken:
            name, number = f"{stem}-{number}.html", number + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _write(path: Path, page: str) -> Path:
    path.write_text(page, encoding="utf-8", newline="\n")
    return path
