"""The Accept header."""

from __future__ import annotations

import pytest

from visitplan.api.negotiation import preferred

OFFERED = ("application/json", "application/geo+json", "text/html")
JSON, GEOJSON, HTML = OFFERED


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/html", HTML),
        ("TEXT/HTML", HTML),
        ("text/html;charset=utf-8", HTML),
        ("application/geo+json", GEOJSON),
        ("application/*", JSON),
        ("application/json;q=0.5, application/geo+json", GEOJSON),
        ("application/json ; q=0.1 , text/html ; q=0.2", HTML),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("*/*, application/json;q=0", GEOJSON),
        ("application/json;q=0", None),
        ("text/*, text/html;q=0", None),
        ("image/png", None),
        ("text/html;q=0.000", None),
        ("text/html;q=2, application/geo+json;q=0.1", GEOJSON),
        ("nonsense", None),
        ("*/html", None),
        (";;;,,,", None),
    ],
)
def test_the_best_liked_kind_is_chosen(accept: str | None, chosen: str | None) -> None:
    assert preferred(accept, OFFERED) == chosen
