"""Whoever leaves later never arrives earlier."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from visitplan.matrix.times import TravelTimes, keep_order


@st.composite
def tables(draw: st.DrawFn) -> TravelTimes:
    anchors = sorted(draw(st.sets(st.integers(0, 86_399), min_size=1, max_size=6)))
    metrics = draw(st.integers(1, 4))
    used = [draw(st.integers(0, metrics - 1)) for _ in anchors]
    seconds = [draw(st.integers(0, 20_000)) for _ in range(metrics)]
    table = np.zeros((metrics, 2, 2), np.int32)
    table[:, 0, 1] = seconds
    times = np.array(anchors, np.int32), np.array(used, np.int32)
    keep_order(table, *times)
    return TravelTimes(table, table[0], *times, speeds="daypart")


@given(tables(), st.data())
@settings(max_examples=300)
def test_leaving_later_never_arrives_earlier(times: TravelTimes, data: st.DataObject) -> None:
    spots = st.integers(0, 86_398)
    near = [int(a) + d for a in times.anchors_s for d in (-1, 0, 1) if 0 <= int(a) + d < 86_399]
    for depart_s in [data.draw(spots), *near]:
        first = depart_s + times.between(0, 1, depart_s)
        second = depart_s + 1 + times.between(0, 1, depart_s + 1)
        assert second >= first


@given(tables())
def test_at_an_anchor_its_metric_holds(times: TravelTimes) -> None:
    for anchor, metric in zip(times.anchors_s, times.anchor_metric, strict=True):
        assert times.between(0, 1, int(anchor)) == times.seconds[metric, 0, 1]


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_ordinary_times_are_left_as_they_are(values: list[int]) -> None:
    table = np.array(values, np.int32).reshape(4, 1, 1)
    before = table.copy()
    keep_order(table, np.array([0, 3600, 7200, 9000], np.int32), np.arange(4, dtype=np.int32))
    assert np.array_equal(table, before)
