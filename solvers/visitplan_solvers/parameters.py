"""Tunables of the weekly solver; one set of defaults serves all sizes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from visitplan.domain.document import Document


class WeeklyParameters(Document):
    """Parameters of `WeeklySolver`; docs/solver.md gives the reasons."""

    warm: Annotated[int, Field(ge=0)] = 600
    """Temperature at the start, in units of the objective."""
    cool: Annotated[int, Field(ge=0)] = 10
    """Temperature at the end."""
    size_most: Annotated[int, Field(ge=1)] = 16
    """Most visits a round takes out on purpose."""
    blink: Annotated[int, Field(ge=0, le=999)] = 10
    """Chance in 1000 to pass over a position."""
    chunk: Annotated[int, Field(ge=1)] = 200
    """Rounds between two looks at `Stop`."""
    recombine_every: Annotated[float, Field(gt=0, le=1)] = 0.25
    """Part of the budget between two set partitionings."""
    recombine_effort: Annotated[float, Field(ge=0)] = 2.0
    """Deterministic seconds of CP-SAT for one set partitioning."""
    assign_effort: Annotated[float, Field(ge=0)] = 1.0
    """Deterministic seconds of CP-SAT for the first assignment."""
    pool_size: Annotated[int, Field(ge=100)] = 20_000
    """Most routes kept for one set partitioning."""
    columns_per_slot: Annotated[int, Field(ge=1)] = 60
    """Most routes of one shift given to one set partitioning, the cheapest per visit first."""
