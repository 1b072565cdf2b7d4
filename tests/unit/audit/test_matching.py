"""One-to-one matching and stretches of time."""

from __future__ import annotations

from visitplan.audit.matching import match
from visitplan.audit.spans import covered_s, merge


def test_match_moves_the_flexible_one_away() -> None:
    assert match([[True, True], [True, False]], 2) == {0: 1, 1: 0}


def test_match_leaves_open_what_nobody_fits() -> None:
    assert match([[True, False], [True, False]], 2) == {0: 0}


def test_merge_unites_what_overlaps_or_touches() -> None:
    assert merge([(5, 9), (0, 2), (2, 4), (8, 12), (3, 3)]) == ((0, 4), (5, 12))


def test_covered_seconds_count_each_second_once() -> None:
    assert covered_s((1, 10), merge([(0, 3), (2, 4), (8, 20)])) == 5
