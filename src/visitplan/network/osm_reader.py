"""Reading OpenStreetMap extracts with pyosmium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visitplan.network.errors import (
    NoRoadsError,
    RoadFileBrokenError,
    RoadFileFormatError,
    RoadFileMissingError,
)
from visitplan.network.raw_roads import RawRoads, RawRoadsDraft, TurnRestriction
from visitplan.network.tags import WAY_TAGS, way_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from osmium.osm import TagList, Way

ENDINGS = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf")
_RESTRICTION_KEYS = ("restriction:motorcar", "restriction:motor_vehicle", "restriction")
_NO_TURNS = frozenset(
    {
        "no_left_turn",
        "no_right_turn",
        "no_straight_on",
        "no_u_turn",
        "no_entry",
        "no_exit",
    }
)
_ONLY_TURNS = frozenset({"only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn"})


def read_extract(path: Path) -> RawRoads:
    """Read the roads of an extract; its objects may lie in any order.

    The file is read twice, ways first, so that only nodes on roads are kept.

    Raises:
        RoadFileFormatError: VP2002, the ending is unknown.
        RoadFileMissingError: VP2001, no such file.
        RoadFileBrokenError: VP2003, the file is cut off or no OSM data.
        NoRoadsError: VP2004, nothing in it can be driven.
    """
    if not path.name.endswith(ENDINGS):
        raise RoadFileFormatError(path)
    if not path.is_file():
        raise RoadFileMissingError(path, "there is no such file")
    if path.stat().st_size == 0:
        raise RoadFileBrokenError(path, "the file is empty")
    import osmium  # reading extracts is rare, starting the program is not

    draft = RawRoadsDraft()
    try:
        _read_ways(path, draft)
        return _read_nodes(path, draft)
    except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
        raise RoadFileBrokenError(path, str(error)[:200]) from error


def turn_restriction(
    tags: Mapping[str, str], members: Iterable[tuple[str, int, str]]
) -> TurnRestriction | None:
    """Read a restriction from its tags and (type, id, role) members, if it binds cars.

    Only turns over a single node are read; those over a way are left out.
    """
    value = next((tags[key] for key in _RESTRICTION_KEYS if key in tags), "")
    excepted = tags.get("except", "").replace(" ", "").split(";")
    if tags.get("type") != "restriction" or {"motorcar", "motor_vehicle"} & set(excepted):
        return None
    roles: dict[str, list[tuple[str, int]]] = {"from": [], "via": [], "to": []}
    for kind, ref, role in members:
        if role in roles:
            roles[role].append((kind, ref))
    if any(len(found) != 1 for found in roles.values()):
        return None
    (start,), (via,), (end,) = roles["from"], roles["via"], roles["to"]
    if (start[0], via[0], end[0]) != ("w", "n", "w") or value not in _NO_TURNS | _ONLY_TURNS:
        return None
    return TurnRestriction(value in _ONLY_TURNS, value.endswith("u_turn"), start[1], via[1], end[1])


def _read_ways(path: Path, draft: RawRoadsDraft) -> None:
    import osmium

    kinds = osmium.osm.WAY | osmium.osm.RELATION
    keys = osmium.filter.KeyFilter("highway", "route", *_RESTRICTION_KEYS)
    for thing in osmium.FileProcessor(str(path), kinds).with_filter(keys):
        if isinstance(thing, osmium.osm.Way):
            _take_way(thing, draft)
        elif isinstance(thing, osmium.osm.Relation):
            members = ((member.type, member.ref, member.role) for member in thing.members)
            restriction = turn_restriction(_tags(thing.tags), members)
            if restriction:
                draft.add_restriction(restriction)


def _take_way(way: Way, draft: RawRoadsDraft) -> None:
    tags = way.tags
    rule = way_rule({key: tags[key] for key in WAY_TAGS if key in tags})
    if rule:
        draft.add_way(way.id, rule, [node.ref for node in way.nodes])


def _tags(tags: TagList) -> dict[str, str]:
    return {tag.k: tag.v for tag in tags}


def _read_nodes(path: Path, draft: RawRoadsDraft) -> RawRoads:
    import osmium

    needed = draft.needed_nodes()
    if not len(needed):
        raise NoRoadsError(path.name)
    # A plain set: osmium's own id filter takes hundreds of megabytes where ids are spread wide.
    known = set(needed.tolist())
    ids: list[int] = []
    lats: list[float] = []
    lons: list[float] = []
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
        if not isinstance(node, osmium.osm.Node) or node.id not in known:
            continue
        if not node.location.valid():
            continue
        ids.append(node.id)
        lats.append(node.location.lat)
        lons.append(node.location.lon)
        if len(node.tags):
            draft.add_node_tags(node.id, _tags(node.tags))
    return draft.finish(np.array(ids, np.int64), np.array(lats), np.array(lons))
