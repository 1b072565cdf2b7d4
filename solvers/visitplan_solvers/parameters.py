"""Tunables of the weekly solver; one set of defaults serves all sizes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from visitplan.domain.document import Document


class WeeklyParameters(Document):
    """Parameters of `WeeklySolver`; docs/solver.md gives the reasons."""

    warm: Annotated[int, Field(ge=1)] = 1000
    """Temperature at the start, in thousandths of what the first plan's routes cost a visit."""
    warm_again: Annotated[int, Field(ge=1)] = 100
    """Temperature at the start where the search goes on from a plan, likewise."""
    cool: Annotated[int, Field(ge=1)] = 15
    """Temperature at the end, likewise."""
    size_most: Annotated[int, Field(ge=1)] = 16
    """Most visits a round takes out on purpose."""
    blink: Annotated[int, Field(ge=0, le=999)] = 10
    """Chance in 1000 to pass over a shift."""
    chunk: Annotated[int, Field(ge=1)] = 500
    """Rounds of a worker between two looks at `Stop`."""
    apart: Annotated[int, Field(ge=0, le=100)] = 75
    """Percent of the time in which the two workers search in parts of the plan of their own."""
    recombine_every: Annotated[float, Field(gt=0, le=1)] = 0.25
    """Part of the budget between two set partitionings."""
    recombine_span: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Part of the budget after which a set partitioning is waited for."""
    recombine_effort: Annotated[float, Field(ge=0)] = 2.0
    """Deterministic seconds of CP-SAT for one set partitioning."""
    pool_size: Annotated[int, Field(ge=100)] = 20_000
    """Most routes kept by a worker for one set partitioning."""
    columns: Annotated[int, Field(ge=1)] = 8_000
    """Most routes given to one set partitioning; of each shift the cheapest per visit first."""
