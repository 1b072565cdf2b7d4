"""Leaflet as text to put inside a page, pictures included.

The files come from the installed package XStatic-Leaflet, so nothing is
fetched when a page is opened and nothing foreign lies in this repository.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from visitplan.render.errors import LeafletMissingError

_PICTURE = re.compile(r"url\(images/([\w.-]+)\)")
_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")
_VML_RULE = re.compile(r"\s*behavior:\s*url\(#default#VML\);")


@cache
def leaflet_script() -> str:
    """Give Leaflet's script without the pointer to its source map."""
    return _SOURCE_MAP.sub("\n", _file("leaflet.js").read_text("utf-8"))


@cache
def leaflet_style() -> str:
    """Give Leaflet's style sheet with its pictures as data URIs."""
    style = _VML_RULE.sub("", _file("leaflet.css").read_text("utf-8"))
    return _PICTURE.sub(lambda match: f"url({_data_uri(match[1])})", style)


def _data_uri(name: str) -> str:
    picture = base64.b64encode(_file(f"images/{name}").read_bytes()).decode("ascii")
    return f"data:image/png;base64,{picture}"


def _file(name: str) -> Path:
    try:
        from xstatic.pkg import leaflet  # lazy: a namespace package of its own
    except ImportError as error:
        raise LeafletMissingError(name) from error
    path = Path(leaflet.BASE_DIR) / name
    if not path.is_file():
        raise LeafletMissingError(name)
    return path
