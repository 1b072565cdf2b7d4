"""One limit of a person's day: how it is lifted, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from visitplan_solvers.blockers.trial import Lift

Told = tuple[str, dict[str, int | str]]
"""The text and its numbers; those of several limits at once begin with the code of each."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: graded ones are lifted by minutes up to `most`, others once, as if by `most`."""

    code: str
    field: str
    most: int
    graded: bool
    lift: Callable[[int], Lift]
    tell: Callable[[int], Told]
