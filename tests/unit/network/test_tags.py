from __future__ import annotations

import pytest

from visitplan.network.calibration import ROAD_CLASSES
from visitplan.network.tags import (
    MARK_BLOCKED,
    MARK_CROSSING,
    MARK_GIVE_WAY,
    MARK_NONE,
    MARK_SIGNALS,
    MARK_STOP,
    node_mark,
    way_rule,
)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "construction"},
        {"highway": "residential", "access": "private"},
        {"highway": "residential", "motor_vehicle": "no"},
        {"highway": "residential", "access": "yes", "vehicle": "no"},
        {"highway": "residential", "motorcar": "no", "motor_vehicle": "yes"},
        {"highway": "service", "service": "parking_aisle"},
        {"highway": "service", "area": "yes"},
        {"highway": "track"},
        {"highway": "pedestrian"},
        {"highway": "residential", "oneway": "reversible"},
        {"route": "bicycle"},
        {"route": "ferry", "motor_vehicle": "no"},
        {"highway": "ferry"},
    ],
)
def test_ways_that_cars_may_not_use_are_left_out(tags: dict[str, str]) -> None:
    assert way_rule(tags) is None


@pytest.mark.parametrize(
    ("tags", "road_class"),
    [
        ({"highway": "motorway_link"}, "motorway_link"),
        ({"highway": "unclassified;tertiary"}, "unclassified"),
        ({"highway": "residential", "access": "no", "motor_vehicle": "destination"}, "residential"),
        ({"highway": "residential", "access": "customers"}, "residential"),
        ({"highway": "residential", "motorcar": "yes|no"}, "residential"),
        ({"highway": "track", "motor_vehicle": "yes"}, "track"),
        ({"highway": "track", "tracktype": "grade1"}, "track"),
        ({"highway": "pedestrian", "motor_vehicle": "destination"}, "living_street"),
        ({"highway": "service", "service": "driveway"}, "service"),
        ({"route": "ferry"}, "ferry"),
    ],
)
def test_ways_that_cars_may_use_have_their_class(tags: dict[str, str], road_class: str) -> None:
    rule = way_rule(tags)
    assert rule is not None
    assert ROAD_CLASSES[rule.road_class] == road_class


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({"highway": "residential"}, True, True),
        ({"highway": "residential", "oneway": "yes"}, True, False),
        ({"highway": "residential", "oneway": "1"}, True, False),
        ({"highway": "residential", "oneway": "-1"}, False, True),
        ({"highway": "residential", "junction": "roundabout"}, True, False),
        ({"highway": "residential", "junction": "roundabout", "oneway": "-1"}, False, True),
        ({"highway": "motorway"}, True, False),
        ({"highway": "motorway", "oneway": "no"}, True, True),
        ({"highway": "trunk"}, True, True),
    ],
)
def test_directions(tags: dict[str, str], forward: bool, backward: bool) -> None:
    rule = way_rule(tags)
    assert rule is not None
    assert (rule.forward_limit >= 0, rule.backward_limit >= 0) == (forward, backward)


def test_a_limit_of_one_direction_beats_the_common_one() -> None:
    rule = way_rule({"highway": "primary", "maxspeed": "50", "maxspeed:backward": "30 mph"})
    assert rule is not None
    assert (rule.forward_limit, rule.backward_limit) == (500, 483)


@pytest.mark.parametrize(
    ("tags", "mark"),
    [
        ({}, MARK_NONE),
        ({"highway": "traffic_signals"}, MARK_SIGNALS),
        ({"highway": "crossing", "crossing": "traffic_signals"}, MARK_CROSSING),
        ({"highway": "stop"}, MARK_STOP),
        ({"highway": "give_way"}, MARK_GIVE_WAY),
        ({"barrier": "bollard"}, MARK_BLOCKED),
        ({"barrier": "gate"}, MARK_NONE),
        ({"barrier": "gate", "access": "private"}, MARK_BLOCKED),
        ({"barrier": "block", "motor_vehicle": "yes"}, MARK_NONE),
    ],
)
def test_marks_of_nodes(tags: dict[str, str], mark: int) -> None:
    assert node_mark(tags) == mark
