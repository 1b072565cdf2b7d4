"""Events, and the visits and times in them, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.errors import UnknownVisitError

if TYPE_CHECKING:
    from datetime import datetime

    from visitplan.domain.events import Event
    from visitplan.planning.replanning.amending import Amending


def require_known(visit: str, amending: Amending) -> None:
    """Refuse a visit that the request does not ask for.

    Raises:
        UnknownVisitError: VP4106.
    """
    order_id, _, number = visit.rpartition("#")
    for patient in amending.patients.values():
        for order in patient.orders:
            if order.id == order_id:
                if int(number) in order.numbers:
                    return
                raise UnknownVisitError(visit, f"{order_id!r} has no such visit (any more)")
    raise UnknownVisitError(visit, "the request has no such order")


def text_of(moment: datetime) -> str:
    """Write a minute as events give it."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def told(event: Event) -> str:
    """Name an event in a sentence."""
    whom = (
        getattr(event, "visit", None)
        or getattr(event, "case_manager", None)
        or getattr(event, "patient", None)
    )
    return event.kind if whom is None else f"{event.kind} of {whom}"
