"""What requests that differ in single values share: spans of starts, computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from visitplan_solvers.compiled.starts import Spans

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitplan.domain.patients import Order, Patient
    from visitplan.domain.request import PlanRequest


class DaySpans(NamedTuple):
    """Spans of a visit by day: starts, preferred hours, and starts that end in time."""

    starts: list[Spans]
    wishes: list[Spans]
    closings: list[Spans]


Key = tuple[int, int, int]
"""Identities of patient and order, and the visit's number."""


class SpanMemo:
    """Spans of requests that are copies of one another with some values changed.

    Documents are frozen, so the same patient and order under the same horizon, policy and
    promises have the same spans. What was seen is kept alive here, which keeps identities apart.
    """

    def __init__(self) -> None:
        self._common: tuple[object, ...] = ()
        self._known: dict[Key, tuple[Patient, Order, DaySpans]] = {}

    def begin(self, request: PlanRequest) -> None:
        """Forget what belongs to another horizon, policy or set of promises."""
        common = (request.horizon, request.policy, request.fixed)
        same = [a is b for a, b in zip(common, self._common, strict=False)]
        if len(same) < len(common) or not all(same):
            self._common = common
            self._known.clear()

    def of(
        self, patient: Patient, order: Order, number: int, compute: Callable[[], DaySpans]
    ) -> DaySpans:
        """Give a visit's spans."""
        key = id(patient), id(order), number
        if key not in self._known:
            self._known[key] = patient, order, compute()
        return self._known[key][2]
