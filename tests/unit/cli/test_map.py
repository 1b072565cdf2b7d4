"""`visitplan map` on the embedded sample: the documented example, run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from command_line import ran

if TYPE_CHECKING:
    from pathlib import Path


def test_the_legend_of_the_week_has_each_kind_of_stop_of_the_plan(folder: Path) -> None:
    ran("map", folder / "R.json", folder / "P.json", "--out", folder / "maps")
    routes = json.loads((folder / "P.json").read_text())["routes"]
    kinds = {stop["kind"] for route in routes for stop in route["stops"]}
    pages = sorted((folder / "maps").glob("*.html"))
    assert len(pages) == len(routes) + 1
    (legend,) = re.findall(
        r'<ul class="legend".*?</ul>', (folder / "maps" / "index.html").read_text(), re.DOTALL
    )
    assert set(re.findall(r'class="badge (\w+)"', legend)) == kinds
    assert "Start, end" in legend
