"""Events, and the visits and times in them, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.planning.asked import patient_asking

if TYPE_CHECKING:
    from datetime import datetime

    from visitplan.domain.events import Event
    from visitplan.planning.replanning.amending import Amending


def require_known(visit: str, amending: Amending) -> None:
    """Refuse a visit that the request does not ask for.

    Raises:
        UnknownVisitError: VP4106.
    """
    patient_asking(amending.patients.values(), visit)


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
