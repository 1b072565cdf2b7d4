"""Errors of the checker itself; what a plan does wrong is a `Violation`, never an error."""

from __future__ import annotations

from visitplan.domain.errors import VisitplanError


class TravelSizeError(VisitplanError):
    """Travel times that do not cover the places of the request."""

    code = "VP3001"
    exit_code = 3

    def __init__(self, places: int, covered: int) -> None:
        super().__init__(
            f"the request has {places} places, but the travel times cover {covered}. "
            "Compute them between places_of(request).coordinates, in that order."
        )
