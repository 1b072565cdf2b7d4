from __future__ import annotations

import importlib.resources

import pytest
import yaml

from visitplan.network.calibration import ROAD_CLASSES, default_calibration, parse_calibration
from visitplan.network.errors import SpeedDataError


def _data() -> dict[str, object]:
    text = importlib.resources.files("visitplan_data").joinpath("speeds.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    assert isinstance(data, dict)
    return data


def test_the_shipped_figures_are_whole() -> None:
    calibration = default_calibration()
    assert len(calibration.factor) == len(ROAD_CLASSES)
    assert all(len(row) == len(ROAD_CLASSES) for row in calibration.dayparts.percent)
    assert calibration.dayparts.anchors_s[0] == 6 * 3600


def test_a_driver_never_reaches_more_than_the_limit() -> None:
    assert max(default_calibration().factor) <= 1.0


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("classes", "primary"), None),
        (("classes", "primary", "typical_kmh"), "fast"),
        (("classes", "primary", "factor"), 0),
        (("classes", "primary", "factor"), True),
        (("delays_s", "stop"), -1),
        (("dayparts", "metrics", "midday", "other"), float("nan")),
        (("dayparts", "anchors"), []),
        (("dayparts", "anchors"), [{"time": "09:00"}]),
        (("dayparts", "anchors"), [{"time": "9 o'clock", "metric": "midday"}]),
        (("dayparts", "anchors"), [{"time": "09:00", "metric": "teatime"}]),
        (("dayparts", "anchors"), [{"time": "09:00", "metric": "midday"}] * 2),
    ],
)
def test_a_bad_figure_is_named(path: tuple[str, ...], value: object) -> None:
    data = _data()
    spot: dict[str, object] = data
    for name in path[:-1]:
        inner = spot[name]
        assert isinstance(inner, dict)
        spot = inner
    spot[path[-1]] = value
    with pytest.raises(SpeedDataError, match=r"speeds\.yaml"):
        parse_calibration(yaml.safe_dump(data))


@pytest.mark.parametrize("text", ["", "- 1", "a: [", "classes: 3"])
def test_text_that_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(SpeedDataError):
        parse_calibration(text)
