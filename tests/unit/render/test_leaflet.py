from __future__ import annotations

import re

from visitplan.render.leaflet import leaflet_script, leaflet_style


def test_style_refers_to_nothing_but_its_own_data() -> None:
    assert set(re.findall(r"url\((.{5})", leaflet_style())) == {"data:"}


def test_script_does_not_point_to_a_source_map_and_keeps_its_licence() -> None:
    assert "sourceMappingURL" not in leaflet_script()
    assert "(c) 2010-2022 Vladimir Agafonkin" in leaflet_script()
