"""Sizes, seeds, levels and peers are read, or refused by number."""

from __future__ import annotations

import pytest

from visitplan.bench.weekly_errors import ListUnreadableError, TooManyCoresError, UnknownPeerError
from visitplan.bench.weekly_task import (
    Size,
    Task,
    read_levels,
    read_peers,
    read_seeds,
    read_sizes,
    usable_cores,
)


def test_lists_are_read_once_each_in_order() -> None:
    assert read_sizes("10x150, 40x700,10x150") == (Size(10, 150), Size(40, 700))
    assert read_seeds("2,1,2") == (2, 1)
    assert read_levels("full,common") == ("common", "full")


@pytest.mark.parametrize(
    "text", ["10y150", "", "10x", "x150", "0x5", "10x150,", "-1x5", "3000x5", "1x99999", "1.5x3"]
)
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ListUnreadableError, match="--sizes"):
        read_sizes(text)


@pytest.mark.parametrize("text", ["one", "", "1,,2", "-1", "1e3", "2147483648"])
def test_a_seed_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ListUnreadableError, match="--seeds"):
        read_seeds(text)


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ListUnreadableError, match="common or waits or full"):
        read_levels("common,best")


def test_peers_are_taken_by_name_or_all() -> None:
    assert read_peers((), everyone=False) == ()
    assert read_peers((), everyone=True) == ("pyvrp", "vroom", "ortools")
    assert read_peers(("vroom",), everyone=True) == ("vroom",)
    with pytest.raises(UnknownPeerError, match="'jsprit'"):
        read_peers(("jsprit",), everyone=False)


def test_each_level_has_the_peers_that_can_express_it() -> None:
    peers = read_peers((), everyone=True)
    task = Task(None, (), (), 1.0, 1, peers, ("common",))
    for level in ("common", "waits"):
        assert task.solvers(level) == ("weekly", "peer-pyvrp", "peer-vroom", "peer-ortools")
    assert task.solvers("full") == ("weekly",)


def test_more_cores_than_there_are_is_refused() -> None:
    assert usable_cores(1) == 1
    assert usable_cores(None) in {1, 2}
    with pytest.raises(TooManyCoresError):
        usable_cores(100_000)
