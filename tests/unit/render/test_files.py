from __future__ import annotations

import re
from pathlib import Path

import pytest

from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork
from visitplan.render import write_maps
from visitplan.render.errors import MapFolderError

Week = tuple[PlanRequest, Plan]


def test_one_page_a_route_and_one_for_the_week(
    week: Week, network: RoadNetwork, tmp_path: Path
) -> None:
    request, plan = week
    paths = write_maps(request, plan, network, tmp_path / "new" / "maps")
    assert paths[0].name == "index.html"
    assert len(paths) == len(plan.routes) + 1
    assert all(path.is_file() for path in paths)


def test_ids_that_differ_in_odd_letters_only_give_safe_and_different_names(
    week: Week, network: RoadNetwork, tmp_path: Path
) -> None:
    paths = write_maps(*week, network, tmp_path)
    names = {path.name.lower() for path in paths}
    assert len(names) == len(paths)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", name) for name in names)
    assert {path.parent for path in paths} == {tmp_path}


def test_week_page_links_to_each_route_page(
    week: Week, network: RoadNetwork, tmp_path: Path
) -> None:
    index, *pages = write_maps(*week, network, tmp_path)
    text = index.read_text("utf-8")
    assert all(f'href="{page.name}"' in text for page in pages)


def test_folder_that_is_a_file_is_refused(week: Week, network: RoadNetwork, tmp_path: Path) -> None:
    taken = tmp_path / "maps"
    taken.write_text("a file")
    with pytest.raises(MapFolderError, match="cannot write map pages"):
        write_maps(*week, network, taken)
