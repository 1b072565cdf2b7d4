"""Sums of CP-SAT variables, also of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ortools.sat.python import cp_model

    Linear = cp_model.LinearExpr


def total(terms: Iterable[Linear]) -> Linear:
    """Give the sum of terms."""
    from ortools.sat.python import cp_model

    return cp_model.LinearExpr.sum(list(terms))


def weighted(terms: Iterable[tuple[int, Linear]]) -> Linear:
    """Give the sum of terms, each as often as its number says."""
    from ortools.sat.python import cp_model

    by, of = [], []
    for number, term in terms:
        by.append(number)
        of.append(term)
    return cp_model.LinearExpr.weighted_sum(of, by)
