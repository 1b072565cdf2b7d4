"""Downloading the roads of a place through OSMnx.

OSMnx finds the place and fetches ways and nodes. Which of them a car may use, and how fast, is
decided by the same code as for an extract, so both doors lead to the same travel times. OSMnx
fetches no turn restrictions; they come by one request more, from the same Overpass server.
"""

from __future__ import annotations

import contextlib
import json
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

import numpy as np

from visitplan.network.errors import DownloadError, NoRoadsError
from visitplan.network.osm_reader import turn_restriction
from visitplan.network.raw_roads import RawRoads, RawRoadsDraft
from visitplan.network.tags import NODE_TAGS, WAY_TAGS, way_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from visitplan.network.raw_roads import TurnRestriction

_FILTERS = ['["highway"]["area"!~"yes"]', '["route"="ferry"]']
_REVERSED = {"-1", "reverse", "T"}
_KINDS = {"node": "n", "way": "w", "relation": "r"}


def download_roads(place: str) -> RawRoads:
    """Fetch the roads of a place by its name.

    Raises:
        DownloadError: VP2020, the place is unknown or a server did not answer.
        NoRoadsError: VP2004.
    """
    import osmnx

    with osmnx_settings():
        try:
            graph = osmnx.graph_from_place(
                place,
                custom_filter=_FILTERS,
                simplify=False,
                retain_all=True,
                truncate_by_edge=True,
            )
            restrictions = _download_restrictions(graph, osmnx.settings.overpass_url)
        # OSMnx and its HTTP client raise many kinds of errors of OSError and ValueError.
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise DownloadError(place, str(error)[:200] or type(error).__name__) from error
    return roads_from_graph(graph, place, restrictions)


@contextlib.contextmanager
def osmnx_settings() -> Iterator[None]:
    """Let OSMnx keep the tags that matter, and put its settings back afterwards."""
    import osmnx

    wanted = {
        "useful_tags_way": list(WAY_TAGS),
        "useful_tags_node": list(NODE_TAGS),
        # Keeps each way once, with its own `oneway` tag.
        "all_oneway": True,
        "use_cache": False,
        # Asks no third party for addresses of servers.
        "doh_url_template": None,
    }
    before = {name: getattr(osmnx.settings, name) for name in wanted}
    try:
        for name, value in wanted.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(osmnx.settings, name, value)


def roads_from_graph(
    graph: nx.MultiDiGraph[int], name: str, restrictions: Iterable[TurnRestriction] = ()
) -> RawRoads:
    """Read roads from an unsimplified OSMnx graph made under `osmnx_settings`.

    Raises:
        NoRoadsError: VP2004.
    """
    draft = RawRoadsDraft()
    for start, end, data in graph.edges(data=True):
        rule = way_rule(_tags(data, WAY_TAGS))
        if rule is None:
            continue
        # OSMnx turns the nodes of such ways round, but leaves the tag.
        if data.get("oneway") in _REVERSED:
            start, end = end, start  # noqa: PLW2901 undone
        draft.add_segment(int(data["osmid"]), rule, int(start), int(end))
    for restriction in restrictions:
        draft.add_restriction(restriction)
    needed = draft.needed_nodes().tolist()
    if not needed:
        raise NoRoadsError(name)
    for node in needed:
        draft.add_node_tags(node, _tags(graph.nodes[node], NODE_TAGS))
    lat = np.array([graph.nodes[node]["y"] for node in needed], np.float64)
    lon = np.array([graph.nodes[node]["x"] for node in needed], np.float64)
    return draft.finish(np.array(needed, np.int64), lat, lon)


# OSMnx's attributes are untyped.
def _tags(data: dict[str, Any], keys: Iterable[str]) -> dict[str, str]:
    return {key: str(data[key]) for key in keys if key in data}


def _download_restrictions(graph: nx.MultiDiGraph[int], server: str) -> list[TurnRestriction]:
    lat = [float(node["y"]) for _, node in graph.nodes(data=True)]
    lon = [float(node["x"]) for _, node in graph.nodes(data=True)]
    box = f"{min(lat)},{min(lon)},{max(lat)},{max(lon)}"
    query = f'[out:json][timeout:180];rel["type"="restriction"]({box});out body;'
    body = urllib.parse.urlencode({"data": query}).encode()
    url = f"{server.rstrip('/')}/interpreter"
    if not url.startswith(("http://", "https://")):
        raise ValueError(url)
    request = urllib.request.Request(url, body, {"User-Agent": "visitplan"})  # noqa: S310 checked
    with urllib.request.urlopen(request, timeout=200) as answer:  # noqa: S310 checked above
        elements = json.load(answer)["elements"]
    return list(_restrictions(elements))


# Overpass's JSON is checked field by field as it is used.
def _restrictions(elements: Iterable[dict[str, Any]]) -> Iterator[TurnRestriction]:
    for element in elements:
        members = (
            (_KINDS.get(member["type"], ""), int(member["ref"]), str(member["role"]))
            for member in element.get("members", ())
        )
        found = turn_restriction(element.get("tags", {}), members)
        if found:
            yield found
