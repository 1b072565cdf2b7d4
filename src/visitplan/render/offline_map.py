"""A folium map and page that hold everything they need and ask nobody for anything.

folium links four content networks by default, and where a patient lives must
not leak through a request. So Leaflet is inlined, there are no tiles, and a
content policy allows only the page's own scripts and styles, by hash.

A trap: folium renders what its macros give a second time as a template, so
nothing that comes from a request may pass through a macro. The page's data
goes into a JSON block of the page template instead.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

import folium
import jinja2

from visitplan.render.leaflet import leaflet_script, leaflet_style

_ASSETS = resources.files("visitplan.render") / "assets"


@cache
def asset(name: str) -> str:
    """Give one of this package's own page files as text."""
    return (_ASSETS / name).read_text("utf-8")


_PAGES = jinja2.Environment(
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    loader=jinja2.FunctionLoader(asset),
    keep_trailing_newline=True,
)


class OfflineMap(folium.Map):
    """A map without tiles whose content map.js draws from the page's data block."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - own lists, folium's are shared
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = jinja2.Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        visitplanMap("{{ this.get_name() }}");
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        """Make a map whose name is always the same, so that pages are repeatable."""
        super().__init__(tiles=None)
        self._id = "roads"


class MapPage(folium.Figure):
    """A whole HTML page around one `OfflineMap`."""

    _template = _PAGES.get_template("page.html")

    def __init__(
        self, body_template: str, title: str, view: object, data: dict[str, object], style: str = ""
    ) -> None:
        """Take the page's words (`view`) and its map's content (`data`)."""
        super().__init__(title=title)
        self.body_template = body_template
        self.view = view
        self.data_json = _script_safe_json(data)
        self.styles = [leaflet_style(), asset("page.css") + style]
        self.scripts: list[str] = []
        self.policy = ""
        self.add_child(OfflineMap())

    def render(self, **kwargs: Any) -> str:
        """Give the page as text."""
        for child in self._children.values():
            child.render(**kwargs)
        self.scripts = [leaflet_script(), asset("map.js"), self.script.render(**kwargs)]
        self.policy = content_policy(self.scripts, self.styles)
        return str(self._template.render(this=self))


def content_policy(scripts: list[str], styles: list[str]) -> str:
    """Give the content security policy that admits these inline texts and data pictures alone."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _script_safe_json(data: dict[str, object]) -> str:
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
